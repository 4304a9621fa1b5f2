//! Incident documents as others read them: bundles of STIX by the validator and the library of OASIS,
//! events of MISP by its own; the server of TAXII by the client of OASIS.

mod taxii;

use std::{fs, path::PathBuf, process::Command};

use serde_json::Value;
use watchbell_formats::{csaf, misp, stix};
use watchbell_iodef::{Change, Document, Form, generate};

use crate::support::{data, folder, program::run, skip};

type Make = fn(&Document) -> (Value, Vec<Change>);

/// Judges what is made of documents; prints nothing where they are all right.
fn judge(language: &str, make: Make, documents: &[Document]) {
    let modules = "import stix2, stix2validator, pymisp";
    let known = Command::new("python3").args(["-c", modules]).output();
    if !known.is_ok_and(|output| output.status.success()) {
        skip("no judges of STIX and MISP; `pip install stix2 stix2-validator pymisp`");
        return;
    }
    let here = folder();
    let paths: Vec<PathBuf> = (0..documents.len())
        .map(|number| here.path().join(format!("{number}.json")))
        .collect();
    for (path, document) in paths.iter().zip(documents) {
        let (made, _) = make(document);
        assert_eq!(make(document).0, made, "the same document makes the same");
        fs::write(path, made.to_string()).expect("the temporary folder can be written");
    }
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/exchange/judge.py");
    let output = Command::new("python3")
        .args([script, language])
        .args(&paths)
        .output()
        .expect("python starts");
    let told = String::from_utf8_lossy(&output.stdout);
    let failed = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}{failed}");
}

/// Documents made by chance, those that the RFCs show, and one of an event of MISP.
fn documents() -> Vec<Document> {
    let mut all: Vec<Document> = (0..60).map(generate::document).collect();
    let Some(folder) = data("iodef") else {
        return all;
    };
    for name in ["rfc5070", "rfc7203", "rfc7970", "rfc8274", "iodeflib"] {
        for entry in fs::read_dir(folder.join(name)).expect("the folder can be read") {
            let bytes = fs::read(entry.expect("an entry").path()).expect("the document");
            all.extend(Form::Xml.read_lenient(&bytes).map(|(document, _)| document));
        }
    }
    all
}

#[test]
fn bundles_are_valid_to_the_validator_of_oasis() {
    judge("stix", stix::bundle, &documents());
}

#[test]
fn events_are_read_by_the_library_of_misp() {
    judge("misp", misp::events, &documents());
}

/// The schema and the mandatory tests of CSAF 2.0 find nothing wrong with what is written.
#[test]
fn advisories_are_valid_documents_of_csaf() {
    for document in documents() {
        let made = csaf::advisory(&document).0;
        let text = made.to_string();
        let check = watchbell_vuln::csaf::check(&text);
        assert!(check.is_valid(), "{:?} in {text}", check.findings);
        let read = csaf::read(&text).expect("a CSAF document");
        assert_eq!(csaf::advisory(&read).0, made);
        let written = Form::Xml.write(&read);
        let text = std::str::from_utf8(&written).expect("text");
        assert_eq!(watchbell_iodef::schema::check(text).errors, []);
    }
}

#[test]
fn what_a_language_has_no_place_for_is_told() {
    let here = folder();
    let path = here.path().join("incident.xml");
    let mut document = generate::document(3);
    document.incidents.truncate(1);
    let incident = &mut document.incidents[0];
    incident.contacts.truncate(1);
    incident.contacts[0].names = vec!["Example CSIRT".into()];
    fs::write(&path, Form::Xml.write(&document)).expect("the file can be written");
    let path = path.to_str().expect("a path");
    let made = run(here.path(), &["iodef", "convert", "--to", "stix", path]);
    assert!(made.stderr.contains("STIX has no place for"), "{made:#?}");
    let bundle: Value = serde_json::from_str(&made.expect(1)).expect("JSON");
    let report = bundle["objects"]
        .as_array()
        .expect("objects")
        .last()
        .expect("one")
        .clone();
    assert_eq!(report["type"], "report");
    let changes = here.path().join("changes.jsonl");
    let changes = changes.to_str().expect("a path");
    run(
        here.path(),
        &[
            "iodef",
            "convert",
            "--to",
            "misp",
            path,
            "--changes",
            changes,
        ],
    )
    .expect(1);
    let told = fs::read_to_string(changes).expect("the changes");
    assert!(
        told.contains("ContactName") && told.contains("MISP has no place for"),
        "{told}"
    );
}

