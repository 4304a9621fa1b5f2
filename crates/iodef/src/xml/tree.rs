//! A document as a tree of elements, attributes and text.

use std::ops::Range;

use super::{
    events::{Event, Events, Link, Scope},
    markup::closed,
};
use crate::{DataKind, Error, MAX_BYTES, Result, dialect::local, note::Notes, place::Place};

/// Elements that may hold anything: what is in them is kept as it is written.
const OPEN: [&str; 12] = [
    "AdditionalData",
    "ApplicationHeaderField",
    "EmailHeaderField",
    "FileProperties",
    "FuzzyHashValue",
    "RecordItem",
    "RelatedDNS",
    "SoftwareReference",
    "sci:RawData",
    "ds:CanonicalizationMethod",
    "ds:DigestMethod",
    "ds:Signature",
];

/// The only element whose tags are part of what is kept, and which is looked into, too.
const X509: &str = "ds:X509Data";

/// An element and what is in it.
#[derive(Debug, Default)]
pub(crate) struct Element {
    /// As [`super::events::Tag::name`].
    pub(crate) name: String,
    pub(crate) attributes: Attributes,
    pub(crate) children: Vec<Self>,
    text: String,
    /// What is in it as it is written, where it may hold anything, and its tags where
    /// they are of a signature.
    markup: Option<String>,
    /// Whether elements are in that.
    pub(crate) is_mixed: bool,
    source: Source,
}

/// Where an element stands in the text, and within which namespaces.
#[derive(Clone, Debug, Default)]
pub(crate) struct Source {
    range: Range<usize>,
    scope: Scope,
}

impl Source {
    /// The element as it is written.
    pub(crate) fn markup(&self, notes: &Notes<'_>) -> Result<String> {
        let text = notes.source.get(self.range.clone()).unwrap_or_default();
        closed(text, &self.scope)
    }
}

/// Attributes by name, as [`super::events::Tag::attributes`].
#[derive(Debug, Default)]
pub(crate) struct Attributes(Vec<(String, String)>);

impl Attributes {
    pub(crate) fn take(&mut self, name: &str) -> Option<String> {
        let at = self.0.iter().position(|(own, _)| own == name)?;
        Some(self.0.swap_remove(at).1)
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str())
    }

    pub(crate) fn put(&mut self, name: &str, value: String) {
        self.0.push((name.to_owned(), value));
    }

    /// Gives an attribute another name; says whether it was there.
    pub(crate) fn rename(&mut self, name: &str, new: &str) -> bool {
        let value = self.take(name);
        let was_there = value.is_some();
        if let Some(value) = value {
            self.put(new, value);
        }
        was_there
    }

    /// The language that the element says its texts are in.
    pub(crate) fn lang(&self) -> Option<String> {
        self.get("xml:lang").map(str::to_owned)
    }
}

impl Element {
    /// Makes an element that holds nothing but text.
    pub(crate) fn of_text(name: &str, text: String) -> Self {
        Self {
            name: name.to_owned(),
            text,
            ..Self::default()
        }
    }

    /// Makes an element that holds others.
    pub(crate) fn of_children(name: &str, children: Vec<Self>) -> Self {
        Self {
            name: name.to_owned(),
            children,
            ..Self::default()
        }
    }

    /// What is in it as it is written, where it may hold anything.
    pub(crate) fn markup(&self) -> &str {
        self.markup.as_deref().unwrap_or_default()
    }

