//! See `many_reporters.md`.

use crate::{
    facts::{Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "behaviour/many-reporters",
    title: "Many different people complain",
    source: "ITU-T X.1246, Annex A, interactive feedback",
    class: None,
    page: include_str!("many_reporters.md"),
    check,
};

fn check(facts: &Facts<'_>) -> Option<Seen> {
    let (seen, limits) = (&facts.behaviour, facts.limits);
    (!seen.known_bulk && seen.reporters >= limits.reporters)
        .then(|| Seen::whole(&format!("{} different reporters", seen.reporters)))
}
