//! See `unknown_charge.md`.

use watchbell_model::Class;

use crate::{
    facts::{Cue, Cues, Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/unknown-charge",
    title: "Charge that the reader is to dispute",
    source: "ITU-T X.1247, identification by the operator: content features",
    class: Some(Class::Fraud),
    page: include_str!("unknown_charge.md"),
    check,
};

const CHARGE: Cues = Cues::of(&[Cue::Charge]);
const AMOUNT: Cues = Cues::of(&[Cue::Amount]);
const DISPUTE: Cues = Cues::of(&[Cue::Dispute]);
const REACH: Cues = Cues::of(&[Cue::Link, Cue::Number]);

fn check(facts: &Facts<'_>) -> Option<Seen> {
    if facts.links_are_known() {
        return None;
    }
    facts
        .together([CHARGE, AMOUNT, DISPUTE, REACH])
        .map(|at| Seen::place(facts, at))
}
