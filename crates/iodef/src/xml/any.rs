//! Any XML document as a tree, for formats that travel beside IODEF and have no classes here.

use std::ops::Range;

use super::{
    NAMESPACE, SPACES,
    events::{Event, Events, Link, Scope, Tag},
    markup::{closed, whole},
};
use crate::Result;

/// An element of any XML document, read within the [bounds](crate::MAX_BYTES) of this crate.
///
/// What a document type declares, entities but the five of XML and more than the bounds are refused;
/// nothing is fetched. Attributes about the schema of an instance (`xsi:…`) are left out.
#[derive(Debug)]
pub struct Tree<'a> {
    /// The document.
    document: &'a str,
    space: String,
    local: String,
    attributes: Vec<(String, String)>,
    children: Vec<Self>,
    text: String,
    place: (u64, u64),
    range: Range<usize>,
    scope: Scope,
}

impl<'a> Tree<'a> {
    /// Reads a document; returns its root.
    ///
    /// # Errors
    /// [`crate::Error`] with the place of what is wrong.
    pub fn read(document: &'a str) -> Result<Self> {
        let mut events = Events::new(document)?;
        let mut open: Vec<Self> = Vec::new();
        let mut root = None;
        while let Some(event) = events.next()? {
            match event {
                Event::Start(tag) => {
                    let scope = open.last().map_or(&None, |around| &around.scope);
                    let element = Self::begun(document, tag, scope);
                    open.push(element);
                }
                Event::Text(text) => {
                    if let Some(element) = open.last_mut() {
                        element.text.push_str(&text);
                    }
                }
                Event::End => {
                    let Some(mut element) = open.pop() else {
                        continue;
                    };
                    element.range.end = events.at();
                    match open.last_mut() {
                        Some(around) => around.children.push(element),
                        None => root = Some(element),
                    }
                }
            }
        }
        Ok(root.expect("a document has a root element"))
    }

    fn begun(document: &'a str, tag: Tag, around: &Scope) -> Self {
        let (space, local) = split(&tag.name);
        Self {
            document,
            space: space.to_owned(),
            local: local.to_owned(),
            attributes: tag.attributes,
            children: Vec::new(),
            text: String::new(),
            place: tag.place,
            range: tag.at..tag.at,
            scope: Link::within(around, &tag.declared),
        }
    }

    /// Returns its namespace, empty where it is in none.
    pub fn space(&self) -> &str {
        &self.space
    }

    /// Returns its name within its namespace.
    pub fn local(&self) -> &str {
        &self.local
    }

    /// Whether it has this name in this namespace.
    pub fn is(&self, space: &str, local: &str) -> bool {
        self.space == space && self.local == local
    }

    /// Returns the value of an attribute: `name`, or `xml:name`.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Returns its attributes in their order: names without a namespace as they are, `xml:name`, and
    /// `{namespace}name`.
    pub fn attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        let pairs = self.attributes.iter();
        pairs.map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Returns the elements in it.
    pub fn children(&self) -> &[Self] {
        &self.children
    }

    /// Returns the text right in it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns all text in it and in the elements in it. That of an element comes before that of the
    /// elements in it: how they are mixed is not kept.
    pub fn all_text(&self) -> String {
        let mut all = String::new();
        self.gather(&mut all);
        all
    }

    fn gather(&self, all: &mut String) {
        all.push_str(&self.text);
        for child in &self.children {
            child.gather(all);
        }
    }

    /// Returns line and column at which it begins, from 1.
    pub const fn place(&self) -> (u64, u64) {
        self.place
    }

    /// Returns it as it is written, saying itself which namespaces it uses.
    ///
    /// # Errors
    /// Where it would be longer than a document.
    pub fn markup(&self) -> Result<String> {
        closed(self.written(), &self.scope)
    }

