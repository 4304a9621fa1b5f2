//! What a receiver holds a message against (RFC 6545, sections 5 and 6).

use watchbell_iodef::Document;

use super::{Authorization, Destination, Kind, Message, Node, Policy, Traffic};
use crate::fault::{Fault, Faults};

const POLICY: &str = "RID/RIDPolicy";

/// Holds a message against what its kind has to have; what is in its document is not looked at.
///
/// A receiver refuses a message with a fault that [must](Fault::must) not be.
pub fn check(message: &Message) -> Vec<Fault> {
    let mut faults = Faults::default();
    let Some(policy) = &message.policy else {
        let text = "a message has a RIDPolicy (section 5)";
        faults.must(false, "rid/policy-missing", "RID", text);
        return faults.finish();
    };
    schema(policy, &mut faults);
    destination(policy, &mut faults);
    contents(message, policy, &mut faults);
    words(message, policy, &mut faults);
    faults.finish()
}

/// What the schema asks for and the types do not (section 5.1).
fn schema(policy: &Policy, faults: &mut Faults) {
    let text = "it has no PolicyRegion";
    faults.must(
        !policy.regions.is_empty(),
        "rid/region-missing",
        POLICY,
        text,
    );
    let text = "it has no TrafficType";
    faults.must(
        !policy.traffic.is_empty(),
        "rid/traffic-missing",
        POLICY,
        text,
    );
    let node = &policy.node;
    let is_there = !node.names.is_empty() || !node.addresses.is_empty();
    let place = format!("{POLICY}/Node");
    faults.must(
        is_there,
        "rid/node-empty",
        &place,
        "it has neither NodeName nor Address",
    );
}

/// What the node has to be (`MsgDestination`, section 5.1).
fn destination(policy: &Policy, faults: &mut Faults) {
    let place = format!("{POLICY}/Node");
    let is_there = policy.node.address().is_some();
    match policy.destination {
        Destination::RidSystem => {
            let text = "the IP address of the system is missing";
            faults.must(is_there, "rid/node-address-missing", &place, text);
        }
        Destination::SourceOfIncident => {
            let text = "the IP address of the source is missing";
            faults.must(is_there, "rid/node-address-missing", &place, text);
            let text = "the source of an incident is named by its address alone";
            faults.must(policy.node.names.is_empty(), "rid/node-name", &place, text);
            let text = "only a Request is for the source of an incident";
            faults.must(policy.kind.is_request(), "rid/destination", POLICY, text);
        }
        Destination::Extended(_) => {
            let text = "the IP address is missing";
            faults.should(is_there, "rid/node-address-missing", &place, text);
        }
    }
}

/// What each kind of message has, and what no other may have (sections 5, 6.1 to 6.5).
fn contents(message: &Message, policy: &Policy, faults: &mut Faults) {
    let kind = &policy.kind;
    // The incident's number may be unknown to who asks for it (section 6.5).
    if !matches!(kind, Kind::Query | Kind::Extended(_)) {
        let text = format!("{} names its incident", a(kind));
        let has = policy.incident_id.is_some();
        faults.must(has, "rid/incident-id-missing", POLICY, &text);
    }
    if kind.is_request() || matches!(kind, Kind::Result | Kind::Report) {
        let text = format!("{} has a document", a(kind));
        faults.must(
            policy.report.is_some(),
            "rid/document-missing",
            POLICY,
            &text,
        );
    }
    if *kind == Kind::Acknowledgement {
        let text = "an Acknowledgement has a RequestStatus (section 6.2)";
        faults.must(message.status.is_some(), "rid/status-missing", "RID", text);
    } else if !matches!(kind, Kind::Extended(_)) {
        let text = format!("{} has no RequestStatus (section 5)", a(kind));
        let place = "RID/RequestStatus";
        faults.must(
            message.status.is_none(),
            "rid/status-misplaced",
            place,
            &text,
        );
    }
    let place = "RID/IncidentSource";
    if *kind == Kind::Result {
        let text = "a Result has an IncidentSource (section 6.3)";
        faults.must(message.source.is_some(), "rid/source-missing", "RID", text);
    } else if !matches!(kind, Kind::Extended(_)) {
        let text = format!("{} has no IncidentSource (section 5)", a(kind));
        faults.must(
            message.source.is_none(),
            "rid/source-misplaced",
            place,
            &text,
        );
    }
    if let Some(source) = &message.source {
        let is_told = source
            .nodes
            .iter()
            .all(|node| Node::address(node).is_some());
        let text = "a source has its IP address (section 5.3)";
        faults.must(is_told, "rid/source-address-missing", place, text);
        let text = "a source that was found is not told, one that was not found is";
        let is_same = source.is_found != source.nodes.is_empty();
        faults.should(is_same, "rid/source-differs", place, text);
    }
}

