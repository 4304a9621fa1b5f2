//! Semantic Versioning 2.0.0, <https://semver.org/>, clauses 2, 9, 10 and 11.
//!
//! Read more leniently than clause 2 writes, because `versionType: semver` often is: a leading `v`, one number or two
//! (the missing ones are zero), more than three numbers (compared like the first three), and leading zeros.
//! Build metadata is checked and ignored (clause 10).

use super::{
    Reason,
    error::Fault,
    part::{Number, digits, run},
};

/// The order of clause 11: numbers, then releases above pre-releases, then identifiers one by one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key<'a> {
    /// Without the zeros at the end, so that `1.0` equals `1.0.0`.
    pub(super) numbers: Vec<Number<'a>>,
    /// Clause 11.3: `false` for a pre-release.
    pub(super) released: bool,
    pub(super) pre: Vec<Identifier<'a>>,
}

/// Clause 11.4: numbers below text; text by its ASCII order, or without case where a scheme says so.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Identifier<'a> {
    Number(Number<'a>),
    Text(&'a str),
    Folded(super::part::Folded<'a>),
}

pub(super) fn parse(text: &str) -> Result<Key<'_>, Fault> {
    let start = usize::from(text.starts_with(['v', 'V']));
    from(text, start, false)
}

/// Reads from `start`; `loose` lets a pre-release follow the numbers without its hyphen.
pub(super) fn from(text: &str, start: usize, loose: bool) -> Result<Key<'_>, Fault> {
    let mut numbers = Vec::with_capacity(3);
    let mut at = start;
    loop {
        let end = digits(text, at);
        if end == at {
            return Err(Fault::at(at, Reason::DigitMissing));
        }
        numbers.push(Number::new(&text[at..end]));
        at = end;
        if text.as_bytes().get(at) != Some(&b'.') {
            break;
        }
        at += 1;
    }
    while numbers.last().is_some_and(|number| number.is_zero()) {
        numbers.pop();
    }
    let mut pre = Vec::new();
    let next = text.as_bytes().get(at);
    if next == Some(&b'-') || (loose && next.is_some_and(u8::is_ascii_alphanumeric)) {
        at += usize::from(next == Some(&b'-'));
        at = identifiers(text, at, |identifier| pre.push(identifier))?;
    }
    if text.as_bytes().get(at) == Some(&b'+') {
        at = identifiers(text, at + 1, |_| {})?;
    }
    if at < text.len() {
        return Err(Fault::unexpected(text, at));
    }
    Ok(Key {
        numbers,
        released: pre.is_empty(),
        pre,
    })
}

/// Clauses 9 and 10: identifiers of letters, digits and hyphens between dots. Returns where they end.
fn identifiers<'a>(
    text: &'a str,
    mut at: usize,
    mut found: impl FnMut(Identifier<'a>),
) -> Result<usize, Fault> {
    loop {
        let end = run(text, at, |byte| {
            byte.is_ascii_alphanumeric() || byte == b'-'
        });
        let identifier = &text[at..end];
        if identifier.is_empty() {
            return Err(Fault::unexpected(text, at));
        }
        found(if digits(identifier, 0) == identifier.len() {
            Identifier::Number(Number::new(identifier))
        } else {
            Identifier::Text(identifier)
        });
        if text.as_bytes().get(end) != Some(&b'.') {
            return Ok(end);
        }
        at = end + 1;
    }
}
