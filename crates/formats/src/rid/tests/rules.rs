//! Each rule: what it fires at, and that it is silent otherwise.

use super::{
    super::{
        Authorization, Destination, IncidentId, Justification, Kind, Message, Node, Outcome,
        Policy, Region, Source, Status, Traffic, check, check_document, is_answer, outcomes,
    },
    KINDS, address, document, message,
};

/// The rules that a message breaks after a change.
fn broken(kind: Kind, change: impl FnOnce(&mut Message)) -> Vec<&'static str> {
    let mut message = message(kind);
    change(&mut message);
    check(&message).iter().map(|fault| fault.code).collect()
}

fn in_policy(change: impl FnOnce(&mut Policy)) -> impl FnOnce(&mut Message) {
    |message| change(message.policy.as_mut().expect("it has a policy"))
}

#[test]
fn a_policy_has_what_the_schema_asks_for() {
    let found = broken(Kind::Query, |message| message.policy = None);
    assert_eq!(found, ["rid/policy-missing"]);
    let found = broken(Kind::Query, in_policy(|policy| policy.regions.clear()));
    assert_eq!(found, ["rid/region-missing"]);
    let found = broken(Kind::Query, in_policy(|policy| policy.traffic.clear()));
    assert_eq!(found, ["rid/traffic-missing"]);
    let found = broken(
        Kind::Query,
        in_policy(|policy| policy.node = Node::default()),
    );
    assert_eq!(found, ["rid/node-empty", "rid/node-address-missing"]);
}

#[test]
fn a_destination_is_named_as_it_has_to_be() {
    let found = broken(
        Kind::InvestigationRequest,
        in_policy(|policy| policy.destination = Destination::SourceOfIncident),
    );
    assert_eq!(found, [""; 0]);
    let found = broken(
        Kind::Report,
        in_policy(|policy| {
            policy.destination = Destination::SourceOfIncident;
            policy.node.names.push("www.example.com".into());
        }),
    );
    assert_eq!(found, ["rid/node-name", "rid/destination"]);
    let unnamed = broken(
        Kind::Query,
        in_policy(|policy| {
            policy.destination = Destination::Extended(String::new());
            policy.regions = vec![Region::Extended(" ".to_owned())];
        }),
    );
    assert_eq!(unnamed, ["rid/extension-unnamed"; 2]);
}

#[test]
fn each_kind_has_what_it_has_to_have_and_no_more() {
    for kind in KINDS {
        let needs_number = kind != Kind::Query;
        let found = broken(kind.clone(), in_policy(|policy| policy.incident_id = None));
        assert_eq!(
            found.contains(&"rid/incident-id-missing"),
            needs_number,
            "{kind:?}"
        );
        let needs_document = !matches!(kind, Kind::Query | Kind::Acknowledgement);
        let found = broken(kind.clone(), in_policy(|policy| policy.report = None));
        assert_eq!(
            found.contains(&"rid/document-missing"),
            needs_document,
            "{kind:?}"
        );
        let is_acknowledgement = kind == Kind::Acknowledgement;
        let found = broken(kind.clone(), |message| message.status = None);
        assert_eq!(
            found.contains(&"rid/status-missing"),
            is_acknowledgement,
            "{kind:?}"
        );
        let found = broken(kind.clone(), |message| {
            message.status = Some(Status::pending());
        });
        assert_eq!(
            found.contains(&"rid/status-misplaced"),
            !is_acknowledgement,
            "{kind:?}"
        );
        let is_result = kind == Kind::Result;
        let found = broken(kind.clone(), |message| message.source = None);
        assert_eq!(found.contains(&"rid/source-missing"), is_result, "{kind:?}");
        let found = broken(kind.clone(), |message| {
            message.source = Some(Source::default());
        });
        assert_eq!(
            found.contains(&"rid/source-misplaced"),
            !is_result,
            "{kind:?}"
        );
    }
}

#[test]
fn what_was_decided_and_found_agrees() {
    let found = broken(Kind::Acknowledgement, |message| {
        message.status = Some(Status {
            authorization: Authorization::Approved,
            ..Status::denied(Justification::Other)
        });
    });
    assert_eq!(found, ["rid/justification"]);
    let source = |is_found, nodes| {
        move |message: &mut Message| {
            message.source = Some(Source {
                is_found,
                nodes,
                restriction: None,
            });
        }
    };
    assert_eq!(broken(Kind::Result, source(false, Vec::new())), [""; 0]);
    assert_eq!(
        broken(Kind::Result, source(true, Vec::new())),
        ["rid/source-differs"]
    );
    let unnumbered = Node {
        names: vec!["www.example.com".into()],
        ..Node::default()
    };
    let found = broken(Kind::Result, source(true, vec![address(), unnumbered]));
    assert_eq!(found, ["rid/source-address-missing"]);
}

#[test]
fn a_document_is_what_the_message_says_of_it() {
    let codes = |kind: Kind, change: fn(&mut Policy)| -> Vec<&'static str> {
        let mut policy = message(kind).policy.expect("it has a policy");
        change(&mut policy);
        let mut document = document();
        if policy.traffic.is_empty() {
            document.incidents[0].methods.clear();
            document.incidents[0].start_time = None;
            policy.traffic.push(Traffic::Attack);
        }
        check_document(&policy, &document)
            .iter()
            .map(|fault| fault.code)
            .collect()
    };
    assert_eq!(codes(Kind::TraceRequest, |_| {}), [""; 0]);
    let found = codes(Kind::TraceRequest, |policy| {
        policy.incident_id = Some(IncidentId::default());
    });
    assert_eq!(found, ["rid/incident-id-differs"]);
    let found = codes(Kind::Result, |policy| policy.traffic.clear());
    assert_eq!(found, ["rid/attack-untold", "rid/untimed"]);
    let mut asking = document();
    asking.incidents[0].events.push(watchbell_iodef::EventData {
        expectations: vec![watchbell_iodef::Expectation::default()],
        ..watchbell_iodef::EventData::default()
    });
    let policy = message(Kind::Report).policy.expect("it has a policy");
    assert_eq!(check_document(&policy, &asking)[0].code, "rid/report-asks");
}

#[test]
fn messages_are_followed_by_what_they_ask_for() {
    let needed = |kind: &Kind| -> Vec<Kind> {
        let all = outcomes(kind).iter().filter(|outcome| outcome.is_needed);
        all.map(|outcome: &Outcome| outcome.kind.clone()).collect()
    };
    assert_eq!(
        needed(&Kind::TraceRequest),
        [Kind::Acknowledgement, Kind::Result]
    );
    assert_eq!(needed(&Kind::Query), [Kind::Report]);
    assert!(needed(&Kind::Report).is_empty() && !outcomes(&Kind::Report).is_empty());
    assert!(outcomes(&Kind::Result).is_empty());
    assert!(is_answer(&Kind::Query, false, 200, Some(&Kind::Report)));
    assert!(is_answer(&Kind::Query, false, 202, None));
    assert!(!is_answer(&Kind::Query, false, 200, Some(&Kind::Result)));
    assert!(!is_answer(&Kind::Report, false, 202, None));
    assert!(is_answer(
        &Kind::Report,
        false,
        200,
        Some(&Kind::Acknowledgement)
    ));
    assert!(!is_answer(
        &Kind::Report,
        true,
        200,
        Some(&Kind::Acknowledgement)
    ));
}
