//! See `toll_lure.md`.

use watchbell_model::Class;

use crate::{
    facts::{Cue, Cues, Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/toll-lure",
    title: "Road toll to be paid by link",
    source: "ITU-T X.1247, identification by the operator: content features",
    class: Some(Class::Phishing),
    page: include_str!("toll_lure.md"),
    check,
};

const TOLL: Cues = Cues::of(&[Cue::Toll]);
const DEMAND: Cues = Cues::of(&[
    Cue::Pay,
    Cue::Urgent,
    Cue::Suspended,
    Cue::Legal,
    Cue::Click,
]);
const LINK: Cues = Cues::of(&[Cue::Link]);

fn check(facts: &Facts<'_>) -> Option<Seen> {
    if facts.links_are_known() {
        return None;
    }
    facts
        .together([TOLL, DEMAND, LINK])
        .map(|at| Seen::place(facts, at))
}
