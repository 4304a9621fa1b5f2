//! See `link_odd_host.md`.

use watchbell_model::Class;

use crate::{
    facts::{Facts, HostKind, LinkSeen, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/link-odd-host",
    title: "Link to a host made for one day",
    source: "ITU-T X.1235, link analysis",
    class: Some(Class::Phishing),
    page: include_str!("link_odd_host.md"),
    check,
};

/// Tops that cost next to nothing and are rarely used by those who mean to stay.
const CHEAP: &[&str] = &[
    "bond", "buzz", "cc", "cf", "cfd", "click", "cyou", "fun", "ga", "gq", "icu", "lat", "life",
    "link", "live", "loan", "ml", "monster", "online", "pw", "quest", "rest", "sbs", "shop",
    "site", "space", "tk", "today", "top", "vip", "win", "work", "xin", "xyz",
];

fn check(facts: &Facts<'_>) -> Option<Seen> {
    let odd = |link: &&LinkSeen| {
        matches!(link.kind, HostKind::Unknown | HostKind::Free)
            && is_odd(facts.registrable(link), facts.host(link))
    };
    let link = facts.links.iter().find(odd)?;
    Some(Seen::said(
        facts,
        link.host_at.start as usize..link.host_at.end as usize,
        facts.host(link),
    ))
}

fn is_odd(registrable: &str, host: &str) -> bool {
    let (name, top) = registrable.split_once('.').unwrap_or((registrable, ""));
    let digits = name.bytes().filter(u8::is_ascii_digit).count();
    let letters = name.bytes().filter(u8::is_ascii_alphabetic).count();
    let hyphens = name.bytes().filter(|b| *b == b'-').count();
    let consonants = name
        .split(|c: char| !c.is_ascii_alphabetic() || "aeiouy".contains(c))
        .map(str::len)
        .max()
        .unwrap_or(0);
    let scrambled = digits >= 4 && letters >= 2
        || consonants >= 6
        || hyphens >= 3
        || host.split('.').count() >= 6;
    let cheap = CHEAP.binary_search(&top).is_ok();
    scrambled
        || cheap
            && (digits >= 1 && letters >= 1 || hyphens >= 1 || name.len() >= 16 || consonants >= 5)
}

#[cfg(test)]
mod tests {
    #[test]
    fn cheap_tops_are_in_order() {
        assert!(super::CHEAP.is_sorted());
    }
}
