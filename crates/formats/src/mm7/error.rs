use watchbell_iodef as iodef;

use super::MAX_RECIPIENTS;
use crate::mime::{Fault, Problem};

/// A message that cannot be understood.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A bound on attachments that was crossed.
    #[error("line {line} of the body: {problem}")]
    Mime {
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        problem: Problem,
    },
    /// Several parts are announced, and none is there.
    #[error("there is no part in the body")]
    NoPart,
    /// Not XML within the bounds.
    #[error(transparent)]
    Xml(#[from] iodef::Error),
    /// The root is something else than an envelope of SOAP.
    #[error("{name:?} in namespace {space:?} is not an envelope of SOAP")]
    Root {
        /// Its namespace.
        space: String,
        /// Its name.
        name: String,
    },
    /// A part of the envelope that is not there.
    #[error("line {line}: {name} is missing")]
    Missing {
        /// The line of what should hold it, from 1.
        line: u64,
        /// The part's name.
        name: &'static str,
    },
    /// A message of no kind that is known.
    #[error("line {line}: {name:?} is not a message of MM7")]
    Kind {
        /// The line, from 1.
        line: u64,
        /// Its name.
        name: String,
    },
    /// A value that is not of its type.
    #[error("line {line}: {name} is {value:?}, which is not {expected}")]
    Value {
        /// The line, from 1.
        line: u64,
        /// The element.
        name: &'static str,
        /// The value, its beginning.
        value: String,
        /// What is accepted.
        expected: &'static str,
    },
    /// More than [`MAX_RECIPIENTS`].
    #[error("line {line}: there are more than {MAX_RECIPIENTS} recipients")]
    Recipients {
        /// The line of the list, from 1.
        line: u64,
    },
}

impl Error {
    /// Returns what kind of thing is wrong, the same in every release: `mm7/xml`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Mime { .. } | Self::NoPart => "mm7/mime",
            Self::Xml(_) => "mm7/xml",
            Self::Root { .. } => "mm7/root",
            Self::Missing { .. } => "mm7/missing",
            Self::Kind { .. } => "mm7/kind",
            Self::Value { .. } => "mm7/value",
            Self::Recipients { .. } => "mm7/recipients",
        }
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Self::Mime {
            line: fault.line,
            problem: fault.problem,
        }
    }
}
