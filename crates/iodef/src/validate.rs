//! What a document must be beyond what its types say.

use std::collections::BTreeSet;

use crate::{Document, Fault, note::Notes, part::Part, place::Place, xml::closed};

/// Checks the rules of RFC 7970 and of its schema; an empty list is a valid document.
pub fn validate(document: &Document) -> Vec<Fault> {
    let mut check = Check::default();
    let notes = Notes::strict();
    document.check(&Place::root("IODEF-Document", &notes), &mut check);
    check.finish()
}

/// Faults and identifiers found on the way through a document.
#[derive(Debug, Default)]
pub(crate) struct Check {
    faults: Vec<Fault>,
    defined: BTreeSet<String>,
    mentioned: Vec<(String, String)>,
}

impl Check {
    /// Notes a broken rule.
    pub(crate) fn fault(&mut self, at: &Place<'_>, problem: impl Into<String>) {
        self.faults.push(Fault {
            place: at.to_string(),
            problem: problem.into(),
        });
    }

    /// Notes a broken rule unless `kept`.
    pub(crate) fn expect(&mut self, kept: bool, at: &Place<'_>, problem: &str) {
        if !kept {
            self.fault(at, problem);
        }
    }

    /// Markup has to stand for itself.
    pub(crate) fn markup(&mut self, markup: &str, at: &Place<'_>) {
        match closed(markup, &None) {
            Ok(closed) if closed == markup => {}
            Ok(_) => self.fault(at, "its XML does not say its own namespaces"),
            Err(error) => self.fault(at, format!("its XML is not well-formed: {error}")),
        }
    }

    /// An identifier is given.
    pub(crate) fn defined(&mut self, id: &str, at: &Place<'_>) {
        if !self.defined.insert(id.to_owned()) {
            self.fault(at, format!("{id:?} is given to something else, too"));
        }
    }

    /// An identifier is referred to.
    pub(crate) fn mentioned(&mut self, id: &str, at: &Place<'_>) {
        self.mentioned.push((id.to_owned(), at.to_string()));
    }

    /// Whether no rule was broken so far.
    #[cfg(feature = "generate")]
    pub(crate) const fn is_kept(&self) -> bool {
        self.faults.is_empty()
    }

    fn finish(mut self) -> Vec<Fault> {
        for (id, place) in self.mentioned {
            if !self.defined.contains(&id) {
                self.faults.push(Fault {
                    place,
                    problem: format!("nothing has the identifier {id:?}"),
                });
            }
        }
        self.faults
    }
}
