//! What is known about hosts without asking anybody.

use std::collections::HashMap;

use super::links::is_address;

/// What kind of host a link points at.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum HostKind {
    /// Nothing is known about it.
    #[default]
    Unknown,
    /// The operator vouches for it.
    Known,
    /// A link shortener: its target is hidden.
    Shortener,
    /// Anybody may have a page there.
    Free,
    /// It opens a conversation in a messaging service.
    Messenger,
    /// A number in place of a name.
    Numeric,
}

/// The file of well-known hosts: `[kind]` and one host a line.
const FILE: &str = include_str!("hosts.txt");

/// Second-level names under which others register, for two-letter tops.
const SECOND: &[&str] = &[
    "ac", "co", "com", "desa", "ed", "edu", "gob", "gouv", "gov", "go", "in", "info", "mi", "mil",
    "my", "ne", "net", "nom", "or", "org", "sch", "sc", "web",
];

/// Tops that are hardly ever a word after a full stop without a space.
const PLAIN: &[&str] = &[
    "biz", "cf", "club", "cn", "co", "com", "cyou", "example", "fr", "fun", "ga", "gg", "gq",
    "icu", "info", "ink", "invalid", "io", "jp", "ke", "kr", "ltd", "mobi", "mx", "net", "nl",
    "online", "org", "pl", "pro", "pt", "pw", "rf", "ru", "shop", "site", "store", "tech", "test",
    "th", "tk", "tw", "tz", "ua", "ug", "uk", "vip", "vn", "wang", "website", "win", "work", "xin",
    "xyz", "za", "рф",
];

/// Tops of more than two letters that stand for hosts only when a path follows.
const MORE: &[&str] = &[
    "agency",
    "app",
    "art",
    "asia",
    "bar",
    "best",
    "bid",
    "blog",
    "bond",
    "buzz",
    "cam",
    "cash",
    "cat",
    "center",
    "cfd",
    "click",
    "cloud",
    "company",
    "dev",
    "digital",
    "edu",
    "email",
    "express",
    "finance",
    "gov",
    "group",
    "help",
    "homes",
    "host",
    "ink",
    "int",
    "jobs",
    "land",
    "life",
    "link",
    "live",
    "loan",
    "lol",
    "ltd",
    "market",
    "media",
    "mil",
    "money",
    "monster",
    "name",
    "network",
    "news",
    "one",
    "page",
    "party",
    "plus",
    "post",
    "press",
    "promo",
    "quest",
    "rent",
    "rest",
    "review",
    "rocks",
    "run",
    "sale",
    "sbs",
    "services",
    "show",
    "skin",
    "social",
    "software",
    "solutions",
    "space",
    "stream",
    "studio",
    "support",
    "systems",
    "team",
    "tel",
    "tips",
    "today",
    "tools",
    "top",
    "trade",
    "travel",
    "uno",
    "video",
    "wiki",
    "world",
    "zip",
    "zone",
];

/// Hosts with what is known about them.
#[derive(Clone, Debug)]
pub struct Hosts {
    known: HashMap<String, HostKind>,
}

impl Hosts {
    /// Returns the built-in list and the hosts that the operator vouches for.
    pub(crate) fn new(vouched: &[String]) -> Self {
        let mut known = HashMap::new();
        let mut kind = HostKind::Unknown;
        for line in FILE
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
        {
            match line {
                "[shortener]" => kind = HostKind::Shortener,
                "[free]" => kind = HostKind::Free,
                "[messenger]" => kind = HostKind::Messenger,
                "[known]" => kind = HostKind::Known,
                host => {
                    known.insert(host.to_owned(), kind);
                }
            }
        }
        for host in vouched {
            known.insert(host.to_ascii_lowercase(), HostKind::Known);
        }
        Self { known }
    }

    /// Returns where the part of `host` that somebody registered begins.
    pub(crate) fn registrable(&self, host: &str) -> usize {
        if is_address(host) {
            return 0;
        }
        let mut starts = host.rmatch_indices('.').map(|(at, _)| at + 1);
        let (top, second, third) = (starts.next(), starts.next(), starts.next());
        let (Some(top), Some(second)) = (top, second) else {
            return 0;
        };
        let label = host.get(second..top.saturating_sub(1)).unwrap_or_default();
        let country = host.len() - top == 2;
        let shared = country && SECOND.contains(&label)
            || host
                .get(second..)
                .is_some_and(|under| self.known.get(under) == Some(&HostKind::Free));
        if shared { third.unwrap_or(0) } else { second }
    }

    /// Returns what is known about `host`.
    pub(crate) fn kind(&self, host: &str, registrable: &str) -> HostKind {
        if is_address(host) || !host.contains('.') {
            return HostKind::Numeric;
        }
        let plain = host.strip_prefix("www.").unwrap_or(host);
        let parent = registrable.split_once('.').map_or("", |(_, parent)| parent);
        let kind = |name: &str| self.known.get(name).copied();
        match kind(plain).or_else(|| kind(registrable)) {
            Some(kind) => kind,
            None if kind(parent) == Some(HostKind::Free) => HostKind::Free,
            None => HostKind::Unknown,
        }
    }

    /// Returns whether `top` alone makes a name a host.
    pub(super) fn is_plain_top(top: &str) -> bool {
        PLAIN.binary_search(&top).is_ok()
    }

    /// Returns whether `top` is a top-level domain.
    pub(super) fn is_top(top: &str) -> bool {
        top.len() == 2 && top.is_ascii()
            || MORE.binary_search(&top).is_ok()
            || Self::is_plain_top(top)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_in_order() {
        assert!(PLAIN.is_sorted() && MORE.is_sorted());
    }

    #[test]
    fn the_registrable_part_is_what_somebody_paid_for() {
        let hosts = Hosts::new(&[]);
        for (host, registrable) in [
            ("a.b.example.com", "example.com"),
            ("pay.example.co.uk", "example.co.uk"),
            ("example.co.uk", "example.co.uk"),
            ("x.example-bank.github.io", "example-bank.github.io"),
            ("192.0.2.1", "192.0.2.1"),
            ("example.com", "example.com"),
        ] {
            assert_eq!(&host[hosts.registrable(host)..], registrable);
        }
    }
}
