//! What a value of a kind looks like: other languages refuse what does not.

use std::net::{Ipv4Addr, Ipv6Addr};

/// Whether a value is one of a kind.
pub(super) fn is_of(kind: &str, value: &str) -> bool {
    let digits =
        |length: usize| value.len() == length && value.bytes().all(|byte| byte.is_ascii_hexdigit());
    match kind {
        "ipv4-addr" => value.parse::<Ipv4Addr>().is_ok(),
        "ipv6-addr" => value.parse::<Ipv6Addr>().is_ok(),
        "ipv4-net" => is_net(value, 32, |host| host.parse::<Ipv4Addr>().is_ok()),
        "ipv6-net" => is_net(value, 128, |host| host.parse::<Ipv6Addr>().is_ok()),
        "asn" => as_number(value).is_some(),
        "mac" => {
            let parts = value.split([':', '-']);
            let is_byte = |part: &str| u8::from_str_radix(part, 16).is_ok() && part.len() == 2;
            parts.clone().count() == 6 && parts.into_iter().all(is_byte)
        }
        "e-mail" | "email-from" | "email-to" => {
            let parts = value.split_once('@');
            parts.is_some_and(|(user, host)| !user.is_empty() && is_host(host)) && is_plain(value)
        }
        "site-uri" => {
            let parts = value.split_once("://");
            let is_there = parts.is_some_and(|(scheme, rest)| {
                scheme.bytes().all(|byte| byte.is_ascii_alphanumeric()) && !rest.is_empty()
            });
            is_there && watchbell_iodef::Uri::new(value).is_some()
        }
        "domain-name" => is_host(value),
        "md5" => digits(32),
        "sha1" => digits(40),
        "sha256" | "authentihash" => digits(64),
        "sha512" => digits(128),
        "imphash" => digits(32),
        "ssdeep" => value.split(':').count() == 3 && is_plain(value),
        "tlsh" => {
            (35..=73).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_alphanumeric())
        }
        "file-size" => value.parse::<u64>().is_ok(),
        "port" => value.parse::<u16>().is_ok(),
        "file-type" => value.split_once('/').is_some() && is_plain(value),
        "file-name" => !value.contains(['/', '\\']) || is_plain(value),
        _ => true,
    }
}

/// Returns the bytes that hexadecimal digits stand for.
pub(super) fn bytes_of(digits: &str) -> Option<Vec<u8>> {
    let pairs = digits.as_bytes().chunks(2);
    let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    pairs.map(pair).collect()
}

/// Returns a number; that of an autonomous system may be written `AS64496`.
pub(crate) fn as_number(value: &str) -> Option<u64> {
    let prefix = value.get(..2);
    let prefix = prefix.filter(|prefix| prefix.eq_ignore_ascii_case("as"));
    value[prefix.map_or(0, str::len)..].parse().ok()
}

fn is_net(value: &str, most: u8, is_host: impl Fn(&str) -> bool) -> bool {
    let parts = value.split_once('/');
    parts.is_some_and(|(host, bits)| {
        is_host(host) && bits.parse::<u8>().is_ok_and(|bits| bits <= most)
    })
}

fn is_host(value: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
    };
    value.len() <= 253 && value.trim_end_matches('.').split('.').all(is_label)
}

fn is_plain(value: &str) -> bool {
    !value.chars().any(|c| c.is_whitespace() || c.is_control())
}
