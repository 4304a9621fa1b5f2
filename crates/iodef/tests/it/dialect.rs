//! Version 1 and what people make of either version are read, and what was changed is told.

use std::collections::BTreeSet;

use watchbell_iodef::{Change, Document, complete, schema, xml};

use crate::{data, minimal};

fn changed(text: &str) -> (Document, Vec<String>) {
    let (document, changes) = xml::read_lenient(text).expect("it is read");
    let words = |change: &Change| format!("{} {}: {}", change.code, change.path, change.message);
    (document, changes.iter().map(words).collect())
}

/// Every published document that is well-formed and has an IODEF root is read, and written so that
/// it is valid.
#[test]
fn published_documents_of_every_version_become_valid_ones_of_version_2() {
    let Some(folder) = data("iodef") else { return };
    let table = std::fs::read_to_string(folder.join("expected_xsd.tsv")).expect("the table");
    let mut read = BTreeSet::new();
    for row in table.lines().skip(1) {
        let file = row.split('\t').next().expect("a name");
        let text = std::fs::read_to_string(folder.join(file)).expect("the document");
        let Ok((mut document, _)) = xml::read_lenient(&text) else {
            continue;
        };
        // What is valid by the schema is read as it is, but for what RFC 7203 has no form for.
        let checked = schema::check(&text);
        if checked.version == Some("2.0") && checked.errors.is_empty() {
            assert_eq!(xml::read(&text).as_ref(), Ok(&document), "{file}");
        }
        complete(&mut document);
        let written = xml::write(&document);
        assert_eq!(schema::check(&written).errors, [], "{file}\n{written}");
        assert_eq!(xml::read(&written), Ok(document), "{file}");
        read.insert(file.to_owned());
    }
    for file in [
        "caa-relay/caa-minimal.expect-accept.xml",
        "caa-relay/domaindata-name.expect-accept-lenient.xml",
        "caa-relay/two-incidents.expect-accept-lenient.xml",
        "iodeflib/iodef.xml",
        "rfc5070/botnet.xml",
        "rfc5070/reconnaissance.xml",
        "rfc5070/worm-code-red.xml",
        "rfc5901/lure-example.xml",
        "rfc7203/sci-example.xml",
        "rfc7970/campaign-indicators.xml",
        "rfc8274/ex4-malware-full.xml",
        "xmpp-ftw/full.xml",
    ] {
        assert!(
            read.contains(file),
            "{file}: {:?}",
            xml::read_lenient(&std::fs::read_to_string(folder.join(file)).expect("text")).err()
        );
    }
    assert!(
        !read.iter().any(|file| file.contains("expect-reject")),
        "{read:?}"
    );
}

