//! A small XML reader: start tags, text and end tags as they come, with namespaces.
//!
//! Written by hand because what it refuses matters as much as what it reads.
//! Comments and processing instructions are passed over; a document type, an
//! entity that is not one of the five and an encoding that is not UTF-8 are
//! errors. One grammar is one file.

use super::{SPACES, write::is_character};
use crate::{
    Error, MAX_BYTES, MAX_DEPTH, MAX_PARTS, Result,
    error::{Problem, shown},
};

/// How a full name in the namespace of schema instances begins.
const XSI_PREFIX: &str = "{http://www.w3.org/2001/XMLSchema-instance}";
/// Most attributes of one element.
const MAX_ATTRIBUTES: usize = 64;
/// Most namespaces in force at once.
const MAX_NAMESPACES: usize = 64;

/// What comes next in a document.
#[derive(Debug)]
pub(crate) enum Event {
    /// An element begins.
    Start(Tag),
    /// Text within the innermost element; what belongs together may come in parts.
    Text(String),
    /// The innermost element ends.
    End,
}

/// A start tag.
#[derive(Debug)]
pub(crate) struct Tag {
    /// The local name in the namespace of IODEF version 2, `prefix:name` in another that is
    /// [known](SPACES), `{namespace}name` in any other.
    pub(crate) name: String,
    /// By name: bare, or `xml:name`; those about the document's schema are dropped.
    pub(crate) attributes: Vec<(String, String)>,
    /// The byte at which it begins.
    pub(crate) at: usize,
    /// The byte behind its name.
    pub(crate) behind_name: usize,
    /// Whether it says namespaces.
    pub(crate) declares: bool,
}

