//! See `link_punycode.md`.

use crate::{
    facts::{Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/link-punycode",
    title: "Link to an encoded international name",
    source: "ITU-T X.1235, link analysis",
    class: None,
    page: include_str!("link_punycode.md"),
    check,
};

fn check(facts: &Facts<'_>) -> Option<Seen> {
    let link = facts.links.iter().find(|link| {
        facts
            .host(link)
            .split('.')
            .any(|label| label.starts_with("xn--"))
    })?;
    Some(Seen::said(
        facts,
        link.host_at.start as usize..link.host_at.end as usize,
        facts.host(link),
    ))
}
