//! Texts that are to be sent: the smallest coding, and parts where one message does not hold them.

use super::{Alphabet, gsm7};
use crate::smpp::{Error, EsmClass, Result};

/// Septets of a message (3GPP TS 23.040, 9.2.3.16).
const SEPTETS: usize = 160;
/// Septets of a part, after a header of six bytes.
const PART_SEPTETS: usize = 153;
/// Bytes of a message.
const OCTETS: usize = 140;
/// Bytes of a part that is coded in pairs of bytes.
const PART_OCTETS: usize = 134;
/// Most parts of a message.
const MAX_PARTS: usize = 255;
/// Bytes of the header of a part.
const HEADER: usize = 6;

/// A text as messages hold it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Encoded {
    /// How it is coded, for each of its messages.
    pub data_coding: u8,
    /// The class of each of its messages.
    pub esm_class: EsmClass,
    /// What the messages hold, in their order; parts begin with their header.
    pub messages: Vec<Vec<u8>>,
}

/// Writes a text: in the default alphabet where that has all its characters, else in UCS-2.
///
/// What one message does not hold is cut into parts, never within a character; `reference` is what they have
/// in common. How much a message holds is reckoned as on the air, whatever the centre is told in.
///
/// # Errors
/// [`Error::TooLong`] for what needs more than 255 parts.
pub fn encode(text: &str, alphabet: Alphabet, reference: u8) -> Result<Encoded> {
    let septets = |c: char| gsm7::septet(c).map(|(is_escaped, _)| 1 + usize::from(is_escaped));
    let is_plain = text.chars().all(|c| {
        // What is written in ISO 8859-1 has to be in it, too.
        septets(c).is_some() && (alphabet != Alphabet::Latin1 || u8::try_from(c).is_ok())
    });
    let (whole, part, data_coding) = if is_plain {
        (SEPTETS, PART_SEPTETS, 0)
    } else {
        (OCTETS, PART_OCTETS, 8)
    };
    let size = |c: char| match septets(c) {
        Some(septets) if is_plain => septets,
        _ => c.len_utf16() * 2,
    };
    let write = |text: &str, header: usize| match alphabet {
        _ if !is_plain => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        Alphabet::Gsm7 => written(text),
        Alphabet::Gsm7Packed => gsm7::pack(&written(text), header),
        Alphabet::Latin1 => text.chars().filter_map(|c| u8::try_from(c).ok()).collect(),
        Alphabet::Utf8 => text.as_bytes().to_vec(),
    };
    if text.chars().map(size).sum::<usize>() <= whole {
        return Ok(Encoded {
            data_coding,
            esm_class: EsmClass::default(),
            messages: vec![write(text, 0)],
        });
    }
    let parts = cut(text, part, size);
    let Some(total) = u8::try_from(parts.len()).ok() else {
        return Err(Error::TooLong {
            field: "parts",
            length: parts.len(),
            most: MAX_PARTS,
        });
    };
    let with_header = |(index, text): (u8, &str)| {
        let mut message = vec![5, 0, 3, reference, total, index];
        message.extend(write(text, HEADER));
        message
    };
    Ok(Encoded {
        data_coding,
        esm_class: EsmClass(EsmClass::HEADER),
        messages: (1..=total).zip(parts).map(with_header).collect(),
    })
}

fn written(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for septet in text.chars().filter_map(gsm7::septet) {
        gsm7::push(septet, &mut out);
    }
    out
}

/// Cuts a text into parts of at most `most`.
fn cut(text: &str, most: usize, size: impl Fn(char) -> usize) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut length) = (0, 0);
    for (at, character) in text.char_indices() {
        if length + size(character) > most {
            parts.extend(text.get(start..at));
            (start, length) = (at, 0);
        }
        length += size(character);
    }
    parts.extend(text.get(start..));
    parts
}
