//! See `prize.md`.

use watchbell_model::Class;

use crate::{
    facts::{Cue, Cues, Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/prize",
    title: "Prize that nobody played for",
    source: "ITU-T X.1247, identification by the operator: content features",
    class: Some(Class::Fraud),
    page: include_str!("prize.md"),
    check,
};

const WON: Cues = Cues::of(&[Cue::Won]);
const WHAT: Cues = Cues::of(&[Cue::Prize, Cue::Amount]);
const HOW: Cues = Cues::of(&[Cue::Claim, Cue::Click, Cue::CallUs, Cue::Reply]);
const REACH: Cues = Cues::of(&[Cue::Link, Cue::Number, Cue::Digits]);

fn check(facts: &Facts<'_>) -> Option<Seen> {
    facts
        .together([WON, WHAT, HOW, REACH])
        .map(|at| Seen::place(facts, at))
}
