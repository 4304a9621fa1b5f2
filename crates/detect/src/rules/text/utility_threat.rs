//! See `utility_threat.md`.

use watchbell_model::Class;

use crate::{
    facts::{Cue, Cues, Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/utility-threat",
    title: "Supply that will be cut off",
    source: "ITU-T X.1247, identification by the operator: content features",
    class: Some(Class::Fraud),
    page: include_str!("utility_threat.md"),
    check,
};

const SUPPLY: Cues = Cues::of(&[Cue::Utility]);
const THREAT: Cues = Cues::of(&[Cue::CutOff]);
const REACH: Cues = Cues::of(&[Cue::Link, Cue::Number]);

fn check(facts: &Facts<'_>) -> Option<Seen> {
    if facts.links_are_known() {
        return None;
    }
    facts
        .together([SUPPLY, THREAT, REACH])
        .map(|at| Seen::place(facts, at))
}
