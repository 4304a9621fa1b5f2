//! The form on the wire: what is read leniently, what is refused, what is kept to the byte.

use watchbell_iodef::{self as iodef, xml};

use super::{
    super::{
        Authorization, Content, Enclosed, Error, Justification, Kind, MAX_SIGNATURES, Region,
        Report, Restriction, Status, Traffic, read, write,
    },
    address, document, invalid, message,
};

const HEAD: &str = "<r:RID xmlns:r=\"urn:ietf:params:xml:ns:iodef-rid-2.0\" \
    xmlns:i=\"urn:ietf:params:xml:ns:iodef-1.0\" lang=\"en\">";

/// A message that says this in its policy.
fn policy(attributes: &str, more: &str) -> String {
    format!(
        "{HEAD}<r:RIDPolicy {attributes}><r:PolicyRegion region=\"PeerToPeer\"/>\
         <i:Node><i:Address>192.0.2.3</i:Address></i:Node>{more}</r:RIDPolicy></r:RID>"
    )
}

const QUERY: &str = "MsgType=\"Query\" MsgDestination=\"RIDSystem\"";
const TRAFFIC: &str = "<r:TrafficType type=\"Other\"/>";

#[test]
fn older_names_are_read_and_those_of_the_rfc_are_written() {
    for (old, kind) in [
        ("TraceRequest", Kind::TraceRequest),
        ("Investigation", Kind::InvestigationRequest),
        ("InvestigationRequest", Kind::InvestigationRequest),
        ("Request", Kind::InvestigationRequest),
        ("TraceAuthorization", Kind::Acknowledgement),
        ("RequestAuthorization", Kind::Acknowledgement),
        ("IncidentQuery", Kind::Query),
        ("Query", Kind::Query),
        ("Result", Kind::Result),
        ("Report", Kind::Report),
        ("Greeting", Kind::Extended("Greeting".to_owned())),
    ] {
        let attributes = format!("MsgType=\" {old} \" MsgDestination=\"RIDSystem\"");
        let text = policy(&attributes, TRAFFIC).replace("rid-2.0", "rid-1.0");
        let message = read(&text).unwrap();
        assert_eq!(message.kind(), Some(&kind));
        let written = write(&message);
        assert_eq!(invalid(&written), [], "{written}");
        let listed = format!(" MsgType=\"{}\"", kind.name());
        let is_listed = !matches!(kind, Kind::Extended(_));
        assert_eq!(written.contains(&listed), is_listed, "{written}");
    }
}

#[test]
fn words_that_are_on_no_list_stand_in_attributes_of_their_own() {
    // The schema and the text call them by different names.
    for name in ["ext-MsgType", "MsgType-ext"] {
        let attributes =
            format!("MsgType=\"ext-value\" {name}=\"Greeting\" MsgDestination=\"RIDSystem\"");
        let message = read(&policy(&attributes, TRAFFIC)).unwrap();
        assert_eq!(message.kind(), Some(&Kind::Extended("Greeting".to_owned())));
        assert!(write(&message).contains("MsgType=\"ext-value\" ext-MsgType=\"Greeting\""));
    }
    let region = "<r:PolicyRegion region=\"AcrossNationalBoundaries\"/>";
    let message = read(&policy(QUERY, &[region, TRAFFIC].concat())).unwrap();
    let regions = &message.policy.as_ref().unwrap().regions;
    let extended = Region::Extended("AcrossNationalBoundaries".to_owned());
    assert_eq!(regions[..], [Region::PeerToPeer, extended]);
    assert_eq!(invalid(&write(&message)), []);
}

