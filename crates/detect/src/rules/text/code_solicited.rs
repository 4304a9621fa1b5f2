//! See `code_solicited.md`.

use watchbell_model::Class;

use crate::{
    facts::{Cue, Cues, Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/code-solicited",
    title: "Request to hand over a one-time code",
    source: "ITU-T X.1247, identification by the operator: content features",
    class: Some(Class::Phishing),
    page: include_str!("code_solicited.md"),
    check,
};

const ASKED: Cues = Cues::of(&[Cue::SendCode]);
const WARNED: Cues = Cues::of(&[Cue::KeepCode]);

fn check(facts: &Facts<'_>) -> Option<Seen> {
    if facts.has(WARNED) {
        return None;
    }
    facts.together([ASKED]).map(|at| Seen::place(facts, at))
}
