//! See `investment.md`.

use watchbell_model::Class;

use crate::{
    facts::{Cue, Cues, Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/investment",
    title: "Investment with certain profit",
    source: "ITU-T X.1247, identification by the operator: content features",
    class: Some(Class::Fraud),
    page: include_str!("investment.md"),
    check,
};

const WHAT: Cues = Cues::of(&[Cue::Invest, Cue::Crypto]);
const PROFIT: Cues = Cues::of(&[Cue::Profit]);
const CONTACT: Cues = Cues::of(&[Cue::Link, Cue::Number, Cue::ContactMe, Cue::Messenger]);

fn check(facts: &Facts<'_>) -> Option<Seen> {
    facts
        .together([WHAT, PROFIT, CONTACT])
        .map(|at| Seen::place(facts, at))
}
