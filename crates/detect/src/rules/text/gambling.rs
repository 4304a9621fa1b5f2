//! See `gambling.md`.

use watchbell_model::Class;

use crate::{
    facts::{Cue, Cues, Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/gambling",
    title: "Gambling offer",
    source: "ITU-T X.1247, identification by the operator: content features",
    class: Some(Class::Gambling),
    page: include_str!("gambling.md"),
    check,
};

const GAME: Cues = Cues::of(&[Cue::Gamble]);
const OFFER: Cues = Cues::of(&[Cue::GambleOffer]);
const CONTACT: Cues = Cues::of(&[Cue::Link, Cue::ContactMe, Cue::Messenger, Cue::Number]);

fn check(facts: &Facts<'_>) -> Option<Seen> {
    facts
        .together([GAME, OFFER, CONTACT])
        .map(|at| Seen::place(facts, at))
}
