//! See `link_shortened.md`.

use crate::{
    facts::{Facts, HostKind, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/link-shortened",
    title: "Shortened link",
    source: "ITU-T X.1235, link analysis",
    class: None,
    page: include_str!("link_shortened.md"),
    check,
};

fn check(facts: &Facts<'_>) -> Option<Seen> {
    let link = facts
        .links
        .iter()
        .find(|link| link.kind == HostKind::Shortener && link.path > 1)?;
    Some(Seen::said(
        facts,
        link.host_at.start as usize..link.host_at.end as usize,
        facts.host(link),
    ))
}
