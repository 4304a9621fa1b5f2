//! A small XML reader: elements, attributes and text in a tree, with namespaces.
//!
//! Written by hand because what it refuses matters as much as what it reads.
//! Comments and processing instructions are passed over; a document type, an
//! entity that is not one of the five and an encoding that is not UTF-8 are
//! errors. One grammar is one file.

use super::{ENUM_NAMESPACE, NAMESPACE, write::is_character};
use crate::{
    Error, MAX_BYTES, MAX_DEPTH, MAX_PARTS, Result,
    error::{Problem, shown},
    place::Place,
};

const XML_NAMESPACE: &str = "http://www.w3.org/XML/1998/namespace";
/// How a full name in the namespace of schema instances begins.
const XSI_PREFIX: &str = "{http://www.w3.org/2001/XMLSchema-instance}";
/// Most attributes of one element.
const MAX_ATTRIBUTES: usize = 64;
/// Most namespaces in force at once.
const MAX_NAMESPACES: usize = 64;

/// An element and what is in it.
#[derive(Debug, Default)]
pub(crate) struct Element {
    /// The local name in the namespace of IODEF, `enum:name` in that of RFC
    /// 7495, `{namespace}name` in any other.
    pub(crate) name: String,
    pub(crate) attributes: Attributes,
    pub(crate) children: Vec<Self>,
    text: String,
}

/// Attributes by name: bare, or `xml:name`; those about the
/// document's schema are dropped.
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
    if text.len() > MAX_BYTES {
        return Err(Error::TooLong { bytes: text.len() });
    }
    let mut parser = Parser {
        text,
        at: text.len() - text.trim_start_matches('\u{FEFF}').len(),
        scopes: Vec::new(),
        parts: 0,
    };
    parser.declaration()?;
    parser.between()?;
    if !parser.rest().starts_with('<') {
        return Err(parser.expected("the root element"));
    }
    let root = parser.tree()?;
    parser.between()?;
    if parser.rest().is_empty() {
        Ok(root)
    } else {
        Err(parser.expected("the end of the document"))
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    /// Namespaces in force: prefix and name, innermost last.
    scopes: Vec<(&'a str, String)>,
    parts: usize,
}

/// An element whose end was not met yet.
struct Open<'a> {
    element: Element,
    /// Its name as written.
    tag: &'a str,
    /// How many namespaces were in force around it.
    scopes: usize,
}

impl<'a> Parser<'a> {
    /// Reads an element, without recursion.
    fn tree(&mut self) -> Result<Element> {
        let mut open: Vec<Open<'a>> = Vec::new();
        loop {
            // At a `<` that starts an element, or within one.
            if open.is_empty() || self.rest().starts_with('<') && self.starts_element() {
                if open.len() >= MAX_DEPTH {
                    return Err(Error::TooDeep);
                }
                let (started, empty) = self.start()?;
                if !empty {
                    open.push(started);
                    continue;
                }
                self.scopes.truncate(started.scopes);
                match open.last_mut() {
                    None => return Ok(started.element),
                    Some(parent) => parent.element.children.push(started.element),
                }
            } else if self.skip("</") {
                let Some(ended) = open.pop() else {
                    return Err(self.expected("an element"));
                };
                let found = self.name()?;
                if found != ended.tag {
                    return Err(self.wrong(Problem::Mismatch {
                        open: shown(ended.tag),
                        found: shown(found),
                    }));
                }
                self.blank();
                self.expect(">", "the end of the closing tag")?;
                self.scopes.truncate(ended.scopes);
                match open.last_mut() {
                    None => return Ok(ended.element),
                    Some(parent) => parent.element.children.push(ended.element),
                }
            } else if let Some(parent) = open.last_mut() {
                self.content(&mut parent.element.text)?;
            }
        }
    }

    fn starts_element(&self) -> bool {
        let mut after = self.rest().chars().skip(1);
        after.next().is_some_and(is_name_start)
    }

    /// Reads text, a CDATA section, a comment or a processing instruction.
    fn content(&mut self, text: &mut String) -> Result<()> {
        if self.skip("<![CDATA[") {
            let section = self.until("]]>", "the end of the CDATA section")?;
            self.characters(section)?;
            text.push_str(&lines(section));
            return Ok(());
        }
        if self.rest().starts_with('<') {
            return self.aside();
        }
        if self.rest().is_empty() {
            return Err(self.expected("a closing tag"));
        }
        let rest = self.rest();
        let end = rest.find(['<', '&']).unwrap_or(rest.len());
        let run = &rest[..end];
        self.characters(run)?;
        if run.contains("]]>") {
            return Err(self.expected("no ]]> in text"));
        }
        text.push_str(&lines(run));
        self.at += end;
        if self.rest().starts_with('&') {
            text.push(self.reference()?);
        }
        Ok(())
    }

