//! See `styled_letters.md`.

use crate::{
    facts::{Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/styled-letters",
    title: "Letters from mathematical or enclosed alphabets",
    source: "Unicode TS 39; ITU-T X.Suppl.12, content filtering",
    class: None,
    page: include_str!("styled_letters.md"),
    check,
};

fn check(facts: &Facts<'_>) -> Option<Seen> {
    let count = facts.text.signs.styled;
    (count >= facts.limits.styled).then(|| Seen::whole(&format!("styled letters: {count}")))
}
