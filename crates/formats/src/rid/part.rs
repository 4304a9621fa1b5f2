//! An element of a message on its way to becoming a class.

use watchbell_iodef::xml::Tree;

use super::{Error, Restriction, word::Word};

/// An element and where it stands.
pub(super) struct Part<'t, 'd> {
    pub(super) tree: &'t Tree<'d>,
    /// A path of names.
    place: String,
}

impl<'t, 'd> Part<'t, 'd> {
    pub(super) fn root(tree: &'t Tree<'d>) -> Self {
        Self {
            tree,
            place: tree.local().to_owned(),
        }
    }

    /// Whether an element has a name of the schema, `rid:…` or `iodef:…`, whatever the version.
    fn is(tree: &Tree<'_>, name: &str) -> bool {
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        let is_of = match prefix {
            "rid" => super::is_rid,
            _ => super::is_iodef,
        };
        tree.local() == local && is_of(tree.space())
    }

    /// Refuses elements, attributes and text that the schema does not have here. Attributes of other
    /// namespaces are passed over.
    pub(super) fn only(&self, attributes: &[&str], children: &[&str]) -> Result<(), Error> {
        self.only_attributes(attributes)?;
        for child in self.tree.children() {
            if !children.iter().any(|name| Self::is(child, name)) {
                let (line, _) = child.place();
                return Err(self.unknown(line, child.local()));
            }
        }
        let text = self.tree.text().trim();
        if text.is_empty() {
            return Ok(());
        }
        Err(self.value(text, "allowed here, only elements are"))
    }

    /// Refuses attributes that the schema does not have here, and elements.
    pub(super) fn only_text(&self, attributes: &[&str]) -> Result<String, Error> {
        self.only_attributes(attributes)?;
        if let Some(child) = self.tree.children().first() {
            let (line, _) = child.place();
            return Err(self.unknown(line, child.local()));
        }
        Ok(self.tree.text().trim().to_owned())
    }

    pub(super) fn only_attributes(&self, known: &[&str]) -> Result<(), Error> {
        for (name, _) in self.tree.attributes() {
            let is_known = known.iter().any(|known| is_same(name, known));
            if !is_known && !name.starts_with('{') && !name.contains(':') {
                let (line, _) = self.tree.place();
                return Err(self.unknown(line, &format!("@{name}")));
            }
        }
        Ok(())
    }

    /// Returns the elements of a name.
    pub(super) fn all(&self, name: &str) -> Vec<Self> {
        let found = self
            .tree
            .children()
            .iter()
            .filter(|child| Self::is(child, name));
        let found = found.map(|tree| Self {
            tree,
            place: format!("{}/{}", self.place, tree.local()),
        });
        found.collect()
    }

    /// Returns the element of a name, of which there may be one.
    pub(super) fn one(&self, name: &'static str) -> Result<Option<Self>, Error> {
        let mut found = self.all(name);
        if found.len() > 1 {
            return Err(self.too_many(name));
        }
        Ok(found.pop())
    }

    /// Returns the element of a name, of which there has to be one.
    pub(super) fn needed(&self, name: &'static str) -> Result<Self, Error> {
        self.one(name)?.ok_or_else(|| self.missing(name))
    }

    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let found = self.tree.attribute(name);
        found.map(|value| value.trim().to_owned())
    }

    /// Returns the word of an attribute, where it is there; what is on no list is kept as if it were
    /// written by extension.
    pub(super) fn word<W: Word>(&self, name: &'static str) -> Option<W> {
        let word = self.attribute(name)?;
        if word != super::EXT_VALUE {
            return Some(W::listed(&word).unwrap_or_else(|| W::extended(word)));
        }
        Some(W::extended(self.extension(name).unwrap_or_default()))
    }

    /// Returns what stands for `ext-value`. The schema calls the attribute `ext-Name`, the text of
    /// section 5 `Name-ext`.
    pub(super) fn extension(&self, name: &str) -> Option<String> {
        let names = [format!("ext-{name}"), format!("{name}-ext")];
        let found = names.iter().find_map(|name| self.tree.attribute(name));
        found.map(str::to_owned)
    }

    pub(super) fn needed_word<W: Word>(&self, name: &'static str) -> Result<W, Error> {
        self.word(name).ok_or_else(|| self.missing(name))
    }

    /// Returns how far it may be disclosed.
    pub(super) fn restriction(&self) -> Result<Option<Restriction>, Error> {
        let Some(word) = self.attribute("restriction") else {
            return Ok(None);
        };
        let read = Restriction::of(&word);
        let read =
            read.ok_or_else(|| self.value(&word, "default, public, need-to-know or private"));
        read.map(Some)
    }

    /// Returns a value of a type, where it is there.
    pub(super) fn checked<T>(
        &self,
        value: Option<String>,
        new: fn(String) -> Option<T>,
        expected: &'static str,
    ) -> Result<Option<T>, Error> {
        let Some(value) = value else {
            return Ok(None);
        };
        let read = new(value.clone());
        read.map(Some).ok_or_else(|| self.value(&value, expected))
    }

    pub(super) fn missing(&self, name: &'static str) -> Error {
        Error::Missing {
            line: self.tree.place().0,
            place: self.place.clone(),
            name,
        }
    }

    pub(super) fn too_many(&self, name: &'static str) -> Error {
        Error::TooMany {
            line: self.tree.place().0,
            place: self.place.clone(),
            name,
        }
    }

    pub(super) fn value(&self, value: &str, expected: &'static str) -> Error {
        Error::Value {
            line: self.tree.place().0,
            place: self.place.clone(),
            value: value.chars().take(80).collect(),
            expected,
        }
    }

    fn unknown(&self, line: u64, name: &str) -> Error {
        Error::Unknown {
            line,
            place: self.place.clone(),
            name: name.chars().take(80).collect(),
        }
    }
}

/// Whether an attribute is one of the schema, or what stands for its `ext-value`.
fn is_same(name: &str, known: &str) -> bool {
    name == known
        || name.strip_prefix("ext-") == Some(known)
        || name.strip_suffix("-ext") == Some(known)
}
