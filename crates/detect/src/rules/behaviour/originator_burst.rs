//! See `originator_burst.md`.

use crate::{
    facts::{Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "behaviour/originator-burst",
    title: "Burst of reports about one originator",
    source: "ITU-T X.Suppl.12, traffic statistics",
    class: None,
    page: include_str!("originator_burst.md"),
    check,
};

fn check(facts: &Facts<'_>) -> Option<Seen> {
    let (seen, limits) = (&facts.behaviour, facts.limits);
    (!seen.known_bulk && seen.reports >= limits.burst)
        .then(|| Seen::whole(&format!("{} reports in the window", seen.reports)))
}
