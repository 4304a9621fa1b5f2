//! What can be wrong with a version.

use super::Scheme;

/// Longest piece of a refused value that an error repeats, in bytes.
const SHOWN: usize = 80;

/// Why a version was refused, or two could not be compared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{value:?} is not a version by {scheme}: {reason}, at byte {at}")]
pub struct Error {
    /// The scheme by which it was read.
    pub scheme: Scheme,
    /// The value; of a long one its beginning.
    pub value: String,
    /// The byte of the value at which the fault shows.
    pub at: usize,
    /// What is wrong there.
    pub reason: Reason,
}

/// What is wrong at the place an [`Error`] names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum Reason {
    /// Nothing is there.
    #[error("it is empty")]
    Empty,
    /// It is longer than [`super::MAX_BYTES`].
    #[error("it is longer than {} bytes", super::MAX_BYTES)]
    TooLong,
    /// It is one of [`super::PLACEHOLDERS`].
    #[error("it stands for no version")]
    Placeholder,
    /// A number should start here.
    #[error("a digit is missing")]
    DigitMissing,
    /// The character does not belong here.
    #[error("{0:?} does not belong")]
    Unexpected(char),
    /// A part between two separators, or after one, is empty.
    #[error("a part is empty")]
    PartEmpty,
    /// A commit id has fewer than 7 or more than 64 hexadecimal digits.
    #[error("a commit id has 7 to 64 digits")]
    CommitLength,
    /// Two different commits: only the commit graph orders them.
    #[error("commits have no order by their ids")]
    NoOrder,
}

impl Error {
    pub(super) fn new(scheme: Scheme, value: &str, fault: Fault) -> Self {
        let mut end = value.len().min(SHOWN);
        while !value.is_char_boundary(end) {
            end -= 1;
        }
        Self {
            scheme,
            value: value[..end].to_owned(),
            at: fault.at,
            reason: fault.reason,
        }
    }
}

/// A reason and its place, before the value is known to the one who found it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fault {
    at: usize,
    reason: Reason,
}

impl Fault {
    pub(super) const fn at(at: usize, reason: Reason) -> Self {
        Self { at, reason }
    }

    /// Blames the character at a byte, or the end of the text.
    pub(super) fn unexpected(text: &str, at: usize) -> Self {
        let found = text.get(at..).and_then(|rest| rest.chars().next());
        Self::at(at, found.map_or(Reason::PartEmpty, Reason::Unexpected))
    }

    /// Moves the place behind what was cut off before.
    pub(super) const fn after(self, skipped: usize) -> Self {
        Self {
            at: self.at + skipped,
            reason: self.reason,
        }
    }
}
