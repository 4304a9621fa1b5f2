//! Bodies, split into parts (WAP-230, section 8.5).

use super::{
    super::{
        Body, Error, Header, MAX_DEPTH, MAX_HEADERS, MAX_PARTS, Name, Part, Value,
        note::{Deviation, Notes},
        wsp::{Octets, part_field, read_media_type, read_parameters},
    },
    Reader,
    value::application,
};
use crate::mms::MediaType;

impl Reader {
    /// Reads the type of the body, and the body, which is all that is left.
    pub(super) fn content(&mut self, octets: &mut Octets<'_>) -> Result<(), Error> {
        let mut part = Part {
            media_type: read_media_type(octets, &mut self.notes)?,
            ..Part::default()
        };
        let length = octets.len();
        part.body = self.body(&part.media_type, octets.take(length)?, 0)?;
        self.content = Some(part);
        Ok(())
    }

    fn body(
        &mut self,
        media_type: &MediaType,
        mut octets: Octets<'_>,
        depth: usize,
    ) -> Result<Body, Error> {
        if !media_type.is_multipart() {
            return Ok(Body::Octets(octets.rest().to_vec()));
        }
        let at = octets.at();
        if depth == MAX_DEPTH {
            return Err(Error::Depth { at });
        }
        let mut within = octets;
        match self.split(&mut within, depth) {
            Ok(parts) => Ok(Body::Parts(parts)),
            Err(error) if error.is_bound() => Err(error),
            Err(_) => {
                self.notes.note(at, Deviation::Body);
                Ok(Body::Octets(octets.rest().to_vec()))
            }
        }
    }

    /// Reads the parts of a multipart body (WAP-230, section 8.5.2).
    fn split(&mut self, octets: &mut Octets<'_>, depth: usize) -> Result<Vec<Part>, Error> {
        let count = octets.uintvar()?;
        let mut parts = Vec::new();
        for number in 0..count {
            let at = octets.at();
            match self.part(octets, depth) {
                Ok(part) => parts.push(part),
                Err(error) if error.is_bound() || number == 0 => return Err(error),
                Err(_) => {
                    self.notes.note(at, Deviation::CutParts);
                    return Ok(parts);
                }
            }
        }
        if !octets.is_empty() {
            self.notes.note(octets.at(), Deviation::Trailing);
        }
        Ok(parts)
    }

    fn part(&mut self, octets: &mut Octets<'_>, depth: usize) -> Result<Part, Error> {
        let at = octets.at();
        let header = octets.length()?;
        let length = octets.length()?;
        let mut header = octets.take(header)?;
        self.parts += 1;
        if self.parts > MAX_PARTS {
            return Err(Error::Parts { at });
        }
        let media_type = read_media_type(&mut header, &mut self.notes)?;
        let mut part = Part {
            media_type,
            ..Part::default()
        };
        self.part_header(&mut header, &mut part)?;
        if length > octets.len() {
            self.notes.note(octets.at(), Deviation::CutParts);
        }
        let data = octets.take(length.min(octets.len()))?;
        part.body = self.body(&part.media_type, data, depth + 1)?;
        Ok(part)
    }

    /// Reads header fields of a part; at one that cannot be read it stops.
    fn part_header(&mut self, octets: &mut Octets<'_>, part: &mut Part) -> Result<(), Error> {
        while let Some(octet) = octets.peek() {
            let at = octets.at();
            if part.headers.len() == MAX_HEADERS {
                return Err(Error::Headers { at });
            }
            let header = match octet {
                0x80.. => {
                    octets.octet()?;
                    numbered(octet & 0x7F, octets, part, &mut self.notes)
                }
                32..=126 => application(octets, &mut self.notes).map(Some),
                _ => Err(Error::Name { at, octet }),
            };
            match header {
                Ok(Some(header)) => named(header, part),
                Ok(None) => {}
                Err(_) => {
                    self.notes.note(at, Deviation::Length);
                    break;
                }
            }
        }
        Ok(())
    }
}

/// Reads a header field of a part into it, or returns one that has no place there.
fn numbered(
    number: u8,
    octets: &mut Octets<'_>,
    part: &mut Part,
    notes: &mut Notes,
) -> Result<Option<Header>, Error> {
    let before = *octets;
    match part_field(number) {
        Some("Content-ID") if part.id.is_none() => part.id = Some(bare(&octets.quoted(notes))),
        Some("Content-Location") if part.location.is_none() => {
            part.location = Some(octets.text(notes));
        }
        Some("Content-Disposition") if part.disposition.is_none() => {
            match read_disposition(octets, notes) {
                Ok(disposition) => part.disposition = Some(disposition),
                Err(_) => {
                    *octets = before;
                    return raw(number, octets, notes);
                }
            }
        }
        _ => return raw(number, octets, notes),
    }
    Ok(None)
}

fn raw(number: u8, octets: &mut Octets<'_>, notes: &mut Notes) -> Result<Option<Header>, Error> {
    let name = Name::Numbered(number);
    let value = Value::Raw(octets.any(notes)?.to_vec());
    Ok(Some(Header { name, value }))
}

/// Puts a header field that is named in text where its number would have put it.
fn named(header: Header, part: &mut Part) {
    match (&header.name, &header.value) {
        (Name::Application(name), Value::Text(text))
            if name.eq_ignore_ascii_case("Content-ID") && part.id.is_none() =>
        {
            part.id = Some(bare(text));
        }
        (Name::Application(name), Value::Text(text))
            if name.eq_ignore_ascii_case("Content-Location") && part.location.is_none() =>
        {
            part.location = Some(text.clone());
        }
        _ => part.headers.push(header),
    }
}

/// Content-disposition-value (WAP-230, section 8.4.2.53).
fn read_disposition(octets: &mut Octets<'_>, notes: &mut Notes) -> Result<MediaType, Error> {
    let mut within = octets.counted()?;
    let at = within.at();
    let kind = match within.peek() {
        Some(0x80) => "form-data",
        Some(0x81) => "attachment",
        Some(0x82) => "inline",
        Some(32..=126) => {
            let mut disposition = MediaType::new(&within.text(notes));
            disposition.parameters = read_parameters(&mut within, notes);
            return Ok(disposition);
        }
        _ => {
            let expected = "a disposition";
            return Err(Error::Value { at, expected });
        }
    };
    within.octet()?;
    let mut disposition = MediaType::new(kind);
    disposition.parameters = read_parameters(&mut within, notes);
    Ok(disposition)
}

/// An identity without its brackets.
fn bare(id: &str) -> String {
    let within = id.strip_prefix('<').and_then(|id| id.strip_suffix('>'));
    within.unwrap_or(id).to_owned()
}
