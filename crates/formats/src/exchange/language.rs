//! The languages in which incidents are exchanged: told apart, read and written.

use serde_json::Value;
use watchbell_iodef::{self as iodef, Change, Document, Form};

use crate::{csaf, misp, stix};

/// Longest text of a bundle or of events, in bytes.
pub const MAX_BYTES: usize = 64 << 20;

/// A language.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Language {
    /// IODEF in one of its forms.
    Iodef(Form),
    /// Bundles of STIX 2.1.
    Stix,
    /// Events of MISP.
    Misp,
    /// CSAF documents.
    Csaf,
}

/// A text that cannot be understood.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Longer than [`MAX_BYTES`].
    #[error("the text has {bytes} bytes, more than {MAX_BYTES}")]
    TooLong {
        /// How many it has.
        bytes: usize,
    },
    /// Not JSON.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// JSON that is something else than the language has there.
    #[error("{place}: {problem}")]
    Place {
        /// Where, as a path.
        place: String,
        /// What is wrong.
        problem: &'static str,
    },
    /// Not IODEF.
    #[error(transparent)]
    Iodef(#[from] iodef::Error),
}

impl Error {
    pub(crate) fn at(place: &str, problem: &'static str) -> Self {
        Self::Place {
            place: place.to_owned(),
            problem,
        }
    }
}

/// Reads JSON within the bound.
pub(crate) fn json(text: &str) -> Result<Value, Error> {
    if text.len() > MAX_BYTES {
        return Err(Error::TooLong { bytes: text.len() });
    }
    Ok(serde_json::from_str(text)?)
}

impl Language {
    /// Tells the language by how a document begins; nothing where it is none of them.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        if let Ok(text) = std::str::from_utf8(bytes) {
            if stix::is_bundle(text) {
                return Some(Self::Stix);
            }
            if misp::is_event(text) {
                return Some(Self::Misp);
            }
            if csaf::is_advisory(text) {
                return Some(Self::Csaf);
            }
        }
        Form::of(bytes).map(Self::Iodef)
    }

    /// Returns its name, for people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Iodef(form) => form.name(),
            Self::Stix => "STIX bundle",
            Self::Misp => "MISP event",
            Self::Csaf => "CSAF document",
        }
    }

    /// Reads a document that keeps all rules.
    ///
    /// # Errors
    /// [`enum@Error`] with the place of what is wrong.
    pub fn read(self, bytes: &[u8]) -> Result<Document, Error> {
        match self {
            Self::Iodef(form) => Ok(form.read(bytes)?),
            Self::Stix => stix::read(&String::from_utf8_lossy(bytes)),
            Self::Misp => misp::read(&String::from_utf8_lossy(bytes)),
            Self::Csaf => csaf::read(&String::from_utf8_lossy(bytes)),
        }
    }

    /// Reads a document that keeps the rules less well, and says what was changed to do so.
    ///
    /// # Errors
    /// [`enum@Error`] with the place of what cannot be understood at all.
    pub fn read_lenient(self, bytes: &[u8]) -> Result<(Document, Vec<Change>), Error> {
        match self {
            Self::Iodef(form) => Ok(form.read_lenient(bytes)?),
            Self::Stix | Self::Misp | Self::Csaf => Ok((self.read(bytes)?, Vec::new())),
        }
    }

    /// Writes a document; says what of it the language has no place for.
    pub fn write(self, document: &Document) -> (Vec<u8>, Vec<Change>) {
        let (value, lost) = match self {
            Self::Iodef(form) => {
                let written = form.write(document);
                let lost = form.loses(document, &written);
                return (written, lost);
            }
            Self::Stix => stix::bundle(document),
            Self::Misp => misp::events(document),
            Self::Csaf => csaf::advisory(document),
        };
        (format!("{value:#}\n").into_bytes(), lost)
    }
}
