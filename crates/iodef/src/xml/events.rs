//! A small XML reader: start tags, text and end tags as they come, with namespaces.
//!
//! It reads a text, or a stream in memory that does not grow with it.
//!
//! Written by hand because what it refuses matters as much as what it reads.
//! Comments, processing instructions and a document type that declares nothing
//! are passed over. One that declares something, an entity that is not one of
//! the five and an encoding that is not known are errors. One grammar is one
//! file.

use std::{borrow::Cow, ops::Range, rc::Rc};

use super::{SPACES, encoding::is_known, text::Text, write::is_character};
use crate::{
    Error, MAX_DEPTH, MAX_PARTS, Result,
    error::{Problem, shown},
};

/// How a full name in the namespace of schema instances begins.
const XSI_PREFIX: &str = "{http://www.w3.org/2001/XMLSchema-instance}";
/// What an element says there about its schema.
const OF_SCHEMAS: [&str; 4] = ["schemaLocation", "noNamespaceSchemaLocation", "type", "nil"];
/// Most attributes of one element.
const MAX_ATTRIBUTES: usize = 64;
/// Most namespaces in force at once.
const MAX_NAMESPACES: usize = 64;
/// Longest prefix and longest name of a namespace, in bytes: each element may be named by them.
const MAX_SPACE: usize = 256;

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
    /// Line and column at which it begins, from 1.
    pub(crate) place: (u64, u64),
    /// The byte behind its name.
    pub(crate) behind_name: usize,
    /// The namespaces that it says: prefix and name.
    pub(crate) declared: Vec<(String, String)>,
}

/// Namespaces in force, from the innermost out.
pub(crate) type Scope = Option<Rc<Link>>;

/// A namespace in force, and those around it.
#[derive(Debug)]
pub(crate) struct Link {
    prefix: String,
    name: String,
    around: Scope,
}

impl Link {
    pub(crate) fn prefix(&self) -> &str {
        &self.prefix
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The namespace that was in force before it.
    pub(crate) fn around(&self) -> Option<&Self> {
        self.around.as_deref()
    }

    /// Puts namespaces within those that are in force.
    pub(crate) fn within(around: &Scope, declared: &[(String, String)]) -> Scope {
        declared
            .iter()
            .fold(around.clone(), |around, (prefix, name)| {
                Some(Rc::new(Self {
                    prefix: prefix.clone(),
                    name: name.clone(),
                    around,
                }))
            })
    }
}

/// Returns the namespace of a prefix.
pub(crate) fn space_of<'a>(scope: &'a Scope, prefix: &str) -> Option<&'a str> {
    let mut link = scope.as_deref();
    while let Some(own) = link {
        if own.prefix == prefix {
            return Some(&own.name);
        }
        link = own.around.as_deref();
    }
    None
}

/// A namespace in force.
struct Space {
    prefix: String,
    /// What stands before names of the namespace here.
    before: String,
}

impl Space {
    fn of(prefix: &str, name: &str) -> Self {
        let known = SPACES.iter().find(|(_, space)| *space == name);
        Self {
            prefix: prefix.to_owned(),
            before: match known {
                Some(("", _)) => String::new(),
                Some((prefix, _)) => format!("{prefix}:"),
                None => format!("{{{name}}}"),
            },
        }
    }
}

/// Reads a document from its beginning to its end.
pub(crate) struct Events<'a> {
    text: Text<'a>,
    /// Namespaces in force, innermost last.
    scopes: Vec<Space>,
    /// Those around a piece of a document.
    around: Scope,
    /// Prefixes that were met within the outermost element, where they are wanted.
    used: Option<Vec<String>>,
    parts: usize,
    /// Elements that have not ended, with how many namespaces were in force around each.
    open: Vec<(String, usize)>,
    /// Whether the element that began last has ended with its start tag.
    ends: bool,
    /// Whether the root element has begun.
    begun: bool,
    /// Whether this is a piece of a document, which has no root.
    is_piece: bool,
    /// How deep elements may stand within each other.
    deepest: usize,
    /// Whether a document type may still come.
    may_have_type: bool,
}

impl<'a> Events<'a> {
    pub(crate) fn new(text: &'a str) -> Result<Self> {
        Text::whole(text).map(Self::of)
    }

    /// Reads a stream.
    pub(crate) fn stream(from: &'a mut dyn std::io::Read) -> Self {
        Self::of(Text::stream(from))
    }

    const fn of(text: Text<'a>) -> Self {
        Self {
            text,
            scopes: Vec::new(),
            around: None,
            used: None,
            parts: 0,
            open: Vec::new(),
            ends: false,
            begun: false,
            is_piece: false,
            deepest: MAX_DEPTH,
            may_have_type: true,
        }
    }