/// Words that say less than they have to.
fn words(message: &Message, policy: &Policy, faults: &mut Faults) {
    let text = "ext-value stands for nothing";
    let mut named = |name: &str, place: &str| {
        faults.must(
            !name.trim().is_empty(),
            "rid/extension-unnamed",
            place,
            text,
        );
    };
    named(policy.kind.name(), "RID/RIDPolicy/@MsgType");
    named(policy.destination.name(), "RID/RIDPolicy/@MsgDestination");
    for region in &policy.regions {
        named(region.name(), "RID/RIDPolicy/PolicyRegion/@region");
    }
    for traffic in &policy.traffic {
        named(traffic.name(), "RID/RIDPolicy/TrafficType/@type");
    }
    if let Some(report) = &policy.report {
        let place = "RID/RIDPolicy/ReportSchema/@XMLSchemaID";
        named(report.schema.as_deref().unwrap_or("-"), place);
        let place = "RID/RIDPolicy/ReportSchema/@Version";
        named(report.version.as_deref().unwrap_or("-"), place);
    }
    let Some(status) = &message.status else {
        return;
    };
    let place = "RID/RequestStatus";
    named(status.authorization.name(), place);
    if let Some(justification) = &status.justification {
        named(justification.name(), place);
        let text = "a reason is given for what was approved (section 5.2)";
        let is_open = status.authorization != Authorization::Approved;
        faults.should(is_open, "rid/justification", place, text);
    }
}

/// Holds the document of a message against what the message says of it (section 6).
pub fn check_document(policy: &Policy, document: &Document) -> Vec<Fault> {
    let mut faults = Faults::default();
    let place = "IODEF-Document";
    if let Some(id) = &policy.incident_id {
        let number = id.id.trim();
        let mut ids = document.incidents.iter().map(|incident| &incident.id);
        let is_there = ids.any(|own| own.id.trim() == number && own.name == id.name);
        let text = "no incident has the number that the message is about (section 5.1)";
        faults.should(is_there, "rid/incident-id-differs", place, text);
    }
    for incident in &document.incidents {
        if policy.kind == Kind::Report {
            let mut events = incident.events.iter();
            let asks = events.any(|event| !event.expectations.is_empty());
            let text = "a Report asks for something, which a Request does (section 5.1)";
            faults.should(!asks, "rid/report-asks", place, text);
        }
        if policy.traffic.contains(&Traffic::Attack) {
            let text = "an Attack is not told in Method and Impact (section 5.1)";
            let is_told = !incident.methods.is_empty() && !incident.assessments.is_empty();
            faults.should(is_told, "rid/attack-untold", place, text);
        }
        if policy.kind.is_request() || policy.kind == Kind::Result {
            let times = [
                &incident.detect_time,
                &incident.start_time,
                &incident.end_time,
            ];
            let is_timed = times.iter().any(|time| time.is_some());
            let text = "it does not say when it happened (sections 6.1 and 6.3)";
            faults.should(is_timed, "rid/untimed", place, text);
        }
    }
    faults.finish()
}

/// Returns the kind with its article.
fn a(kind: &Kind) -> String {
    let name = kind.name();
    let article = if name.starts_with(['A', 'I']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {name}")
}
