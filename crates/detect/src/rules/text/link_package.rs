//! See `link_package.md`.

use watchbell_model::Class;

use crate::{
    facts::{Facts, HostKind, LinkSeen, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/link-package",
    title: "Link to an installation package",
    source: "ITU-T X.1213, mobile malicious code detection",
    class: Some(Class::Malware),
    page: include_str!("link_package.md"),
    check,
};

/// How the names of installation packages end.
const PACKAGES: &[&str] = &[".apk", ".apks", ".xapk", ".mobileconfig"];

fn check(facts: &Facts<'_>) -> Option<Seen> {
    let link = facts
        .links
        .iter()
        .find(|link| link.kind != HostKind::Known && is_package(facts, link))?;
    Some(Seen::place(
        facts,
        link.at.start as usize..link.at.end as usize,
    ))
}

fn is_package(facts: &Facts<'_>, link: &LinkSeen) -> bool {
    let path = facts
        .text
        .folded
        .get(link.host_at.end as usize..link.at.end as usize);
    let file = path
        .unwrap_or_default()
        .split(['?', '#'])
        .next()
        .unwrap_or_default();
    PACKAGES.iter().any(|end| file.ends_with(end))
}
