//! See `advance_fee.md`.

use watchbell_model::Class;

use crate::{
    facts::{Cue, Cues, Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/advance-fee",
    title: "Fortune that needs a stranger's help",
    source: "ITU-T X.1247, identification by the operator: content features",
    class: Some(Class::Fraud),
    page: include_str!("advance_fee.md"),
    check,
};

const FORTUNE: Cues = Cues::of(&[Cue::Fortune]);
const TRUST: Cues = Cues::of(&[Cue::Trust]);

fn check(facts: &Facts<'_>) -> Option<Seen> {
    facts
        .together([FORTUNE, TRUST])
        .map(|at| Seen::place(facts, at))
}
