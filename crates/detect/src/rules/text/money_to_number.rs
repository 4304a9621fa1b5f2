//! See `money_to_number.md`.

use watchbell_model::Class;

use crate::{
    facts::{Cue, Cues, Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/money-to-number",
    title: "Money asked for to a number",
    source: "ITU-T X.1247, identification by the operator: content features",
    class: Some(Class::Fraud),
    page: include_str!("money_to_number.md"),
    check,
};

const MONEY: Cues = Cues::of(&[Cue::NeedMoney]);
const NUMBER: Cues = Cues::of(&[Cue::Number]);
const PUSH: Cues = Cues::of(&[Cue::Urgent, Cue::NewNumber]);

fn check(facts: &Facts<'_>) -> Option<Seen> {
    facts
        .together([MONEY, NUMBER, PUSH])
        .map(|at| Seen::place(facts, at))
}