/// Takes the events out of what they are wrapped in.
fn events(value: &Value) -> Vec<&Value> {
    match value.get("response").and_then(Value::as_array) {
        Some(list) => list.iter().map(|one| &one["Event"]).collect(),
        None => vec![&value["Event"]],
    }
}

/// Parts of an event, in the order of their identifiers.
fn sorted<'a>(event: &'a Value, name: &str) -> Vec<&'a Value> {
    let mut parts: Vec<&Value> = event[name].as_array().into_iter().flatten().collect();
    parts.sort_by_key(|part| part["uuid"].as_str());
    parts
}

#[test]
fn real_events_of_misp_come_out_as_they_went_in() {
    let Some(archive) = data("stix-taxii-misp/misp") else {
        return;
    };
    let here = folder();
    let unpacked = Command::new("tar")
        .arg("-xJf")
        .arg(archive.join("eset_events_open.tar.xz"))
        .current_dir(here.path())
        .status();
    assert!(unpacked.expect("tar starts").success());
    let mut folders = vec![here.path().to_owned()];
    let (mut files, mut attributes, mut sought) = (0, 0, 0);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the folder can be read") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).expect("text");
            let document = misp::read(&text).expect("an event");
            let written = Form::Xml.write(&document);
            assert_eq!(
                watchbell_iodef::schema::check(std::str::from_utf8(&written).expect("text")).errors,
                [],
                "{}",
                path.display()
            );
            let again = Form::Xml.read(&written).expect("it is read");
            let again = Form::Json
                .read(&Form::Json.write(&again))
                .expect("it is read");
            let (made, lost) = misp::events(&again);
            let given: Value = serde_json::from_str(&text).expect("JSON");
            for (left, right) in events(&given).into_iter().zip(events(&made)) {
                for (name, value) in left.as_object().expect("an event") {
                    match name.as_str() {
                        "Attribute" | "Object" => {
                            assert_eq!(
                                sorted(left, name),
                                sorted(right, name),
                                "{}",
                                path.display()
                            );
                        }
                        name => assert_eq!(*value, right[name], "{name} of {}", path.display()),
                    }
                }
                attributes += sorted(left, "Attribute").len();
            }
            // Only the document says why it was made.
            let lost: Vec<Change> = lost
                .into_iter()
                .filter(|one| !one.path.ends_with("/purpose"))
                .collect();
            assert_eq!(lost, [], "{}", path.display());
            let indicators = again
                .incidents
                .iter()
                .filter_map(|one| one.indicator_data.as_ref());
            sought += indicators.map(|data| data.indicators.len()).sum::<usize>();
            files += 1;
        }
    }
    assert_eq!((files, attributes), (43, 2166));
    assert!(sought > 300, "{sought}");
}

#[test]
fn bundles_come_out_as_they_went_in() {
    let Some(folder) = data("stix-taxii-misp/stix21") else {
        return;
    };
    let mut read = 0;
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("an entry").path();
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let text = match name.strip_suffix(".xz") {
            Some(_) => {
                let output = Command::new("xz")
                    .arg("-dc")
                    .arg(&path)
                    .output()
                    .expect("xz starts");
                String::from_utf8(output.stdout).expect("text")
            }
            None => fs::read_to_string(&path).expect("text"),
        };
        let Ok(given) = serde_json::from_str::<Value>(&text) else {
            continue;
        };
        if given["type"] != "bundle" {
            continue;
        }
        let document = stix::read(&text).expect("a bundle");
        let document = Form::Json
            .read(&Form::Json.write(&document))
            .expect("it is read");
        let (made, _) = stix::bundle(&document);
        let sorted = |bundle: &Value| {
            let objects = bundle["objects"].as_array().expect("objects").iter();
            let mut objects: Vec<String> = objects.map(Value::to_string).collect();
            objects.sort();
            objects
        };
        assert_eq!(sorted(&made), sorted(&given), "{name}");
        assert_eq!(made["id"], given["id"], "{name}");
        let written = Form::Xml.write(&document);
        let text = std::str::from_utf8(&written).expect("text");
        assert_eq!(watchbell_iodef::schema::check(text).errors, [], "{name}");
        read += 1;
    }
    assert!(read >= 6, "{read}");
}

