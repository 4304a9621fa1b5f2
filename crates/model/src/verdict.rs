use std::{borrow::Cow, ops::Range};

use serde::{Deserialize, Serialize};

use crate::id::words;

words! {
    /// What was decided about a report.
    #[derive(Default)]
    pub enum Judgement: "verdict" {
        /// Sure enough to act on.
        Unwanted = "unwanted",
        /// Worth a person's look, not worth an action.
        Suspicious = "suspicious",
        /// Nothing that speaks against it.
        #[default]
        Clean = "clean",
    }
}

words! {
    /// What an unwanted message is after, in the categories of X.Suppl.12; and what is no message.
    #[derive(Default)]
    pub enum Class: "class" {
        /// Credentials, codes or identity documents.
        Phishing = "phishing",
        /// Money under a false story.
        Fraud = "fraud",
        /// Software the reader should install.
        Malware = "malware",
        /// Goods or services.
        Advertising = "advertising",
        /// Sexual content or escort services.
        Adult = "adult",
        /// Betting and lotteries.
        Gambling = "gambling",
        /// Credit offers.
        Loan = "loan",
        /// None of these, or not known.
        #[default]
        Other = "other",
        /// No message: a weakness of something that somebody runs.
        Vulnerability = "vulnerability",
    }
}

/// Bytes `[start, end)` of the reported text, on character boundaries.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(from = "(u32, u32)", into = "(u32, u32)")]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// Returns the span as a range of byte offsets.
    pub const fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl From<Range<usize>> for Span {
    /// Offsets past 4 GiB are held at the largest that fits.
    fn from(range: Range<usize>) -> Self {
        let held = |at| u32::try_from(at).unwrap_or(u32::MAX);
        Self {
            start: held(range.start),
            end: held(range.end),
        }
    }
}

impl From<(u32, u32)> for Span {
    fn from((start, end): (u32, u32)) -> Self {
        Self { start, end }
    }
}

impl From<Span> for (u32, u32) {
    fn from(span: Span) -> Self {
        (span.start, span.end)
    }
}

/// Something a rule found.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Finding {
    /// The rule, for example `text/brand-imitated`.
    pub rule: Cow<'static, str>,
    /// What it adds to the score, in the unit of `scores.toml` (log-odds).
    pub weight: f32,
    /// What was seen, fit to be shown to an analyst.
    pub evidence: String,
    /// Where in the text; absent when the finding is not about a place.
    pub at: Option<Span>,
}

/// What was decided about a report, and why.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Verdict {
    /// The decision.
    pub verdict: Judgement,
    /// What the message is after.
    pub class: Class,
    /// How sure, from 0 (harmless) to 1 (unwanted).
    pub score: f32,
    /// What made the score, heaviest first.
    pub findings: Vec<Finding>,
    /// Digest of rules, weights and model: `sha256:` and 64 hex digits.
    pub ruleset: Cow<'static, str>,
}
