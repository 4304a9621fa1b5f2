//! See `link_userinfo.md`.

use watchbell_model::Class;

use crate::{
    facts::{Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/link-userinfo",
    title: "Link with a false host before an @",
    source: "ITU-T X.1235, link analysis",
    class: Some(Class::Phishing),
    page: include_str!("link_userinfo.md"),
    check,
};

fn check(facts: &Facts<'_>) -> Option<Seen> {
    let link = facts.links.iter().find(|link| link.user)?;
    Some(Seen::said(
        facts,
        link.host_at.start as usize..link.host_at.end as usize,
        facts.host(link),
    ))
}
