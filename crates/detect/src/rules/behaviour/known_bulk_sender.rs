//! See `known_bulk_sender.md`.

use crate::{
    facts::{Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "behaviour/known-bulk-sender",
    title: "Known bulk sender",
    source: "ITU-T X.1247, lists",
    class: None,
    page: include_str!("known_bulk_sender.md"),
    check,
};

fn check(facts: &Facts<'_>) -> Option<Seen> {
    let seen = &facts.behaviour;
    (seen.known_bulk).then(|| Seen::whole("on the list of known bulk senders"))
}
