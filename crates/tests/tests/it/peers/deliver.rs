//! Documents wait for a peer that is down, are given up where it refuses them, are called back where
//! less was agreed, and go without what was agreed to leave out.

use std::{
    collections::BTreeSet,
    fs, thread,
    time::{Duration, Instant},
};

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::{
    desk::{Desk, label, until},
    identity::Identity,
    wire::Host,
};
use crate::support::port::port;

/// The peer that a [`Host`] stands in for.
const PEER: &str = "peer.example";

#[test]
fn documents_wait_for_a_peer_that_is_down_and_go_in_order() {
    let (mut desk, identity, port) = desk_with_a_peer();
    desk.import(8, 0x5EED_0030);
    desk.start();
    let began = Instant::now();
    desk.done(&["share", "--all"]);
    until("it was tried again", || attempts(&desk, 0) >= 2);
    let error = desk.outbox()[0]["error"].clone();
    let error = error.as_str().unwrap_or_default();
    assert!(error.contains("no connection to"), "{error}");
    assert_eq!(attempts(&desk, 1), 0, "those behind the first one wait");

    // It comes up, and is not ready yet.
    let host = Host::start(port, &identity, 503);
    until("a document came", || !host.bodies(503).is_empty());
    until("that is noted", || told(&desk, 0, "503"));
    assert!(
        host.bodies(503)
            .iter()
            .all(|body| *body == host.bodies(503)[0])
    );
    let failed = attempts(&desk, 0);
    // The pause doubles each time, and begins with a second, give or take a quarter.
    let least = 0.75 * f64::from((1_u32 << (failed - 1)) - 1);
    let took = began.elapsed().as_secs_f64();
    assert!(took >= least, "{failed} tries within {took} s");

    host.answer(200);
    until("everything is delivered", || all_are(&desk, "delivered"));
    let sent = desk.outbox();
    assert_eq!(sent.len(), 8);
    assert!(sent.iter().all(|share| share["error"] == ""), "{sent:?}");
    let digests: Vec<String> = host.bodies(200).iter().map(|body| digest(body)).collect();
    assert_eq!(digests, texts(&sent, "digest"), "once each, in order");
}

#[test]
fn a_refused_document_is_dead_until_a_person_sends_it_again() {
    let (mut desk, identity, port) = desk_with_a_peer();
    desk.import(3, 0x5EED_0031);
    let host = Host::start(port, &identity, 400);
    desk.start();
    desk.done(&["share", "--all"]);
    until("everything was given up", || all_are(&desk, "dead"));
    let dead = desk.list(&["exchange", "outbox", "--state", "dead"]);
    assert_eq!(dead.len(), 3);
    assert!(dead.iter().all(|share| share["attempts"] == 1), "{dead:?}");
    assert!(told(&desk, 0, "the peer answered 400"));
    let error = desk.peer(PEER)["error"].clone();
    assert!(error.to_string().contains("400"), "{error}");

    host.answer(200);
    desk.done(&["exchange", "resend", "shr-2"]);
    until("it is delivered", || {
        desk.outbox()[1]["state"] == "delivered"
    });
    let sent = desk.outbox();
    assert_eq!(host.bodies(200).len(), 1, "nothing else went");
    assert_eq!(
        digest(&host.bodies(200)[0]),
        sent[1]["digest"].as_str().unwrap()
    );
    assert_eq!(desk.peer(PEER)["error"], Value::Null);
    let again = desk.run(&["exchange", "resend", "shr-2"]);
    again.expect_failure(&["shr-2"]);
    desk.run(&["exchange", "withdraw", "shr-1"])
        .expect_failure(&["shr-1"]);
}

