//! What is wrong with what was read, beyond its grammar.

use serde::Serialize;

/// A rule of a standard that a message or document breaks.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, thiserror::Error)]
#[error("{place}: {message}")]
pub struct Fault {
    /// Which rule, the same in every release: `rid/status-missing`.
    pub code: &'static str,
    /// Where, as a path of names.
    pub place: String,
    /// What is wrong, in words.
    pub message: String,
    /// Whether the standard says MUST; SHOULD and what its text expects otherwise.
    pub must: bool,
}

/// Faults of one document, as they are found.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<Fault>);

/// Faults of one document that are told; more of them say nothing new.
const MAX_FAULTS: usize = 1_000;

impl Faults {
    /// Notes a fault unless `kept`, which the standard says MUST be.
    pub(crate) fn must(&mut self, kept: bool, code: &'static str, place: &str, message: &str) {
        self.note(kept, code, place, message, true);
    }

    /// Notes a fault unless `kept`, which the standard recommends or expects.
    pub(crate) fn should(&mut self, kept: bool, code: &'static str, place: &str, message: &str) {
        self.note(kept, code, place, message, false);
    }

    fn note(&mut self, kept: bool, code: &'static str, place: &str, message: &str, must: bool) {
        if !kept && self.0.len() < MAX_FAULTS {
            self.0.push(Fault {
                code,
                place: place.to_owned(),
                message: message.to_owned(),
                must,
            });
        }
    }

    pub(crate) fn finish(self) -> Vec<Fault> {
        self.0
    }
}
