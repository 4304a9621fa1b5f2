//! See `appointment.md`.

use crate::{
    facts::{Cue, Cues, Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/appointment",
    title: "Appointment or booking",
    source: "ITU-T X.1247, identification by the operator: content features",
    class: None,
    page: include_str!("appointment.md"),
    check,
};

const APPOINTMENT: Cues = Cues::of(&[Cue::Appointment]);
const LURE: Cues = Cues::of(&[
    Cue::Won,
    Cue::Prize,
    Cue::Loan,
    Cue::Gamble,
    Cue::Adult,
    Cue::Invest,
    Cue::Crypto,
    Cue::Fortune,
    Cue::SendCode,
    Cue::Install,
    Cue::Compromised,
    Cue::Link,
    Cue::Pay,
    Cue::Legal,
    Cue::Suspended,
    Cue::Claim,
    Cue::Points,
    Cue::Grant,
]);

fn check(facts: &Facts<'_>) -> Option<Seen> {
    if facts.has(LURE) {
        return None;
    }
    facts
        .together([APPOINTMENT])
        .map(|at| Seen::place(facts, at))
}
