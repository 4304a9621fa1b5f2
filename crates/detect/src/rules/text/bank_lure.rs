//! See `bank_lure.md`.

use watchbell_model::Class;

use crate::{
    facts::{Cue, Cues, Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/bank-lure",
    title: "Bank alarm with a way to answer in it",
    source: "ITU-T X.1247, identification by the operator: content features",
    class: Some(Class::Phishing),
    page: include_str!("bank_lure.md"),
    check,
};

const BANK: Cues = Cues::of(&[Cue::Bank]);
const BLOCKED: Cues = Cues::of(&[Cue::Suspended]);
const DEMAND: Cues = Cues::of(&[Cue::Verify, Cue::Click, Cue::CallUs]);
const REACH: Cues = Cues::of(&[Cue::Link, Cue::Number]);

fn check(facts: &Facts<'_>) -> Option<Seen> {
    if facts.links_are_known() {
        return None;
    }
    facts
        .together([BANK, BLOCKED, DEMAND, REACH])
        .map(|at| Seen::place(facts, at))
}
