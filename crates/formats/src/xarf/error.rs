use super::MAX_BYTES;
use crate::mime::{Fault, Problem};

/// What came of reading a report.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A text that is no report, and where that shows.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The text is too long.
    #[error("the text has {bytes} bytes, more than {MAX_BYTES}")]
    TooLong {
        /// How many it has.
        bytes: usize,
    },
    /// Not JSON.
    #[error("{problem}")]
    Json {
        /// The line, from 1.
        line: usize,
        /// What the reader of JSON says.
        problem: String,
    },
    /// A message that crosses a bound or cannot be decoded.
    #[error("{problem}")]
    Message {
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        problem: Problem,
    },
    /// Neither a version 4 nor one of the older ones.
    #[error("{place}: {value:?} is not a version of X-ARF")]
    Version {
        /// Where, as a JSON pointer.
        place: String,
        /// What stands there.
        value: String,
    },
    /// A required field that is absent.
    #[error("{place}: is missing or empty")]
    Missing {
        /// Where, as a JSON pointer.
        place: String,
    },
    /// A value that a field cannot have.
    #[error("{place}: {value} is not {expected}")]
    Value {
        /// Where, as a JSON pointer.
        place: String,
        /// What stands there, its beginning.
        value: String,
        /// What would be right.
        expected: &'static str,
    },
    /// More than a report may have.
    #[error("{place}: has {count}, more than {most}")]
    TooMany {
        /// Where, as a JSON pointer.
        place: String,
        /// How many there are.
        count: usize,
        /// How many there may be.
        most: usize,
    },
}

impl Error {
    /// How many characters of an offending value are kept.
    pub const SHOWN: usize = 80;

    /// Returns the line that it shows on, from 1; the first for what is told by its place.
    pub const fn line(&self) -> usize {
        match self {
            Self::Json { line, .. } | Self::Message { line, .. } => *line,
            _ => 1,
        }
    }

    pub(super) fn missing(place: &str) -> Self {
        Self::Missing {
            place: place.to_owned(),
        }
    }

    pub(super) fn value(
        place: &str,
        value: &dyn std::fmt::Display,
        expected: &'static str,
    ) -> Self {
        Self::Value {
            place: place.to_owned(),
            value: value.to_string().chars().take(Self::SHOWN).collect(),
            expected,
        }
    }

    pub(super) fn bound(place: &str, count: usize, most: usize) -> Result<()> {
        if count <= most {
            return Ok(());
        }
        let place = place.to_owned();
        Err(Self::TooMany { place, count, most })
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Self::Message {
            line: fault.line,
            problem: fault.problem,
        }
    }
}
