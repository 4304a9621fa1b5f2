//! The XML form of RFC 7970.
//!
//! Documents are read without what a document type declares, without entities but the five
//! of XML, and within [bounds](crate::MAX_BYTES). Children may stand in any
//! order; they are written in the order of the schema.

mod any;
pub(crate) mod encoding;
pub(crate) mod events;
mod markup;
mod text;
mod tree;
mod write;

pub use any::Tree;
pub(crate) use markup::{closed, is_closed};
pub(crate) use tree::{Attributes, Element, parse_markup};
pub use write::Writer;

use crate::{Change, Document, Error, Result, note::Notes, part::Part, place::Place};

/// The namespace of IODEF version 2.
pub const NAMESPACE: &str = "urn:ietf:params:xml:ns:iodef-2.0";
const ROOT: &str = "IODEF-Document";

/// Namespaces that are known, each with what stands before the names of its elements here.
///
/// Names of IODEF version 2 have nothing before them.
const SPACES: [(&str, &str); 8] = [
    ("", NAMESPACE),
    ("enum", "urn:ietf:params:xml:ns:iodef-enum-1.0"),
    ("sci", "urn:ietf:params:xml:ns:iodef-sci-1.0"),
    ("i1", "urn:ietf:params:xml:ns:iodef-1.0"),
    ("ds", "http://www.w3.org/2000/09/xmldsig#"),
    ("phish", "urn:ietf:params:xml:ns:iodef-phish-1.0"),
    ("rid", "urn:ietf:params:xml:ns:iodef-rid-2.0"),
    ("xml", "http://www.w3.org/XML/1998/namespace"),
];

/// Reads a document.
///
/// # Errors
/// [`Error`] with the place of what is wrong.
pub fn read(text: &str) -> Result<Document> {
    let root = tree::parse(text)?;
    if root.name != ROOT {
        return Err(Error::Root { found: root.name });
    }
    let notes = Notes::of(false, text);
    Document::read_xml(root, &Place::root(ROOT, &notes))
}

/// Reads a document of version 1 or 2 that keeps the rules less well, and says what was changed to do so.
///
/// Version 1 (RFC 5070) becomes version 2 as section 4.4 of RFC 7970 has it. What is not known is
/// kept as `AdditionalData` of the document.
///
/// # Errors
/// [`Error`] with the place of what cannot be understood at all.
pub fn read_lenient(text: &str) -> Result<(Document, Vec<Change>)> {
    let mut root = tree::parse(text)?;
    let notes = Notes::of(true, text);
    crate::dialect::translate(&mut root, &notes);
    if root.name != ROOT {
        return Err(Error::Root { found: root.name });
    }
    let document = Document::read_xml(root, &Place::root(ROOT, &notes))?;
    notes.applied(document)
}

/// Returns the text of an XML document, whatever encoding it is written in (XML 1.0, appendix F).
///
/// # Errors
/// [`Error`] where the bytes are no text, or too many.
pub fn text(bytes: &[u8]) -> Result<std::borrow::Cow<'_, str>> {
    if bytes.len() > crate::MAX_BYTES {
        return Err(Error::TooLong { bytes: bytes.len() });
    }
    crate::form::decoded(bytes)
}

/// Writes a document, indented.
///
/// Characters that XML does not have become U+FFFD.
pub fn write(document: &Document) -> String {
    let mut out = Writer::new();
    document.write_xml(ROOT, &mut out);
    out.finish()
}
