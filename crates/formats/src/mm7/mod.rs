//! Multimedia messages between a relay and a provider of services (MM7): SOAP with attachments
//! (3GPP TS 23.140, clause 8.7 and annex L).
//!
//! [`read`] understands the dialects of releases 5 and 6 and, by the local names of elements, those that
//! match no schema; it tells which one it was. [`Message::answer`] and [`write()`] answer in the same one, and
//! [`Fault::of`] what cannot be understood. The text of the specification was not at hand: names and codes
//! are those that other implementations agree on.

mod dialect;
mod element;
mod error;
mod fault;
mod message;
mod read;
mod status;
mod write;

#[cfg(test)]
mod tests;

pub use dialect::{Dialect, Soap};
pub use error::Error;
pub use fault::{Fault, FaultCode};
pub use message::{Body, Kind, Message, Request, Response};
pub use read::read;
pub use status::Status;
pub use write::write;

pub use crate::mime::Problem;

/// The media type of a message without attachments.
pub const MEDIA_TYPE: &str = "text/xml; charset=utf-8";
/// Longest message that is read with its attachments, in bytes.
pub const MAX_BYTES: usize = crate::mime::MAX_BYTES;
/// Most recipients of one message.
pub const MAX_RECIPIENTS: usize = 1_000;