#[test]
fn everything_the_schema_has_is_read_as_it_was_written() {
    let text = "<?xml version=\"1.0\"?><RID lang=\"de\" xmlns=\"urn:ietf:params:xml:ns:iodef-rid-2.0\">\
        <IncidentSource restriction=\"private\"><i:Node xmlns:i=\"urn:ietf:params:xml:ns:iodef-1.0\">\
        <i:Counter type=\"packet\">3</i:Counter><i:NodeRole category=\"www\"/><i:Location lang=\"en\">Here</i:Location>\
        <i:DateTime> 2026-11-21T08:30:00Z </i:DateTime><i:NodeName>www.example.com</i:NodeName>\
        <i:Address category=\"ext-value\" ext-category=\"x\" vlan-name=\"a'b\" vlan-num=\"7\">y</i:Address></i:Node>\
        <SourceFound>1</SourceFound></IncidentSource>\
        <RequestStatus Justification=\"ext-value\" ext-Justification=\"Lunch\" AuthorizationStatus=\"Pending\" restriction=\"public\"/>\
        <RIDPolicy restriction=\"need-to-know\" MsgType=\"Result\" MsgDestination=\"ext-value\" ext-MsgDestination=\"Moon\">\
        <ReportSchema Version=\"ext-value\" ext-Version=\"3\" XMLSchemaID=\"ext-value\" ext-XMLSchemaID=\"urn:x\">\
        <URL>https://example.com/x.xsd</URL>\
        <Signature dtype=\"xml\" meaning=\"xml\"><s/></Signature><XMLDocument dtype=\"xml\" formatid=\"f\" restriction=\"default\"><d/></XMLDocument></ReportSchema>\
        <i:IncidentID name=\"n\" instance=\"2\" restriction=\"public\" xmlns:i=\"urn:ietf:params:xml:ns:iodef-1.0\"> 1 &amp; '2' </i:IncidentID>\
        <TrafficType type=\"Content\"/><TrafficType type=\"Network\"/><PolicyRegion region=\"ClientToSP\"/>\
        <i:Node xmlns:i=\"urn:ietf:params:xml:ns:iodef-1.0\"><i:Address category=\"ipv6-addr\">2001:db8::1</i:Address></i:Node>\
        </RIDPolicy></RID>";
    let message = read(text).unwrap();
    let written = write(&message);
    assert_eq!(read(&written).as_ref(), Ok(&message));
    assert_eq!(invalid(&written), [], "{written}");
    let policy = message.policy.as_ref().unwrap();
    assert_eq!(policy.restriction, Some(Restriction::NeedToKnow));
    assert_eq!(policy.traffic, [Traffic::Content, Traffic::Network]);
    assert_eq!(policy.incident_id.as_ref().unwrap().id, "1 & '2'");
    // Section 5.5.
    assert!(
        written.contains("1 &amp; &apos;2&apos;") && written.contains("a&apos;b"),
        "{written}"
    );
    let report = message.report().unwrap();
    assert_eq!(
        (report.version.as_deref(), report.schema.as_deref()),
        (Some("3"), Some("urn:x"))
    );
    let content = report.content().unwrap();
    assert_eq!(
        content,
        Content::Foreign {
            space: super::super::NAMESPACE.to_owned()
        }
    );
    let source = message.source.as_ref().unwrap();
    assert!(
        source.is_found && source.nodes[0].roles.len() == 1 && source.nodes[0].counters.len() == 1
    );
    let status = message.status.as_ref().unwrap();
    assert_eq!(
        status.justification,
        Some(Justification::Extended("Lunch".to_owned()))
    );
    assert_eq!(status.authorization, Authorization::Pending);
}