#[test]
fn a_lower_ceiling_calls_back_what_waits() {
    let (mut desk, identity, port) = desk_with_a_peer();
    desk.import(4, 0x5EED_0032);
    desk.start();
    desk.done(&["share", "--all"]);
    until("it was tried", || attempts(&desk, 0) >= 1);
    desk.agree(PEER, "--out rid --tlp green");
    assert!(all_are(&desk, "withdrawn"), "{:?}", desk.outbox());

    let host = Host::start(port, &identity, 200);
    desk.done(&["share", "--all"]);
    // Longer than the courier needs to look again.
    thread::sleep(Duration::from_secs(3));
    assert!(all_are(&desk, "withdrawn"), "{:?}", desk.outbox());
    assert_eq!(host.bytes(), 0, "nothing went");

    // What a person calls back stays back; what an agreement called back goes under the next one.
    desk.agree(PEER, "--out rid --tlp amber");
    desk.done(&["share", "--all"]);
    until("everything is delivered", || all_are(&desk, "delivered"));
    assert_eq!(host.bodies(200).len(), 4);
}

#[test]
fn a_raised_label_calls_back_what_waits_and_goes_anew_where_it_may() {
    let (mut desk, identity, port) = desk_with_a_peer();
    desk.import(3, 0x5EED_0034);
    desk.start();
    let mut ana = desk.analyst();
    for incident in ["inc-1", "inc-2", "inc-3"] {
        label(&mut ana, incident, "green");
    }
    desk.done(&["share", "--all"]);
    label(&mut ana, "inc-1", "amber");
    label(&mut ana, "inc-2", "amber+strict");
    let found = desk.outbox();
    let short = |share: &Value| ["incident", "tlp", "state"].map(|name| share[name].clone());
    let mut found: Vec<_> = found.iter().map(short).collect();
    found.sort_by_key(|words| format!("{words:?}"));
    assert_eq!(
        found,
        [
            ["inc-1", "amber", "waiting"],
            ["inc-1", "green", "withdrawn"],
            ["inc-2", "green", "withdrawn"],
            ["inc-3", "green", "waiting"],
        ]
    );
    let is_told = |share: &&Value| {
        let error = share["error"].to_string();
        error.contains("label of the incident was raised")
    };
    assert_eq!(desk.outbox().iter().filter(is_told).count(), 2);

    let host = Host::start(port, &identity, 200);
    until("what may go went", || host.bodies(200).len() == 2);
    desk.done(&["share", "--all"]);
    // Longer than the courier needs to look again.
    thread::sleep(Duration::from_secs(3));
    let bodies = host.bodies(200);
    assert_eq!(bodies.len(), 2);
    assert!(!bodies.iter().any(|body| body.contains("inc-2")));
    let amber = bodies.iter().find(|body| body.contains("inc-1"));
    assert!(
        amber.unwrap().contains("restriction=\"amber\""),
        "{amber:?}"
    );
}

#[test]
fn what_a_person_called_back_does_not_go_again_by_itself() {
    let (mut desk, identity, port) = desk_with_a_peer();
    desk.import(2, 0x5EED_0033);
    desk.start();
    desk.done(&["share", "--all"]);
    desk.done(&["exchange", "withdraw", "shr-1"]);
    let host = Host::start(port, &identity, 200);
    desk.done(&["share", "--all"]);
    until("the other one is delivered", || {
        desk.outbox()[1]["state"] == "delivered"
    });
    assert_eq!(desk.outbox()[0]["state"], "withdrawn");
    assert_eq!(host.bodies(200).len(), 1);
}

