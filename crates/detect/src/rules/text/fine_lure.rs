//! See `fine_lure.md`.

use watchbell_model::Class;

use crate::{
    facts::{Cue, Cues, Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/fine-lure",
    title: "Fine to be paid by link",
    source: "ITU-T X.1247, identification by the operator: content features",
    class: Some(Class::Phishing),
    page: include_str!("fine_lure.md"),
    check,
};

const FINE: Cues = Cues::of(&[Cue::Fine]);
const DEMAND: Cues = Cues::of(&[Cue::Pay, Cue::Urgent, Cue::Legal, Cue::Click, Cue::Verify]);
const LINK: Cues = Cues::of(&[Cue::Link]);

fn check(facts: &Facts<'_>) -> Option<Seen> {
    if facts.links_are_known() {
        return None;
    }
    facts
        .together([FINE, DEMAND, LINK])
        .map(|at| Seen::place(facts, at))
}
