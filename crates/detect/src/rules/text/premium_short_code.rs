//! See `premium_short_code.md`.

use watchbell_model::Class;

use crate::{
    facts::{Cue, Cues, Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/premium-short-code",
    title: "Subscription by short code",
    source: "ITU-T X.1247, identification by the operator: content features",
    class: Some(Class::Advertising),
    page: include_str!("premium_short_code.md"),
    check,
};

const TARIFF: Cues = Cues::of(&[Cue::Tariff]);
const CODE: Cues = Cues::of(&[Cue::Digits, Cue::Ussd, Cue::Number]);

fn check(facts: &Facts<'_>) -> Option<Seen> {
    facts
        .together([TARIFF, CODE])
        .map(|at| Seen::place(facts, at))
}