    pub(crate) fn source(&self) -> Source {
        self.source.clone()
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn take_text(&mut self) -> String {
        std::mem::take(&mut self.text)
    }

    /// What is in it, as it is written: namespaces included.
    pub(crate) fn take_markup(&mut self) -> String {
        self.text.clear();
        self.markup.take().unwrap_or_default()
    }

    /// Refuses what no reader took, or keeps it where that is allowed.
    pub(crate) fn nothing_left(self, at: &Place<'_>) -> Result<()> {
        for (name, value) in self.attributes.0 {
            at.keep(&format!("@{name}"), DataKind::String, || Ok(value))?;
        }
        for child in self.children {
            at.keep(&child.name, DataKind::Xml, || {
                child.source.markup(at.notes())
            })?;
        }
        let text = self.text.trim();
        if text.is_empty() {
            return Ok(());
        }
        if at.may(
            "text",
            &format!("text {text:?} is not allowed here; it is kept"),
        ) {
            let value = text.to_owned();
            return at.notes().keep(at.to_string(), DataKind::String, value);
        }
        Err(at.value(text, "allowed here, only elements are"))
    }
}

/// Reads a piece of XML as an element without a name.
pub(crate) fn parse_markup(text: &str) -> Result<Element> {
    grow(Events::fragment(text, &None)?, text)
}

/// Reads the root element of `text` with all that is in it.
pub(super) fn parse(text: &str) -> Result<Element> {
    let mut root = grow(Events::new(text)?, text)?;
    Ok(root.children.pop().expect("a document has a root element"))
}

/// Returns an element without a name that holds what is read.
fn grow(mut events: Events<'_>, text: &str) -> Result<Element> {
    let mut open = vec![Element::default()];
    // Markup is the text again and what has to be added to its namespaces.
    let mut room = 2 * MAX_BYTES;
    loop {
        match events.next()? {
            None => break,
            Some(Event::Start(tag)) => {
                let around = open.last().map_or(&None, |element| &element.source.scope);
                let scope = Link::within(around, &tag.declared);
                let mut element = Element {
                    name: tag.name,
                    attributes: Attributes(tag.attributes),
                    source: Source {
                        range: tag.at..tag.at,
                        scope: scope.clone(),
                    },
                    ..Element::default()
                };
                if OPEN.contains(&local(&element.name).unwrap_or(&element.name)) {
                    let inner = events.at();
                    let end = pass(&mut events, &mut element)?;
                    element.source.range.end = events.at();
                    let range = match element.name.starts_with("ds:") {
                        true => element.source.range.clone(),
                        false => inner..end,
                    };
                    let markup = text.get(range).unwrap_or_default();
                    element.markup = Some(kept(markup, &scope, &mut room)?);
                    finish(element, &mut open);
                } else {
                    open.push(element);
                }
            }
            Some(Event::Text(text)) => {
                if let Some(element) = open.last_mut() {
                    element.text.push_str(&text);
                }
            }
            Some(Event::End) => {
                if let Some(mut element) = open.pop() {
                    element.source.range.end = events.at();
                    if element.name == X509 {
                        let markup = text.get(element.source.range.clone()).unwrap_or_default();
                        element.markup = Some(kept(markup, &element.source.scope, &mut room)?);
                    }
                    finish(element, &mut open);
                }
            }
        }
    }
    Ok(open.pop().unwrap_or_default())
}

/// Returns markup with its namespaces, while there is room for it.
fn kept(markup: &str, scope: &Scope, room: &mut usize) -> Result<String> {
    let markup = closed(markup, scope)?;
    let bytes = 2 * MAX_BYTES - *room + markup.len();
    let left = room.checked_sub(markup.len());
    *room = left.ok_or(Error::TooLong { bytes })?;
    Ok(markup)
}

/// Puts an element that has ended into the one around it.
fn finish(element: Element, open: &mut [Element]) {
    if let Some(around) = open.last_mut() {
        around.children.push(element);
    }
}

/// Passes over what is in an element, but for its own text; returns the byte behind it.
fn pass(events: &mut Events<'_>, element: &mut Element) -> Result<usize> {
    let mut depth = 0_usize;
    loop {
        let before = events.at();
        match events.next()? {
            Some(Event::Start(_)) => {
                element.is_mixed = true;
                depth += 1;
            }
            Some(Event::Text(text)) if depth == 0 => element.text.push_str(&text),
            Some(Event::End) if depth == 0 => return Ok(before),
            Some(Event::End) => depth -= 1,
            Some(Event::Text(_)) => {}
            None => return Ok(before),
        }
    }
}