/// What Watchbell writes itself is read again and means the same.
#[test]
fn bundles_of_ours_are_documents_again() {
    for document in documents() {
        let (made, _) = stix::bundle(&document);
        let read = stix::read(&made.to_string()).expect("a bundle");
        assert_eq!(
            stix::bundle(&read).0["objects"].as_array().map(Vec::len),
            made["objects"].as_array().map(Vec::len)
        );
        // Everything that is looked for is still looked for.
        let sought = |document: &Document| -> Vec<String> {
            let told = document
                .incidents
                .iter()
                .map(watchbell_formats::exchange::collect);
            let mut all: Vec<String> = told
                .flat_map(|told| told.indicators)
                .flat_map(|(_, shape)| {
                    let items = shape.items();
                    items
                        .into_iter()
                        .map(|item| item.value.clone())
                        .collect::<Vec<_>>()
                })
                .collect();
            all.sort();
            all.dedup();
            all
        };
        let again = sought(&read);
        let patterns: Vec<&str> = made["objects"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|object| object["pattern"].as_str())
            .collect();
        for pattern in patterns {
            stix::pattern::parse(pattern).expect("a pattern");
        }
        for value in again {
            assert!(
                sought(&document).contains(&value) || value.starts_with("HKEY_"),
                "{value}"
            );
        }
    }
}

#[test]
fn a_document_is_begun_converted_and_checked() {
    let here = folder();
    let at = here.path();
    let new = [
        "iodef",
        "new",
        "--name",
        "csirt.example.com",
        "--id",
        "2026-17",
    ];
    run(at, &new).expect_failure(&["--email is missing"]);
    let with = |more: &[&str]| -> Vec<String> {
        let all = new
            .iter()
            .chain(&["--email", "contact@csirt.example.com"])
            .chain(more);
        all.map(|word| (*word).to_owned()).collect()
    };
    let start = |more: &[&str]| {
        let words = with(more);
        run(at, &words.iter().map(String::as_str).collect::<Vec<_>>())
    };
    start(&["-o", "a.xml", "--description", "<b>", "--purpose", "drill"]).expect(0);
    run(at, &["iodef", "check", "a.xml"]).expect(0);
    start(&["--lang", "no language"]).expect_failure(&["no language"]);
    // From form to form and back it is the same.
    for (from, to, form) in [
        ("a.xml", "b.json", "json"),
        ("b.json", "c.cbor", "cbor"),
        ("c.cbor", "d.xml", "xml"),
    ] {
        run(at, &["iodef", "convert", from, "--to", form, "-o", to]).expect(0);
        let checked = run(at, &["iodef", "check", "--format", "json", to]).json_lines();
        assert_eq!(
            (&checked[0]["valid"], &checked[0]["format"]),
            (&true.into(), &form.into())
        );
    }
    let text = |name: &str| fs::read_to_string(at.join(name)).expect("the file");
    assert_eq!(text("d.xml"), text("a.xml"));
    assert!(text("a.xml").contains("ext-purpose=\"drill\"") && text("a.xml").contains("&lt;b&gt;"));

    // A dialect is refused strictly, and understood otherwise.
    let dialect = "<IODEF-Document><Incident><IncidentID name=\"ca\">1</IncidentID><EventData><Flow>\
         <System><Node><NodeName>a.example</NodeName></Node></System></Flow></EventData></Incident></IODEF-Document>";
    fs::write(at.join("e.xml"), dialect).expect("the file");
    run(at, &["iodef", "convert", "--strict", "e.xml"])
        .expect_failure(&["is not an IODEF version 2 document"]);
    run(at, &["iodef", "check", "e.xml"]).expect(1);
    run(at, &["iodef", "check", "--lenient", "e.xml"]).expect(0);
    run(at, &["iodef", "convert", "e.xml", "-o", "f.xml"]).expect(1);
    run(at, &["iodef", "check", "f.xml"]).expect(0);
    fs::write(at.join("g"), "nothing of the kind").expect("the file");
    run(at, &["iodef", "convert", "g"]).expect_failure(&["none of XML, JSON and CBOR"]);
}
