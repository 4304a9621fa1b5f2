//! What can be wrong with a CPE name.

use super::Attribute;

/// Longest piece of a refused name that an error repeats, in bytes.
const SHOWN: usize = 120;

/// Why a name was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name:?} is not a CPE name: {reason}, at byte {at}")]
pub struct Error {
    /// The name; of a long one its beginning.
    pub name: String,
    /// The byte of the name at which the fault shows.
    pub at: usize,
    /// What is wrong there.
    pub reason: Reason,
}

/// What is wrong at the place an [`Error`] names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, thiserror::Error)]
#[non_exhaustive]
pub enum Reason {
    /// It is longer than [`super::MAX_BYTES`].
    #[error("it is longer than {} bytes", super::MAX_BYTES)]
    TooLong,
    /// It starts with none of `cpe:2.3:`, `cpe:/` and `wfn:[`.
    #[error("none of the three forms starts like this")]
    NoPrefix,
    /// A formatted string with fewer than 11 parts (6.2.1).
    #[error("{0} of 11 parts")]
    TooFewParts(usize),
    /// A formatted string with more than 11 parts, or a URI with more than 7.
    #[error("a part too many")]
    TooManyParts,
    /// A part of a formatted string, or a string of a well-formed name, is empty.
    #[error("the {0} is empty")]
    EmptyPart(Attribute),
    /// The part is none of `a`, `o`, `h`, ANY and NA (5.3.3.1).
    #[error("the part is none of a, o, h")]
    UnknownPart,
    /// A wildcard that is neither at the beginning nor at the end (5.3.2).
    #[error("a wildcard inside the {0}")]
    InnerWildcard(Attribute),
    /// A string of nothing but an asterisk; ANY is meant or a quote is missing (5.3.2).
    #[error("the {0} is a lone asterisk")]
    LoneAsterisk(Attribute),
    /// A string of nothing but a quoted hyphen; NA is meant (5.3.2).
    #[error("the {0} is a lone quoted hyphen")]
    LoneHyphen(Attribute),
    /// Nothing follows the backslash.
    #[error("nothing follows the backslash")]
    OpenQuote,
    /// White space, a control character, or one outside ASCII (5.3.2).
    #[error("{0:?} is not allowed")]
    Character(char),
    /// A percent sign that no code of 6.1.2.3 follows.
    #[error("a percent sign without a known code")]
    PercentCode,
    /// A packed edition without its five fields (6.1.3.3).
    #[error("a packed edition has 5 fields")]
    PackedEdition,
    /// A well-formed name breaks the form `attribute=value` between commas (5.4).
    #[error("not written as a well-formed name")]
    Syntax,
    /// A well-formed name has an attribute that 5.2 does not list.
    #[error("an unknown attribute")]
    UnknownAttribute,
    /// A well-formed name gives an attribute twice (5.2).
    #[error("the {0} is given twice")]
    Twice(Attribute),
}

impl Error {
    pub(super) fn new(name: &str, at: usize, reason: Reason) -> Self {
        let mut end = name.len().min(SHOWN);
        while !name.is_char_boundary(end) {
            end -= 1;
        }
        Self {
            name: name[..end].to_owned(),
            at,
            reason,
        }
    }
}

/// A reason and its place, before the name is known to the one who found it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fault {
    pub(super) at: usize,
    pub(super) reason: Reason,
}

impl Fault {
    pub(super) const fn at(at: usize, reason: Reason) -> Self {
        Self { at, reason }
    }

    pub(super) fn of(self, name: &str) -> Error {
        Error::new(name, self.at, self.reason)
    }
}
