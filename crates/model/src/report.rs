use serde::{Deserialize, Serialize};

use crate::{CleanText, Time, id::words};

words! {
    /// How the reported message reached its recipient.
    #[derive(Default)]
    pub enum Channel: "channel" {
        /// Short message.
        #[default]
        Sms = "sms",
        /// Multimedia message.
        Mms = "mms",
        /// Instant message.
        Im = "im",
        /// Voice call; the text is the complaint about it.
        Call = "call",
        /// A web site; the text is the complaint about it.
        Web = "web",
    }
}

/// One complaint about one message, call or site, as it came in.
///
/// Only `text` is needed. Reporter and recipient are personal data: they leave
/// this struct only as keyed pseudonyms.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// The sender's own reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<CleanText>,
    /// How the message came.
    #[serde(default)]
    pub channel: Channel,
    /// When the report arrived; set by the node where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received_at: Option<Time>,
    /// When the reported message or call happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event_at: Option<Time>,
    /// Who complains.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reporter: Option<CleanText>,
    /// Who sent the message: a number, a sender name or an address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub originator: Option<CleanText>,
    /// Who received the message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<CleanText>,
    /// The message, or the words of the complaint.
    pub text: CleanText,
    /// Language of the text as a BCP 47 tag, where the sender knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<CleanText>,
    /// Whether the recipient allows the content to be looked at and kept
    /// (X.1247); absent means that handing it in was the permission.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<bool>,
}

impl Report {
    /// Returns whether the content may be inspected and stored.
    pub fn content_allowed(&self) -> bool {
        self.consent != Some(false)
    }
}
