//! See `urgent_callback.md`.

use watchbell_model::Class;

use crate::{
    facts::{Cue, Cues, Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/urgent-callback",
    title: "Alarm that asks to be called back",
    source: "ITU-T X.1247, identification by the operator: content features",
    class: Some(Class::Fraud),
    page: include_str!("urgent_callback.md"),
    check,
};

const STORY: Cues = Cues::of(&[Cue::Legal, Cue::Prize, Cue::Suspended, Cue::Virus, Cue::Won]);
const PUSH: Cues = Cues::of(&[Cue::Urgent]);
const CALL: Cues = Cues::of(&[Cue::CallUs]);
const NUMBER: Cues = Cues::of(&[Cue::Number]);

fn check(facts: &Facts<'_>) -> Option<Seen> {
    facts
        .together([STORY, PUSH, CALL, NUMBER])
        .map(|at| Seen::place(facts, at))
}
