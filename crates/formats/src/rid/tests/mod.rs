//! Messages of RID: the examples of the RFC, the form on the wire, the rules.

mod examples;
mod rules;
mod wire;

use std::net::{IpAddr, Ipv4Addr};

use watchbell_iodef::{Document, Lang, schema, xml};

use super::{IncidentId, Kind, Message, Node, Policy, Region, Report, Source, Status, Traffic};

fn address() -> Node {
    Node::of_address(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 3)))
}

/// A document of one incident.
fn document() -> Document {
    let text = "<IODEF-Document xmlns=\"urn:ietf:params:xml:ns:iodef-2.0\" version=\"2.00\" xml:lang=\"en\">\
        <Incident purpose=\"traceback\"><IncidentID name=\"csirt.example.com\">207-1</IncidentID>\
        <StartTime>2026-11-21T08:00:00Z</StartTime><GenerationTime>2026-11-21T08:30:00Z</GenerationTime>\
        <Assessment><SystemImpact type=\"takeover-system\"/></Assessment>\
        <Method><Description>A flood of packets</Description></Method>\
        <Contact role=\"creator\" type=\"person\"><ContactName>A</ContactName></Contact>\
        </Incident></IODEF-Document>";
    xml::read(text).expect("it is a document")
}

/// A message of a kind with all that it has to have.
fn message(kind: Kind) -> Message {
    let has_document = kind.is_request() || matches!(kind, Kind::Result | Kind::Report);
    let mut policy = Policy::new(kind, Region::PeerToPeer, address(), Traffic::Attack);
    policy.incident_id = Some(IncidentId {
        name: "csirt.example.com".to_owned(),
        id: "207-1".to_owned(),
        ..IncidentId::default()
    });
    policy.report = has_document.then(|| Report::of(&document()));
    let mut message = Message::new(Lang::default(), policy);
    match message.kind() {
        Some(Kind::Acknowledgement) => message.status = Some(Status::approved()),
        Some(Kind::Result) => {
            message.source = Some(Source {
                is_found: true,
                nodes: vec![address()],
                restriction: None,
            });
        }
        _ => {}
    }
    message
}

/// All kinds that the standard has.
const KINDS: [Kind; 6] = [
    Kind::TraceRequest,
    Kind::InvestigationRequest,
    Kind::Acknowledgement,
    Kind::Result,
    Kind::Report,
    Kind::Query,
];

/// What the schema of the RFC has against a message as it is written.
fn invalid(text: &str) -> Vec<schema::Diagnostic> {
    schema::check(text).errors
}
