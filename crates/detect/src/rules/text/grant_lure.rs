//! See `grant_lure.md`.

use watchbell_model::Class;

use crate::{
    facts::{Cue, Cues, Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/grant-lure",
    title: "Subsidy to be claimed by link",
    source: "ITU-T X.1247, identification by the operator: content features",
    class: Some(Class::Phishing),
    page: include_str!("grant_lure.md"),
    check,
};

const GRANT: Cues = Cues::of(&[Cue::Grant]);
const PUSH: Cues = Cues::of(&[Cue::Claim, Cue::Verify, Cue::Click]);
const LINK: Cues = Cues::of(&[Cue::Link]);

fn check(facts: &Facts<'_>) -> Option<Seen> {
    if facts.links_are_known() {
        return None;
    }
    facts
        .together([GRANT, PUSH, LINK])
        .map(|at| Seen::place(facts, at))
}
