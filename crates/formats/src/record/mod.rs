//! Records of calls, short messages and multimedia messages, read as a stream in bounded memory.
//!
//! | [`Format`] | what it is |
//! | --- | --- |
//! | `csv` | comma-separated values with a header; columns as in [`Field`], or as Asterisk and FreeSWITCH call them |
//! | `json` | one object a line, an array of objects, or objects over several lines; members as in [`Field`] |
//! | `asterisk` | `Master.csv` of Asterisk, which has no header |
//! | `freeswitch-csv` | `Master.csv` of FreeSWITCH in its own template, which has no header |
//! | `freeswitch-json` | what `mod_json_cdr` of FreeSWITCH writes |
//! | `charging` | requests of the charging function of 5G (3GPP TS 32.291): telephony over IMS, SMS, MMS |
//!
//! A record that is wrong is told with its line, its column, the field and the value, and the rest goes on. Only when
//! something began is needed.
//!
//! Times are RFC 3339, or seconds, milliseconds or microseconds since 1970. Times without an offset are read in the
//! [`Zone`] that was given, and refused without one.

mod asterisk;
mod charging;
mod documents;
mod draft;
mod field;
mod format;
mod freeswitch;
mod json;
mod reader;
mod table;
#[cfg(test)]
mod tests;
mod zone;

pub use field::Field;
pub use format::Format;
pub use reader::{Read, Reader};
pub use zone::{Zone, ZoneError};

/// What is wrong with a record, and where.
pub type Bad = crate::report::Bad<Field>;
/// Why the next record could not be had.
pub type Error = crate::report::Error<Field>;

/// Longest line, and longest record over several lines, in bytes.
pub const MAX_RECORD: usize = crate::report::MAX_RECORD;
/// Most records that one document stands for.
pub const MAX_RECIPIENTS: usize = 1_000;
