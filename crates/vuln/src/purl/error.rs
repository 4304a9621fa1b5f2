//! What can be wrong with a package URL.

/// Longest piece of a refused package URL that an error repeats, in bytes.
const SHOWN: usize = 120;

/// Why a package URL was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{purl:?} is not a package URL: {reason}, at byte {at}")]
pub struct Error {
    /// The package URL; of a long one its beginning. For one made of parts, its name.
    pub purl: String,
    /// The byte at which the fault shows.
    pub at: usize,
    /// What is wrong there.
    pub reason: Reason,
}

/// What is wrong at the place an [`Error`] names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum Reason {
    /// It is longer than [`super::MAX_BYTES`].
    #[error("it is longer than {} bytes", super::MAX_BYTES)]
    TooLong,
    /// The scheme is not `pkg`.
    #[error("it does not start with pkg:")]
    Scheme,
    /// There is no type, or it is not letters, digits, `.`, `+` and `-` after a letter.
    #[error("the type is missing or misspelt")]
    Type,
    /// There is no name.
    #[error("the name is missing")]
    NameMissing,
    /// A percent sign is not followed by two hexadecimal digits.
    #[error("a percent sign without two hexadecimal digits")]
    PercentCode,
    /// What is encoded is not UTF-8.
    #[error("the decoded text is not UTF-8")]
    NotUtf8,
    /// A control character.
    #[error("a control character")]
    ControlCharacter,
    /// A decoded part of the namespace or of the subpath has a slash, or is `.` or `..` where that is not allowed.
    #[error("a part of a path is a step or has a slash")]
    PathPart,
    /// A qualifier has no `=`, or its key is not letters, digits, `.`, `-` and `_` after a letter.
    #[error("a qualifier without a well-formed key")]
    QualifierKey,
    /// Two qualifiers have one key.
    #[error("a qualifier is given twice")]
    QualifierTwice,
    /// More than [`super::MAX_QUALIFIERS`].
    #[error("more than {} qualifiers", super::MAX_QUALIFIERS)]
    TooManyQualifiers,
    /// The type wants a namespace.
    #[error("the type wants a namespace")]
    NamespaceMissing,
    /// The type has no namespaces.
    #[error("the type has no namespaces")]
    NamespaceGiven,
    /// The type wants a version.
    #[error("the type wants a version")]
    VersionMissing,
    /// The type wants this qualifier together with a namespace, or neither.
    #[error("the qualifier {0} and a namespace belong together")]
    QualifierMissing(&'static str),
}

/// A reason and its place, before the text is known to the one who found it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fault {
    at: usize,
    reason: Reason,
}

impl Fault {
    pub(super) const fn at(at: usize, reason: Reason) -> Self {
        Self { at, reason }
    }

    pub(super) fn of(self, purl: &str) -> Error {
        let mut end = purl.len().min(SHOWN);
        while !purl.is_char_boundary(end) {
            end -= 1;
        }
        Error {
            purl: purl[..end].to_owned(),
            at: self.at,
            reason: self.reason,
        }
    }
}
