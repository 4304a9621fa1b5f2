//! See `family_emergency.md`.

use watchbell_model::Class;

use crate::{
    facts::{Cue, Cues, Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/family-emergency",
    title: "Relative with a new number",
    source: "ITU-T X.1247, identification by the operator: content features",
    class: Some(Class::Fraud),
    page: include_str!("family_emergency.md"),
    check,
};

const FAMILY: Cues = Cues::of(&[Cue::Family]);
const CHANGED: Cues = Cues::of(&[Cue::NewNumber]);
const ASK: Cues = Cues::of(&[Cue::NeedMoney, Cue::Number, Cue::ContactMe, Cue::Messenger]);

fn check(facts: &Facts<'_>) -> Option<Seen> {
    facts
        .together([FAMILY, CHANGED, ASK])
        .map(|at| Seen::place(facts, at))
}
