//! The forms that a document is written in.

use std::{borrow::Cow, collections::HashMap, io::Read as _};

use crate::{
    Change, Document, Error, MAX_CHANGES, Problem, Result, cbor,
    error::shown,
    json,
    xml::{self, encoding::Decoded},
};

/// How a document is written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Form {
    /// XML of RFC 7970.
    Xml,
    /// JSON of RFC 8727.
    Json,
    /// CBOR of RFC 8727.
    Cbor,
}

impl Form {
    /// Tells the form by how a document begins; nothing where it is none of them.
    pub fn of(beginning: &[u8]) -> Option<Self> {
        let text = beginning.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(beginning);
        // UTF-16, with a mark or without.
        if let [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [b'<', 0, ..] | [0, b'<', ..] = text {
            return Some(Self::Xml);
        }
        match text.trim_ascii_start().first()? {
            b'<' => Some(Self::Xml),
            b'{' => Some(Self::Json),
            // A map, or what says that it is CBOR.
            0xA0..=0xBF | 0xD9 => Some(Self::Cbor),
            _ => None,
        }
    }

    /// Returns its short name: `xml`, `json`, `cbor`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Xml => "xml",
            Self::Json => "json",
            Self::Cbor => "cbor",
        }
    }

    /// Reads a document that keeps all rules.
    ///
    /// # Errors
    /// [`Error`] with the place of what is wrong.
    pub fn read(self, bytes: &[u8]) -> Result<Document> {
        match self {
            Self::Xml => xml::read(&decoded(bytes)?),
            Self::Json => json::read(text(bytes)?),
            Self::Cbor => cbor::read(bytes),
        }
    }

    /// Reads a document that keeps the rules less well, and says what was changed to do so.
    ///
    /// # Errors
    /// [`Error`] with the place of what cannot be understood at all.
    pub fn read_lenient(self, bytes: &[u8]) -> Result<(Document, Vec<Change>)> {
        match self {
            Self::Xml => xml::read_lenient(&decoded(bytes)?),
            Self::Json => json::read_lenient(text(bytes)?),
            Self::Cbor => cbor::read_lenient(bytes),
        }
    }

    /// Writes a document.
    pub fn write(self, document: &Document) -> Vec<u8> {
        match self {
            Self::Xml => xml::write(document).into_bytes(),
            Self::Json => json::write(document).into_bytes(),
            Self::Cbor => cbor::write(document),
        }
    }

    /// Says what of a document is not in what was written of it in this form, in the words of its XML.
    pub fn loses(self, document: &Document, written: &[u8]) -> Vec<Change> {
        let Ok(kept) = self.read(written) else {
            return Vec::new();
        };
        let (before, after) = (xml::write(document), xml::write(&kept));
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for line in after.lines() {
            *counts.entry(line.trim()).or_default() += 1;
        }
        let mut lost = Vec::new();
        for line in before.lines().map(str::trim) {
            match counts.get_mut(line) {
                Some(count) if *count > 0 => *count -= 1,
                _ if line.starts_with("</") || lost.len() == MAX_CHANGES => {}
                _ => lost.push(Change {
                    code: "lost",
                    path: "IODEF-Document".to_owned(),
                    message: format!("{} has no place for {}", self.name(), shown(line)),
                }),
            }
        }
        lost
    }
}

/// Returns the text of XML, whatever it is written in.
pub(crate) fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.into());
    }
    let mut read = String::new();
    let mut from = bytes;
    let decoded = Decoded::of(&mut from).read_to_string(&mut read);
    match decoded {
        Ok(_) => Ok(read.into()),
        Err(_) => text(bytes).map(Into::into),
    }
}

fn text(bytes: &[u8]) -> Result<&str> {
    std::str::from_utf8(bytes).map_err(|error| {
        let before = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
        let line = before.rsplit('\n').next().unwrap_or_default();
        Error::Xml {
            line: before.bytes().filter(|byte| *byte == b'\n').count() as u64 + 1,
            column: line.chars().count() as u64 + 1,
            problem: Problem::Utf8,
        }
    })
}
