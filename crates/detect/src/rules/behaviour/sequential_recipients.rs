//! See `sequential_recipients.md`.

use crate::{
    facts::{Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "behaviour/sequential-recipients",
    title: "Recipients in numeric order",
    source: "ITU-T X.Suppl.12, sending dispersion analysis",
    class: None,
    page: include_str!("sequential_recipients.md"),
    check,
};

fn check(facts: &Facts<'_>) -> Option<Seen> {
    let (seen, limits) = (&facts.behaviour, facts.limits);
    (seen.sequential >= limits.sequential).then(|| {
        Seen::whole(&format!(
            "{} consecutive recipient numbers",
            seen.sequential
        ))
    })
}
