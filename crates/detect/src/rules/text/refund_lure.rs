//! See `refund_lure.md`.

use watchbell_model::Class;

use crate::{
    facts::{Cue, Cues, Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/refund-lure",
    title: "Refund to be claimed by link",
    source: "ITU-T X.1247, identification by the operator: content features",
    class: Some(Class::Phishing),
    page: include_str!("refund_lure.md"),
    check,
};

const REFUND: Cues = Cues::of(&[Cue::Refund]);
const HOW: Cues = Cues::of(&[Cue::Claim, Cue::Verify, Cue::Click]);
const LINK: Cues = Cues::of(&[Cue::Link]);

fn check(facts: &Facts<'_>) -> Option<Seen> {
    if facts.links_are_known() {
        return None;
    }
    facts
        .together([REFUND, HOW, LINK])
        .map(|at| Seen::place(facts, at))
}
