//! A peer's trace that is passed on along the way to where it came from.

use watchbell_formats::rid;
use watchbell_iodef::{Document, Incident, IncidentId, Lang, Restriction, generate};

use super::{
    desk::{Desk, until},
    identity::Identity,
    wire::{Host, ask, post},
};
use crate::support::port::port;

const VICTIM: &str = "victim.example";
const UPSTREAM: &str = "upstream.example";

/// A signed trace of a document.
fn trace(restriction: Restriction) -> rid::Message {
    let node = rid::Node::of_address(std::net::Ipv4Addr::LOCALHOST.into());
    let (kind, traffic) = (rid::Kind::TraceRequest, rid::Traffic::Attack);
    let mut policy = rid::Policy::new(kind, rid::Region::PeerToPeer, node, traffic);
    let id = IncidentId {
        name: VICTIM.to_owned(),
        id: "7".to_owned(),
        ..IncidentId::default()
    };
    policy.incident_id = Some(rid::IncidentId {
        name: VICTIM.to_owned(),
        id: "7".to_owned(),
        ..rid::IncidentId::default()
    });
    let mut document = generate::document(7);
    document.incidents.truncate(1);
    document.incidents[0] = Incident {
        id,
        restriction: Some(restriction),
        ..document.incidents[0].clone()
    };
    let document = Document {
        additional: Vec::new(),
        ..document
    };
    let mut report = rid::Report::of(&document);
    let signature = "<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:SignedInfo>\n\t as it is </ds:SignedInfo></ds:Signature>";
    report.signatures = vec![rid::Enclosed::new(signature)];
    policy.report = Some(report);
    rid::Message::new(Lang::new("en").unwrap_or_default(), policy)
}

#[test]
fn a_trace_is_passed_on_with_its_document_and_signature_as_they_were() {
    let [victim, upstream] = [VICTIM, UPSTREAM].map(Identity::of_itself);
    let (mut desk, port) = (Desk::new("desk.example"), port());
    desk.enter(VICTIM, &victim.certificate, &[]);
    let url = format!("https://127.0.0.1:{port}");
    desk.enter(UPSTREAM, &upstream.certificate, &["--url", &url]);
    desk.agree(VICTIM, "--in rid --tlp red");
    desk.agree(VICTIM, "--out rid --tlp red");
    desk.agree(UPSTREAM, "--out rid --tlp amber");
    desk.start();
    let host = Host::start(port, &upstream, 200);
    let told = trace(Restriction::Amber);
    for message in [&told, &trace(Restriction::Red)] {
        let answer = ask(
            desk.port,
            &victim,
            &post("/", "text/xml", &rid::write(message)),
        );
        assert_eq!(answer.expect("it is answered").status, 202);
    }
    desk.run(&["exchange", "pass-on", "rcp-1", VICTIM])
        .expect_failure(&["came from it"]);
    desk.run(&["exchange", "pass-on", "rcp-2", UPSTREAM])
        .expect_failure(&["above the ceiling"]);
    desk.done(&["exchange", "pass-on", "rcp-1", UPSTREAM]);
    desk.run(&["exchange", "pass-on", "rcp-1", UPSTREAM])
        .expect_failure(&["asked this before"]);
    until("it is delivered", || {
        desk.outbox()
            .iter()
            .all(|share| share["state"] == "delivered")
    });
    let bodies = host.bodies(200);
    assert_eq!(bodies.len(), 1);
    let passed = rid::read(&bodies[0]).expect("a message");
    assert_eq!(passed.kind(), Some(&rid::Kind::TraceRequest));
    let (was, is) = (
        told.report().expect("a report"),
        passed.report().expect("a report"),
    );
    assert_eq!(is.signatures[0].markup, was.signatures[0].markup);
    assert_eq!(is.content().ok(), was.content().ok());
    assert!(bodies[0].contains(UPSTREAM), "it names who it is for");
    assert_eq!(passed.incident_id(), told.incident_id());
    // Who asked waits until a person answers.
    let waits = desk.inbox();
    assert_eq!(waits[0]["state"], "asked");
    assert!(
        waits[0]["error"]
            .to_string()
            .contains("passed on to upstream.example"),
        "{waits:?}"
    );
    desk.done(&["exchange", "answer", "rcp-1", "approve"]);
}
