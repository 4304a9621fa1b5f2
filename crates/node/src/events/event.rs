//! One event, and how it is written: length, sum, subscriber, time, and the rest as JSON.

use std::io;

use serde::{Deserialize, Serialize};
use watchbell_model::Time;

/// Who was called or written to: a keyed digest of the number.
pub type Subscriber = [u8; 16];

/// Bytes before what is summed: its length and its sum.
pub(super) const HEAD: usize = 8;
/// Bytes of subscriber and time.
const FIXED: usize = 24;
/// Bytes that one event may take, without its head.
pub(super) const MAX: usize = 4_096;

/// What it was.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A call.
    #[default]
    Call,
    /// A short message.
    Sms,
    /// A multimedia message.
    Mms,
}

/// A call or message that reached a subscriber.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Event {
    /// Who it reached.
    #[serde(skip)]
    pub subscriber: Subscriber,
    /// When it ended.
    #[serde(skip)]
    pub at: Time,
    /// What it was.
    #[serde(rename = "k", default)]
    pub kind: Kind,
    /// What the network calls it, so that the same event told twice is one.
    #[serde(rename = "i", default)]
    pub id: String,
    /// Where it came from, as the network knows it; empty where it does not.
    #[serde(rename = "o", default, skip_serializing_if = "String::is_empty")]
    pub originator: String,
    /// What was shown to the subscriber where that is something else.
    #[serde(rename = "s", default, skip_serializing_if = "String::is_empty")]
    pub shown: String,
    /// Whether nothing was shown to the subscriber.
    #[serde(rename = "w", default, skip_serializing_if = "std::ops::Not::not")]
    pub withheld: bool,
    /// Which trunk or route it came in by.
    #[serde(rename = "t", default, skip_serializing_if = "String::is_empty")]
    pub trunk: String,
    /// The seconds of a call after it was answered; nothing where it was not.
    #[serde(rename = "d", default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u32>,
    /// What its signature said (RFC 8224): a signal, never a verdict.
    #[serde(rename = "v", default, skip_serializing_if = "String::is_empty")]
    pub signed: String,
}

impl Event {
    /// Appends the event as it is written.
    ///
    /// # Errors
    /// Where it is longer than [`MAX`].
    pub(super) fn write(&self, into: &mut Vec<u8>) -> io::Result<()> {
        let start = into.len();
        into.extend([0; HEAD]);
        into.extend(self.subscriber);
        into.extend(self.at.micros().to_le_bytes());
        serde_json::to_writer(&mut *into, self)?;
        let length = into.len() - start - HEAD;
        let sum = crc32fast::hash(&into[start + HEAD..]);
        if length > MAX {
            into.truncate(start);
            let why = format!("an event of {length} bytes, more than {MAX}");
            return Err(io::Error::new(io::ErrorKind::InvalidInput, why));
        }
        into[start..start + 4].copy_from_slice(&(length as u32).to_le_bytes());
        into[start + 4..start + HEAD].copy_from_slice(&sum.to_le_bytes());
        Ok(())
    }

    /// Reads an event that begins where `bytes` do; returns it and its length, or nothing where it is
    /// not whole.
    pub(super) fn read(bytes: &[u8]) -> Option<(Self, usize)> {
        let (subscriber, at, rest, length) = parts(bytes)?;
        let mut event: Self = serde_json::from_slice(rest).ok()?;
        event.subscriber = subscriber;
        event.at = at;
        Some((event, length))
    }
}

/// Whose event begins where `bytes` do, when it was, the rest of it, and how long it is in all.
pub(super) fn parts(bytes: &[u8]) -> Option<(Subscriber, Time, &[u8], usize)> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let (sum, rest) = rest.split_first_chunk::<4>()?;
    let length = u32::from_le_bytes(*length) as usize;
    let payload = rest
        .get(..length)
        .filter(|_| (FIXED..=MAX).contains(&length))?;
    if crc32fast::hash(payload) != u32::from_le_bytes(*sum) {
        return None;
    }
    let (subscriber, rest) = payload.split_first_chunk::<16>()?;
    let (at, rest) = rest.split_first_chunk::<8>()?;
    let at = Time::from_micros(i64::from_le_bytes(*at));
    Some((*subscriber, at, rest, HEAD + length))
}
