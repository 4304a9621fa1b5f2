//! Transactions, moment by moment.

use std::sync::Arc;

use super::{
    super::{
        Message,
        transaction::{Client, Input, Key, Outcome, Reply, Server, Step, Timers, merged_key},
    },
    invite, message, ms,
};

const TIMERS: Timers = Timers {
    t1: ms(500),
    t2: ms(4_000),
    t4: ms(5_000),
    trying: ms(200),
};

fn text(text: &str) -> Arc<[u8]> {
    text.as_bytes().into()
}

fn respond(status: u16) -> Input {
    Input::Respond {
        status,
        bytes: text(&status.to_string()),
    }
}

fn sends(step: &Step) -> Option<&str> {
    let bytes = step.send.as_deref()?;
    std::str::from_utf8(bytes).ok()
}

/// Lets time pass; returns when what was sent, in milliseconds, and how it ended.
fn run(server: &mut Server, until: u64) -> (Vec<(u128, String)>, Outcome) {
    let mut sent = Vec::new();
    while let Some(due) = server.due().filter(|due| *due <= ms(until)) {
        let step = server.step(Input::Time, due);
        sent.extend(sends(&step).map(|text| (due.as_millis(), text.to_owned())));
        if step.outcome != Outcome::On {
            return (sent, step.outcome);
        }
    }
    (sent, Outcome::On)
}

fn invited(is_reliable: bool) -> Server {
    Server::new(is_reliable, Some(text("100")), TIMERS, ms(0))
}

#[test]
fn an_invite_that_waits_is_told_so() {
    let mut server = invited(false);
    assert_eq!(server.step(Input::Again, ms(100)), Step::default());
    assert_eq!(
        run(&mut server, 60_000),
        (vec![(200, "100".to_owned())], Outcome::On)
    );
    assert_eq!(sends(&server.step(Input::Again, ms(300))), Some("100"));
    assert_eq!(sends(&server.step(respond(180), ms(400))), Some("180"));
    assert_eq!(sends(&server.step(Input::Again, ms(500))), Some("180"));
    assert_eq!(server.due(), None);
    assert!(server.is_open());
}

#[test]
fn a_refusal_is_sent_until_it_is_acknowledged() {
    let mut server = invited(false);
    assert_eq!(sends(&server.step(respond(486), ms(0))), Some("486"));
    let (sent, outcome) = run(&mut server, 100_000);
    let times: Vec<_> = sent.iter().map(|(at, _)| *at).collect();
    // Timer G doubles up to T2 until timer H.
    assert_eq!(
        times,
        [
            500, 1_500, 3_500, 7_500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500
        ]
    );
    assert_eq!(outcome, Outcome::Silent);

    let mut server = invited(false);
    server.step(respond(486), ms(0));
    assert_eq!(sends(&server.step(Input::Again, ms(100))), Some("486"));
    assert_eq!(server.step(Input::Ack, ms(200)), Step::default());
    assert_eq!(server.step(Input::Again, ms(300)), Step::default());
    assert_eq!(server.step(Input::Ack, ms(400)), Step::default());
    // Timer I.
    assert_eq!(server.due(), Some(ms(5_200)));
    assert_eq!(run(&mut server, 10_000), (vec![], Outcome::Over));
}

#[test]
fn over_a_stream_nothing_is_sent_again() {
    let mut server = invited(true);
    server.step(respond(486), ms(0));
    assert_eq!(run(&mut server, 31_999), (vec![], Outcome::On));
    assert_eq!(server.step(Input::Ack, ms(32_000)).outcome, Outcome::Over);

    let mut server = Server::new(true, None, TIMERS, ms(0));
    server.step(respond(200), ms(10));
    assert_eq!(server.due(), Some(ms(10)));
    assert_eq!(run(&mut server, 10), (vec![], Outcome::Over));
}

#[test]
fn a_success_is_left_to_whoever_answered() {
    let mut server = invited(false);
    assert_eq!(sends(&server.step(respond(200), ms(0))), Some("200"));
    assert!(server.is_accepted());
    assert_eq!(server.step(Input::Again, ms(100)), Step::default());
    assert_eq!(server.step(respond(486), ms(100)), Step::default());
    // Timer L.
    assert_eq!(server.due(), Some(ms(32_000)));
    assert_eq!(run(&mut server, 32_000), (vec![], Outcome::Over));
}

#[test]
fn other_requests_are_answered_once_and_again_when_they_come_again() {
    let mut server = Server::new(false, None, TIMERS, ms(0));
    assert_eq!(server.due(), None);
    assert_eq!(server.step(Input::Again, ms(10)), Step::default());
    assert_eq!(server.step(Input::Ack, ms(10)), Step::default());
    assert_eq!(sends(&server.step(respond(200), ms(20))), Some("200"));
    assert_eq!(sends(&server.step(Input::Again, ms(30))), Some("200"));
    assert_eq!(server.step(respond(500), ms(40)), Step::default());
    // Timer J.
    assert_eq!(run(&mut server, 32_019), (vec![], Outcome::On));
    assert_eq!(run(&mut server, 32_020), (vec![], Outcome::Over));
}

