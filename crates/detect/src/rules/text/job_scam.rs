//! See `job_scam.md`.

use watchbell_model::Class;

use crate::{
    facts::{Cue, Cues, Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/job-scam",
    title: "Job that pays too well and talks elsewhere",
    source: "ITU-T X.1247, identification by the operator: content features",
    class: Some(Class::Fraud),
    page: include_str!("job_scam.md"),
    check,
};

const JOB: Cues = Cues::of(&[Cue::Job]);
const PAY: Cues = Cues::of(&[Cue::Earn]);
const CONTACT: Cues = Cues::of(&[Cue::Link, Cue::Number, Cue::ContactMe, Cue::Messenger]);

fn check(facts: &Facts<'_>) -> Option<Seen> {
    facts
        .together([JOB, PAY, CONTACT])
        .map(|at| Seen::place(facts, at))
}
