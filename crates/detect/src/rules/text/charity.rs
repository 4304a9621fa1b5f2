//! See `charity.md`.

use watchbell_model::Class;

use crate::{
    facts::{Cue, Cues, Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/charity",
    title: "Disaster appeal from a stranger",
    source: "ITU-T X.1247, identification by the operator: content features",
    class: Some(Class::Fraud),
    page: include_str!("charity.md"),
    check,
};

const GIVE: Cues = Cues::of(&[Cue::Charity]);
const DISASTER: Cues = Cues::of(&[Cue::Disaster]);
const REACH: Cues = Cues::of(&[Cue::Link, Cue::Number, Cue::Crypto]);

fn check(facts: &Facts<'_>) -> Option<Seen> {
    if facts.links_are_known() {
        return None;
    }
    facts
        .together([GIVE, DISASTER, REACH])
        .map(|at| Seen::place(facts, at))
}
