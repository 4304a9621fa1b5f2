//! The formatted string binding, NISTIR 7695, 6.2.

use super::{
    Attribute, Cpe, Reason,
    builder::{Builder, Unit, literal},
    error::Fault,
};

pub(super) const PREFIX: &str = "cpe:2.3:";

/// Unbinds a formatted string (6.2.3).
pub(super) fn read(text: &str) -> Result<Cpe, Fault> {
    if !super::starts_with(text, PREFIX) {
        return Err(Fault::at(0, Reason::NoPrefix));
    }
    let mut builder = Builder::new(text.len());
    let mut start = PREFIX.len();
    for (index, attribute) in Attribute::ALL.into_iter().enumerate() {
        let end = part_end(text, start);
        match &text[start..end] {
            "*" => builder.any(),
            "-" => builder.not_applicable(),
            "" => return Err(Fault::at(start, Reason::EmptyPart(attribute))),
            value if attribute != Attribute::Part && is_canonical(value) => {
                builder.canonical(value);
            }
            _ => string(&mut builder, text, start, end)?,
        }
        let last = index + 1 == Attribute::ALL.len();
        match (end == text.len(), last) {
            (true, true) => break,
            (true, false) => return Err(Fault::at(end, Reason::TooFewParts(index + 1))),
            (false, true) => return Err(Fault::at(end, Reason::TooManyParts)),
            (false, false) => start = end + 1,
        }
    }
    Ok(builder.finish())
}

/// Says whether a value is a string that needs no change; most are, and are copied at once.
fn is_canonical(value: &str) -> bool {
    value
        .bytes()
        .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-' | b'.'))
}

/// Finds the next colon that is not quoted.
fn part_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    while at < bytes.len() && bytes[at] != b':' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    at = at.min(bytes.len());
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

/// Unbinds one value (6.2.3.2): quoted characters stay, others are quoted, wildcards are looked at.
pub(super) fn string(
    builder: &mut Builder,
    text: &str,
    start: usize,
    end: usize,
) -> Result<(), Fault> {
    let bytes = text.as_bytes();
    let mut value = builder.string(start);
    let mut at = start;
    while at < end {
        let unit = match bytes[at] {
            wild @ (b'*' | b'?') => Unit::Wild(wild),
            b'\\' if at + 1 >= end => return Err(Fault::at(at, Reason::OpenQuote)),
            b'\\' => {
                at += 1;
                literal(text, at)?
            }
            _ => literal(text, at)?,
        };
        value.push(unit, at)?;
        at += 1;
    }
    value.finish()
}
