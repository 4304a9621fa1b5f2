use crate::mime::{Fault, Problem};

/// What came of reading a report.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A message that is no report of abuse, and where that shows.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A bound that was crossed, or an encoding that cannot be undone.
    #[error("{problem}")]
    Message {
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        problem: Problem,
    },
    /// Another type of message (section 2, a).
    #[error("Content-Type: {value:?} is not multipart/report")]
    NotReport {
        /// The line, from 1.
        line: usize,
        /// Its type.
        value: String,
    },
    /// A report about something else (section 2, b).
    #[error("Content-Type: report-type {value:?} is not feedback-report")]
    ReportType {
        /// The line, from 1.
        line: usize,
        /// What it is about.
        value: String,
    },
    /// No machine-readable part (section 2, d).
    #[error("there is no part message/feedback-report")]
    NoFields,
    /// A second machine-readable part (section 2, d).
    #[error("there is a second part message/feedback-report")]
    SecondFields {
        /// The line it starts on, from 1.
        line: usize,
    },
    /// A required field that is absent (section 3.1).
    #[error("{field}: is missing or empty")]
    Missing {
        /// The line its part starts on, from 1.
        line: usize,
        /// The field.
        field: &'static str,
    },
    /// A field that may appear once only (section 3.2).
    #[error("{field}: {value:?} is given twice")]
    Twice {
        /// The line of the second one, from 1.
        line: usize,
        /// The field.
        field: &'static str,
        /// Its second value, its beginning.
        value: String,
    },
}

impl Error {
    /// How many characters of an offending value are kept.
    pub const SHOWN: usize = 80;

    /// Returns the line that it shows on, from 1.
    pub const fn line(&self) -> usize {
        match self {
            Self::Message { line, .. }
            | Self::NotReport { line, .. }
            | Self::ReportType { line, .. }
            | Self::SecondFields { line }
            | Self::Missing { line, .. }
            | Self::Twice { line, .. } => *line,
            Self::NoFields => 1,
        }
    }

    pub(super) fn shown(value: &str) -> String {
        value.chars().take(Self::SHOWN).collect()
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
