//! Values of header fields (section 7.3).

use super::super::{
    Deadline, EncodedString, Error, Field, Header, Name, Sender, Value,
    field::Shape,
    note::{Deviation, Notes},
    wsp::Octets,
};
use crate::mms::charset;

/// Reads a value of a field as its type has it.
pub(super) fn read_value(
    field: Field,
    octets: &mut Octets<'_>,
    notes: &mut Notes,
) -> Result<Value, Error> {
    let at = octets.at();
    let wrong = |expected| Error::Value { at, expected };
    let token = |octets: &mut Octets<'_>| match octets.octet()? {
        octet @ 0x80.. => Ok(octet),
        _ => Err(wrong("a token")),
    };
    let value = match field.shape() {
        Shape::Encoded => Value::Encoded(encoded(octets, notes)?),
        Shape::Text | Shape::Location => match octets.peek() {
            Some(1..32) | None => return Err(wrong("a text")),
            Some(_) => Value::Text(octets.text(notes)),
        },
        Shape::Class => match octets.peek() {
            Some(0x80..) => Value::Token(octets.octet()?),
            Some(32..=126) => Value::Text(octets.text(notes)),
            _ => return Err(wrong("a class")),
        },
        Shape::Long | Shape::Integer => Value::Number(octets.integer()?),
        Shape::Version | Shape::Token | Shape::Status => Value::Token(token(octets)?),
        Shape::From => {
            let mut within = octets.counted()?;
            let sender = match token(&mut within)? {
                0x80 => Sender::Address(encoded(&mut within, notes)?),
                0x81 => Sender::Insert,
                _ => return Err(wrong("an address or the token to insert one")),
            };
            ended(&within, notes);
            Value::Sender(sender)
        }
        Shape::Time => {
            let mut within = octets.counted()?;
            let deadline = match token(&mut within)? {
                0x80 => Deadline::At(within.integer()?),
                0x81 => Deadline::In(within.integer()?),
                _ => return Err(wrong("a moment or a time from now")),
            };
            ended(&within, notes);
            Value::Deadline(deadline)
        }
        Shape::SentBy => {
            let mut within = octets.counted()?;
            let count = within.integer()?;
            let address = encoded(&mut within, notes)?;
            ended(&within, notes);
            Value::SentBy(count, address)
        }
        Shape::SentDate => {
            let mut within = octets.counted()?;
            let value = Value::SentDate(within.integer()?, within.integer()?);
            ended(&within, notes);
            value
        }
        Shape::Flags => {
            let mut within = octets.counted()?;
            let action = token(&mut within)?;
            let words = encoded(&mut within, notes)?;
            ended(&within, notes);
            Value::Flags(action, words)
        }
        Shape::Total => {
            let mut within = octets.counted()?;
            let value = Value::Total(token(&mut within)?, within.integer()?);
            ended(&within, notes);
            value
        }
        Shape::ContentType | Shape::Other => Value::Raw(octets.any(notes)?.to_vec()),
    };
    Ok(value)
}

/// Notes what is left of a counted value.
fn ended(octets: &Octets<'_>, notes: &mut Notes) {
    if !octets.is_empty() {
        notes.note(octets.at(), Deviation::Length);
    }
}

/// Encoded-string-value (section 7.3.18).
fn encoded(octets: &mut Octets<'_>, notes: &mut Notes) -> Result<EncodedString, Error> {
    if !matches!(octets.peek(), Some(1..32)) {
        return Ok(EncodedString {
            charset: None,
            octets: octets.text_octets(notes).to_vec(),
        });
    }
    let mut within = octets.counted()?;
    let at = within.at();
    let expected = "the number of a character set";
    let number = u32::try_from(within.integer()?).map_err(|_| Error::Value { at, expected })?;
    let text = if charset::is_wide(number) {
        wide(within.rest(), at, notes).to_vec()
    } else {
        let text = within.text_octets(notes).to_vec();
        ended(&within, notes);
        text
    };
    Ok(EncodedString {
        charset: Some(number),
        octets: text,
    })
}

/// Returns a text of two octets for each character, without its quote and what ends it: there, NUL may be
/// half of a character.
fn wide<'a>(octets: &'a [u8], at: usize, notes: &mut Notes) -> &'a [u8] {
    let mut text = octets.strip_prefix(&[127]).unwrap_or(octets);
    if text.len() % 2 == 1 {
        let (last, whole) = text.split_last().unwrap_or((&0, &[]));
        if *last != 0 {
            notes.note(at, Deviation::Charset);
        }
        text = whole;
    }
    while let Some(whole) = text.strip_suffix(&[0, 0]) {
        text = whole;
    }
    text
}

/// Reads a header field of an application: two texts (WAP-230, section 8.4.2.6).
pub(super) fn application(octets: &mut Octets<'_>, notes: &mut Notes) -> Result<Header, Error> {
    let name = Name::Application(octets.text(notes));
    let value = match octets.peek() {
        Some(1..32) => Value::Raw(octets.any(notes)?.to_vec()),
        _ => Value::Text(octets.text(notes)),
    };
    Ok(Header { name, value })
}
