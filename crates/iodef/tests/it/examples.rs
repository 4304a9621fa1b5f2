//! The examples of the RFCs.

use std::fs;

use watchbell_iodef::{BulkKind, Document, Error, Fault, json, validate, xml};

use crate::{data, schema::xmllint};

fn file(path: &str) -> Option<String> {
    let folder = data("iodef")?;
    Some(fs::read_to_string(folder.join(path)).expect("the example is there"))
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
    if let Some(checked) = xmllint(&xml::write(&of_xml), "minimal") {
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
fn hostile_documents_are_refused() {
    let Some(folder) = data("iodef/odd") else {
        return;
    };
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("an entry").path();
        let text = fs::read_to_string(&path).expect("text");
        let error = xml::read(&text).expect_err("it is refused");
        assert!(
            matches!(error, Error::Xml { .. }),
            "{}: {error}",
            path.display()
        );
    }
}
