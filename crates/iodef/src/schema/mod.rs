//! Documents against the schemas of the RFCs: IODEF 1.0 and 2.0 with structured information (RFC 7203),
//! phishing reports (RFC 5901), enumeration references (RFC 7495), RID (RFC 6545) and signatures.
//!
//! What the schemas say is kept as tables, so nothing is fetched and nothing is compiled at run time.
//! Documents are read from their beginning to their end, in memory that does not grow with them.

mod content;
mod simple;
mod table;
mod walk;

pub(crate) use simple::Base;
pub use walk::{check, check_stream};

/// Deepest nesting of elements, in levels; no document in use comes near it.
pub const MAX_DEPTH: usize = 256;
/// Diagnostics of one document that are told.
pub const MAX_TOLD: usize = 1_000;

/// Reads a value of a type: without blanks that do not count, where it is one.
pub(crate) fn read(base: Base, text: &str) -> Option<String> {
    let value = simple::Simple::of(base).value(text);
    base.holds(&value).then_some(value)
}

/// Returns the names of the elements of IODEF version 2.
pub fn elements() -> impl Iterator<Item = &'static str> {
    let names = table::SCHEMA.elements.keys().map(String::as_str);
    names.filter(|name| content::in_space(name, "i2"))
}

/// Something in a document that a schema does not allow.
#[derive(Clone, Debug, Eq, PartialEq, serde::Serialize)]
pub struct Diagnostic {
    /// What kind of thing, the same in every release: `element`, `missing-element`, `attribute` …
    pub code: &'static str,
    /// Where, as a path of names and places: `/IODEF-Document/Incident[1]/@purpose`.
    pub path: String,
    /// Line, from 1.
    pub line: u64,
    /// Character within the line, from 1.
    pub column: u64,
    /// What is wrong, in words.
    pub message: String,
}

/// What is known of a document after it was checked.
#[derive(Clone, Debug, Default, Eq, PartialEq, serde::Serialize)]
pub struct Checked {
    /// The version of IODEF in whose namespace it is: `1.0`, `2.0`; nothing for other documents.
    pub version: Option<&'static str>,
    /// What is wrong, in the order of the document; no more than [`MAX_TOLD`].
    pub errors: Vec<Diagnostic>,
    /// What is allowed, and still looks wrong; no more than [`MAX_TOLD`].
    pub warnings: Vec<Diagnostic>,
}
