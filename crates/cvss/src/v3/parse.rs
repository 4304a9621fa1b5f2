//! Reads a vector of CVSS v3.0 or v3.1 (§6).

use super::{BASE, METRICS, Minor, ROWS};
use crate::{
    MAX_LENGTH, PREFIX,
    error::Error,
    scan::{self, Expected, Key, NO},
};

static KEYS: [Key; 22] = scan::keys(&ROWS);
/// A bit for each base metric.
const MANDATORY: u32 = (1 << BASE) - 1;

#[inline]
pub(super) fn parse(bytes: &[u8]) -> Result<(Minor, [u8; 22]), Error> {
    if bytes.len() > MAX_LENGTH {
        return Err(Error::TooLong {
            length: bytes.len(),
        });
    }
    let minor = match bytes.first_chunk::<PREFIX>() {
        Some(b"CVSS:3.1/") => Minor::One,
        Some(b"CVSS:3.0/") => Minor::Zero,
        _ => return Err(Error::Prefix { at: 0 }),
    };
    let (mut values, mut seen) = ([0; 22], 0);
    let (mut start, mut next) = (PREFIX, 0);
    loop {
        let word = scan::word(bytes, start);
        // Order is free, but most vectors keep that of the table.
        let Some(slot) = find(word, next) else {
            return Err(fault(bytes, start));
        };
        let key = &KEYS[slot];
        let end = start + key.length + 1;
        let code = key.code(bytes.get(end - 1).copied().unwrap_or_default());
        if code == NO || seen & 1 << slot != 0 {
            return Err(fault(bytes, start));
        }
        seen |= 1 << slot;
        values[slot] = code;
        next = slot + 1;
        match bytes.get(end) {
            None => break,
            Some(b'/') => start = end + 1,
            Some(_) => return Err(fault(bytes, start)),
        }
    }
    if seen & MANDATORY == MANDATORY {
        return Ok((minor, values));
    }
    let first = (!seen).trailing_zeros() as usize;
    Err(Error::Missing {
        metric: METRICS[first].abbreviation,
        at: bytes.len(),
    })
}

#[inline]
fn find(word: u32, next: usize) -> Option<usize> {
    let fits = |key: &Key| word & key.mask == key.bits;
    match KEYS.get(next) {
        Some(key) if fits(key) => Some(next),
        _ => KEYS.iter().position(fits),
    }
}

#[cold]
fn fault(bytes: &[u8], at: usize) -> Error {
    scan::fault(bytes, at, Expected::Any, &METRICS)
}
