//! The PDUs between phone and relay (MM1).
//!
//! They are those of OMA-TS-MMS-ENC 1.3, in the binary encoding of WAP-230. [`read`] is lenient and tells what
//! it read over; [`write()`] keeps to the specification. Neither text was at hand: numbers and names are those
//! that other implementations agree on, and clauses are cited from memory.

mod error;
mod field;
mod kind;
mod multimedia;
mod note;
mod part;
mod read;
mod token;
mod unit;
mod value;
mod write;
mod wsp;

#[cfg(test)]
mod tests;

pub use error::Error;
pub use field::Field;
pub use kind::Kind;
pub use note::{Deviation, Note};
pub use part::{Body, Part};
pub use read::{is_pdu, read};
pub use unit::{Pdu, Version};
pub use value::{Deadline, EncodedString, Header, Name, Sender, Value};
pub use write::write;

/// The media type of PDUs.
pub const PDU_TYPE: &str = "application/vnd.wap.mms-message";
/// Longest PDU, in octets.
pub const MAX_BYTES: usize = crate::mime::MAX_BYTES;
/// Most header fields of a PDU or of one part.
pub const MAX_HEADERS: usize = 256;
/// Most parts of one message, those within parts counted.
pub const MAX_PARTS: usize = crate::mime::MAX_PARTS;
/// Deepest that parts may hold parts.
pub const MAX_DEPTH: usize = crate::mime::MAX_DEPTH;
