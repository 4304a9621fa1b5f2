//! Bundles of STIX 2.1 of incident documents, and documents of bundles.
//!
//! The same document makes the same bundle to the byte: identifiers are derived from what they name
//! (section 2.9), and times are those of the document. A bundle that became a document becomes that
//! bundle again.

pub mod check;
mod lent;
mod object;
pub mod pattern;
mod read;
mod tlp;
mod write;

pub use read::{is_bundle, read};
pub use write::{bundle, enclosed};

/// Names of what is kept in JSON of a bundle that a document was made of.
const BUNDLE: &str = "stix:bundle";
const OBJECT: &str = "stix:object";
