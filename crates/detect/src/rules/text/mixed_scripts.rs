//! See `mixed_scripts.md`.

use crate::{
    facts::{Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/mixed-scripts",
    title: "Letters of another script inside words",
    source: "Unicode TS 39; ITU-T X.Suppl.12, content filtering",
    class: None,
    page: include_str!("mixed_scripts.md"),
    check,
};

fn check(facts: &Facts<'_>) -> Option<Seen> {
    let count = facts.text.signs.confusable;
    (count >= facts.limits.confusable)
        .then(|| Seen::whole(&format!("letters of another script: {count}")))
}
