//! See `support_scam.md`.

use watchbell_model::Class;

use crate::{
    facts::{Cue, Cues, Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/support-scam",
    title: "False technician or false antivirus",
    source: "ITU-T X.1247, identification by the operator: content features",
    class: Some(Class::Fraud),
    page: include_str!("support_scam.md"),
    check,
};

const ALARM: Cues = Cues::of(&[Cue::Virus]);
const DESK: Cues = Cues::of(&[Cue::Support, Cue::CallUs]);
const REACH: Cues = Cues::of(&[Cue::Number, Cue::Link]);

fn check(facts: &Facts<'_>) -> Option<Seen> {
    if facts.links_are_known() {
        return None;
    }
    facts
        .together([ALARM, DESK, REACH])
        .map(|at| Seen::place(facts, at))
}