    /// Passes over a comment or a processing instruction.
    fn aside(&mut self) -> Result<()> {
        if self.skip("<!--") {
            let comment = self.until("--", "the end of the comment")?;
            self.characters(comment)?;
            return self.expect(">", "the end of the comment");
        }
        if self.skip("<?") {
            let target = self.name()?;
            if target.eq_ignore_ascii_case("xml") {
                return Err(self.expected("the XML declaration at the very beginning only"));
            }
            let instruction = self.until("?>", "the end of the processing instruction")?;
            return self.characters(instruction);
        }
        if self.rest().starts_with("<!DOCTYPE") {
            return Err(self.wrong(Problem::Doctype));
        }
        Err(self.expected("an element"))
    }

    /// Passes over what may stand before and after the root element.
    fn between(&mut self) -> Result<()> {
        loop {
            self.blank();
            if !self.rest().starts_with("<!") && !self.rest().starts_with("<?") {
                return Ok(());
            }
            self.aside()?;
        }
    }

    fn declaration(&mut self) -> Result<()> {
        if !self.rest().starts_with("<?xml") {
            return Ok(());
        }
        let after = self.rest()[5..].chars().next();
        if !after.is_some_and(|c| c.is_ascii_whitespace()) {
            return Ok(());
        }
        self.at += 5;
        loop {
            self.blank();
            if self.skip("?>") {
                return Ok(());
            }
            let name = self.name()?;
            let value = self.value()?;
            let known =
                value.eq_ignore_ascii_case("utf-8") || value.eq_ignore_ascii_case("us-ascii");
            if name == "encoding" && !known {
                return Err(self.wrong(Problem::Encoding(shown(&value))));
            }
        }
    }

    /// Reads a start tag; says whether it is an end tag, too.
    fn start(&mut self) -> Result<(Open<'a>, bool)> {
        self.parts += 1;
        if self.parts > MAX_PARTS {
            return Err(Error::TooMany);
        }
        self.expect("<", "an element")?;
        let tag = self.name()?;
        let scopes = self.scopes.len();
        let mut given: Vec<(&'a str, String)> = Vec::new();
        let empty = loop {
            let gap = self.blank();
            if self.skip("/>") {
                break true;
            }
            if self.skip(">") {
                break false;
            }
            if !gap {
                return Err(self.expected("a blank or the end of the tag"));
            }
            let name = self.name()?;
            if given.iter().any(|(other, _)| *other == name) {
                return Err(self.wrong(Problem::Attribute(shown(name))));
            }
            if given.len() == MAX_ATTRIBUTES {
                return Err(self.wrong(Problem::Attributes(MAX_ATTRIBUTES)));
            }
            let value = self.value()?;
            given.push((name, value));
        };
        for (name, value) in &given {
            if *name == "xmlns" {
                self.scopes.push(("", value.clone()));
            } else if let Some(prefix) = name.strip_prefix("xmlns:") {
                self.scopes.push((prefix, value.clone()));
            }
        }
        if self.scopes.len() > MAX_NAMESPACES {
            return Err(self.wrong(Problem::Namespaces(MAX_NAMESPACES)));
        }
        let mut element = Element {
            name: self.full_name(tag, true)?,
            ..Element::default()
        };
        for (name, value) in given {
            if name == "xmlns" || name.starts_with("xmlns:") {
                continue;
            }
            let full = self.full_name(name, false)?;
            if element.attributes.0.iter().any(|(other, _)| *other == full) {
                return Err(self.wrong(Problem::Attribute(shown(name))));
            }
            if !full.starts_with(XSI_PREFIX) {
                element.attributes.0.push((full, value));
            }
        }
        let open = Open {
            element,
            tag,
            scopes,
        };
        Ok((open, empty))
    }

    /// Puts the namespace in the place of the prefix.
    fn full_name(&self, name: &str, default: bool) -> Result<String> {
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        if prefix == "xml" {
            return Ok(name.to_owned());
        }
        if prefix.is_empty() && !default {
            return Ok(local.to_owned());
        }
        let scope = self.scopes.iter().rev().find(|(own, _)| *own == prefix);
        let namespace = match scope {
            Some((_, namespace)) => namespace.as_str(),
            None if prefix.is_empty() => "",
            None => return Err(self.wrong(Problem::Prefix(shown(prefix)))),
        };
        Ok(match namespace {
            NAMESPACE => local.to_owned(),
            ENUM_NAMESPACE => format!("enum:{local}"),
            XML_NAMESPACE => format!("xml:{local}"),
            other => format!("{{{other}}}{local}"),
        })
    }

    fn name(&mut self) -> Result<&'a str> {
        let rest = self.rest();
        let end = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
        let name = &rest[..end];
        let prefixes = name.bytes().filter(|byte| *byte == b':').count();
        if !name.starts_with(is_name_start) || prefixes > 1 || name.ends_with(':') {
            return Err(self.expected("a name"));
        }
        self.at += end;
        Ok(name)
    }

