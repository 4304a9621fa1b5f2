//! Incident documents as others read them: bundles of STIX by the validator and the library of OASIS,
//! events of MISP by its own.

use std::{fs, path::PathBuf, process::Command};

use serde_json::Value;
use watchbell_formats::{misp, stix};
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

/// Documents made by chance, and those that the RFCs show.
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
