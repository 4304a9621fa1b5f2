//! Forms of text that the schema asks for.

use super::{Items, Shape};
use crate::{
    csaf::{language, revision::Number},
    record::{CveId, moment},
};

pub(super) const DATE: Shape = Shape::Form(is_date, "date and time of RFC 3339");
pub(super) const URI: Shape = Shape::Form(is_uri, "URI");
pub(super) const LANG: Shape = Shape::Form(language::is_tag, "language tag");
pub(super) const NUMBER: Shape = Shape::Form(|text| Number::parse(text).is_some(), "version");
pub(super) const IDS: Shape = Shape::Array(&Shape::Text, Items::Unique);
pub(super) const TEXTS: Shape = Shape::Array(&Shape::Text, Items::Any);
pub(super) const URIS: Shape = Shape::Array(&URI, Items::Any);

/// RFC 3339: a date, `T`, a time and an offset.
pub(super) fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    let has_time = matches!(bytes.get(10), Some(b'T' | b't' | b' '));
    let (_, time) = text.split_at_checked(10).unwrap_or_default();
    let has_offset = text.ends_with(['Z', 'z']) || time.contains(['+', '-']);
    has_time && has_offset && moment(text).is_some()
}

/// A scheme, a colon, and nothing that a URI cannot hold (RFC 3986).
pub(super) fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    let mut letters = scheme.chars();
    let starts = letters.next().is_some_and(|c| c.is_ascii_alphabetic());
    let goes_on = letters.all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    let holds = |c: char| c.is_ascii_graphic() && !"<>\"{}|\\^`".contains(c);
    let escapes = rest.match_indices('%').all(|(at, _)| {
        let digits = rest.get(at + 1..at + 3);
        digits.is_some_and(|two| two.bytes().all(|byte| byte.is_ascii_hexdigit()))
    });
    starts && goes_on && !rest.is_empty() && rest.chars().all(holds) && escapes
}

/// Neither begins nor ends with space, `-`, `_` or `.`.
pub(super) fn is_category(text: &str) -> bool {
    let edge = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace() && !"-_.".contains(c));
    edge(text.chars().next()) && edge(text.chars().next_back())
}

pub(super) fn is_bare(text: &str) -> bool {
    !text.is_empty() && text.trim() == text
}

pub(super) fn is_hash(text: &str) -> bool {
    text.len() >= 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The schema's form; whether it is a package URL indeed is test 6.1.13.
pub(super) fn is_purl(text: &str) -> bool {
    let kind = text
        .strip_prefix("pkg:")
        .and_then(|rest| rest.split_once('/'));
    kind.is_some_and(|(kind, name)| {
        let is_kind = |c: char| c.is_ascii_alphanumeric() || ".-+".contains(c);
        let digit = kind.starts_with(|c: char| c.is_ascii_digit());
        !kind.is_empty() && !digit && kind.chars().all(is_kind) && !name.is_empty()
    })
}

pub(in crate::csaf) fn is_cve(text: &str) -> bool {
    text.starts_with("CVE-") && text.parse::<CveId>().is_ok()
}

pub(super) fn is_cwe(text: &str) -> bool {
    let digits = text.strip_prefix("CWE-").unwrap_or_default();
    (1..=6).contains(&digits.len())
        && !digits.starts_with('0')
        && digits.bytes().all(|byte| byte.is_ascii_digit())
}