    /// The same, where elements may stand deeper within each other.
    pub(crate) const fn allowing(mut self, deepest: usize) -> Self {
        self.deepest = deepest;
        self
    }

    /// Reads a piece of a document within namespaces.
    pub(crate) fn fragment(text: &'a str, around: &Scope) -> Result<Self> {
        let mut events = Self::new(text)?;
        events.around.clone_from(around);
        events.used = Some(Vec::new());
        events.begun = true;
        events.is_piece = true;
        events.may_have_type = false;
        Ok(events)
    }

    /// The prefixes that were met since this was asked last.
    pub(crate) fn used(&mut self) -> Vec<String> {
        self.used.as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// The byte at which the reader stands.
    pub(crate) const fn at(&self) -> usize {
        self.text.at()
    }

    /// Line and column of a byte that was not passed before the last event.
    pub(crate) fn place(&mut self, at: usize) -> (u64, u64) {
        self.text.place(at)
    }

    /// Returns what comes next; nothing at the end of the document.
    pub(crate) fn next(&mut self) -> Result<Option<Event>> {
        self.text.forget();
        if !self.begun {
            self.begun = true;
            self.text.begin()?;
            self.declaration()?;
            self.between()?;
            if !self.text.starts_with("<")? {
                return Err(self.expected("the root element"));
            }
            return self.start().map(Some);
        }
        if std::mem::take(&mut self.ends) {
            return Ok(Some(self.end()));
        }
        loop {
            if self.open.is_empty() && self.is_piece {
                if self.text.is_end()? {
                    return Ok(None);
                }
                if self.text.starts_with("</")? {
                    return Err(self.expected("an element to close"));
                }
            } else if self.open.is_empty() {
                self.between()?;
                return if self.text.is_end()? {
                    Ok(None)
                } else {
                    Err(self.expected("the end of the document"))
                };
            }
            // A sign and a character, which has no more than four bytes.
            let ahead = self.text.ahead(5)?;
            let behind = ahead.strip_prefix('<').unwrap_or_default();
            if behind.starts_with(is_name_start) {
                if self.open.len() >= self.deepest {
                    return Err(Error::TooDeep);
                }
                return self.start().map(Some);
            }
            if behind.starts_with('/') {
                self.text.step(2);
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
        let found = self.text.get(found);
        let open = self.open.last().map_or("", |(tag, _)| tag.as_str());
        if found != open {
            let problem = Problem::Mismatch {
                open: shown(open),
                found: shown(found),
            };
            return Err(self.wrong(problem));
        }
        self.text.blank()?;
        self.expect(">", "the end of the closing tag")
    }

    fn end(&mut self) -> Event {
        if let Some((_, scopes)) = self.open.pop() {
            self.scopes.truncate(scopes);
        }
        Event::End
    }

    /// Reads text, a CDATA section, a comment or a processing instruction.
    fn content(&mut self, text: &mut String) -> Result<()> {
        if self.text.starts_with("<")? {
            if !self.text.skip("<![CDATA[")? {
                return self.aside();
            }
            let section = self.until("]]>", "the end of the CDATA section")?;
            text.push_str(&lines(self.text.get(section)));
            return Ok(());
        }
        if self.text.is_end()? {
            return Err(self.expected("a closing tag"));
        }
        let run = self.text.run(&['<', '&'])?;
        self.characters(run.clone())?;
        if self.text.get(run.clone()).contains("]]>") {
            return Err(self.expected("no ]]> in text"));
        }
        text.push_str(&lines(self.text.get(run.clone())));
        self.text.pass(run);
        if self.text.starts_with("&")? {
            text.push(self.reference()?);
        }
        Ok(())
    }

    /// Passes over a comment or a processing instruction.
    fn aside(&mut self) -> Result<()> {
        if self.text.skip("<!--")? {
            self.until("--", "the end of the comment")?;
            return self.expect(">", "the end of the comment");
        }
        if self.text.skip("<?")? {
            let target = self.name()?;
            if self.text.get(target).eq_ignore_ascii_case("xml") {
                return Err(self.expected("the XML declaration at the very beginning only"));
            }
            return self
                .until("?>", "the end of the processing instruction")
                .map(|_| ());
        }
        if self.text.starts_with("<!DOCTYPE")? {
            return self.doctype();
        }
        Err(self.expected("an element"))
    }

    /// Passes over a document type that declares nothing itself; what it names is never fetched.
    fn doctype(&mut self) -> Result<()> {
        if !std::mem::take(&mut self.may_have_type) {
            return Err(self.wrong(Problem::Doctype));
        }
        let range = self.text.run(&['[', '>'])?;
        self.characters(range.clone())?;
        if self.text.is_end_at(&range) {
            return Err(self.expected("the end of the document type"));
        }
        let before = range.start..range.start;
        let is_plain = self.text.get(range.end..range.end + 1) == ">";
        self.text.pass(if is_plain { range } else { before });
        if self.text.skip(">")? {
            return Ok(());
        }
        Err(self.wrong(Problem::Doctype))
    }

    /// Passes over what may stand before and after the root element.
    fn between(&mut self) -> Result<()> {
        loop {
            self.text.blank()?;
            if !self.text.starts_with("<!")? && !self.text.starts_with("<?")? {
                return Ok(());
            }
            self.aside()?;
            self.text.forget();
        }
    }

    fn declaration(&mut self) -> Result<()> {
        let is_there = self.text.starts_with("<?xml")?;
        let after = self.text.sign(5)?;
        if !is_there || !after.is_some_and(|c| c.is_ascii_whitespace()) {
            return Ok(());
        }
        self.text.skip("<?xml")?;
        // Section 2.8: a version, then perhaps the others, in this order.
        let mut known = ["version", "encoding", "standalone"].iter();
        let mut given = false;
        loop {
            let gap = self.text.blank()?;
            if given && self.text.skip("?>")? {
                return Ok(());
            }
            if !gap {
                return Err(self.expected("a blank or the end of the XML declaration"));
            }
            let name = self.name()?;
            let name = self.text.get(name).to_owned();
            if !known.any(|known| *known == name) || !given && name != "version" {
                return Err(self.expected("version, encoding and standalone in this order"));
            }
            given = true;
            let value = self.value()?;
            let is_right = match name.as_str() {
                "version" => value.starts_with("1."),
                "standalone" => matches!(&*value, "yes" | "no"),
                _ => true,
            };
            if !is_right {
                return Err(self.expected("an XML declaration of version 1"));
            }
            // A text is decoded already, whatever it was written in.
            if name == "encoding" && self.text.is_stream() && !is_known(&value) {
                return Err(self.wrong(Problem::Encoding(shown(&value))));
            }
        }
    }

    /// Reads a start tag.
    fn start(&mut self) -> Result<Event> {
        // Streams have no bound but that of what is kept of them.
        self.parts += usize::from(!self.text.is_stream());
        if self.parts > MAX_PARTS {
            return Err(Error::TooMany);
        }
        self.may_have_type = false;
        let at = self.text.at();
        let place = self.text.place(at);
        self.expect("<", "an element")?;
        let tag = self.name()?;
        let behind_name = self.text.at();
        let scopes = self.scopes.len();
        let mut given: Vec<(Range<usize>, String)> = Vec::new();
        loop {
            let gap = self.text.blank()?;
            if self.text.skip("/>")? {
                self.ends = true;
                break;
            }
            if self.text.skip(">")? {
                break;
            }
            if !gap {
                return Err(self.expected("a blank or the end of the tag"));
            }
            let name = self.name()?;
            let text = self.text.get(name.clone());
            let mut others = given.iter();
            if others.any(|(other, _)| self.text.get(other.clone()) == text) {
                return Err(self.wrong(Problem::Attribute(shown(text))));
            }
            if given.len() == MAX_ATTRIBUTES {
                return Err(self.wrong(Problem::Attributes(MAX_ATTRIBUTES)));
            }
            let value = self.value()?;
            given.push((name, value));
        }
        let mut declared = Vec::new();
        for (name, value) in &given {
            let name = self.text.get(name.clone());
            let prefix = match name.strip_prefix("xmlns") {
                Some("") => "",
                Some(prefix) if prefix.starts_with(':') => &prefix[1..],
                _ => continue,
            };
            if prefix.len().max(value.len()) > MAX_SPACE {
                return Err(self.wrong(Problem::Namespace(MAX_SPACE)));
            }
            declared.push((prefix.to_owned(), value.clone()));
            self.scopes.push(Space::of(prefix, value));
        }
        if self.scopes.len() > MAX_NAMESPACES {
            return Err(self.wrong(Problem::Namespaces(MAX_NAMESPACES)));
        }
        let name = self.full_name(tag.clone(), true)?;
        let mut attributes: Vec<(String, String)> = Vec::with_capacity(given.len());
        for (name, value) in given {
            let text = self.text.get(name.clone());
            if text == "xmlns" || text.starts_with("xmlns:") {
                continue;
            }
            let full = self.full_name(name.clone(), false)?;
            if attributes.iter().any(|(other, _)| *other == full) {
                let name = shown(self.text.get(name));
                return Err(self.wrong(Problem::Attribute(name)));
            }
            let about_schema = full.strip_prefix(XSI_PREFIX);
            if !about_schema.is_some_and(|name| OF_SCHEMAS.contains(&name)) {
                attributes.push((full, value));
            }
        }
        self.open.push((self.text.get(tag).to_owned(), scopes));
        Ok(Event::Start(Tag {
            name,
            attributes,
            at,
            place,
            behind_name,
            declared,
        }))
    }

    /// Puts the namespace in the place of the prefix.
    fn full_name(&mut self, name: Range<usize>, default: bool) -> Result<String> {
        let name = self.text.get(name);
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        if prefix == "xml" {
            return Ok(name.to_owned());
        }
        if prefix.is_empty() && !default {
            return Ok(local.to_owned());
        }
        if let Some(used) = &mut self.used
            && !used.iter().any(|known| known == prefix)
        {
            used.push(prefix.to_owned());
        }
        let mut scopes = self.scopes.iter().rev();
        if let Some(space) = scopes.find(|space| space.prefix == prefix) {
            return Ok([&space.before, local].concat());
        }
        if let Some(space) = space_of(&self.around, prefix) {
            return Ok([&Space::of(prefix, space).before, local].concat());
        }
        if prefix.is_empty() {
            return Ok(["{}", local].concat());
        }
        let prefix = shown(prefix);
        Err(self.wrong(Problem::Prefix(prefix)))
    }

    fn name(&mut self) -> Result<Range<usize>> {
        let range = self.text.while_(is_name)?;
        let name = self.text.get(range.clone());
        let prefixes = name.bytes().filter(|byte| *byte == b':').count();
        if !name.starts_with(is_name_start) || prefixes > 1 || name.ends_with(':') {
            return Err(self.expected("a name"));
        }
        self.text.pass(range.clone());
        Ok(range)
    }

    /// Reads the equals sign and the value of an attribute.
    fn value(&mut self) -> Result<String> {
        self.text.blank()?;
        self.expect("=", "an equals sign")?;
        self.text.blank()?;
        let Some(quote @ ('"' | '\'')) = self.text.sign(0)? else {
            return Err(self.expected("a value in quotes"));
        };
        let quotes = if quote == '"' { "\"" } else { "'" };
        self.text.skip(quotes)?;
        let mut value = String::new();
        loop {
            let run = self.text.run(&[quote, '&', '<'])?;
            if self.text.is_end_at(&run) {
                return Err(self.expected("the closing quote of a value"));
            }
            self.characters(run.clone())?;
            let text = self.text.get(run.clone());
            // Section 3.3.3: blanks become spaces.
            if text.contains(['\t', '\n', '\r']) {
                let text = lines(text);
                value.extend(text.chars().map(|c| if is_blank(c) { ' ' } else { c }));
            } else {
                value.push_str(text);
            }
            self.text.pass(run);
            if self.text.starts_with("&")? {
                value.push(self.reference()?);
            } else if self.text.skip(quotes)? {
                return Ok(value);
            } else if self.text.starts_with("<")? {
                return Err(self.expected("no < in a value"));
            }
        }
    }

    /// Reads a character reference or one of the five entities.
    fn reference(&mut self) -> Result<char> {
        const LONGEST: usize = 12;
        let rest = &self.text.ahead(LONGEST + 2)?[1..];
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
                    let problem = Problem::Entity(shown(name));
                    return Err(self.wrong(problem));
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
        let length = 1 + name.len() + 1;
        self.text.step(length);
        Ok(character)
    }

    /// Refuses characters that XML does not have.
    fn characters(&mut self, range: Range<usize>) -> Result<()> {
        let text = self.text.get(range);
        // What is plain is seen without decoding.
        let plain = |byte: &u8| matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=0x7F);
        if text.as_bytes().iter().all(plain) {
            return Ok(());
        }
        match text.chars().find(|c| !is_character(*c)) {
            None => Ok(()),
            Some(c) => Err(self.wrong(Problem::Character(u32::from(c)))),
        }
    }

    /// Passes what stands before a token, and the token.
    fn until(&mut self, end: &str, expected: &'static str) -> Result<Range<usize>> {
        let Some(before) = self.text.find(end)? else {
            return Err(self.expected(expected));
        };
        self.characters(before.clone())?;
        self.text.pass(before.clone());
        self.text.skip(end)?;
        Ok(before)
    }

    fn expect(&mut self, token: &str, expected: &'static str) -> Result<()> {
        if self.text.skip(token)? {
            Ok(())
        } else {
            Err(self.expected(expected))
        }
    }

    fn expected(&mut self, what: &'static str) -> Error {
        self.wrong(Problem::Expected(what))
    }

    fn wrong(&mut self, problem: Problem) -> Error {
        self.text.wrong(problem)
    }
}

/// Section 2.11: line ends become line feeds.
fn lines(text: &str) -> Cow<'_, str> {
    if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n").into()
    } else {
        text.into()
    }
}

pub(super) const fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n')
}

fn is_name_start(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':' | '\u{B7}')
}