#[test]
fn what_is_not_of_the_schema_is_refused_with_its_place() {
    let twice = [TRAFFIC, "<i:Node><i:Address>192.0.2.4</i:Address></i:Node>"].concat();
    for (text, code, told) in [
        ("<a/>".to_owned(), "rid/root", "\"a\" in namespace \"\""),
        (
            policy(QUERY, "<r:Odd/>"),
            "rid/unknown",
            "line 1, RID/RIDPolicy: \"Odd\"",
        ),
        (
            policy(QUERY, "<o:Odd xmlns:o='urn:o'/>"),
            "rid/unknown",
            "\"Odd\"",
        ),
        (
            policy(&[QUERY, " odd='1'"].concat(), ""),
            "rid/unknown",
            "\"@odd\"",
        ),
        (
            policy(QUERY, "odd"),
            "rid/value",
            "\"odd\" is not allowed here",
        ),
        (
            policy(QUERY, "<r:TrafficType/>"),
            "rid/missing",
            "RID/RIDPolicy/TrafficType: type",
        ),
        (
            policy("MsgType=\"Query\"", ""),
            "rid/missing",
            "RID/RIDPolicy: MsgDestination",
        ),
        (policy(QUERY, &twice), "rid/too-many", "iodef:Node"),
        (
            policy(&[QUERY, " restriction='x'"].concat(), ""),
            "rid/value",
            "\"x\" is not default",
        ),
        (
            policy(
                QUERY,
                "<r:ReportSchema><r:XMLDocument dtype='xml'>text</r:XMLDocument></r:ReportSchema>",
            ),
            "rid/value",
            "one element of XML",
        ),
        (
            policy(QUERY, "<r:ReportSchema/>"),
            "rid/missing",
            "rid:XMLDocument",
        ),
        (
            HEAD.replace("\"en\"", "\"no language\"") + "</r:RID>",
            "rid/value",
            "a language tag",
        ),
        (
            "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>".to_owned(),
            "rid/xml",
            "document type",
        ),
        (HEAD.to_owned(), "rid/xml", "closing tag"),
    ] {
        let error = read(&text).unwrap_err();
        assert_eq!(error.code(), code, "{error}: {text}");
        assert!(error.to_string().contains(told), "{error}: {told}");
    }
}

#[test]
fn bounds_hold() {
    let signatures = |count: usize| {
        let signature = "<r:Signature dtype='xml'><s/></r:Signature>".repeat(count);
        let document = "<r:XMLDocument dtype='xml'><d/></r:XMLDocument>";
        policy(
            QUERY,
            &format!("<r:ReportSchema>{document}{signature}</r:ReportSchema>"),
        )
    };
    assert!(read(&signatures(MAX_SIGNATURES)).is_ok());
    let error = read(&signatures(MAX_SIGNATURES + 1)).unwrap_err();
    assert_eq!(error.code(), "rid/too-many");
    let counters = "<i:Counter type='byte'>1</i:Counter>".repeat(65);
    let node = format!("<i:Node><i:Address>192.0.2.3</i:Address>{counters}</i:Node>");
    let source = |node: &str| {
        format!(
            "{HEAD}<r:IncidentSource><r:SourceFound>true</r:SourceFound>{node}</r:IncidentSource></r:RID>"
        )
    };
    assert_eq!(read(&source(&node)).unwrap_err().code(), "rid/too-many");
    let node = "<i:Node><i:Address>192.0.2.3</i:Address></i:Node>";
    assert!(read(&source(&node.repeat(1_000))).is_ok());
    let error = read(&source(&node.repeat(1_001))).unwrap_err();
    assert_eq!(error.code(), "rid/too-many");
    let long = " ".repeat(super::super::MAX_BYTES + 1);
    let found = Error::Xml(iodef::Error::TooLong { bytes: long.len() });
    assert_eq!(read(&long), Err(found));
    let deep = "<r:ReportSchema><r:XMLDocument dtype='xml'>".to_owned() + &"<d>".repeat(64);
    assert_eq!(
        read(&policy(QUERY, &deep)),
        Err(Error::Xml(iodef::Error::TooDeep))
    );
}

/// What is read can be written and read again: where the namespaces of both do not fit, it is refused.
#[test]
fn documents_that_could_not_be_passed_on_are_refused() {
    let enclosed = |count: usize| {
        let spaces = (0..count).map(|number| format!(" xmlns:s{number}='urn:s'"));
        let spaces: String = spaces.collect();
        let document = "<r:XMLDocument dtype='xml'><s0:d/></r:XMLDocument>";
        policy(
            QUERY,
            &format!("<r:ReportSchema{spaces}>{document}</r:ReportSchema>"),
        )
    };
    let message = read(&enclosed(60)).unwrap();
    assert_eq!(read(&write(&message)).as_ref(), Ok(&message));
    assert_eq!(read(&enclosed(62)).unwrap_err().code(), "rid/xml");
}

