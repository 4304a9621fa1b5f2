//! See `adult.md`.

use watchbell_model::Class;

use crate::{
    facts::{Cue, Cues, Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/adult",
    title: "Sexual content or escorts on offer",
    source: "ITU-T X.1247, identification by the operator: content features",
    class: Some(Class::Adult),
    page: include_str!("adult.md"),
    check,
};

const ADULT: Cues = Cues::of(&[Cue::Adult]);
const CONTACT: Cues = Cues::of(&[
    Cue::Link,
    Cue::Number,
    Cue::Messenger,
    Cue::ContactMe,
    Cue::Ussd,
]);

fn check(facts: &Facts<'_>) -> Option<Seen> {
    facts
        .together([ADULT, CONTACT])
        .map(|at| Seen::place(facts, at))
}
