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

/// The text of a report, put together from what a complaint says; what is past the bound is left out.
#[derive(Debug, Default)]
pub(crate) struct Words(String);

impl Words {
    /// Adds a text, a paragraph of its own.
    pub(crate) fn push(&mut self, text: &str) {
        let text = text.trim();
        let text = &text[..text.floor_char_boundary(MAX_TEXT)];
        if text.is_empty() || self.0.len() >= MAX_TEXT {
            return;
        }
        if !self.0.is_empty() {
            self.0.push('\n');
        }
        self.0.push_str(text);
    }

    /// Adds a text that is not in it yet.
    pub(crate) fn mention(&mut self, text: &str) {
        if self.0.len() < MAX_TEXT && !self.0.contains(text.trim()) {
            self.push(text);
        }
    }

    /// Returns the text; where there is nothing in it, `instead`.
    pub(crate) fn text(&self, instead: &str) -> CleanText {
        let text = if self.0.is_empty() { instead } else { &self.0 };
        // A NUL becomes three bytes.
        let mut clean = text.replace('\0', "\u{FFFD}");
        clean.truncate(clean.floor_char_boundary(MAX_TEXT));
        CleanText::lossy(&clean)
    }
}

/// Takes a value where it is one.
pub(crate) fn field(value: Option<String>) -> Option<CleanText> {
    let value = value?;
    let value = value.trim();
    (!value.is_empty() && value.len() <= MAX_FIELD).then(|| CleanText::lossy(value))
}

#[cfg(test)]
mod tests;
