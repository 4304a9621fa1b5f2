//! See `reporter_flooding.md`.

use crate::{
    facts::{Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "behaviour/reporter-flooding",
    title: "Reporter who floods",
    source: "ITU-T X.1246, Annex A, interactive feedback",
    class: None,
    page: include_str!("reporter_flooding.md"),
    check,
};

fn check(facts: &Facts<'_>) -> Option<Seen> {
    let (seen, limits) = (&facts.behaviour, facts.limits);
    (seen.by_reporter >= limits.flooding && seen.reporters < limits.reporters).then(|| {
        Seen::whole(&format!(
            "{} reports by this reporter in the window",
            seen.by_reporter
        ))
    })
}
