//! Multimedia messages between relays (MM4): mails with header fields of their own (3GPP TS 23.140, clause 8.4).
//!
//! [`read`] is lenient: names and words in any case, fields in any order, absent ones left out. [`write()`]
//! answers. The text of the specification was not at hand: names and words are those that other
//! implementations agree on.

mod error;
mod kind;
mod message;
mod read;
mod status;
mod write;

#[cfg(test)]
mod tests;

pub use error::Error;
pub use kind::Kind;
pub use message::{Message, Stamp};
pub use read::{is_mm4, read};
pub use status::Status;
pub use write::write;

pub use crate::mime::Problem;

/// Longest message that is read, in bytes.
pub const MAX_BYTES: usize = crate::mime::MAX_BYTES;
