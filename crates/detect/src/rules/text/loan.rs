//! See `loan.md`.

use watchbell_model::Class;

use crate::{
    facts::{Cue, Cues, Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/loan",
    title: "Loan that no lender gives",
    source: "ITU-T X.1247, identification by the operator: content features",
    class: Some(Class::Loan),
    page: include_str!("loan.md"),
    check,
};

const LOAN: Cues = Cues::of(&[Cue::Loan]);
const TERMS: Cues = Cues::of(&[Cue::EasyLoan]);
const CONTACT: Cues = Cues::of(&[Cue::Link, Cue::Number, Cue::ContactMe, Cue::Messenger]);

fn check(facts: &Facts<'_>) -> Option<Seen> {
    facts
        .together([LOAN, TERMS, CONTACT])
        .map(|at| Seen::place(facts, at))
}
