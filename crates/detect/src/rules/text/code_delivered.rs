//! See `code_delivered.md`.

use crate::{
    facts::{Cue, Cues, Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/code-delivered",
    title: "One-time code delivered",
    source: "ITU-T X.1247, identification by the operator: content features",
    class: None,
    page: include_str!("code_delivered.md"),
    check,
};

const CODE: Cues = Cues::of(&[Cue::Code]);
const DIGITS: Cues = Cues::of(&[Cue::Digits]);
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
    Cue::Number,
]);

fn check(facts: &Facts<'_>) -> Option<Seen> {
    if facts.has(LURE) {
        return None;
    }
    facts
        .together([CODE, DIGITS])
        .map(|at| Seen::place(facts, at))
}
