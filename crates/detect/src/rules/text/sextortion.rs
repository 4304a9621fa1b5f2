//! See `sextortion.md`.

use watchbell_model::Class;

use crate::{
    facts::{Cue, Cues, Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/sextortion",
    title: "Threat to publish recordings",
    source: "ITU-T X.1247, identification by the operator: content features",
    class: Some(Class::Fraud),
    page: include_str!("sextortion.md"),
    check,
};

const RECORDING: Cues = Cues::of(&[Cue::Compromised]);
const THREAT: Cues = Cues::of(&[Cue::Expose, Cue::Crypto]);

fn check(facts: &Facts<'_>) -> Option<Seen> {
    facts
        .together([RECORDING, THREAT])
        .map(|at| Seen::place(facts, at))
}