/// Reads a document from its beginning to its end.
pub(crate) struct Events<'a> {
    text: &'a str,
    at: usize,
    /// Namespaces in force: prefix and name, innermost last.
    scopes: Vec<(&'a str, String)>,
    /// Prefixes that were met within the outermost element, where they are wanted.
    used: Option<Vec<&'a str>>,
    parts: usize,
    /// Elements that have not ended, with how many namespaces were in force around each.
    open: Vec<(&'a str, usize)>,
    /// Whether the element that began last has ended with its start tag.
    ends: bool,
    /// Whether the root element has begun.
    begun: bool,
    /// Whether this is a piece of a document, which has no root.
    is_piece: bool,
}

impl<'a> Events<'a> {
    pub(crate) fn new(text: &'a str) -> Result<Self> {
        if text.len() > MAX_BYTES {
            return Err(Error::TooLong { bytes: text.len() });
        }
        Ok(Self {
            text,
            at: text.len() - text.trim_start_matches('\u{FEFF}').len(),
            scopes: Vec::new(),
            used: None,
            parts: 0,
            open: Vec::new(),
            ends: false,
            begun: false,
            is_piece: false,
        })
    }

    /// Reads a piece of a document within namespaces.
    pub(crate) fn fragment(text: &'a str, scope: &'a [(String, String)]) -> Result<Self> {
        let mut events = Self::new(text)?;
        let scopes = scope.iter();
        events.scopes = scopes
            .map(|(prefix, space)| (&**prefix, space.clone()))
            .collect();
        events.used = Some(Vec::new());
        events.at = 0;
        events.begun = true;
        events.is_piece = true;
        Ok(events)
    }

    /// The namespaces in force: prefix and name, innermost last.
    pub(crate) fn scope(&self) -> Vec<(String, String)> {
        let scopes = self.scopes.iter();
        scopes
            .map(|(prefix, space)| ((*prefix).to_owned(), space.clone()))
            .collect()
    }

    /// The namespaces that the innermost element says itself.
    pub(crate) fn declared(&self) -> &[(&'a str, String)] {
        let before = self.open.last().map_or(0, |(_, before)| *before);
        self.scopes.get(before..).unwrap_or_default()
    }

    /// The prefixes that were met since this was asked last.
    pub(crate) fn used(&mut self) -> Vec<&'a str> {
        self.used.as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// The byte at which the reader stands.
    pub(crate) const fn at(&self) -> usize {
        self.at
    }

    /// Returns what comes next; nothing at the end of the document.
    pub(crate) fn next(&mut self) -> Result<Option<Event>> {
        if !self.begun {
            self.begun = true;
            self.declaration()?;
            self.between()?;
            if !self.rest().starts_with('<') {
                return Err(self.expected("the root element"));
            }
            return self.start().map(Some);
        }
        if std::mem::take(&mut self.ends) {
            return Ok(Some(self.end()));
        }
        loop {
            if self.open.is_empty() && self.is_piece {
                if self.rest().is_empty() {
                    return Ok(None);
                }
                if self.rest().starts_with("</") {
                    return Err(self.expected("an element to close"));
                }
            } else if self.open.is_empty() {
                self.between()?;
                return if self.rest().is_empty() {
                    Ok(None)
                } else {
                    Err(self.expected("the end of the document"))
                };
            }
            if self.rest().starts_with('<') && self.starts_element() {
                if self.open.len() >= MAX_DEPTH {
                    return Err(Error::TooDeep);
                }
                return self.start().map(Some);
            }
            if self.skip("</") {
                self.closing_tag()?;
                return Ok(Some(self.end()));
            }
            let mut text = String::new();
            self.content(&mut text)?;
            if !text.is_empty() {
                return Ok(Some(Event::Text(text)));
            }
        }
    }

    fn closing_tag(&mut self) -> Result<()> {
        let found = self.name()?;
        let open = self.open.last().map_or("", |(tag, _)| *tag);
        if found != open {
            return Err(self.wrong(Problem::Mismatch {
                open: shown(open),
                found: shown(found),
            }));
        }
        self.blank();
        self.expect(">", "the end of the closing tag")
    }

    fn end(&mut self) -> Event {
        if let Some((_, scopes)) = self.open.pop() {
            self.scopes.truncate(scopes);
        }
        Event::End
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
        // Section 2.8: a version, then perhaps the others, in this order.
        let mut known = ["version", "encoding", "standalone"].iter();
        let mut given = false;
        loop {
            let gap = self.blank();
            if given && self.skip("?>") {
                return Ok(());
            }
            if !gap {
                return Err(self.expected("a blank or the end of the XML declaration"));
            }
            let name = self.name()?;
            if !known.any(|known| *known == name) || !given && name != "version" {
                return Err(self.expected("version, encoding and standalone in this order"));
            }
            given = true;
            let value = self.value()?;
            let is_right = match name {
                "version" => value.starts_with("1."),
                "standalone" => matches!(&*value, "yes" | "no"),
                _ => true,
            };
            if !is_right {
                return Err(self.expected("an XML declaration of version 1"));
            }
            let utf8 = ["utf-8", "us-ascii"];
            let is_known = utf8.iter().any(|known| value.eq_ignore_ascii_case(known));
            if name == "encoding" && !is_known {
                return Err(self.wrong(Problem::Encoding(shown(&value))));
            }
        }
    }

    /// Reads a start tag.
    fn start(&mut self) -> Result<Event> {
        self.parts += 1;
        if self.parts > MAX_PARTS {
            return Err(Error::TooMany);
        }
        let at = self.at;
        self.expect("<", "an element")?;
        let tag = self.name()?;
        let behind_name = self.at;
        let scopes = self.scopes.len();
        let mut given: Vec<(&'a str, String)> = Vec::new();
        loop {
            let gap = self.blank();
            if self.skip("/>") {
                self.ends = true;
                break;
            }
            if self.skip(">") {
                break;
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
        }
        for (name, value) in &given {
            if *name == "xmlns" {
                self.scopes.push(("", value.clone()));
            } else if let Some(prefix) = name.strip_prefix("xmlns:") {
                self.scopes.push((prefix, value.clone()));
            }
        }
        let declares = self.scopes.len() > scopes;
        if self.scopes.len() > MAX_NAMESPACES {
            return Err(self.wrong(Problem::Namespaces(MAX_NAMESPACES)));
        }
        let name = self.full_name(tag, true)?;
        let mut attributes: Vec<(String, String)> = Vec::new();
        for (name, value) in given {
            if name == "xmlns" || name.starts_with("xmlns:") {
                continue;
            }
            let full = self.full_name(name, false)?;
            if attributes.iter().any(|(other, _)| *other == full) {
                return Err(self.wrong(Problem::Attribute(shown(name))));
            }
            if !full.starts_with(XSI_PREFIX) {
                attributes.push((full, value));
            }
        }
        self.open.push((tag, scopes));
        Ok(Event::Start(Tag {
            name,
            attributes,
            at,
            behind_name,
            declares,
        }))
    }

    /// Puts the namespace in the place of the prefix.
    fn full_name(&mut self, name: &'a str, default: bool) -> Result<String> {
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        if prefix == "xml" {
            return Ok(name.to_owned());
        }
        if prefix.is_empty() && !default {
            return Ok(local.to_owned());
        }
        if let Some(used) = &mut self.used
            && !used.contains(&prefix)
        {
            used.push(prefix);
        }
        let scope = self.scopes.iter().rev().find(|(own, _)| *own == prefix);
        let namespace = match scope {
            Some((_, namespace)) => namespace.as_str(),
            None if prefix.is_empty() => "",
            None => return Err(self.wrong(Problem::Prefix(shown(prefix)))),
        };
        let known = SPACES.iter().find(|(_, space)| *space == namespace);
        Ok(match known {
            Some(("", _)) => local.to_owned(),
            Some((prefix, _)) => format!("{prefix}:{local}"),
            None => format!("{{{namespace}}}{local}"),
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
