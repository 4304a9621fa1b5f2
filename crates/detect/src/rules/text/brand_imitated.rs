//! See `brand_imitated.md`.

use watchbell_model::Class;

use crate::{
    facts::{Facts, HostKind, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/brand-imitated",
    title: "Link imitates a protected name",
    source: "ITU-T X.1235, similar domain name comparison",
    class: Some(Class::Phishing),
    page: include_str!("brand_imitated.md"),
    check,
};

fn check(facts: &Facts<'_>) -> Option<Seen> {
    for link in facts
        .links
        .iter()
        .filter(|link| link.kind != HostKind::Known)
    {
        if let Some(found) = facts.imitation(facts.host(link), facts.registrable(link)) {
            let at = link.host_at.start as usize..link.host_at.end as usize;
            let evidence = format!("{} has {} {}", found.host, found.name, found.how);
            return Some(Seen::said(facts, at, &evidence));
        }
    }
    None
}
