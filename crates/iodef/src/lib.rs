//! Incident exchange: IODEF version 2 as XML (RFC 7970) and JSON (RFC 8727).
//!
//! Every class of the data model is a struct in [`class`](Document) order; one
//! declaration of a struct is its XML reader and writer, its JSON reader and
//! writer and its check, so the five cannot drift apart. Classes that incident
//! exports do not need yet (signatures, certificates, files, registry keys,
//! software references, RFC 7203) are not here: their elements are refused by
//! name, never dropped.
//!
//! ```
//! use watchbell_iodef::{json, xml};
//!
//! let text = r#"{"version": "2.0", "lang": "en", "Incident": [{
//!     "purpose": "reporting",
//!     "IncidentID": {"id": "492382", "name": "csirt.example.com"},
//!     "GenerationTime": "2026-11-21T09:00:00-05:00",
//!     "Contact": [{"type": "organization", "role": "creator",
//!                  "Email": [{"EmailTo": "contact@csirt.example.com"}]}]
//! }]}"#;
//! let document = json::read(text)?;
//! assert_eq!(watchbell_iodef::validate(&document), []);
//! assert_eq!(xml::read(&xml::write(&document))?, document);
//! # Ok::<(), watchbell_iodef::Error>(())
//! ```

#[macro_use]
mod macros;

mod class;
mod error;
mod form;
pub mod json;
mod leaf;
mod part;
mod place;
pub mod schema;
mod validate;
mod word;
pub mod xml;

pub use class::*;
pub use error::{Error, Fault, Problem, Result};
pub use leaf::{DateTime, Id, IdRef, Lang, NcName, Portlist, Text, Timezone, Uri};
pub use validate::validate;
pub use word::*;

/// Longest document, in bytes.
pub const MAX_BYTES: usize = 16 << 20;
/// Deepest nesting of elements or JSON values, in levels.
pub const MAX_DEPTH: usize = 64;
/// Most elements or JSON values in a document.
pub const MAX_PARTS: usize = 500_000;
