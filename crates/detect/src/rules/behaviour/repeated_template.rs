//! See `repeated_template.md`.

use crate::{
    facts::{Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "behaviour/repeated-template",
    title: "Same template reported again and again",
    source: "ITU-T X.Suppl.12, duplicate content recognition",
    class: None,
    page: include_str!("repeated_template.md"),
    check,
};

fn check(facts: &Facts<'_>) -> Option<Seen> {
    let (seen, limits) = (&facts.behaviour, facts.limits);
    (!seen.known_bulk && seen.repeats >= limits.repeats).then(|| {
        Seen::whole(&format!(
            "{} reports of this template, {} originators",
            seen.repeats, seen.repeat_originators
        ))
    })
}
