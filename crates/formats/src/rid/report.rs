//! The document in a message (RFC 6545, sections 5.1.1 and 5.6).

use watchbell_iodef::{self as iodef, Change, Document, Uri, xml};

use super::Restriction;

/// The namespace of XML Encryption.
const ENCRYPTION: &str = "http://www.w3.org/2001/04/xmlenc#";

/// A document with what is said of it (`ReportSchema`, section 5.1.1).
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The version of the schema of the document: `1.0` of IODEF, another as `ext-Version`.
    pub version: Option<String>,
    /// The namespace of the document: that of IODEF 1.0, another as `ext-XMLSchemaID`.
    pub schema: Option<String>,
    /// The document.
    pub document: Enclosed,
    /// Where its schema is told; never fetched (section 5.6, item 3).
    pub url: Option<Uri>,
    /// Signatures over the document or of who asked first, no more than [`super::MAX_SIGNATURES`].
    pub signatures: Vec<Enclosed>,
}

/// An element of some namespace, as it is written (`ExtensionType` with `dtype` `xml`).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Enclosed {
    /// The element. It says all namespaces that were in force where it was read, so that signatures
    /// over it stay valid when it is passed on. Those made by inclusive canonicalization do so where
    /// the message had `iodef-rid` and `iodef` in force as the examples of the RFC have: what is
    /// written here has.
    pub markup: String,
    /// What it means, `xml`.
    pub meaning: Option<String>,
    /// Its format.
    pub format_id: Option<String>,
    /// How far it may be disclosed.
    pub restriction: Option<Restriction>,
}

impl Enclosed {
    /// Takes an element that says its namespaces itself.
    pub fn new(markup: impl Into<String>) -> Self {
        Self {
            markup: markup.into(),
            meaning: Some("xml".to_owned()),
            format_id: None,
            restriction: None,
        }
    }
}

/// What a document in a message is.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// A document of IODEF, of any version, with what was changed to read it.
    Iodef(Box<Document>, Vec<Change>),
    /// What has to be decrypted first (XML Encryption).
    Encrypted,
    /// Something else, to be ignored by who does not know it (section 5.6, item 2).
    Foreign {
        /// Its namespace.
        space: String,
    },
}

impl Report {
    /// Encloses a document of IODEF version 2.
    ///
    /// The schema of RID lists version 1 alone, so version 2 is said by extension.
    pub fn of(document: &Document) -> Self {
        let written = xml::write(document);
        let element = match written.split_once("?>") {
            Some((_, element)) => element.trim().to_owned(),
            None => written,
        };
        Self {
            version: Some("2.0".to_owned()),
            schema: Some(xml::NAMESPACE.to_owned()),
            document: Enclosed::new(element),
            url: None,
            signatures: Vec::new(),
        }
    }

    /// Reads the document, where it is one of IODEF.
    ///
    /// # Errors
    /// [`iodef::Error`] where it is one of IODEF, and cannot be understood.
    pub fn content(&self) -> Result<Content, iodef::Error> {
        let root = xml::Tree::read(&self.document.markup)?;
        let space = root.space();
        if space == ENCRYPTION {
            return Ok(Content::Encrypted);
        }
        // The first example of the RFC has no namespace there.
        if root.local() != "IODEF-Document" || !(space.is_empty() || super::is_iodef(space)) {
            return Ok(Content::Foreign {
                space: space.to_owned(),
            });
        }
        let (document, changes) = xml::read_lenient(&self.document.markup)?;
        Ok(Content::Iodef(Box::new(document), changes))
    }
}
