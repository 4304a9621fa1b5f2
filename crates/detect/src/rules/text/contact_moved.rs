//! See `contact_moved.md`.

use watchbell_model::Class;

use crate::{
    facts::{Cue, Cues, Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/contact-moved",
    title: "Offer that moves the talk to another service",
    source: "ITU-T X.Suppl.12, content filtering",
    class: Some(Class::Fraud),
    page: include_str!("contact_moved.md"),
    check,
};

const OFFER: Cues = Cues::of(&[
    Cue::Job,
    Cue::Earn,
    Cue::Invest,
    Cue::Crypto,
    Cue::Profit,
    Cue::Loan,
    Cue::EasyLoan,
    Cue::Gamble,
    Cue::GambleOffer,
    Cue::Adult,
    Cue::Fortune,
    Cue::Prize,
    Cue::Forged,
]);
const MOVE: Cues = Cues::of(&[Cue::ContactMe]);

fn check(facts: &Facts<'_>) -> Option<Seen> {
    facts
        .together([OFFER, MOVE])
        .map(|at| Seen::place(facts, at))
}
