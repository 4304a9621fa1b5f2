use serde::{Deserialize, Serialize};

use crate::{CleanText, Time, id::words};

words! {
    /// What a record is about.
    #[derive(Default)]
    pub enum RecordKind: "kind of record" {
        /// A call.
        #[default]
        Call = "call",
        /// A short message.
        Sms = "sms",
        /// A multimedia message.
        Mms = "mms",
    }
}

words! {
    /// What became of a call or message.
    #[derive(Default)]
    pub enum Outcome: "outcome" {
        /// The called party answered.
        Answered = "answered",
        /// The called party was busy.
        Busy = "busy",
        /// Nobody answered.
        NoAnswer = "no-answer",
        /// The network could not do it.
        Failed = "failed",
        /// The caller gave up before anybody answered.
        Cancelled = "cancelled",
        /// The called party, or somebody for them, refused.
        Rejected = "rejected",
        /// A message reached its recipient.
        Delivered = "delivered",
        /// The record does not say.
        #[default]
        Unknown = "unknown",
    }
}

/// One call or message, as a network recorded it.
///
/// Numbers stand as they came: [`Numbers`](crate::Numbers) reads them. All of them are personal data.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// What it is about.
    #[serde(default)]
    pub kind: RecordKind,
    /// The network's own reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<CleanText>,
    /// Who called or sent, as it was shown to the called party; whoever called chose it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calling: Option<CleanText>,
    /// Who called or sent, as the network knows it: P-Asserted-Identity, the subscriber.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asserted: Option<CleanText>,
    /// Whether the caller was not to be shown.
    #[serde(default)]
    pub withheld: bool,
    /// Who was called, or received.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub called: Option<CleanText>,
    /// Who diverted the call to the called party.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redirecting: Option<CleanText>,
    /// When it began, or was sent.
    pub started_at: Time,
    /// When it was answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<Time>,
    /// When it ended, or was delivered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Time>,
    /// What became of it.
    #[serde(default)]
    pub outcome: Outcome,
    /// Why it ended, as the network writes it: a number of ITU-T Q.850, a status of SIP, a word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<CleanText>,
    /// By which trunk, gateway or channel it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub route: Option<CleanText>,
    /// From which network it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub network: Option<CleanText>,
    /// The Identity header of SIP that came with it (RFC 8224).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<CleanText>,
}

impl Record {
    /// Returns for how many seconds both parties were connected, where it is known.
    pub fn connected_seconds(&self) -> Option<i64> {
        let (answered, ended) = (self.answered_at?, self.ended_at?);
        Some(ended.seconds().saturating_sub(answered.seconds()).max(0))
    }
}
