use watchbell_iodef as iodef;

/// A message that cannot be read.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Not XML within the bounds.
    #[error(transparent)]
    Xml(#[from] iodef::Error),
    /// The root is something else than a message of RID.
    #[error("{name:?} in namespace {space:?} is not a RID message")]
    Root {
        /// Its namespace.
        space: String,
        /// Its name.
        name: String,
    },
    /// An element or `@attribute` that the schema does not have there (section 5.6, item 2).
    #[error("line {line}, {place}: {name:?} is not known here")]
    Unknown {
        /// Line, from 1.
        line: u64,
        /// Where, as a path.
        place: String,
        /// Its name.
        name: String,
    },
    /// A mandatory part that is not there.
    #[error("line {line}, {place}: {name} is missing")]
    Missing {
        /// Line, from 1.
        line: u64,
        /// Where, as a path.
        place: String,
        /// The part's name.
        name: &'static str,
    },
    /// More than one of what may be there once, or more than are read.
    #[error("line {line}, {place}: there are too many of {name}")]
    TooMany {
        /// Line, from 1.
        line: u64,
        /// Where, as a path.
        place: String,
        /// The part's name.
        name: &'static str,
    },
    /// A value that is not of its type.
    #[error("line {line}, {place}: {value:?} is not {expected}")]
    Value {
        /// Line, from 1.
        line: u64,
        /// Where, as a path.
        place: String,
        /// The value, cut to 80 characters.
        value: String,
        /// What is accepted.
        expected: &'static str,
    },
}

impl Error {
    /// Returns what kind of thing is wrong, the same in every release: `rid/unknown`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Xml(_) => "rid/xml",
            Self::Root { .. } => "rid/root",
            Self::Unknown { .. } => "rid/unknown",
            Self::Missing { .. } => "rid/missing",
            Self::TooMany { .. } => "rid/too-many",
            Self::Value { .. } => "rid/value",
        }
    }
}
