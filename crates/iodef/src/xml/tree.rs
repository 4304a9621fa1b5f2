//! A document as a tree of elements, attributes and text.

use super::events::{Event, Events};
use crate::{Result, place::Place};

/// An element and what is in it.
#[derive(Debug, Default)]
pub(crate) struct Element {
    /// As [`super::events::Tag::name`].
    pub(crate) name: String,
    pub(crate) attributes: Attributes,
    pub(crate) children: Vec<Self>,
    text: String,
}

/// Attributes by name, as [`super::events::Tag::attributes`].
#[derive(Debug, Default)]
pub(crate) struct Attributes(Vec<(String, String)>);

impl Attributes {
    pub(crate) fn take(&mut self, name: &str) -> Option<String> {
        let at = self.0.iter().position(|(own, _)| own == name)?;
        Some(self.0.swap_remove(at).1)
    }
}

impl Element {
    pub(crate) fn take_text(&mut self) -> String {
        std::mem::take(&mut self.text)
    }

    /// Refuses what no reader took.
    pub(crate) fn nothing_left(&self, at: &Place<'_>) -> Result<()> {
        if let Some(child) = self.children.first() {
            return Err(at.unknown(&child.name));
        }
        if let Some((name, _)) = self.attributes.0.first() {
            return Err(at.unknown(name));
        }
        match self.text.trim() {
            "" => Ok(()),
            text => Err(at.value(text, "allowed here, only elements are")),
        }
    }
}

/// Reads the root element of `text` with all that is in it.
pub(super) fn parse(text: &str) -> Result<Element> {
    let mut events = Events::new(text)?;
    let mut open: Vec<Element> = Vec::new();
    let mut root = None;
    while let Some(event) = events.next()? {
        match event {
            Event::Start(tag) => open.push(Element {
                name: tag.name,
                attributes: Attributes(tag.attributes),
                ..Element::default()
            }),
            Event::Text(text) => {
                if let Some(element) = open.last_mut() {
                    element.text.push_str(&text);
                }
            }
            Event::End => {
                let ended = open.pop();
                match open.last_mut() {
                    Some(parent) => parent.children.extend(ended),
                    None => root = ended,
                }
            }
        }
    }
    Ok(root.expect("the reader ends only behind the root element"))
}