#[test]
fn what_changed_between_the_versions_is_told() {
    let (document, changes) = changed(
        "<IODEF-Document version=\"1.00\" lang=\"en\" xmlns=\"urn:ietf:params:xml:ns:iodef-1.0\">\
         <Incident purpose=\"reporting\"><IncidentID name=\"csirt.example.com\">1</IncidentID>\
         <ReportTime>2026-11-21T08:30:00Z</ReportTime>\
         <Assessment><Impact lang=\"de\" severity=\"high\" type=\"recon\">Suche</Impact></Assessment>\
         <Method><Reference><ReferenceName>CVE-2026-0001</ReferenceName></Reference>\
         <Reference><ReferenceName>a tool</ReferenceName></Reference></Method>\
         <Contact role=\"creator\" type=\"person\"><Email meaning=\"day\">a@csirt.example.com</Email>\
         <Fax>+1 555 0100</Fax></Contact>\
         <EventData><Flow><System category=\"source\"><Node><NodeName>a.example</NodeName>\
         <DateTime>2026-11-20T00:00:00Z</DateTime><NodeRole category=\"www\">shop</NodeRole>\
         <Counter type=\"event\">57</Counter></Node><Service ip_protocol=\"6\"><Port>80</Port>\
         <Application vendor=\"Example\" name=\"Server\" swid=\"example-1\"/></Service></System></Flow></EventData>\
         </Incident></IODEF-Document>",
    );
    assert_eq!(
        changes,
        [
            "version IODEF-Document: version 1 is read as version 2",
            "renamed IODEF-Document: lang is xml:lang",
            "renamed IODEF-Document/Incident/Assessment/Impact: lang is xml:lang",
            "renamed IODEF-Document/Incident/Assessment: Impact of type recon is SystemImpact of type ext-value",
            "moved IODEF-Document/Incident/Assessment: the text of SystemImpact is Description",
            "moved IODEF-Document/Incident/Method/Reference: the name is an entry of the registered list 1",
            "moved IODEF-Document/Incident/Method/Reference[2]: ReferenceName is Description: it is on no registered list",
            "moved IODEF-Document/Incident/Contact/Email: the text of Email is EmailTo",
            "moved IODEF-Document/Incident/Contact/Email: meaning is Description",
            "renamed IODEF-Document/Incident/Contact: Fax is a Telephone of type fax",
            "moved IODEF-Document/Incident/Contact: the text of Telephone is TelephoneNumber",
            "moved IODEF-Document/Incident/EventData/Flow/System/Node/NodeRole: the text of NodeRole is Description",
            "renamed IODEF-Document/Incident/EventData/Flow/System/Node/Counter: type of Counter is unit, and its type counter",
            "moved IODEF-Document/Incident/EventData/Flow/System/Node: NodeName is DomainData/Name",
            "moved IODEF-Document/Incident/EventData/Flow/System/Node: DateTime is DomainData/DateDomainWasChecked",
            "moved IODEF-Document/Incident/EventData/Flow/System/Service/Application: swid is SoftwareReference",
            "moved IODEF-Document/Incident/EventData/Flow/System/Service/Application: what named the software is Description",
            "renamed IODEF-Document/Incident/EventData/Flow/System/Service: ip_protocol is ip-protocol",
            "moved IODEF-Document/Incident/EventData/Flow/System: NodeRole is put into System",
            "added IODEF-Document/Incident: GenerationTime is that of ReportTime",
        ]
    );
    let written = xml::write(&document);
    assert_eq!(schema::check(&written).errors, [], "{written}");
    for part in [
        "<enum:ReferenceName xmlns:enum=\"urn:ietf:params:xml:ns:iodef-enum-1.0\" specIndex=\"1\">",
        "<Description xml:lang=\"de\">Suche</Description>",
        "<TelephoneNumber>+1 555 0100</TelephoneNumber>",
        "<Counter type=\"counter\" unit=\"event\">57</Counter>",
        "<Value>example-1</Value>",
    ] {
        assert!(written.contains(part), "{part}\n{written}");
    }
}

#[test]
fn what_is_not_known_is_kept_and_told() {
    let text = minimal(
        "<x:Risk xmlns:x='urn:x' level='9'>high <x:b/></x:Risk><Description mood='grim'>a</Description>\
         <DetectTime>yesterday</DetectTime><Assessment><SystemImpact type='Policy'/>\
         <IncidentCategory>a</IncidentCategory></Assessment>",
    );
    assert!(xml::read(&text).is_err());
    let (document, changes) = changed(&text);
    assert_eq!(
        changes,
        [
            "value IODEF-Document/Incident[1]/DetectTime: \"yesterday\" is kept: it is not a time such as 2026-11-21T08:30:00Z",
            "unknown IODEF-Document/Incident[1]/Description[1]: @mood is not known here; it is kept",
            "value IODEF-Document/Incident[1]/Assessment[1]/Impact/type: \"Policy\" is written in small letters",
            "unknown IODEF-Document/Incident[1]: {urn:x}Risk is not known here; it is kept",
        ]
    );
    let kept: Vec<&str> = document
        .additional
        .iter()
        .map(|kept| kept.value.as_str())
        .collect();
    assert_eq!(
        kept,
        [
            "<DetectTime xmlns=\"urn:ietf:params:xml:ns:iodef-2.0\">yesterday</DetectTime>",
            "grim",
            "<x:Risk xmlns:x='urn:x' level='9'>high <x:b/></x:Risk>",
        ]
    );
}
