//! See `sim_swap.md`.

use watchbell_model::Class;

use crate::{
    facts::{Cue, Cues, Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/sim-swap",
    title: "SIM that must be upgraded or registered",
    source: "ITU-T X.1247, identification by the operator: content features",
    class: Some(Class::Phishing),
    page: include_str!("sim_swap.md"),
    check,
};

const SIM: Cues = Cues::of(&[Cue::SimUpgrade]);
const REACH: Cues = Cues::of(&[Cue::Link, Cue::Number, Cue::Ussd]);

fn check(facts: &Facts<'_>) -> Option<Seen> {
    if facts.links_are_known() {
        return None;
    }
    facts
        .together([SIM, REACH])
        .map(|at| Seen::place(facts, at))
}
