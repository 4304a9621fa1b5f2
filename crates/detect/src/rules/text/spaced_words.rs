//! See `spaced_words.md`.

use crate::{
    facts::{Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/spaced-words",
    title: "Words written with gaps between the letters",
    source: "Unicode TS 39; ITU-T X.Suppl.12, content filtering",
    class: None,
    page: include_str!("spaced_words.md"),
    check,
};

fn check(facts: &Facts<'_>) -> Option<Seen> {
    let count = facts.text.signs.spaced;
    (count >= facts.limits.spaced).then(|| Seen::whole(&format!("words with gaps: {count}")))
}
