//! What complaints to and from abuse desks have in common: what becomes of their texts, and which
//! sources an incident names.

mod sources;

#[cfg(test)]
use sources::MOST;
pub(crate) use sources::{About, Kind, Source, sources};

use watchbell_model::CleanText;

/// Longest text of a report that comes from a complaint, in bytes; what is longer is cut.
pub(crate) const MAX_TEXT: usize = 64 * 1024;
/// Longest other field of one; what is longer is left out.
const MAX_FIELD: usize = 512;

/// Joins texts, one a paragraph; where there is nothing in them, `instead`.
pub(crate) fn text(texts: &[String], instead: &str) -> CleanText {
    let texts = texts.iter().map(|text| text.trim());
    let texts: Vec<&str> = texts.filter(|text| !text.is_empty()).collect();
    let mut joined = texts.join("\n");
    if joined.is_empty() {
        instead.clone_into(&mut joined);
    }
    // A NUL becomes three bytes.
    let mut clean = joined.replace('\0', "\u{FFFD}");
    clean.truncate(clean.floor_char_boundary(MAX_TEXT));
    CleanText::lossy(&clean)
}

/// Takes a value where it is one.
pub(crate) fn field(value: Option<String>) -> Option<CleanText> {
    let value = value?;
    let value = value.trim();
    (!value.is_empty() && value.len() <= MAX_FIELD).then(|| CleanText::lossy(value))
}

#[cfg(test)]
mod tests;
