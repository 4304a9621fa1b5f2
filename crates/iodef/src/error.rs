use thiserror::Error;

use crate::{MAX_BYTES, MAX_DEPTH, MAX_PARTS};

/// Shorthand for a result of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A document that cannot be read.
#[derive(Clone, Debug, Error, Eq, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// Not well-formed XML, or XML with what is not accepted here.
    #[error("line {line}, column {column}: {problem}")]
    Xml {
        /// Line, from 1.
        line: u64,
        /// Character within the line, from 1.
        column: u64,
        /// What is wrong.
        problem: Problem,
    },
    /// Not JSON.
    #[error("line {line}, column {column}: {problem}")]
    Json {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What the JSON reader said.
        problem: String,
    },
    /// Not CBOR, or CBOR with what is not accepted here.
    #[error("byte {at}: {problem}")]
    Cbor {
        /// The byte, from 0.
        at: usize,
        /// What is wrong.
        problem: String,
    },
    /// A stream that could not be read.
    #[error("{problem}")]
    Read {
        /// What the system said.
        problem: String,
    },
    /// The root is something else than an IODEF document of version 2.
    #[error("{found:?} is not an IODEF version 2 document")]
    Root {
        /// Its name and namespace.
        found: String,
    },
    /// An element, attribute or key that is not known here.
    #[error("{place}: {name:?} is not known here")]
    Unknown {
        /// Where, as a path.
        place: String,
        /// Its name.
        name: String,
    },
    /// A mandatory part that is not there.
    #[error("{place}: {name} is missing")]
    Missing {
        /// Where, as a path.
        place: String,
        /// The part's name.
        name: &'static str,
    },
    /// More than one of what may be there once.
    #[error("{place}: {name} is there more than once")]
    Twice {
        /// Where, as a path.
        place: String,
        /// The part's name.
        name: &'static str,
    },
    /// A value that is not of its type.
    #[error("{place}: {value:?} is not {expected}")]
    Value {
        /// Where, as a path.
        place: String,
        /// The value, cut to 80 characters.
        value: String,
        /// What is accepted.
        expected: &'static str,
    },
    /// More than [`MAX_BYTES`].
    #[error("the document has {bytes} bytes, more than {MAX_BYTES}")]
    TooLong {
        /// How many it has.
        bytes: usize,
    },
    /// Nested past [`MAX_DEPTH`].
    #[error("the document is nested deeper than {MAX_DEPTH} levels")]
    TooDeep,
    /// More than [`MAX_PARTS`].
    #[error("the document has more than {MAX_PARTS} parts")]
    TooMany,
}

/// What is wrong with an XML text.
#[derive(Clone, Debug, Error, Eq, PartialEq)]
#[non_exhaustive]
pub enum Problem {
    /// A document type with declarations of its own, or where none may be.
    #[error("a document type that declares something is not accepted")]
    Doctype,
    /// An entity that is not one of the five of XML.
    #[error("entity {0:?} is not accepted")]
    Entity(String),
    /// Bytes that are no text.
    #[error("the next byte is not UTF-8")]
    Utf8,
    /// An encoding that is not known.
    #[error("encoding {0:?} is not known")]
    Encoding(String),
    /// A character that XML does not have.
    #[error("character U+{0:04X} is not allowed in XML")]
    Character(u32),
    /// A closing tag that does not match.
    #[error("</{found}> closes <{open}>")]
    Mismatch {
        /// The name that was opened.
        open: String,
        /// The name that was closed.
        found: String,
    },
    /// A prefix without a namespace.
    #[error("prefix {0:?} has no namespace")]
    Prefix(String),
    /// An attribute given twice.
    #[error("attribute {0:?} is given twice")]
    Attribute(String),
    /// Too many attributes on one element.
    #[error("an element has more than {0} attributes")]
    Attributes(usize),
    /// Too many namespaces in force.
    #[error("more than {0} namespaces are in force")]
    Namespaces(usize),
    /// A namespace whose prefix or name is too long.
    #[error("a namespace has a prefix or a name of more than {0} bytes")]
    Namespace(usize),
    /// Something else than the grammar allows there.
    #[error("expected {0}")]
    Expected(&'static str),
}

/// A rule of the data model that a document breaks.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
#[error("{place}: {problem}")]
pub struct Fault {
    /// Where, as a path.
    pub place: String,
    /// What is wrong.
    pub problem: String,
}

/// Cuts a value that is to be shown.
pub(crate) fn shown(value: &str) -> String {
    const SHOWN: usize = 80;
    let mut cut: String = value.chars().take(SHOWN).collect();
    if cut.len() < value.len() {
        cut.push('…');
    }
    cut
}
