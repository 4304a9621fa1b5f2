//! See `stacked_marks.md`.

use crate::{
    facts::{Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/stacked-marks",
    title: "Piles of combining marks",
    source: "Unicode TS 39; ITU-T X.Suppl.12, content filtering",
    class: None,
    page: include_str!("stacked_marks.md"),
    check,
};

fn check(facts: &Facts<'_>) -> Option<Seen> {
    let count = facts.text.signs.combining;
    (count >= facts.limits.combining).then(|| Seen::whole(&format!("combining marks: {count}")))
}
