use crate::mime::{Fault, Problem};

/// A mail that is no message of MM4, and where that shows.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A bound that was crossed.
    #[error("line {line}: {problem}")]
    Mail {
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        problem: Problem,
    },
    /// No `X-Mms-Message-Type`.
    #[error("there is no X-Mms-Message-Type")]
    NoKind,
    /// A kind of message that is not known.
    #[error("line {line}: X-Mms-Message-Type {value:?} is not known")]
    Kind {
        /// The line, from 1.
        line: usize,
        /// The kind, its beginning.
        value: String,
    },
}

impl Error {
    /// Returns what kind of thing is wrong, the same in every release: `mm4/kind`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Mail { .. } => "mm4/mail",
            Self::NoKind => "mm4/no-kind",
            Self::Kind { .. } => "mm4/kind",
        }
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Self::Mail {
            line: fault.line,
            problem: fault.problem,
        }
    }
}
