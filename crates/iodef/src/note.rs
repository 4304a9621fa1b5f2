//! What readers had to change to understand a document.

use std::cell::{Cell, RefCell};

use crate::{DataKind, Document, Error, Extension, MAX_BYTES, Result};

/// Changes of one document that are told; the rest are made without words.
pub const MAX_CHANGES: usize = 1_000;

/// Characters of a message that are told.
const MAX_MESSAGE: usize = 300;

/// Something that is otherwise in what was read than in what it was read from.
#[derive(Clone, Debug, Eq, PartialEq, serde::Serialize)]
pub struct Change {
    /// What kind of thing, the same in every release: `unknown`, `value`, `moved` …
    pub code: &'static str,
    /// Where, as a path of names and places: `IODEF-Document/Incident[1]/purpose`.
    pub path: String,
    /// What was done, in words.
    pub message: String,
}

/// What readers say about a document, and whether they may go on where it breaks a rule.
pub(crate) struct Notes<'a> {
    is_lenient: bool,
    /// The XML text that is read.
    pub(crate) source: &'a str,
    changes: RefCell<Vec<Change>>,
    kept: RefCell<Vec<Extension>>,
    /// How much is kept.
    bytes: Cell<usize>,
}

impl Notes<'static> {
    pub(crate) const fn strict() -> Self {
        Self::of(false, "")
    }

    pub(crate) const fn lenient() -> Self {
        Self::of(true, "")
    }
}

impl<'a> Notes<'a> {
    pub(crate) const fn of(is_lenient: bool, source: &'a str) -> Self {
        Self {
            is_lenient,
            source,
            changes: RefCell::new(Vec::new()),
            kept: RefCell::new(Vec::new()),
            bytes: Cell::new(0),
        }
    }

    /// Notes a change; says whether it may be made.
    pub(crate) fn may(&self, code: &'static str, path: String, message: &str) -> bool {
        if self.is_lenient {
            let mut changes = self.changes.borrow_mut();
            if changes.len() < MAX_CHANGES {
                let message = message.chars().take(MAX_MESSAGE).collect();
                changes.push(Change {
                    code,
                    path,
                    message,
                });
            }
        }
        self.is_lenient
    }

    pub(crate) const fn is_lenient(&self) -> bool {
        self.is_lenient
    }

    /// Keeps what no class has a place for, while there is room for it.
    pub(crate) fn keep(&self, path: String, kind: DataKind, value: String) -> Result<()> {
        let mut kept = self.kept.borrow_mut();
        let bytes: usize = self.bytes.get() + value.len() + path.len();
        self.bytes.set(bytes);
        if bytes > MAX_BYTES {
            return Err(Error::TooLong { bytes });
        }
        kept.push(Extension {
            name: Some("unknown-content".to_owned()),
            kind,
            meaning: Some(path),
            value,
            ..Extension::default()
        });
        Ok(())
    }

    /// Adds what was kept to a document and returns it with the changes.
    ///
    /// # Errors
    /// Where the document has no incident: then nothing was understood.
    pub(crate) fn applied(self, mut document: Document) -> Result<(Document, Vec<Change>)> {
        if document.incidents.is_empty() {
            return Err(Error::Missing {
                place: "IODEF-Document".to_owned(),
                name: "Incident",
            });
        }
        document.additional.append(&mut self.kept.into_inner());
        Ok((document, self.changes.into_inner()))
    }
}
