//! Octets to PDUs.

mod body;
mod value;

use super::{
    Error, Field, Header, Kind, MAX_BYTES, MAX_HEADERS, Name, Note, Part, Pdu, Value, Version,
    note::{Deviation, Notes},
    wsp::Octets,
};
use value::{application, read_value};

/// Whether octets begin as a PDU does (section 7.1: the type is the first field).
pub fn is_pdu(bytes: &[u8]) -> bool {
    matches!(bytes, [0x8C, kind, ..] if Kind::of(*kind).is_some())
}

/// Reads a PDU, and says how it departs from the specification.
///
/// Header fields may stand in any order; a value that is not of its type and a field that is not known are
/// kept as they are written. A PDU that is cut off is read as far as it goes. Of parts, as many are read as
/// are announced, as a phone does.
///
/// # Errors
/// [`enum@Error`] with the place of what cannot be read, or of the bound that is crossed.
pub fn read(bytes: &[u8]) -> Result<(Pdu, Vec<Note>), Error> {
    if bytes.len() > MAX_BYTES {
        let bytes = bytes.len();
        return Err(Error::TooLong { bytes });
    }
    let mut reader = Reader::default();
    let mut octets = Octets::of(bytes);
    let cut = match reader.header(&mut octets) {
        Err(Error::End { at }) if reader.kind.is_some() => Some(at),
        Err(error) => return Err(error),
        Ok(()) => None,
    };
    let kind = reader.kind.ok_or(Error::NoKind)?;
    if let Some(at) = cut {
        reader.notes.note(at, Deviation::Cut);
    }
    let pdu = Pdu {
        kind,
        transaction_id: reader.transaction_id,
        version: reader.version,
        headers: reader.headers,
        content: reader.content,
    };
    for field in kind.mandatory() {
        let is_there = match field {
            Field::TransactionId => pdu.transaction_id.is_some(),
            Field::MmsVersion => pdu.version.is_some(),
            Field::ContentType => pdu.content.is_some(),
            _ => pdu.value(*field).is_some(),
        };
        if !is_there {
            reader.notes.note(octets.at(), Deviation::Missing(*field));
        }
    }
    Ok((pdu, reader.notes.finish()))
}

/// What was read so far.
#[derive(Default)]
struct Reader {
    kind: Option<Kind>,
    transaction_id: Option<String>,
    version: Option<Version>,
    headers: Vec<Header>,
    content: Option<Part>,
    /// Parts that were read.
    parts: usize,
    notes: Notes,
}

impl Reader {
    /// Reads header fields up to the body or the end.
    fn header(&mut self, octets: &mut Octets<'_>) -> Result<(), Error> {
        while let Some(octet) = octets.peek() {
            let at = octets.at();
            if self.headers.len() == MAX_HEADERS {
                return Err(Error::Headers { at });
            }
            match octet {
                0x80.. => {
                    octets.octet()?;
                    match Field::of(octet & 0x7F) {
                        Some(Field::ContentType) => return self.content(octets),
                        Some(field) => self.known(field, octets)?,
                        None => {
                            self.notes.note(at, Deviation::Unknown(octet));
                            let value = Value::Raw(octets.any(&mut self.notes)?.to_vec());
                            let name = Name::Numbered(octet & 0x7F);
                            self.headers.push(Header { name, value });
                        }
                    }
                }
                32..=126 => {
                    let header = application(octets, &mut self.notes)?;
                    self.headers.push(header);
                }
                _ => return Err(Error::Name { at, octet }),
            }
        }
        Ok(())
    }

    fn known(&mut self, field: Field, octets: &mut Octets<'_>) -> Result<(), Error> {
        let at = octets.at();
        let before = *octets;
        let value = match read_value(field, octets, &mut self.notes) {
            Ok(value) => value,
            Err(_) => {
                *octets = before;
                self.notes.note(at, Deviation::Value(field));
                Value::Raw(octets.any(&mut self.notes)?.to_vec())
            }
        };
        match (field, value) {
            (Field::MessageType, Value::Token(octet)) => {
                let kind = Kind::of(octet).ok_or(Error::Kind { at, octet })?;
                match self.kind {
                    None => self.kind = Some(kind),
                    Some(_) => self.notes.note(at, Deviation::Again(field)),
                }
                return Ok(());
            }
            (Field::MessageType, _) => {
                let expected = "a type of message";
                return Err(Error::Value { at, expected });
            }
            (Field::TransactionId, Value::Text(text)) if self.transaction_id.is_none() => {
                self.transaction_id = Some(text);
                return Ok(());
            }
            (Field::MmsVersion, Value::Token(octet)) if self.version.is_none() => {
                self.version = Some(Version {
                    major: octet >> 4 & 0x07,
                    minor: octet & 0x0F,
                });
                return Ok(());
            }
            (_, value) => {
                let name = Name::Known(field);
                if let Value::Token(token) = value
                    && field.word(token).is_none()
                {
                    self.notes.note(at, Deviation::Token(field));
                }
                let is_list = matches!(
                    field,
                    Field::Bcc
                        | Field::Cc
                        | Field::To
                        | Field::ContentLocation
                        | Field::Attributes
                        | Field::PreviouslySentBy
                        | Field::PreviouslySentDate
                        | Field::MmFlags
                );
                if !is_list && self.headers.iter().any(|header| header.name == name) {
                    self.notes.note(at, Deviation::Again(field));
                }
                self.headers.push(Header { name, value });
            }
        }
        Ok(())
    }
}
