//! What is wrong with a message, where, and what a server answers.

use std::fmt;

use super::{Name, Problem};

/// How much a fault weighs.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Grade {
    /// It is read all the same: agents are known to write so.
    Odd,
    /// It is a message of SIP, which a server refuses with the status of the fault.
    Refused,
    /// It breaks the grammar or what the grammar's text demands: a request is refused, a response
    /// discarded.
    Malformed,
}

/// A fault of one message.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{place}: {problem}: {value:?}")]
pub struct Fault {
    /// What is wrong.
    pub problem: Problem,
    /// Where.
    pub place: Place,
    /// The offending value, its beginning.
    pub value: String,
}

impl Fault {
    /// How many characters of an offending value are kept.
    pub const SHOWN: usize = 80;

    pub(super) fn new(problem: Problem, place: Place, value: &str) -> Self {
        let value = value.chars().take(Self::SHOWN).collect();
        Self {
            problem,
            place,
            value,
        }
    }

    /// Returns a code that is the same in every release: `sip/cseq-method`.
    pub const fn code(&self) -> &'static str {
        self.problem.code()
    }

    /// Returns how much it weighs.
    pub const fn grade(&self) -> Grade {
        self.problem.grade()
    }

    /// Returns the status that a server answers a request with; 400 where nothing else fits.
    pub const fn status(&self) -> u16 {
        self.problem.status()
    }
}

/// Where in a message a fault is.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Place {
    /// The line, from 1; 0 for what is absent.
    pub line: usize,
    /// The byte of the line, from 1; 0 for what is absent.
    pub column: usize,
    /// The header.
    pub header: Option<Name>,
}

impl Place {
    /// The place of a header that is absent, or of a message as a whole.
    pub(super) const fn of(header: Option<Name>) -> Self {
        Self {
            line: 0,
            column: 0,
            header,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.header, self.line) {
            (Some(name), 0) => write!(f, "{name}"),
            (None, 0) => f.write_str("message"),
            (Some(name), line) => write!(f, "line {line}, column {}, {name}", self.column),
            (None, line) => write!(f, "line {line}, column {}", self.column),
        }
    }
}

/// A value that is not of its grammar, and the byte where that shows.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{problem} at byte {at}")]
pub struct Wrong {
    /// What is wrong.
    pub problem: Problem,
    /// The byte of the value, from 0.
    pub at: usize,
}

/// Faults of one message that are told; more of them say nothing new.
const MAX_FAULTS: usize = 100;

/// Faults of one message, as they are found.
#[derive(Debug, Default)]
pub(super) struct Faults(Vec<Fault>);

impl Faults {
    /// Keeps a fault. When there are too many, one that is heavier than all others takes the place of
    /// the last, so that light ones cannot hide it.
    pub(super) fn note(&mut self, fault: Fault) {
        if self.0.len() < MAX_FAULTS {
            self.0.push(fault);
        } else if self.0.iter().all(|held| held.grade() < fault.grade()) {
            self.0.pop();
            self.0.push(fault);
        }
    }

    pub(super) fn finish(self) -> Vec<Fault> {
        self.0
    }
}
