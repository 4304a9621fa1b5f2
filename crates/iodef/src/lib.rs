//! Incident exchange: IODEF version 2 as XML (RFC 7970), JSON and CBOR (RFC 8727).
//!
//! Every class of the data model is a struct in [`class`](Document) order; one
//! declaration of a struct is its reader and writer of XML, its reader and
//! writer of what JSON and CBOR are made of, and its check, so the five cannot
//! drift apart. What no class has a place for is refused by name, or kept where
//! the reader is lenient; it is never dropped.
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

pub mod cbor;
mod class;
mod complete;
mod dialect;
mod error;
mod form;
#[cfg(feature = "generate")]
pub mod generate;
pub mod json;
mod leaf;
mod lexical;
mod note;
mod old;
mod opaque;
mod part;
mod place;
pub mod schema;
mod validate;
mod value;
mod word;
pub mod xml;

pub use class::*;
pub use complete::complete;
pub use error::{Error, Fault, Problem, Result};
pub use form::Form;
pub use leaf::{DateTime, Id, IdRef, Lang, NcName, Portlist, Text, Timezone, Uri};
pub use note::{Change, MAX_CHANGES};
pub use old::{OldAddress, OldAssessment, OldContact, OldNode, OldReference, OldSystem, OldText};
pub use opaque::{Algorithm, Bytes, RawData, Signature, X509Data};
pub use validate::validate;
pub use word::*;

/// Longest document, in bytes.
pub const MAX_BYTES: usize = 16 << 20;
/// Deepest nesting of elements or JSON values, in levels.
pub const MAX_DEPTH: usize = 64;
/// Most elements or JSON values in a document.
pub const MAX_PARTS: usize = 500_000;
