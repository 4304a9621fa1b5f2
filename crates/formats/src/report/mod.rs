//! Reports as JSON Lines, a JSON array, CSV or TSV, read as a stream in bounded memory, and complaints
//! in ARF and X-ARF, read as a whole.
//!
//! Fields are those of [`model::Report`](watchbell_model::Report); only `text`
//! is needed. What is accepted beyond the strict form:
//!
//! - a byte order mark, CRLF line ends, blank lines, and columns or keys that
//!   are no field, which are ignored;
//! - in JSON, `null` and (except for `text`) the empty string for "absent", an
//!   integer for `id`, `reporter`, `originator` and `recipient`, and half of a
//!   surrogate pair, as messages cut in two carry them, read as U+FFFD;
//! - in CSV and TSV, header names in any case and order, an empty cell for
//!   "absent", and rows shorter than the header;
//! - `consent` as `true`, `false`, `yes`, `no`, `1` or `0`; channels in any case.
//!
//! CSV is RFC 4180: a cell that starts with a quote runs to its closing quote,
//! over line ends if need be; a quote later in a cell is a plain character.
//! When a quote is never closed, the line it opens on is refused and reading
//! goes on with the next one. TSV has no quoting at all: a quote is a
//! character, and neither tabs nor line ends can be part of a cell.
//!
//! A key given twice, a wrong type, a NUL and invalid UTF-8 are refused, with
//! their place.

pub(crate) mod array;
pub(crate) mod bad;
pub(crate) mod cells;
mod format;
mod json;
pub(crate) mod lines;
mod map;
mod reader;
mod record;
pub(crate) mod rows;
#[cfg(test)]
mod tests;
mod whole;

pub use bad::{Bad, Error, Reason};
pub use format::Format;
pub use map::{ColumnMap, Field, MapError};
pub use reader::Reader;
pub use record::Record;

/// Longest line, and longest record over several lines, in bytes.
pub const MAX_RECORD: usize = 1 << 20;
/// Longest input of complaints in ARF and X-ARF, in bytes.
pub const MAX_WHOLE: usize = 32 << 20;
/// Most columns of a CSV or TSV line.
pub const MAX_COLUMNS: usize = 1_000;
/// Deepest nesting of a JSON value, in levels.
pub const MAX_DEPTH: u32 = 128;
