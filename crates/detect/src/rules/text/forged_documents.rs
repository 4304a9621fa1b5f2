//! See `forged_documents.md`.

use watchbell_model::Class;

use crate::{
    facts::{Cue, Cues, Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/forged-documents",
    title: "Forged papers or invoices on offer",
    source: "ITU-T X.1247, identification by the operator: content features",
    class: Some(Class::Fraud),
    page: include_str!("forged_documents.md"),
    check,
};

const FORGED: Cues = Cues::of(&[Cue::Forged]);
const CONTACT: Cues = Cues::of(&[Cue::Number, Cue::Link, Cue::ContactMe, Cue::Messenger]);

fn check(facts: &Facts<'_>) -> Option<Seen> {
    facts
        .together([FORGED, CONTACT])
        .map(|at| Seen::place(facts, at))
}