    /// Reads the equals sign and the value of an attribute.
    fn value(&mut self) -> Result<String> {
        self.blank();
        self.expect("=", "an equals sign")?;
        self.blank();
        let Some(quote @ ('"' | '\'')) = self.rest().chars().next() else {
            return Err(self.expected("a value in quotes"));
        };
        self.at += 1;
        let mut value = String::new();
        loop {
            let rest = self.rest();
            let Some(end) = rest.find([quote, '&', '<']) else {
                return Err(self.expected("the closing quote of a value"));
            };
            let run = &rest[..end];
            self.characters(run)?;
            // Section 3.3.3: blanks become spaces.
            value.extend(
                lines(run)
                    .chars()
                    .map(|c| if is_blank(c) { ' ' } else { c }),
            );
            self.at += end;
            if self.rest().starts_with('&') {
                value.push(self.reference()?);
            } else if self.rest().starts_with(quote) {
                self.at += 1;
                return Ok(value);
            } else {
                return Err(self.expected("no < in a value"));
            }
        }
    }

    /// Reads a character reference or one of the five entities.
    fn reference(&mut self) -> Result<char> {
        const LONGEST: usize = 12;
        let rest = &self.rest()[1..];
        let Some((name, _)) = rest
            .split_once(';')
            .filter(|(name, _)| name.len() <= LONGEST)
        else {
            return Err(self.expected("a character reference"));
        };
        let character = match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            _ => {
                let Some(digits) = name.strip_prefix('#') else {
                    return Err(self.wrong(Problem::Entity(shown(name))));
                };
                let (digits, base) = match digits.strip_prefix('x') {
                    Some(digits) => (digits, 16),
                    None => (digits, 10),
                };
                let code = match u32::from_str_radix(digits, base) {
                    Ok(code) if !digits.starts_with('+') => code,
                    _ => return Err(self.expected("a character reference")),
                };
                match char::from_u32(code).filter(|c| is_character(*c)) {
                    Some(c) => c,
                    None => return Err(self.wrong(Problem::Character(code))),
                }
            }
        };
        self.at += 1 + name.len() + 1;
        Ok(character)
    }

    /// Refuses characters that XML does not have.
    fn characters(&self, text: &str) -> Result<()> {
        match text.chars().find(|c| !is_character(*c)) {
            None => Ok(()),
            Some(c) => Err(self.wrong(Problem::Character(u32::from(c)))),
        }
    }

    fn until(&mut self, end: &str, expected: &'static str) -> Result<&'a str> {
        let Some((before, _)) = self.rest().split_once(end) else {
            return Err(self.expected(expected));
        };
        self.at += before.len() + end.len();
        Ok(before)
    }

    fn expect(&mut self, token: &str, expected: &'static str) -> Result<()> {
        if self.skip(token) {
            Ok(())
        } else {
            Err(self.expected(expected))
        }
    }

    fn skip(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        self.at += if found { token.len() } else { 0 };
        found
    }

    /// Moves past blanks; says whether there were any.
    fn blank(&mut self) -> bool {
        let rest = self.rest();
        let length = rest.len() - rest.trim_start_matches(is_blank).len();
        self.at += length;
        length > 0
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn expected(&self, what: &'static str) -> Error {
        self.wrong(Problem::Expected(what))
    }

    fn wrong(&self, problem: Problem) -> Error {
        let before = self.text.get(..self.at).unwrap_or(self.text);
        let line = before.rsplit('\n').next().unwrap_or_default();
        Error::Xml {
            line: before.bytes().filter(|byte| *byte == b'\n').count() as u64 + 1,
            column: line.chars().count() as u64 + 1,
            problem,
        }
    }
}

/// Section 2.11: line ends become line feeds.
fn lines(text: &str) -> String {
    if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text.to_owned()
    }
}

const fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n')
}

fn is_name_start(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':' | '\u{B7}')
}
