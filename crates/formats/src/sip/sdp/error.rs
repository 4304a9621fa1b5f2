use super::{MAX_BYTES, MAX_FORMATS, MAX_MEDIA};

/// What came of reading a description.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A description that cannot be read, and where that shows.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// It is too long.
    #[error("the description has {0} bytes, more than {MAX_BYTES}")]
    Bytes(usize),
    /// It does not begin with its version.
    #[error("line 1: {0:?} is not v=0")]
    Version(String),
    /// A line that is none.
    #[error("line {line}: {value:?} is not a letter, an equals sign and a value")]
    Line {
        /// The line, from 1.
        line: usize,
        /// Its beginning.
        value: String,
    },
    /// A value that does not have its parts.
    #[error("line {line}: {value:?} is not what its letter asks for")]
    Value {
        /// The line, from 1.
        line: usize,
        /// Its beginning.
        value: String,
    },
    /// There are too many media.
    #[error("line {0}: there are more than {MAX_MEDIA} media")]
    Media(usize),
    /// There are too many formats.
    #[error("line {0}: a medium has more than {MAX_FORMATS} formats")]
    Formats(usize),
}

impl Error {
    /// How many characters of an offending value are kept.
    pub const SHOWN: usize = 80;

    pub(super) fn shown(value: &str) -> String {
        value.chars().take(Self::SHOWN).collect()
    }
}