fn asked(is_reliable: bool, answers: &[(u64, u16)]) -> (Vec<u128>, u128, Outcome) {
    let mut client = Client::new(text("BYE"), is_reliable, TIMERS, ms(0));
    let mut answers = answers.iter().peekable();
    let mut sent = Vec::new();
    loop {
        let due = client.due().expect("it ends some time");
        let (now, step) = match answers.next_if(|(at, _)| ms(*at) <= due) {
            Some((at, status)) => (ms(*at), client.step(Reply::Status(*status), ms(*at))),
            None => (due, client.step(Reply::Time, due)),
        };
        sent.extend(step.send.map(|_| now.as_millis()));
        if step.outcome != Outcome::On {
            return (sent, now.as_millis(), step.outcome);
        }
    }
}

#[test]
fn a_request_is_sent_until_it_is_answered() {
    // Timers E and F.
    let all = vec![
        500, 1_500, 3_500, 7_500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500,
    ];
    assert_eq!(asked(false, &[]), (all, 32_000, Outcome::Silent));
    assert_eq!(asked(true, &[]), (vec![], 32_000, Outcome::Silent));
    // After a provisional answer, every T2.
    let (sent, _, outcome) = asked(false, &[(600, 100)]);
    assert_eq!(
        (&sent[..4], outcome),
        (&[500, 1_500, 5_500, 9_500][..], Outcome::Silent)
    );
    // Timer K.
    assert_eq!(
        asked(false, &[(600, 200), (700, 200)]),
        (vec![500], 5_600, Outcome::Over)
    );
    assert_eq!(asked(true, &[(600, 481)]), (vec![], 600, Outcome::Over));
}

#[test]
fn timers_without_length_do_not_spin() {
    let timers = Timers {
        t1: ms(0),
        t2: ms(0),
        t4: ms(0),
        trying: ms(0),
    };
    let mut server = Server::new(false, Some(text("100")), timers, ms(0));
    server.step(respond(486), ms(0));
    assert_eq!(run(&mut server, 1_000).1, Outcome::Silent);
    let mut client = Client::new(text("BYE"), false, timers, ms(0));
    assert_eq!(client.step(Reply::Time, ms(0)).outcome, Outcome::Silent);
}

fn key(edits: &[(&str, &str)]) -> Key {
    Key::of(&message(&invite(edits))).expect("it has a key")
}

#[test]
fn a_branch_names_a_transaction() {
    let own = key(&[]);
    assert_eq!(
        key(&[
            ("Max-Forwards: 70", "Max-Forwards: 69"),
            ("a84b4c76e66710", "b")
        ]),
        own
    );
    assert_eq!(key(&[("192.0.2.7:5060;", "192.0.2.7;")]), own);
    assert_ne!(key(&[("z9hG4bK776asdhds", "z9hG4bK776asdhdt")]), own);
    assert_ne!(key(&[("UDP 192.0.2.7", "UDP 192.0.2.8")]), own);
    assert_eq!(key(&[("INVITE", "ACK")]), own);
    assert_ne!(key(&[("INVITE", "CANCEL")]), own);
    let cancel = message(&invite(&[("INVITE", "CANCEL")]));
    assert_eq!(Key::cancelled(&cancel), Some(own));
}

#[test]
fn without_a_branch_everything_together_names_a_transaction() {
    for branch in ["", ";branch=z9hG4bK", ";branch=390skdjuw"] {
        let old = (";branch=z9hG4bK776asdhds", branch);
        let own = key(&[old]);
        // The tag of To is not the same in an ACK.
        assert_eq!(
            key(&[
                old,
                ("INVITE ", "ACK "),
                (" INVITE", " ACK"),
                ("net>\nFrom", "net>;tag=x\nFrom")
            ]),
            own
        );
        for edit in [
            ("sip:7726@example.net SIP", "sip:7727@example.net SIP"),
            ("tag=1928301774", "tag=2"),
            ("a84b4c76e66710", "b"),
            ("CSeq: 314159", "CSeq: 314160"),
            ("192.0.2.7:5060;", "192.0.2.7:5061;"),
        ] {
            if branch.is_empty() && edit.0.starts_with("192") {
                continue;
            }
            assert_ne!(key(&[old, edit]), own, "{edit:?}");
        }
    }
}

#[test]
fn merged_requests_have_one_key() {
    let merged = |edits: &[(&str, &str)]| merged_key(&message(&invite(edits)));
    let own = merged(&[]);
    assert!(own.is_some());
    assert_eq!(merged(&[("z9hG4bK776asdhds", "z9hG4bKother")]), own);
    assert_ne!(merged(&[("CSeq: 314159", "CSeq: 314160")]), own);
    assert_eq!(merged(&[("net>\nFrom", "net>;tag=x\nFrom")]), None);
    assert_eq!(merged(&[(";tag=1928301774", "")]), None);
    let response: Message = message(&invite(&[])).respond(200, None);
    assert_eq!(Key::of(&response), None);
}
