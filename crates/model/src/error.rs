use thiserror::Error;

/// A value from outside that is not what it claims to be.
///
/// Every variant carries the value, cut to [`Error::SHOWN`] characters so
/// that a hostile one cannot fill a log.
#[derive(Clone, Debug, Error, Eq, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// Text with a NUL character, which PostgreSQL cannot store.
    #[error("text holds a NUL character at byte {at}")]
    Nul {
        /// Byte offset of the first NUL.
        at: usize,
    },
    /// A word that is not one of a fixed list.
    #[error("{value:?} is no {what}; expected one of {expected}")]
    Unknown {
        /// What was being read, for example `channel`.
        what: &'static str,
        /// The offending value.
        value: String,
        /// The words that are accepted.
        expected: &'static str,
    },
    /// A time that is not RFC 3339.
    #[error("{value:?} is not an RFC 3339 time, for example 2026-11-21T08:30:00Z")]
    Time {
        /// The offending value.
        value: String,
    },
    /// An identifier of the wrong shape.
    #[error("{value:?} is no {what} id, for example {example}")]
    Id {
        /// What kind of id was expected.
        what: &'static str,
        /// The offending value.
        value: String,
        /// One that would have been accepted.
        example: &'static str,
    },
}

/// Shorthand for a result of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// How many characters of an offending value an error keeps.
    pub const SHOWN: usize = 80;

    pub(crate) fn shown(value: &str) -> String {
        let mut cut: String = value.chars().take(Self::SHOWN).collect();
        if cut.len() < value.len() {
            cut.push('…');
        }
        cut
    }
}
