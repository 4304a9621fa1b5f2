//! Reads a vector of CVSS v2.0 (§2.4).

use super::{ENVIRONMENTAL, METRICS, ROWS, TEMPORAL};
use crate::{
    MAX_LENGTH,
    error::Error,
    scan::{self, Expected, Key, NO},
};

static KEYS: [Key; 14] = scan::keys(&ROWS);

/// Values of the optional metrics as the bytes they are written with, the first byte lowest.
static VALUES: [[u32; 6]; 14] = {
    let mut table = [[u32::MAX; 6]; 14];
    let mut slot = TEMPORAL;
    while slot < 14 {
        let mut code = 0;
        while code < ROWS[slot].values.len() {
            let name = ROWS[slot].values[code].abbreviation.as_bytes();
            let (mut packed, mut at) = (0, 0);
            while at < name.len() {
                packed |= (name[at] as u32) << (8 * at);
                at += 1;
            }
            table[slot][code] = packed;
            code += 1;
        }
        slot += 1;
    }
    table
};

/// The base metrics always take as many bytes.
const BASE_END: usize = "AV:N/AC:L/Au:N/C:N/I:N/A:N".len();
const LAST: usize = BASE_END - "A:N".len();

#[inline]
pub(super) fn parse(bytes: &[u8], strict: bool) -> Result<[u8; 14], Error> {
    if bytes.len() > MAX_LENGTH {
        return Err(Error::TooLong {
            length: bytes.len(),
        });
    }
    let Some((head, tail)) = bytes.split_first_chunk::<BASE_END>() else {
        return Err(base_fault(bytes));
    };
    let &[
        b'A',
        b'V',
        b':',
        av,
        b'/',
        b'A',
        b'C',
        b':',
        ac,
        b'/',
        b'A',
        b'u',
        b':',
        au,
        b'/',
        b'C',
        b':',
        c,
        b'/',
        b'I',
        b':',
        i,
        b'/',
        b'A',
        b':',
        a,
    ] = head
    else {
        return Err(base_fault(bytes));
    };
    let mut values = [0; 14];
    let mut wrong = false;
    for (slot, letter) in [av, ac, au, c, i, a].into_iter().enumerate() {
        values[slot] = KEYS[slot].code(letter);
        wrong |= values[slot] == NO;
    }
    if wrong {
        return Err(base_fault(bytes));
    }
    if !tail.is_empty() {
        optional(bytes, strict, &mut values)?;
    }
    Ok(values)
}

/// Temporal and environmental metrics, group by group.
fn optional(bytes: &[u8], strict: bool, values: &mut [u8; 14]) -> Result<(), Error> {
    let (mut start, mut end, mut slot) = (LAST, BASE_END, TEMPORAL);
    while let Some(byte) = bytes.get(end) {
        if *byte != b'/' {
            return Err(scan::fault(bytes, start, Expected::Any, &METRICS));
        }
        start = end + 1;
        let word = scan::word(bytes, start);
        let fits = |slot: usize| {
            KEYS.get(slot)
                .is_some_and(|key| word & key.mask == key.bits)
        };
        let first = slot;
        if !strict {
            while slot < KEYS.len() && !fits(slot) {
                slot += 1;
            }
        } else if slot == TEMPORAL && !fits(slot) {
            slot = ENVIRONMENTAL;
        }
        if !fits(slot) {
            return Err(fault(bytes, start, first, strict));
        }
        end = start + KEYS[slot].length;
        let (code, length) = value(scan::word(bytes, end), &VALUES[slot]);
        let Some(code) = code else {
            return Err(scan::fault(bytes, start, Expected::Any, &METRICS));
        };
        values[slot] = code;
        end += length;
        slot += 1;
    }
    if strict && !matches!(slot, ENVIRONMENTAL | 14) {
        return Err(Error::Missing {
            metric: METRICS[slot].abbreviation,
            at: bytes.len(),
        });
    }
    Ok(())
}

/// The code of the value at the beginning of `word`, and its length.
#[inline]
fn value(word: u32, known: &[u32; 6]) -> (Option<u8>, usize) {
    let letters = word.to_le_bytes();
    let length = letters
        .iter()
        .position(|byte| matches!(byte, b'/' | 0))
        .unwrap_or(4);
    let packed = if length == 4 {
        word
    } else {
        word & ((1 << (8 * length)) - 1)
    };
    let code = known.iter().position(|value| *value == packed);
    (code.and_then(|code| u8::try_from(code).ok()), length)
}

/// Names the metric that should have come: the next of the group, or the first of a group that begins here.
#[cold]
fn fault(bytes: &[u8], at: usize, next: usize, strict: bool) -> Error {
    let name = scan::component(bytes, at)
        .split(|byte| *byte == b':')
        .next()
        .unwrap_or_default();
    let found = METRICS
        .iter()
        .position(|metric| metric.abbreviation.as_bytes() == name);
    let expected = match found {
        _ if !strict || next >= METRICS.len() => Expected::From(next),
        Some(ENVIRONMENTAL..) if next == TEMPORAL => Expected::This(ENVIRONMENTAL),
        _ => Expected::This(next),
    };
    scan::fault(bytes, at, expected, &METRICS)
}

/// Walks the base metrics again, slowly, to the one that is wrong.
#[cold]
fn base_fault(bytes: &[u8]) -> Error {
    let mut at = 0;
    for (slot, key) in KEYS.iter().enumerate().take(TEMPORAL) {
        let component = scan::component(bytes, at);
        let right = scan::word(bytes, at) & key.mask == key.bits
            && component.len() == key.length + 1
            && key.code(component[key.length]) != NO;
        if !right {
            return scan::fault(bytes, at, Expected::This(slot), &METRICS);
        }
        at += component.len() + 1;
        if at > bytes.len() && slot + 1 < TEMPORAL {
            return Error::Missing {
                metric: METRICS[slot + 1].abbreviation,
                at: bytes.len(),
            };
        }
    }
    Error::Prefix { at: 0 }
}
