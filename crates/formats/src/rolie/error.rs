use watchbell_iodef as iodef;

/// A document that cannot be read.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Not XML within the bounds.
    #[error(transparent)]
    Xml(#[from] iodef::Error),
    /// Not JSON, or JSON that is something else than is there.
    #[error("line {line}, column {column}: {problem}")]
    Json {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What the reader said.
        problem: String,
    },
    /// Longer than [`super::MAX_BYTES`].
    #[error("the text has {bytes} bytes, more than {}", super::MAX_BYTES)]
    TooLong {
        /// How many it has.
        bytes: usize,
    },
    /// The root is something else than was asked for.
    #[error("{name:?} in namespace {space:?} is not {expected}")]
    Root {
        /// Its namespace.
        space: String,
        /// Its name.
        name: String,
        /// What was asked for.
        expected: &'static str,
    },
    /// A mandatory part that is not there.
    #[error("line {line}, {place}: {name} is missing")]
    Missing {
        /// Line, from 1.
        line: u64,
        /// The element.
        place: String,
        /// The part's name.
        name: &'static str,
    },
    /// More than one of what may be there once, or more than are read.
    #[error("line {line}, {place}: there are too many of {name}")]
    TooMany {
        /// Line, from 1.
        line: u64,
        /// The element.
        place: String,
        /// The part's name.
        name: &'static str,
    },
    /// A value that is not of its type.
    #[error("line {line}, {place}: {value:?} is not {expected}")]
    Value {
        /// Line, from 1.
        line: u64,
        /// The element.
        place: String,
        /// The value, cut to 80 characters.
        value: String,
        /// What is accepted.
        expected: &'static str,
    },
}

impl Error {
    /// Returns what kind of thing is wrong, the same in every release: `rolie/missing`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Xml(_) => "rolie/xml",
            Self::Json { .. } => "rolie/json",
            Self::TooLong { .. } => "rolie/too-long",
            Self::Root { .. } => "rolie/root",
            Self::Missing { .. } => "rolie/missing",
            Self::TooMany { .. } => "rolie/too-many",
            Self::Value { .. } => "rolie/value",
        }
    }
}
