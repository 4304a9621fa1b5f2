//! The URI binding of CPE 2.2, NISTIR 7695, 6.1, with the packed edition of 6.1.3.3.

use std::fmt::Write as _;

use super::{
    Attribute, Cpe, Reason, Value,
    builder::{Builder, Unit, literal},
    error::Fault,
};

pub(super) const PREFIX: &str = "cpe:/";

/// The attributes that a packed edition holds, in its order.
const PACKED: [Attribute; 5] = [
    Attribute::Edition,
    Attribute::SwEdition,
    Attribute::TargetSw,
    Attribute::TargetHw,
    Attribute::Other,
];

/// Unbinds a URI (6.1.3): up to seven parts, the missing ones ANY.
pub(super) fn read(text: &str) -> Result<Cpe, Fault> {
    if !super::starts_with(text, PREFIX) {
        return Err(Fault::at(0, Reason::NoPrefix));
    }
    // Where the value of each attribute stands in the text; an empty one is ANY.
    let mut spans = [(0, 0); 11];
    let mut start = PREFIX.len();
    for (index, part) in text[start..].split(':').enumerate() {
        if index == 7 {
            return Err(Fault::at(start - 1, Reason::TooManyParts));
        }
        let end = start + part.len();
        if index == Attribute::Edition as usize && part.starts_with('~') {
            unpack(part, start, &mut spans)?;
        } else {
            spans[index] = (start, end);
        }
        start = end + 1;
    }
    let mut builder = Builder::new(text.len());
    for (start, end) in spans {
        match &text[start..end] {
            "" => builder.any(),
            "-" => builder.not_applicable(),
            _ => string(&mut builder, text, start, end)?,
        }
    }
    Ok(builder.finish())
}

/// Finds the five fields of `~edition~sw_edition~target_sw~target_hw~other`.
fn unpack(part: &str, start: usize, spans: &mut [(usize, usize); 11]) -> Result<(), Fault> {
    let fields = || part[1..].split('~');
    if fields().count() != PACKED.len() {
        return Err(Fault::at(start, Reason::PackedEdition));
    }
    let mut at = start + 1;
    for (attribute, field) in PACKED.into_iter().zip(fields()) {
        spans[attribute as usize] = (at, at + field.len());
        at += field.len() + 1;
    }
    Ok(())
}

/// Decodes one value (6.1.3.2): `%01` is `?`, `%02` is `*`, other codes stand for punctuation.
/// An asterisk, a question mark or a backslash without its code could mean two things and is refused.
fn string(builder: &mut Builder, text: &str, start: usize, end: usize) -> Result<(), Fault> {
    let mut value = builder.string(start);
    let mut at = start;
    while at < end {
        if text.as_bytes()[at] != b'%' {
            if let byte @ (b'*' | b'?' | b'\\') = text.as_bytes()[at] {
                return Err(Fault::at(at, Reason::Character(char::from(byte))));
            }
            value.push(literal(text, at)?, at)?;
            at += 1;
            continue;
        }
        let code = text.get(at + 1..at + 3).filter(|_| at + 3 <= end);
        let code = code
            .filter(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()))
            .and_then(|code| u8::from_str_radix(code, 16).ok());
        let unit = match code {
            Some(1) => Unit::Wild(b'?'),
            Some(2) => Unit::Wild(b'*'),
            Some(byte) if byte.is_ascii_punctuation() => Unit::Literal(byte),
            _ => return Err(Fault::at(at, Reason::PercentCode)),
        };
        value.push(unit, at)?;
        at += 3;
    }
    value.finish()
}

/// Binds a name to a URI (6.1.2); empty parts at the end are cut off.
pub(super) fn write(name: &Cpe) -> String {
    let mut out = String::with_capacity(name.as_str().len() + 8);
    out.push_str(PREFIX);
    for attribute in &Attribute::ALL[..7] {
        let packed = &PACKED[1..];
        if *attribute == Attribute::Edition
            && packed.iter().any(|other| name.get(*other) != Value::Any)
        {
            for field in PACKED {
                out.push('~');
                encode(&mut out, name.bound(field));
            }
        } else {
            encode(&mut out, name.bound(*attribute));
        }
        out.push(':');
    }
    out.truncate(out.trim_end_matches(':').len().max(PREFIX.len()));
    out
}

/// Encodes one value (6.1.2.3); hyphens and dots stay as they are.
fn encode(out: &mut String, bound: &str) {
    if bound == "*" {
        return;
    }
    let mut bytes = bound.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'?' => out.push_str("%01"),
            b'*' => out.push_str("%02"),
            b'\\' => {
                if let Some(quoted) = bytes.next() {
                    // Writing to a string does not fail.
                    let _ = write!(out, "%{quoted:02x}");
                }
            }
            _ => out.push(char::from(byte)),
        }
    }
}
