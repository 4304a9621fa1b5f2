//! The Abuse Reporting Format: a complaint about a message, as a message (RFC 5965).
//!
//! With the fields of RFC 6591 about failed authentication and of RFC 6692 about source ports. What is
//! read more liberally than the RFC has it:
//!
//! - the parts may come in any order, and the original message may be absent;
//! - an optional field whose value is not understood is kept among the extensions;
//! - line ends may be mixed, parts encoded in any way, the last delimiter absent.
//!
//! Without `Feedback-Type`, `User-Agent` and `Version`, and with two machine-readable parts, it is no
//! report (section 4).

mod error;
mod feedback;
mod fields;
mod incident;
mod read;
mod report;
mod write;

pub use error::{Error, Result};
pub use feedback::{Authentication, Feedback, FeedbackType, Letter, Original};
pub use incident::of_incident;
pub use read::read;
pub use write::{write, write_all};

pub use crate::mime::Problem;

/// Longest message that is read, in bytes.
pub const MAX_BYTES: usize = crate::mime::MAX_BYTES;
/// Most fields of one header or report that are read.
pub const MAX_FIELDS: usize = crate::mime::MAX_FIELDS;
/// Most parts of one message that are read.
pub const MAX_PARTS: usize = crate::mime::MAX_PARTS;
/// Deepest that parts may hold parts.
pub const MAX_DEPTH: usize = crate::mime::MAX_DEPTH;

#[cfg(test)]
mod tests;
