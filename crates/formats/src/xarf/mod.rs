//! X-ARF, the Extended Abuse Reporting Format: version 4 read and written, versions 0.1 to 3 read.
//!
//! Version 4 is one JSON object (schema `xarf-core`, version 4.2). Versions 1 to 3 are JSON of another
//! shape, versions 0.1 and 0.2 a mail whose second part has one field a line; both become version 4 as
//! they are read. What they say beyond it is kept as [`LEGACY`]. JSON may come in a mail, too, as a
//! further part of a report of RFC 5965.
//!
//! What is read more liberally than the schema has it: an absent `sender` is the reporter, an absent
//! `domain` that of the contact, `class` is the older name of `category`, and identifiers and types may
//! be any text. `_internal` is never taken over nor written, as it must not leave its house.

mod error;
mod incident;
mod legacy;
mod mail;
mod read;
mod report;
mod stream;
mod value;
mod write;
mod yaml;

pub use error::{Error, Result};
pub use incident::of_incident;
pub use mail::read_mail;
pub use read::read;
pub use stream::{is_xarf, read_all};
pub use value::{Evidence, Party, Xarf};
pub use write::{write, write_all};

/// Longest text that is read, in bytes.
pub const MAX_BYTES: usize = 32 << 20;
/// Most reports in one text.
pub const MAX_REPORTS: usize = 100_000;
/// Most pieces of evidence of one report.
pub const MAX_EVIDENCE: usize = 50;
/// Longest piece of evidence, in bytes.
pub const MAX_PAYLOAD: usize = 5 << 20;
/// Most tags of one report.
pub const MAX_TAGS: usize = 20;
/// Most other fields of one report.
pub const MAX_FIELDS: usize = 200;
/// The name under which what older versions say is kept.
pub const LEGACY: &str = "legacy_report";

/// The version of the schema that is written.
const VERSION: &str = "4.2.0";

#[cfg(test)]
mod tests;
