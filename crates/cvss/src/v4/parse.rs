//! Reads a vector of CVSS v4.0 (§7).

use super::{BASE, METRICS, ROWS, Slot};
use crate::{
    MAX_LENGTH, PREFIX,
    error::Error,
    scan::{self, Expected, Key, NO},
};

static KEYS: [Key; 32] = scan::keys(&ROWS);

/// `/AV:` and so on: base metrics have two letters, their values one, so each takes five bytes.
static BASE_KEYS: [u32; BASE] = {
    let mut keys = [0; BASE];
    let mut slot = 0;
    while slot < BASE {
        keys[slot] = KEYS[slot].bits << 8 | b'/' as u32;
        slot += 1;
    }
    keys
};
const BASE_END: usize = PREFIX - 1 + 5 * BASE;

#[inline]
pub(super) fn parse(bytes: &[u8]) -> Result<[u8; 32], Error> {
    if bytes.len() > MAX_LENGTH {
        return Err(Error::TooLong {
            length: bytes.len(),
        });
    }
    let Some((head, tail)) = bytes.split_first_chunk::<BASE_END>() else {
        return Err(base_fault(bytes));
    };
    let mut values = [0; 32];
    // Every bit that is not as it should be is gathered and looked at once.
    let mut wrong = u32::from(!head.starts_with(b"CVSS:4.0"));
    for slot in 0..BASE {
        let at = PREFIX - 1 + 5 * slot;
        let letter = head[at + 4];
        let code = KEYS[slot].codes[usize::from(letter & 31)];
        let name = u32::from_le_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
        wrong |= name ^ BASE_KEYS[slot] | u32::from((letter ^ 0x40) & 0xe0 | code & 0x80);
        values[slot] = code;
    }
    if wrong != 0 {
        return Err(base_fault(bytes));
    }
    if !tail.is_empty() {
        optional(bytes, &mut values)?;
    }
    Ok(values)
}

/// Metrics that may be there, each at most once and in order: what was passed cannot come any more.
#[inline]
fn optional(bytes: &[u8], values: &mut [u8; 32]) -> Result<(), Error> {
    let (mut start, mut end, mut next) = (BASE_END - 4, BASE_END, BASE);
    while let Some(byte) = bytes.get(end) {
        if *byte != b'/' {
            return Err(scan::fault(bytes, start, Expected::Any, &METRICS));
        }
        start = end + 1;
        let word = scan::word(bytes, start);
        let first = next;
        let key = loop {
            let Some(key) = KEYS.get(next) else {
                return Err(scan::fault(bytes, start, Expected::From(first), &METRICS));
            };
            if word & key.mask == key.bits {
                break key;
            }
            next += 1;
        };
        end = start + key.length;
        let code = if next == Slot::ProviderUrgency as usize {
            let (code, length) = urgency(&bytes[end..]);
            end += length;
            code
        } else {
            let letter = bytes.get(end).copied().unwrap_or_default();
            end += 1;
            key.code(letter)
        };
        if code == NO {
            return Err(scan::fault(bytes, start, Expected::From(first), &METRICS));
        }
        values[next] = code;
        next += 1;
    }
    Ok(())
}

/// The only metric whose values are words.
fn urgency(rest: &[u8]) -> (u8, usize) {
    match rest {
        [b'X', ..] => (0, 1),
        [b'R', b'e', b'd', ..] => (1, 3),
        [b'A', b'm', b'b', b'e', b'r', ..] => (2, 5),
        [b'G', b'r', b'e', b'e', b'n', ..] => (3, 5),
        [b'C', b'l', b'e', b'a', b'r', ..] => (4, 5),
        _ => (NO, 0),
    }
}

/// Walks the base metrics again, slowly, to the one that is wrong.
#[cold]
fn base_fault(bytes: &[u8]) -> Error {
    if !bytes.starts_with(b"CVSS:4.0/") {
        return Error::Prefix { at: 0 };
    }
    let mut at = PREFIX;
    for (slot, key) in KEYS.iter().enumerate().take(BASE) {
        let component = scan::component(bytes, at);
        let right = scan::word(bytes, at) & key.mask == key.bits
            && component.len() == key.length + 1
            && key.code(component[key.length]) != NO;
        if !right {
            return scan::fault(bytes, at, Expected::This(slot), &METRICS);
        }
        at += component.len() + 1;
        if at > bytes.len() && slot + 1 < BASE {
            return Error::Missing {
                metric: METRICS[slot + 1].abbreviation,
                at: bytes.len(),
            };
        }
    }
    Error::Prefix { at: 0 }
}
