//! See `silent_call.md`.

use watchbell_model::{Channel, Class};

use crate::{
    facts::{Cue, Cues, Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/silent-call",
    title: "Call in which nobody speaks",
    source: "ITU-T X.1247, reports by recipients",
    class: Some(Class::Fraud),
    page: include_str!("silent_call.md"),
    check,
};

const SILENT: Cues = Cues::of(&[Cue::Silent]);

fn check(facts: &Facts<'_>) -> Option<Seen> {
    if facts.subject.channel != Channel::Call {
        return None;
    }
    facts.together([SILENT]).map(|at| Seen::place(facts, at))
}