    /// Returns it as it is written, saying itself all namespaces in force, used or not, but for those
    /// of `around`, pairs of a prefix and a namespace, which are in force wherever it will be put.
    ///
    /// A signature over a part of a document is over the namespaces in force there, too (Canonical
    /// XML 1.0, section 2.4). It stays valid where this is put into another document that has no
    /// others in force; by exclusive canonicalization, wherever it is put.
    ///
    /// # Errors
    /// Where it would be longer than a document.
    pub fn whole_markup(&self, around: &[(&str, &str)]) -> Result<String> {
        whole(self.written(), &self.scope, around)
    }

    fn written(&self) -> &'a str {
        self.document.get(self.range.clone()).unwrap_or_default()
    }
}

/// Returns namespace and local name of a full name, as [`Tag::name`].
fn split(name: &str) -> (&str, &str) {
    if let Some(rest) = name.strip_prefix('{') {
        return rest.rsplit_once('}').unwrap_or(("", rest));
    }
    let Some((prefix, local)) = name.split_once(':') else {
        return (NAMESPACE, name);
    };
    let space = SPACES.iter().find(|(known, _)| *known == prefix);
    (space.map_or("", |(_, space)| space), local)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "<?xml version='1.0'?>\n<a xmlns='urn:a' xmlns:p='urn:p' xmlns:q='urn:q'>\
        <p:b c='1' xml:lang='en'>x<d/>y</p:b>\n <e xmlns=''/><r:I xmlns:r='urn:ietf:params:xml:ns:iodef-2.0'/></a>";

    #[test]
    fn a_tree_has_names_attributes_text_and_places() {
        let root = Tree::read(TEXT).unwrap();
        assert!(root.is("urn:a", "a"));
        let [b, e, iodef] = root.children() else {
            panic!("{root:?}");
        };
        assert!(b.is("urn:p", "b") && e.is("", "e") && iodef.is(NAMESPACE, "I"));
        assert_eq!(
            (b.attribute("c"), b.attribute("xml:lang")),
            (Some("1"), Some("en"))
        );
        assert_eq!((b.text(), b.all_text().as_str()), ("xy", "xy"));
        assert_eq!((root.place(), e.place()), ((2, 1), (3, 2)));
    }

    #[test]
    fn a_piece_says_the_namespaces_it_uses_or_all_in_force() {
        let root = Tree::read(TEXT).unwrap();
        let b = &root.children()[0];
        let used = "<p:b xmlns:p=\"urn:p\" xmlns=\"urn:a\" c='1' xml:lang='en'>x<d/>y</p:b>";
        assert_eq!(b.markup().unwrap(), used);
        let all = used.replacen("<p:b", "<p:b xmlns:q=\"urn:q\"", 1);
        assert_eq!(b.whole_markup(&[]).unwrap(), all);
        assert_eq!(b.whole_markup(&[("q", "urn:q")]).unwrap(), used);
        assert_eq!(b.whole_markup(&[("q", "urn:other")]).unwrap(), all);
        // Put into another document, it says the same.
        let other = format!("<z xmlns:q='urn:q'>{all}</z>");
        let again = Tree::read(&other).unwrap();
        assert_eq!(again.children()[0].whole_markup(&[]).unwrap(), all);
    }

    #[test]
    fn texts_are_read_in_their_encoding() {
        let text = "<?xml version='1.0' encoding='UTF-16'?><a>\u{E4}</a>";
        let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
        let bytes: Vec<u8> = units.flat_map(u16::to_le_bytes).collect();
        let decoded = crate::xml::text(&bytes).unwrap();
        assert_eq!(Tree::read(&decoded).unwrap().text(), "\u{E4}");
        let long = vec![b' '; crate::MAX_BYTES + 1];
        let bytes = long.len();
        assert_eq!(
            crate::xml::text(&long),
            Err(crate::Error::TooLong { bytes })
        );
    }

    #[test]
    fn bounds_are_those_of_documents() {
        let deep = "<a>".repeat(crate::MAX_DEPTH + 1);
        assert_eq!(Tree::read(&deep).err(), Some(crate::Error::TooDeep));
        assert!(Tree::read("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>").is_err());
    }
}
