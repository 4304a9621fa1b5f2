//! The 7-bit alphabets of 3GPP TS 23.038: septets and characters, packed and not.

use std::{collections::HashMap, sync::LazyLock};

use super::{National, Text};

/// What makes the next septet one of the single shift table.
const ESCAPE: u8 = 0x1B;

/// An alphabet of 128 characters.
type Table = [Option<char>; 128];

struct Tables {
    locking: Vec<(u8, Table)>,
    single: Vec<(u8, Table)>,
    /// The septet of a character of the default alphabet, and whether it comes after an escape.
    septets: HashMap<char, (bool, u8)>,
    /// The same of the first 256 characters, which nearly all are.
    first: [Option<(bool, u8)>; 256],
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| read(include_str!("alphabets.txt")));

fn read(text: &str) -> Tables {
    let (mut locking, mut single) = (Vec::new(), Vec::new());
    let mut is_locking = true;
    let mut at = 0;
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split(' ');
        let kind = cells.clone().next().unwrap_or_default();
        if matches!(kind, "locking" | "single") {
            is_locking = kind == "locking";
            let id = cells.nth(1).and_then(|id| id.parse().ok()).unwrap_or(0);
            let list = if is_locking {
                &mut locking
            } else {
                &mut single
            };
            list.push((id, [None; 128]));
            at = 0;
            continue;
        }
        let list = if is_locking {
            &mut locking
        } else {
            &mut single
        };
        let Some((_, table)) = list.last_mut() else {
            continue;
        };
        for cell in cells {
            let (place, point) = match cell.split_once(':') {
                Some((place, point)) => (usize::from_str_radix(place, 16).ok(), point),
                None => (Some(at), cell),
            };
            at += 1;
            let point = u32::from_str_radix(point, 16).ok().and_then(char::from_u32);
            if let Some(slot) = place.and_then(|place| table.get_mut(place)) {
                *slot = point;
            }
        }
    }
    let mut septets = HashMap::new();
    // The plain ones last, since they are the shorter ones.
    for (list, is_escaped) in [(&single, true), (&locking, false)] {
        let table = list.first().map(|(_, table)| table);
        for (septet, character) in (0..).zip(table.into_iter().flatten()) {
            if let Some(character) = character {
                septets.insert(*character, (is_escaped, septet));
            }
        }
    }
    let mut first = [None; 256];
    for (slot, character) in first.iter_mut().zip('\0'..) {
        *slot = septets.get(&character).copied();
    }
    Tables {
        locking,
        single,
        septets,
        first,
    }
}

/// Returns the table of a language; the default one where it has none.
fn table(list: &'static [(u8, Table)], id: u8) -> Option<&'static Table> {
    let found = list
        .iter()
        .find(|(of, _)| *of == id)
        .or_else(|| list.first());
    found.map(|(_, table)| table)
}

/// Reads septets, one a byte.
pub(super) fn decode(septets: &[u8], national: National) -> Text {
    let mut text = String::with_capacity(septets.len());
    let mut is_exact = true;
    let tables =
        table(&TABLES.locking, national.locking).zip(table(&TABLES.single, national.single));
    let Some((locking, single)) = tables else {
        return Text { text, is_exact };
    };
    let of = |table: &Table, septet: u8| table.get(usize::from(septet)).copied().flatten();
    let mut is_escaped = false;
    for &septet in septets {
        if is_escaped {
            is_escaped = false;
            if septet == ESCAPE {
                // A further table, which there is none of (clause 6.2.1.1, note 1).
                text.push(' ');
                continue;
            }
            if let Some(character) = of(single, septet) {
                text.push(character);
                continue;
            }
            // What the table does not have is shown as if there were no escape.
            is_exact = false;
        } else if septet == ESCAPE {
            is_escaped = true;
            continue;
        }
        let character = of(locking, septet);
        is_exact &= character.is_some();
        text.push(character.unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    Text {
        text,
        is_exact: is_exact && !is_escaped,
    }
}

/// Returns the septet of a character in the default alphabet, and whether it comes after an escape.
pub(super) fn septet(character: char) -> Option<(bool, u8)> {
    let tables = &*TABLES;
    match usize::try_from(u32::from(character)) {
        Ok(at @ ..256) => tables.first.get(at).copied().flatten(),
        _ => tables.septets.get(&character).copied(),
    }
}

/// Writes a character of the default alphabet; the escape first where there is one.
pub(super) fn push(septet: (bool, u8), out: &mut Vec<u8>) {
    if septet.0 {
        out.push(ESCAPE);
    }
    out.push(septet.1);
}

/// Unpacks septets that follow a header of `header` bytes, from the next septet on (3GPP TS 23.040,
/// 9.2.3.24).
///
/// How many septets there are is not said by SMPP. Where the last byte may be filling but for one bit, a last
/// septet of `@` or carriage return is taken for that.
pub(super) fn unpack(octets: &[u8], header: usize) -> Vec<u8> {
    let mut septets = Vec::with_capacity(octets.len() * 8 / 7);
    let fill = fill_bits(header);
    let (mut bits, mut count) = (0_u32, 0_u32);
    for (index, &octet) in octets.iter().enumerate() {
        bits |= u32::from(octet) << count;
        count += 8;
        if index == 0 {
            bits >>= fill;
            count -= fill;
        }
        while count >= 7 {
            septets.push(bits.to_le_bytes()[0] & 0x7F);
            bits >>= 7;
            count -= 7;
        }
    }
    let bits = (octets.len() * 8).saturating_sub(fill as usize);
    let is_full = bits.is_multiple_of(7);
    if is_full && matches!(septets.last(), Some(0 | b'\r')) {
        septets.pop();
    }
    septets
}

/// Packs septets that follow a header of `header` bytes.
pub(super) fn pack(septets: &[u8], header: usize) -> Vec<u8> {
    let mut octets = Vec::with_capacity(septets.len() * 7 / 8 + 1);
    let (mut bits, mut count) = (0_u32, fill_bits(header));
    for &septet in septets {
        bits |= u32::from(septet & 0x7F) << count;
        count += 7;
        while count >= 8 {
            octets.push(bits.to_le_bytes()[0]);
            bits >>= 8;
            count -= 8;
        }
    }
    if count == 1 {
        // Seven bits of filling would look like `@`, so they are a carriage return (clause 6.1.2.3.1).
        bits |= u32::from(b'\r') << 1;
        octets.push(bits.to_le_bytes()[0]);
    } else if count > 0 {
        octets.push(bits.to_le_bytes()[0]);
    }
    octets
}

/// How many bits there are between a header and the next septet.
fn fill_bits(header: usize) -> u32 {
    match u32::try_from(header * 8 % 7) {
        Ok(over @ 1..) => 7 - over,
        _ => 0,
    }
}

#[cfg(test)]
pub(in crate::smpp) fn alphabets() -> Vec<(&'static str, u8, Vec<Option<char>>)> {
    let named = |kind, list: &'static [(u8, Table)]| {
        let rows = list.iter();
        rows.map(move |(id, table)| (kind, *id, table.to_vec()))
    };
    let locking = named("locking", &TABLES.locking);
    locking
        .chain(named("singleShift", &TABLES.single))
        .collect()
}
