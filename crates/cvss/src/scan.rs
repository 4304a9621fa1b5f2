//! What the parsers of all versions share: tables to recognise a component, and the search for what is wrong with one.

use crate::{
    error::{Error, Word},
    metric::Metric,
};

/// The code for a letter that is no value.
pub(crate) const NO: u8 = 0xff;

/// How to recognise a metric by the four bytes at the beginning of a component.
#[derive(Clone, Copy)]
pub(crate) struct Key {
    /// Name and colon, the first byte lowest.
    pub(crate) bits: u32,
    /// Covers as many bytes as name and colon have.
    pub(crate) mask: u32,
    /// How many that are.
    pub(crate) length: usize,
    /// Codes of the one-letter values by the five low bits of the letter.
    pub(crate) codes: [u8; 32],
}

impl Key {
    /// The code of a one-letter value.
    #[inline]
    pub(crate) fn code(&self, letter: u8) -> u8 {
        if letter & 0xe0 == 0x40 {
            self.codes[usize::from(letter & 31)]
        } else {
            NO
        }
    }
}

pub(crate) const fn keys<const N: usize>(rows: &[Metric; N]) -> [Key; N] {
    let mut keys = [Key {
        bits: 0,
        mask: 0,
        length: 0,
        codes: [NO; 32],
    }; N];
    let mut slot = 0;
    while slot < N {
        let name = rows[slot].abbreviation.as_bytes();
        let key = &mut keys[slot];
        let mut at = 0;
        while at < name.len() {
            key.bits |= (name[at] as u32) << (8 * at);
            at += 1;
        }
        key.bits |= (b':' as u32) << (8 * at);
        key.length = at + 1;
        key.mask = u32::MAX >> (32 - 8 * key.length);
        let mut code = 0;
        while code < rows[slot].values.len() {
            let value = rows[slot].values[code].abbreviation.as_bytes();
            if value.len() == 1 {
                key.codes[(value[0] & 31) as usize] = code as u8;
            }
            code += 1;
        }
        slot += 1;
    }
    keys
}

/// The four bytes at `at`, zeros where the text has ended.
#[inline]
pub(crate) fn word(bytes: &[u8], at: usize) -> u32 {
    match bytes.get(at..) {
        Some([a, b, c, d, ..]) => u32::from_le_bytes([*a, *b, *c, *d]),
        Some([a, b, c]) => u32::from_le_bytes([*a, *b, *c, 0]),
        Some([a, b]) => u32::from_le_bytes([*a, *b, 0, 0]),
        Some([a]) => u32::from(*a),
        _ => 0,
    }
}

/// What a parser expected when it stopped.
pub(crate) enum Expected {
    /// This metric and no other.
    This(usize),
    /// Any metric from this one on.
    From(usize),
    /// Any metric.
    Any,
}

/// Finds out what is wrong with the component at `at`. Only called when something is.
#[cold]
#[inline(never)]
pub(crate) fn fault(
    bytes: &[u8],
    at: usize,
    expected: Expected,
    metrics: &'static [Metric],
) -> Error {
    let component = component(bytes, at);
    if let Some(offset) = component.iter().position(|byte| !byte.is_ascii()) {
        return Error::NotAscii { at: at + offset };
    }
    if component.is_empty() {
        return match (at < bytes.len(), expected) {
            (true, _) => Error::EmptyComponent { at },
            (false, _) if bytes.ends_with(b"/") && !is_prefix(bytes) => {
                Error::TrailingSlash { at: at - 1 }
            }
            (false, Expected::This(slot)) => Error::Missing {
                metric: metrics[slot].abbreviation,
                at,
            },
            (false, _) => Error::Missing {
                metric: metrics[0].abbreviation,
                at,
            },
        };
    }
    if let Some(offset) = component
        .iter()
        .position(|byte| matches!(byte, b'(' | b')'))
    {
        return Error::Parenthesis { at: at + offset };
    }
    let Some(colon) = component.iter().position(|byte| *byte == b':') else {
        return Error::NoColon {
            metric: Word::new(component),
            at,
        };
    };
    let name = &component[..colon];
    let Some(slot) = metrics
        .iter()
        .position(|metric| metric.abbreviation.as_bytes() == name)
    else {
        return Error::UnknownMetric {
            metric: Word::new(name),
            at,
        };
    };
    let metric = metrics[slot].abbreviation;
    if stands_in(&bytes[..at], metric) {
        return Error::Duplicate { metric, at };
    }
    match expected {
        Expected::This(wanted) if slot != wanted => {
            let wanted = metrics[wanted].abbreviation;
            if stands_in(&bytes[at..], wanted) {
                return Error::OutOfOrder { metric, at };
            }
            return Error::Missing { metric: wanted, at };
        }
        Expected::From(first) if slot < first => return Error::OutOfOrder { metric, at },
        _ => {}
    }
    Error::UnknownValue {
        metric,
        value: Word::new(&component[colon + 1..]),
        at: at + colon + 1,
    }
}

/// The bytes from `at` to the next slash.
pub(crate) fn component(bytes: &[u8], at: usize) -> &[u8] {
    let rest = bytes.get(at..).unwrap_or_default();
    let end = rest
        .iter()
        .position(|byte| *byte == b'/')
        .unwrap_or(rest.len());
    &rest[..end]
}

fn stands_in(bytes: &[u8], metric: &str) -> bool {
    bytes.split(|byte| *byte == b'/').any(|component| {
        component
            .strip_prefix(metric.as_bytes())
            .is_some_and(|rest| rest.starts_with(b":"))
    })
}

/// `CVSS:3.1/` with nothing behind it lacks its metrics; the slash is right.
fn is_prefix(bytes: &[u8]) -> bool {
    bytes.starts_with(b"CVSS:") && bytes.len() == crate::PREFIX
}
