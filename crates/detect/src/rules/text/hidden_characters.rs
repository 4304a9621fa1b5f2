//! See `hidden_characters.md`.

use crate::{
    facts::{Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/hidden-characters",
    title: "Invisible characters in words",
    source: "Unicode TS 39; ITU-T X.Suppl.12, content filtering",
    class: None,
    page: include_str!("hidden_characters.md"),
    check,
};

fn check(facts: &Facts<'_>) -> Option<Seen> {
    let count = facts.text.signs.invisible;
    (count >= facts.limits.invisible)
        .then(|| Seen::whole(&format!("invisible characters: {count}")))
}