/// A signature is over bytes: over what it holds, and over all namespaces in force there.
#[test]
fn signatures_and_documents_stay_as_they_are_along_a_trace() {
    let signed = "<ds:Signature\n  Id='s'><ds:SignedInfo>\n\t<!-- as is -->\
        <ds:Reference URI=\"#a&amp;b\"/></ds:SignedInfo ></ds:Signature>";
    let document = "<own:d  b='2' a=\"1\"><own:e xsi:type='own:t'/></own:d>";
    let text = policy(
        QUERY,
        &format!(
            "<r:ReportSchema xmlns:ds='http://www.w3.org/2000/09/xmldsig#' xmlns:own='urn:own' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'>\
         <r:Signature dtype='xml'> {signed}\n</r:Signature><r:XMLDocument dtype='xml'>\n{document}</r:XMLDocument></r:ReportSchema>"
        ),
    );
    let mut message = read(&text).unwrap();
    for _ in 0..3 {
        let report = message.report().unwrap();
        let markup = &report.signatures[0].markup;
        let tag = markup.split_once("\n  Id='s'").unwrap();
        assert!(tag.0.starts_with("<ds:Signature "), "{markup}");
        assert_eq!(tag.1, signed.split_once("\n  Id='s'").unwrap().1);
        // Whatever the system between them calls the namespaces of RID, those of who signed stay in force.
        for space in [
            "xmlns:own=\"urn:own\"",
            "xmlns:r=",
            "xmlns:i=",
            "xmlns:xsi=",
            "xmlns:ds=",
        ] {
            assert!(tag.0.contains(space), "{markup}");
        }
        assert!(
            report
                .document
                .markup
                .ends_with("  b='2' a=\"1\"><own:e xsi:type='own:t'/></own:d>")
        );
        let next = read(&write(&message)).unwrap();
        assert_eq!(next, message);
        message = next;
    }
}

#[test]
fn markup_that_does_not_stand_for_itself_becomes_text() {
    for markup in ["</d>", "<d", "<p:d/>", "<a/></XMLDocument>", "&x;"] {
        let mut message = message(Kind::Report);
        let policy = message.policy.as_mut().unwrap();
        policy.report.as_mut().unwrap().document = Enclosed::new(markup);
        assert!(xml::Tree::read(&write(&message)).is_ok(), "{markup}");
    }
}

#[test]
fn documents_are_read_where_they_are_of_iodef() {
    let report = Report::of(&document());
    let Ok(Content::Iodef(read, changes)) = report.content() else {
        panic!("{:?}", report.content());
    };
    assert_eq!((*read, changes.len()), (document(), 0));
    let content = |markup: &str| {
        Report {
            document: Enclosed::new(markup),
            ..report.clone()
        }
        .content()
    };
    let encrypted = "<e:EncryptedData xmlns:e='http://www.w3.org/2001/04/xmlenc#'/>";
    assert_eq!(content(encrypted), Ok(Content::Encrypted));
    assert!(content("<IODEF-Document xmlns='urn:ietf:params:xml:ns:iodef-1.0'/>").is_err());
}

#[test]
fn a_message_is_acknowledged_with_what_it_is_about() {
    let request = message(Kind::TraceRequest);
    let status = Status::denied(Justification::Authentication);
    let answer = request.acknowledged(address(), status.clone());
    assert_eq!(answer.kind(), Some(&Kind::Acknowledgement));
    assert_eq!(answer.incident_id(), request.incident_id());
    assert_eq!(
        (answer.report(), answer.status.as_ref()),
        (None, Some(&status))
    );
    assert_eq!(invalid(&write(&answer)), []);
}
