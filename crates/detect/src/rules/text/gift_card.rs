//! See `gift_card.md`.

use watchbell_model::Class;

use crate::{
    facts::{Cue, Cues, Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/gift-card",
    title: "Payment asked for in gift cards",
    source: "ITU-T X.1247, identification by the operator: content features",
    class: Some(Class::Fraud),
    page: include_str!("gift_card.md"),
    check,
};

const CARDS: Cues = Cues::of(&[Cue::GiftCard]);
const PUSH: Cues = Cues::of(&[Cue::Urgent, Cue::NeedMoney, Cue::Reply, Cue::Pay]);

fn check(facts: &Facts<'_>) -> Option<Seen> {
    facts
        .together([CARDS, PUSH])
        .map(|at| Seen::place(facts, at))
}