#[test]
fn what_is_redacted_leaves_nothing_behind() {
    let (mut from, mut to) = (Desk::new("from.example"), Desk::new("to.example"));
    from.know(&to);
    to.know(&from);
    from.agree(
        to.name,
        "--out rid --tlp amber --redact reporters --redact texts --redact originators",
    );
    to.agree(from.name, "--in rid --tlp amber");
    from.import(5, 0x5EED_0034);
    from.start();
    to.start();
    from.done(&["share", "--all"]);
    until("everything came", || {
        let came = to.inbox();
        came.len() == 5 && came.iter().all(|one| one["state"] == "taken")
    });
    for share in from.outbox() {
        let left_out = share["redacted"].as_str().unwrap_or_default();
        for part in ["reporters: 1", "texts: 1", "originators: "] {
            assert!(left_out.contains(part), "{part:?} in {left_out:?}");
        }
    }
    let reports = fs::read_to_string(from.path().join("reports.jsonl")).unwrap();
    let reports = crate::support::program::read_lines(&reports);
    let hidden = hidden(&from, &reports);
    assert!(hidden.len() > 40, "{hidden:?}");
    for one in to.inbox() {
        let body = to.done(&["exchange", "show", one["id"].as_str().unwrap()]);
        for word in &hidden {
            assert!(!body.contains(word), "{word:?} in {body}");
        }
        let (body, listed) = (body.to_lowercase(), one.to_string().to_lowercase());
        for hint in ["redact", "left out", "withheld", "pseudonym", "removed"] {
            assert!(!body.contains(hint), "{hint:?} in {body}");
            assert!(!listed.contains(hint), "{hint:?} in {listed}");
        }
    }
}

/// Everything that may not be in what a peer receives: words of the texts, telephone numbers, and
/// pseudonyms of reporters as they stand in what would go without redaction.
fn hidden(from: &Desk, reports: &[Value]) -> BTreeSet<String> {
    let mut hidden = BTreeSet::new();
    for report in reports {
        let member = |name: &str| report[name].as_str().unwrap_or_default().to_owned();
        let text = member("text");
        let (before, after) = text.split_once(" http://").expect("a link");
        let (host, after) = after.split_once('/').expect("a path");
        let words = before.split(' ').chain(after.split(' '));
        // The title names the host, and its own words.
        let own = words.filter(|word| word.len() >= 6 && !host.contains(word));
        let common = ["URGENT", "account", "locked", "verify", "access"];
        hidden.extend(own.filter(|word| !common.contains(word)).map(str::to_owned));
        hidden.extend([member("reporter"), member("originator")]);
    }
    // What goes without redaction is not redacted: otherwise this looked for nothing.
    from.enter(PEER, &Identity::of_itself(PEER).certificate, &[]);
    from.agree(PEER, "--out rid --tlp amber");
    let whole = from.list(&["share", "--all", "--peer", PEER, "--preview"]);
    assert_eq!(whole.len(), reports.len());
    for one in whole {
        let document = one["document"].as_str().expect("a document");
        let pseudonym = document.split_once("pseudonym of who reported\">");
        let pseudonym = pseudonym.and_then(|(_, rest)| rest.split('<').next());
        hidden.insert(pseudonym.expect("a pseudonym").to_owned());
        assert!(hidden.iter().any(|word| document.contains(word)));
    }
    hidden
}

/// A node with a peer that it may send everything up to amber, and where that peer would listen.
fn desk_with_a_peer() -> (Desk, Identity, u16) {
    let (desk, identity, port) = (Desk::new("desk.example"), Identity::of_itself(PEER), port());
    let url = format!("https://127.0.0.1:{port}");
    desk.enter(PEER, &identity.certificate, &["--url", &url]);
    desk.agree(PEER, "--out rid --tlp amber");
    (desk, identity, port)
}

fn attempts(desk: &Desk, place: usize) -> i64 {
    desk.outbox()[place]["attempts"].as_i64().expect("a number")
}

/// Whether the error of a share says something.
fn told(desk: &Desk, place: usize, what: &str) -> bool {
    desk.outbox()[place]["error"].to_string().contains(what)
}

/// Whether everything in the outbox is in one state.
fn all_are(desk: &Desk, state: &str) -> bool {
    desk.outbox().iter().all(|share| share["state"] == state)
}

fn texts(all: &[Value], name: &str) -> Vec<String> {
    let one = |one: &Value| one[name].as_str().expect("a text").to_owned();
    all.iter().map(one).collect()
}

/// SHA-256 in hexadecimal.
fn digest(body: &str) -> String {
    let digest = Sha256::digest(body);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
