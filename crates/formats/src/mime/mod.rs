//! Mail as bytes: header fields, parts, encodings (RFC 5322, RFC 2045 to 2047), read and written.
//!
//! What is between the lines of a message is split here, within bounds and in one pass. Values of
//! fields and character sets are left to `mail-parser`, which gets one field at a time: its reader of
//! whole messages has no bound on messages within messages.

mod body;
#[cfg(test)]
pub(crate) mod chance;
mod entity;
mod mbox;
mod value;
mod write;

pub(crate) use body::{base64, text_of_message};
pub use entity::Problem;
pub(crate) use entity::{Entity, Fault, Field};
pub(crate) use mbox::{is_mailbox, join, messages};
pub(crate) use value::{address, addresses, date, is_address, rfc5322, unstructured};
pub(crate) use write::{Body, Lines, boundary};

/// Longest message, in bytes.
pub(crate) const MAX_BYTES: usize = 8 << 20;
/// Most fields of one header.
pub(crate) const MAX_FIELDS: usize = 1_000;
/// Longest field of a header with its folded lines, in bytes.
pub(crate) const MAX_FIELD: usize = 64 << 10;
/// Most parts of one message, those within parts counted.
pub(crate) const MAX_PARTS: usize = 100;
/// Deepest that parts hold parts.
pub(crate) const MAX_DEPTH: usize = 8;

#[cfg(test)]
mod tests;
