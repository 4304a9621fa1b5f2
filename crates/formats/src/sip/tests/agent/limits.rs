//! How much an agent takes.

use super::{
    super::super::{
        Name,
        agent::{Event, Limits, Transport},
    },
    Line, events, invite, sent, statuses, value,
};

/// Calls that are not the same.
fn call(number: usize) -> Vec<u8> {
    let (branch, id) = (format!("z9hG4bK{number}"), format!("call{number}"));
    invite(&[("z9hG4bK776asdhds", &branch), ("a84b4c76e66710", &id)])
}

/// Calls until one is turned away; returns how many were taken.
fn fill(line: &mut Line) -> usize {
    let mut taken = 0;
    loop {
        let outputs = line.receive(&call(taken));
        if let Some(refusal) = sent(&outputs).first() {
            assert_eq!(refusal.status(), Some(503));
            assert_eq!(value(refusal, &Name::RetryAfter), "5");
            assert!(matches!(
                events(outputs).as_slice(),
                [Event::Refused { .. }]
            ));
            return taken;
        }
        taken += 1;
        assert!(taken < 1_000);
    }
}

#[test]
fn calls_beyond_a_bound_are_turned_away() {
    let limits = Limits::default();
    let one = call(0).len();
    for (limits, expected) in [
        (
            Limits {
                calls: 10,
                ..limits
            },
            10,
        ),
        (
            Limits {
                transactions: 20,
                ..limits
            },
            20,
        ),
        // Each is kept three times: its call, its transaction, and the response.
        (
            Limits {
                bytes: one * 30,
                ..limits
            },
            10,
        ),
    ] {
        let mut line = Line::with(Transport::Udp, limits);
        let taken = fill(&mut line);
        assert!(taken.abs_diff(expected) <= 1, "{taken}, not {expected}");
        let before = (
            line.agent.calls(),
            line.agent.transactions(),
            line.agent.kept(),
        );
        line.receive(&call(5_000));
        let after = (
            line.agent.calls(),
            line.agent.transactions(),
            line.agent.kept(),
        );
        assert_eq!(before, after);
        // Whoever gives up makes room.
        let cancel = String::from_utf8(call(0))
            .unwrap()
            .replace("INVITE", "CANCEL");
        let outputs = line.receive(cancel.as_bytes());
        assert_eq!(statuses(&outputs), [200, 487]);
        line.empty();
    }
}
