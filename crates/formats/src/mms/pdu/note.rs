//! How what was read departs from the specification.

use super::Field;

/// A deviation that was read over, and where it is.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("octet {at}: {deviation}")]
pub struct Note {
    /// The octet it shows on, from 0.
    pub at: usize,
    /// What is there.
    pub deviation: Deviation,
}

/// What a PDU has otherwise than the specification.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Deviation {
    /// A text that no NUL ends.
    #[error("a text is not ended")]
    Unended,
    /// A text whose first octet looks like something else and is not quoted (WAP-230, section 8.4.2.1).
    #[error("a text is not quoted")]
    Unquoted,
    /// A text that is not of the character set it should be in.
    #[error("a text is not of its character set")]
    Charset,
    /// Something else than the octets that the length in front of it counts.
    #[error("a length counts something else than what is there")]
    Length,
    /// A header field whose value is not of its type; it is kept as it is.
    #[error("the value of {} is not of its type", .0.name())]
    Value(Field),
    /// A token that the header field does not have.
    #[error("{} has a token that is not known", .0.name())]
    Token(Field),
    /// A header field that may be there once.
    #[error("{} is there again", .0.name())]
    Again(Field),
    /// A header field that this type of message has to have.
    #[error("{} is missing", .0.name())]
    Missing(Field),
    /// A header field that is not known; it is kept as it is.
    #[error("header field 0x{0:02x} is not known")]
    Unknown(u8),
    /// The PDU ends within its header.
    #[error("the PDU ends within its header")]
    Cut,
    /// Fewer or shorter parts than are announced.
    #[error("parts are missing or cut off")]
    CutParts,
    /// Octets after the last part.
    #[error("there is something after the last part")]
    Trailing,
    /// A multipart body that cannot be split.
    #[error("a multipart body cannot be split")]
    Body,
    /// A media type that is empty.
    #[error("a media type is empty")]
    MediaType,
}

/// Deviations of one PDU, as they are found.
#[derive(Debug, Default)]
pub(super) struct Notes(Vec<Note>);

impl Notes {
    /// Deviations that are told; more of them say nothing new.
    const MOST: usize = 100;

    pub(super) fn note(&mut self, at: usize, deviation: Deviation) {
        if self.0.len() < Self::MOST {
            self.0.push(Note { at, deviation });
        }
    }

    pub(super) fn finish(self) -> Vec<Note> {
        self.0
    }
}
