//! See `leet_words.md`.

use crate::{
    facts::{Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/leet-words",
    title: "Words written with digits and signs",
    source: "Unicode TS 39; ITU-T X.Suppl.12, content filtering",
    class: None,
    page: include_str!("leet_words.md"),
    check,
};

fn check(facts: &Facts<'_>) -> Option<Seen> {
    let count = facts.text.signs.leet;
    (count >= facts.limits.leet)
        .then(|| Seen::whole(&format!("words with digits for letters: {count}")))
}
