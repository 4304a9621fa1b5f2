//! See `link_target_differs.md`.

use std::sync::LazyLock;

use memchr::memmem::Finder;
use watchbell_model::Class;

use crate::{
    facts::{Facts, MAX_HOST, MAX_LINKS, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/link-target-differs",
    title: "Link shows one host and leads to another",
    source: "ITU-T X.1235, link analysis",
    class: Some(Class::Phishing),
    page: include_str!("link_target_differs.md"),
    check,
};

static HREF: LazyLock<[Finder<'_>; 2]> = LazyLock::new(|| ["href=", "HREF="].map(Finder::new));
static MIDDLE: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("]("));

fn check(facts: &Facts<'_>) -> Option<Seen> {
    html(facts).or_else(|| markdown(facts))
}

/// Finds `<a … href="target">shown</a>`.
fn html(facts: &Facts<'_>) -> Option<Seen> {
    let mut from = 0;
    for _ in 0..MAX_LINKS {
        let text = facts.original.get(from..)?;
        let href = HREF.iter().find_map(|name| name.find(text.as_bytes()))?;
        let rest = text.get(href + 5..)?.trim_start_matches(['"', '\'']);
        let start = from + (text.len() - rest.len());
        let (target, after) = rest.split_once(['"', '\'', '>', ' '])?;
        let after = if after.starts_with('>') || !after.contains('>') {
            after
        } else {
            after.split_once('>')?.1
        };
        let shown = after.trim_start_matches('>').split('<').next()?;
        if let Some(evidence) = differ(facts, shown, target) {
            return Some(Seen::original(&evidence, start..start + target.len()));
        }
        from = start + target.len();
    }
    None
}

/// Finds `[shown](target)`.
fn markdown(facts: &Facts<'_>) -> Option<Seen> {
    let mut from = 0;
    for _ in 0..MAX_LINKS {
        let text = facts.original.get(from..)?;
        let middle = MIDDLE.find(text.as_bytes())?;
        let shown = text.get(text.get(..middle)?.rfind('[')? + 1..middle)?;
        let start = from + middle + 2;
        let target = text.get(middle + 2..)?.split([')', ' ']).next()?;
        if let Some(evidence) = differ(facts, shown, target) {
            return Some(Seen::original(&evidence, start..start + target.len()));
        }
        from = start;
    }
    None
}

fn differ(facts: &Facts<'_>, shown: &str, target: &str) -> Option<String> {
    let (shown, target) = (host(shown)?, host(target)?);
    let apart = facts.registrable_of(&shown) != facts.registrable_of(&target);
    apart.then(|| format!("shows {shown}, leads to {target}"))
}

/// Returns the host at the beginning of `text`, if that is what it is.
fn host(text: &str) -> Option<String> {
    let text = text.trim();
    let text = text.split_once("://").map_or(text, |(_, rest)| rest);
    let host = text
        .split(['/', '?', '#', ':'])
        .next()?
        .rsplit('@')
        .next()?;
    let named = host.len() <= MAX_HOST
        && host.split('.').count() >= 2
        && !host.contains(char::is_whitespace);
    let top = host.rsplit('.').next()?;
    (named && top.len() >= 2).then(|| host.to_lowercase())
}
