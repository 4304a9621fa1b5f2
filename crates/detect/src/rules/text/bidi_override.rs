//! See `bidi_override.md`.

use crate::{
    facts::{Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/bidi-override",
    title: "Writing direction overridden",
    source: "Unicode TS 39; ITU-T X.Suppl.12, content filtering",
    class: None,
    page: include_str!("bidi_override.md"),
    check,
};

fn check(facts: &Facts<'_>) -> Option<Seen> {
    let count = facts.text.signs.bidi;
    (count >= facts.limits.bidi).then(|| Seen::whole(&format!("direction marks: {count}")))
}
