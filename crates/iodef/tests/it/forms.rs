//! Documents of every class are the same in every form, and valid.

use watchbell_iodef::{
    Document, FraudKind, PhraudReport, Result, cbor, generate, json, schema, validate, xml,
};

use crate::{data, examples::xmllint, minimal};

/// How many documents are made.
const DOCUMENTS: u64 = 400;

/// Fails with the first line that differs, where a form changes a document.
fn same(read: Result<Document>, made: &Document, what: &str) {
    let read = read.unwrap_or_else(|error| panic!("{what}: {error}\n{}", xml::write(made)));
    if read == *made {
        return;
    }
    let (left, right) = (xml::write(&read), xml::write(made));
    let differ = left
        .lines()
        .zip(right.lines())
        .find(|(left, right)| left != right);
    panic!("{what}: {differ:#?}\n{right}");
}

/// The lines of a document, but for those of what JSON and CBOR have one of.
fn joined(document: &Document) -> Vec<String> {
    let text = xml::write(document);
    let lines = text.lines().map(str::trim);
    lines
        .filter(|line| !line.contains("Flow>") && !line.contains("SignatureData>"))
        .map(str::to_owned)
        .collect()
}

#[test]
fn documents_of_every_class_are_the_same_in_every_form() {
    let mut seen = String::new();
    for seed in 0..DOCUMENTS {
        let whole = generate::document(seed);
        let text = xml::write(&whole);
        same(xml::read(&text), &whole, &format!("XML, seed {seed}"));
        assert_eq!(validate(&whole), [], "seed {seed}");
        assert_eq!(schema::check(&text).errors, [], "seed {seed}");
        seen.push_str(&text);

        // JSON and CBOR have one flow an event, and one list of signatures (RFC 8727, section 3.2).
        let made = json::read(&json::write(&whole)).expect("it is read");
        assert_eq!(joined(&made), joined(&whole), "seed {seed}");
        let (text, value, bytes) = (xml::write(&made), json::write(&made), cbor::write(&made));
        same(xml::read(&text), &made, &format!("XML, seed {seed}"));
        same(json::read(&value), &made, &format!("JSON, seed {seed}"));
        same(cbor::read(&bytes), &made, &format!("CBOR, seed {seed}"));
        // What is lenient changes nothing that is right.
        for lenient in [
            xml::read_lenient(&text),
            json::read_lenient(&value),
            cbor::read_lenient(&bytes),
        ] {
            let (read, changes) = lenient.expect("it is read");
            assert_eq!(changes, [], "seed {seed}");
            same(Ok(read), &made, &format!("lenient, seed {seed}"));
        }
    }
    for name in schema::elements() {
        assert!(seen.contains(&format!("<{name}")), "no document has {name}");
    }
}

#[test]
fn what_is_written_validates_with_the_schema_of_the_rfc() {
    let documents: Vec<String> = (0..DOCUMENTS)
        .map(|seed| xml::write(&generate::document(seed)))
        .collect();
    if let Some(checked) = xmllint(&documents, "generated") {
        assert_eq!(checked, Ok(()));
    }
}

#[test]
fn characters_that_xml_does_not_have_are_replaced_in_xml_alone() {
    let mut document = xml::read(&minimal("")).expect("it is read");
    let text = "\0\u{1}\u{B}\u{1F}\u{7F}\u{85}\u{FFFE}\u{FFFF}";
    document.incidents[0].descriptions = vec![text.into()];
    same(json::read(&json::write(&document)), &document, "JSON");
    same(cbor::read(&cbor::write(&document)), &document, "CBOR");
    let read = xml::read(&xml::write(&document)).expect("it is read");
    let replaced = "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{7F}\u{85}\u{FFFD}\u{FFFD}";
    assert_eq!(read.incidents[0].descriptions, [replaced.into()]);
}

#[test]
fn a_text_keeps_its_language() {
    let spoken = |lang: &str| format!("<Description xml:lang='{lang}'>a</Description>");
    let more = format!(
        "{}{}<Description>b</Description>",
        spoken("en"),
        spoken("de")
    );
    let text = minimal(&more).replace("version=", "xml:lang='de' version=");
    let document = xml::read(&text).expect("it is read");
    let langs = |document: &Document| -> Vec<Option<String>> {
        let texts = document.incidents[0].descriptions.iter();
        texts
            .map(|text| text.lang.as_ref().map(ToString::to_string))
            .collect()
    };
    // That of the document is not said again.
    assert_eq!(langs(&document), [Some("en".to_owned()), None, None]);
    let value: serde_json::Value = serde_json::from_str(&json::write(&document)).expect("JSON");
    let german = serde_json::json!({"value": "b", "lang": "de"});
    // A bare string is English (RFC 8727, section 3.2).
    assert_eq!(value["Incident"][0]["Description"][0], "a");
    assert_eq!(value["Incident"][0]["Description"][2], german);
    same(json::read(&json::write(&document)), &document, "JSON");
    same(cbor::read(&cbor::write(&document)), &document, "CBOR");
}

/// A document of version 1, which RFC 5901 extends, around a report.
fn holding(report: &str) -> String {
    format!(
        "<IODEF-Document version=\"1.00\" lang=\"en\" xmlns=\"urn:ietf:params:xml:ns:iodef-1.0\">\
         <Incident purpose=\"reporting\"><IncidentID name=\"csirt.example.com\">1</IncidentID>\
         <ReportTime>2026-11-21T08:30:00Z</ReportTime><Assessment><Impact/></Assessment>\
         <Contact role=\"creator\" type=\"person\"><ContactName>A</ContactName></Contact>\
         <EventData><AdditionalData dtype=\"xml\">{report}</AdditionalData></EventData></Incident></IODEF-Document>"
    )
}

#[test]
fn reports_of_fraud_are_read_as_they_are_written_and_valid() {
    for seed in 0..200 {
        let report = generate::report(seed);
        let extension = report.extension();
        let read = PhraudReport::of(&extension).expect("there is a report");
        assert_eq!(
            read.as_ref(),
            Ok(&report),
            "seed {seed}\n{}",
            extension.value
        );
        let text = holding(&extension.value);
        assert_eq!(schema::check(&text).errors, [], "seed {seed}");
    }
}

#[test]
fn the_report_of_the_rfc_is_read() {
    let Some(folder) = data("iodef/rfc5901") else {
        return;
    };
    let text = std::fs::read_to_string(folder.join("lure-example.xml")).expect("the example");
    let (document, _) = xml::read_lenient(&text).expect("it is read");
    let extension = &document.incidents[0].events[0].additional[0];
    let report = PhraudReport::of(extension)
        .expect("a report")
        .expect("it is read");
    assert_eq!(report.kind, FraudKind::Phishing);
    assert_eq!(report.brands[0].value.trim(), "Cooper-Cain");
    let system = report.lures[0].systems[0].system().expect("a system");
    assert_eq!(system.node.addresses[0].value, "192.0.2.18");
    assert_eq!(report.email.expect("a record").count, 1);
}
