//! The XML form of RFC 7970.
//!
//! Documents are read without a document type, without entities but the five
//! of XML, and within [bounds](crate::MAX_BYTES). Children may stand in any
//! order; they are written in the order of the schema.

pub(crate) mod events;
mod tree;
mod write;

pub(crate) use tree::{Attributes, Element};
pub(crate) use write::Writer;

use crate::{Document, Error, Result, part::Part, place::Place};

/// The namespace of IODEF version 2.
pub const NAMESPACE: &str = "urn:ietf:params:xml:ns:iodef-2.0";
/// The namespace of enumeration references (RFC 7495).
const ENUM_NAMESPACE: &str = "urn:ietf:params:xml:ns:iodef-enum-1.0";
const ROOT: &str = "IODEF-Document";

/// Reads a document.
///
/// # Errors
/// [`Error`] with the place of what is wrong.
pub fn read(text: &str) -> Result<Document> {
    let root = tree::parse(text)?;
    if root.name != ROOT {
        return Err(Error::Root { found: root.name });
    }
    Document::read_xml(root, &Place::root(ROOT))
}

/// Writes a document, indented.
///
/// Characters that XML does not have become U+FFFD.
pub fn write(document: &Document) -> String {
    let mut out = Writer::new();
    document.write_xml(ROOT, &mut out);
    out.finish()
}
