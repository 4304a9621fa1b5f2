//! From facts to findings to a verdict.

use watchbell_model::{Link, Verdict};

use crate::facts::Subject;

/// A verdict and what joins its report to others.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The verdict.
    pub verdict: Verdict,
    /// Values that reports of one campaign share: template bands, originator, hosts, numbers.
    pub links: Vec<Link>,
    /// One line for the incident that this report would open.
    pub title: String,
}

/// Rules, weights and model, ready to judge; cheap to share, never changes.
#[derive(Debug)]
pub struct Judge {}

/// Memory that a thread reuses from one report to the next.
#[derive(Debug, Default)]
pub struct Scratch {}

impl Judge {
    /// Returns the judge with the rules, weights and model that were built in.
    pub fn embedded() -> Self {
        Self {}
    }

    /// Returns the digest of rules, weights and model: `sha256:` and 64 hex digits.
    pub fn ruleset(&self) -> &str {
        ""
    }

    /// Judges one subject for its verdict alone: what `watchbell judge` prints.
    pub fn verdict(&self, _subject: &Subject<'_>, _scratch: &mut Scratch) -> Verdict {
        todo!()
    }

    /// Judges one subject and says what joins it to others: what a node keeps.
    pub fn judge(&self, _subject: &Subject<'_>, _scratch: &mut Scratch) -> Judged {
        todo!()
    }
}
