//! The examples of the RFCs.

use std::{fs, process::Command};

use watchbell_iodef::{BulkKind, Document, Error, Fault, cbor, json, validate, xml};

use crate::{absent, data};

fn file(path: &str) -> Option<String> {
    let folder = data("iodef")?;
    Some(fs::read_to_string(folder.join(path)).expect("the example is there"))
}

/// Runs `xmllint` on documents; nothing where it is not installed.
pub(crate) fn xmllint(texts: &[String], name: &str) -> Option<Result<(), String>> {
    let schemas = data("iodef/schema/local")?;
    let folder = std::env::temp_dir().join(format!("watchbell-{}-{name}", std::process::id()));
    fs::create_dir_all(&folder).expect("the temporary folder can be written");
    let paths: Vec<_> = (0..texts.len())
        .map(|number| folder.join(format!("{number}.xml")))
        .collect();
    for (path, text) in paths.iter().zip(texts) {
        fs::write(path, text).expect("the temporary folder can be written");
    }
    let run = Command::new("xmllint")
        .args(["--noout", "--nonet", "--schema"])
        .arg(schemas.join("iodef-2.0.xsd"))
        .args(&paths)
        .output();
    fs::remove_dir_all(&folder).expect("it was just written");
    let Ok(output) = run else {
        absent("xmllint");
        return None;
    };
    if output.status.success() {
        return Some(Ok(()));
    }
    let errors = String::from_utf8_lossy(&output.stderr);
    let errors = errors.lines().filter(|line| !line.ends_with(" validates"));
    Some(Err(errors.take(20).collect::<Vec<_>>().join("\n")))
}

fn both(xml_path: &str, json_path: &str) -> Option<(Document, Document)> {
    let of_xml = xml::read(&file(xml_path)?).expect("it is read");
    let of_json = json::read(&file(json_path)?).expect("it is read");
    Some((of_xml, of_json))
}

#[test]
fn the_minimal_documents_say_the_same() {
    let Some((of_xml, of_json)) = both("rfc7970/minimal.xml", "rfc8727/minimal.json") else {
        return;
    };
    assert_eq!(of_xml, of_json);
    assert_eq!(validate(&of_xml), []);
    assert_eq!(of_xml.incidents[0].id.id, "492382");
    if let Some(checked) = xmllint(&[xml::write(&of_xml)], "minimal") {
        assert_eq!(checked, Ok(()));
    }
}

#[test]
fn the_campaign_is_read_in_both_forms() {
    let paths = (
        "rfc7970/campaign-indicators.xml",
        "rfc8727/campaign-indicators.unfolded.json",
    );
    let Some((of_xml, of_json)) = both(paths.0, paths.1) else {
        return;
    };
    for document in [&of_xml, &of_json] {
        let indicators = document.incidents[0]
            .indicator_data
            .as_ref()
            .expect("indicators");
        let bulk = indicators.indicators[0]
            .observable
            .as_ref()
            .and_then(|o| o.bulk.as_ref());
        assert_eq!(bulk.map(|bulk| &bulk.kind), Some(&BulkKind::DomainName));
        // The schema asks for what the example lacks.
        let faults = validate(document);
        let [Fault { place, problem }] = &faults[..] else {
            panic!("{faults:?}");
        };
        assert!(place.ends_with("/ThreatActor[1]"), "{place}");
        assert!(problem.contains("URL"), "{problem}");
    }
    assert_eq!(
        of_xml.incidents[0].generation_time,
        of_json.incidents[0].generation_time
    );
}

#[test]
fn the_cbor_examples_are_written_to_the_byte() {
    for (json_path, cbor_path) in [
        ("rfc8727/minimal.json", "rfc8727/minimal.cbor-diag.txt"),
        (
            "rfc8727/campaign-indicators.unfolded.json",
            "rfc8727/campaign-indicators.cbor-diag.txt",
        ),
    ] {
        let (Some(text), Some(dump)) = (file(json_path), file(cbor_path)) else {
            return;
        };
        let document = json::read(&text).expect("it is read");
        // Bytes stand before what is said of them.
        let digits: String = dump
            .lines()
            .flat_map(|line| line.split('#').next().unwrap_or_default().chars())
            .filter(char::is_ascii_hexdigit)
            .collect();
        let bytes = |digits: &str| -> Vec<u8> {
            let pairs = (0..digits.len()).step_by(2);
            let byte = |at| u8::from_str_radix(&digits[at..at + 2], 16).expect("two digits");
            pairs.map(byte).collect()
        };
        assert_eq!(cbor::write(&document), bytes(&digits), "{cbor_path}");
        assert_eq!(cbor::read(&bytes(&digits)), Ok(document.clone()));
        let value = |text: &str| -> serde_json::Value { serde_json::from_str(text).expect("JSON") };
        assert_eq!(value(&json::write(&document)), value(&text));
    }
}

#[test]
fn hostile_documents_are_refused() {
    let Some(folder) = data("iodef/odd") else {
        return;
    };
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("an entry").path();
        let text = fs::read_to_string(&path).expect("text");
        let error = xml::read(&text).expect_err("it is refused");
        assert!(
            matches!(error, Error::Xml { .. } | Error::Root { .. }),
            "{}: {error}",
            path.display()
        );
    }
}
