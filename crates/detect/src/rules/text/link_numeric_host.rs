//! See `link_numeric_host.md`.

use watchbell_model::Class;

use crate::{
    facts::{Facts, HostKind, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/link-numeric-host",
    title: "Link to a bare address",
    source: "ITU-T X.1235, link analysis",
    class: Some(Class::Phishing),
    page: include_str!("link_numeric_host.md"),
    check,
};

fn check(facts: &Facts<'_>) -> Option<Seen> {
    let link = facts
        .links
        .iter()
        .find(|link| link.kind == HostKind::Numeric)?;
    Some(Seen::said(
        facts,
        link.host_at.start as usize..link.host_at.end as usize,
        facts.host(link),
    ))
}
