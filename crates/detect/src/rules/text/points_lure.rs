//! See `points_lure.md`.

use watchbell_model::Class;

use crate::{
    facts::{Cue, Cues, Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/points-lure",
    title: "Loyalty points that expire",
    source: "ITU-T X.1247, identification by the operator: content features",
    class: Some(Class::Phishing),
    page: include_str!("points_lure.md"),
    check,
};

const POINTS: Cues = Cues::of(&[Cue::Points]);
const HASTE: Cues = Cues::of(&[Cue::Urgent, Cue::Suspended]);
const PUSH: Cues = Cues::of(&[Cue::Claim, Cue::Click]);
const LINK: Cues = Cues::of(&[Cue::Link]);

fn check(facts: &Facts<'_>) -> Option<Seen> {
    if facts.links_are_known() {
        return None;
    }
    facts
        .together([POINTS, HASTE, PUSH, LINK])
        .map(|at| Seen::place(facts, at))
}
