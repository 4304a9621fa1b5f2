//! A document on its way through the automatons of its elements.

use std::{
    collections::HashSet,
    hash::{BuildHasher as _, RandomState},
    io::Read,
};

use super::{
    Checked, Diagnostic, MAX_DEPTH, MAX_TOLD,
    content::{Part, in_space},
    simple::Base,
    table::{Complex, Kind, SCHEMA, Schema},
};
use crate::{
    Error, Result,
    error::shown,
    xml::events::{Event, Events, Tag},
};

/// Bytes of text of one element that are looked at; values that schemas restrict are far shorter.
const MAX_TEXT: usize = 1 << 20;

/// Identifiers of one document that are told from each other.
const MAX_IDS: usize = 1 << 20;
/// Names of elements whose places are counted within one element.
const MAX_NAMES: usize = 256;

/// Checks a document against the schema of the namespace that its root is in.
pub fn check(text: &str) -> Checked {
    match Events::new(text) {
        Ok(events) => Walk::check(events.allowing(MAX_DEPTH)),
        Err(error) => {
            let mut walk = Walk::new();
            walk.ends((1, 1), &error);
            walk.checked()
        }
    }
}

/// Checks a document that is read from its beginning to its end, in memory that does not grow with it.
pub fn check_stream(from: &mut dyn Read) -> Checked {
    Walk::check(Events::stream(from).allowing(MAX_DEPTH))
}

/// An element that has not ended.
struct Frame {
    name: String,
    /// Its place among elements of its name.
    place: usize,
    /// Where it begins.
    at: Spot,
    kind: Kind,
    /// The part of the model that came last.
    part: Option<usize>,
    /// Its text, where that has a type.
    text: String,
    /// Whether its text was found wrong already.
    told: bool,
    /// How many elements of each name it has.
    counts: Vec<(String, usize)>,
}

impl Frame {
    /// Counts an element within this one; returns its place among those of its name.
    fn count(&mut self, name: &str) -> usize {
        let mut counts = self.counts.iter_mut();
        if let Some((_, count)) = counts.find(|(known, _)| known == name) {
            *count += 1;
            return *count;
        }
        if self.counts.len() < MAX_NAMES {
            self.counts.push((name.to_owned(), 1));
        }
        1
    }
}

struct Walk {
    schema: &'static Schema,
    open: Vec<Frame>,
    /// Hashes of identifiers, no more than [`MAX_IDS`].
    ids: HashSet<u64>,
    hasher: RandomState,
    /// Identifiers that are referred to, and where.
    wanted: Vec<(String, String, Spot)>,
    /// Namespaces whose elements are known where anything may stand.
    spaces: &'static [&'static str],
    version: Option<&'static str>,
    errors: Vec<Diagnostic>,
    warnings: Vec<Diagnostic>,
}

/// Line and column, from 1.
type Spot = (u64, u64);

impl Walk {
    fn new() -> Self {
        Self {
            schema: &SCHEMA,
            open: Vec::new(),
            ids: HashSet::new(),
            hasher: RandomState::new(),
            wanted: Vec::new(),
            spaces: &[],
            version: None,
            errors: Vec::new(),
            warnings: Vec::new(),
        }
    }

    fn check(mut events: Events<'_>) -> Checked {
        let mut walk = Self::new();
        match walk.all(&mut events) {
            Ok(()) => walk.references(),
            Err(error) => {
                let place = events.place(events.at());
                walk.ends(place, &error);
            }
        }
        walk.checked()
    }

    fn checked(self) -> Checked {
        Checked {
            version: self.version,
            errors: self.errors,
            warnings: self.warnings,
        }
    }

    /// Reads the document.
    fn all(&mut self, events: &mut Events<'_>) -> Result<()> {
        loop {
            let at = events.at();
            match events.next()? {
                Some(Event::Start(tag)) => self.start(tag),
                Some(Event::Text(text)) => self.text(&text, || events.place(at)),
                Some(Event::End) => self.end(|| events.place(events.at())),
                None => return Ok(()),
            }
        }
    }

    /// What keeps the rest from being read is told last, and there is room for it.
    fn ends(&mut self, at: Spot, error: &Error) {
        let (code, message) = match error {
            Error::Xml { problem, .. } => ("xml", problem.to_string()),
            Error::Read { problem } => ("read", problem.clone()),
            other => ("size", other.to_string()),
        };
        self.errors.truncate(MAX_TOLD - 1);
        self.add(code, at, message);
    }

    fn start(&mut self, tag: Tag) {
        let kind = match self.open.last() {
            None => self.root(&tag),
            Some(_) => self.child(&tag),
        };
        let count = self
            .open
            .last_mut()
            .map_or(1, |parent| parent.count(&tag.name));
        self.open.push(Frame {
            name: tag.name,
            place: count,
            at: tag.place,
            kind,
            part: None,
            text: String::new(),
            told: false,
            counts: Vec::new(),
        });
        let schema = self.schema;
        match kind {
            Kind::Complex(at) => self.attributes(&schema.complex[at], &tag.attributes, tag.place),
            Kind::Simple(_) => {
                for (name, _) in &tag.attributes {
                    let path = self.path_of(name);
                    let message = format!("attribute {} is not allowed here", shown(name));
                    self.add_at("attribute", path, tag.place, message);
                }
            }
            Kind::Any => {
                // Attributes of XML itself are known wherever they stand.
                for (name, text) in &tag.attributes {
                    if let Some(kind) = schema.attribute_of_xml(name) {
                        self.value(kind, text, Some(name), tag.place);
                    }
                }
            }
        }
    }

    fn root(&mut self, tag: &Tag) -> Kind {
        let name = tag.name.as_str();
        let is_2 = in_space(name, "i2") || in_space(name, "enum");
        self.spaces = if is_2 {
            &["i2", "enum", "sci", "i1", "ds"]
        } else {
            &["i1", "sci", "phish", "rid", "ds"]
        };
        match name {
            "IODEF-Document" => self.version = Some("2.0"),
            _ if in_space(name, "i1") => self.version = Some("1.0"),
            _ => {}
        }
        self.known(name).unwrap_or_else(|| {
            let message = format!(
                "{} is no document of IODEF, RID or their extensions",
                shown(name)
            );
            self.add("root", tag.place, message);
            Kind::Any
        })
    }

    fn child(&mut self, tag: &Tag) -> Kind {
        let name = tag.name.as_str();
        let schema = self.schema;
        let Some(parent) = self.open.last_mut() else {
            return Kind::Any;
        };
        let known = |walk: &Self| walk.known(name).unwrap_or(Kind::Any);
        let content = match parent.kind {
            Kind::Any => return known(self),
            Kind::Simple(_) => None,
            Kind::Complex(at) => schema.complex[at].content.as_ref(),
        };
        let Some(content) = content else {
            self.add_child(name, tag.place, "no elements are allowed here");
            return known(self);
        };
        match content.step(parent.part, name) {
            Some((part, found)) => {
                parent.part = Some(part);
                match found {
                    Part::Element(_, Some(kind)) => *kind,
                    Part::Element(_, None) => known(self),
                    Part::Any { lax, .. } => {
                        let found = self.known(name);
                        if found.is_none() && !lax {
                            self.add_child(name, tag.place, "it is not known");
                        }
                        found.unwrap_or(Kind::Any)
                    }
                }
            }
            None => {
                let expected = content.expected(parent.part);
                self.add_child(name, tag.place, &format!("expected {expected}"));
                known(self)
            }
        }
    }

    /// The type of an element that may stand anywhere.
    fn known(&self, name: &str) -> Option<Kind> {
        let is_there = self.spaces.iter().any(|prefix| in_space(name, prefix));
        self.schema.elements.get(name).copied().filter(|_| is_there)
    }

    fn attributes(&mut self, complex: &Complex, given: &[(String, String)], at: Spot) {
        for (name, text) in given {
            let known = complex.attributes.iter();
            let known = known.filter(|known| !known.prohibited);
            let Some(known) = known.into_iter().find(|known| known.name == *name) else {
                let message = format!("attribute {} is not allowed here", shown(name));
                self.add_at("attribute", self.path_of(name), at, message);
                continue;
            };
            let value = self.value(known.kind, text, Some(name), at);
            if let Some(fixed) = known.fixed.filter(|fixed| *fixed != value) {
                let message = format!("is {:?}, not {fixed:?}", shown(&value));
                self.add_at("fixed", self.path_of(name), at, message);
            }
        }
        let has = |wanted: &str| given.iter().any(|(name, _)| name == wanted);
        for missing in &complex.attributes {
            if missing.required && !has(missing.name) {
                let message = format!("attribute {} is missing", missing.name);
                self.add("missing-attribute", at, message);
            }
        }
    }

    /// Checks a value of a simple type and returns it without what does not count.
    fn value(&mut self, kind: usize, text: &str, attribute: Option<&str>, at: Spot) -> String {
        let path = |walk: &Self| {
            attribute.map_or_else(|| walk.path(), |attribute| walk.path_of(attribute))
        };
        let simple = &self.schema.simple[kind];
        let value = simple.value(text);
        if let Some(expected) = simple.wrong(&value) {
            let message = format!("{:?} is not {expected}", shown(&value));
            self.add_at("value", path(self), at, message);
            return value;
        }
        match simple.base {
            Base::Id if !self.is_new(&value) => {
                let message = format!("{:?} names two things", shown(&value));
                if attribute.is_some() {
                    self.add_at("id", path(self), at, message);
                } else {
                    self.warn("id", path(self), at, message);
                }
            }
            Base::IdRef if self.wanted.len() < MAX_TOLD => {
                self.wanted.push((value.clone(), path(self), at));
            }
            _ => {}
        }
        value
    }

    /// Notes an identifier; says whether it is not there yet, as far as so many can be known.
    fn is_new(&mut self, id: &str) -> bool {
        let hash = self.hasher.hash_one(id);
        if self.ids.len() < MAX_IDS {
            self.ids.insert(hash)
        } else {
            !self.ids.contains(&hash)
        }
    }

    fn text(&mut self, text: &str, at: impl FnOnce() -> Spot) {
        let Some(frame) = self.open.last_mut() else {
            return;
        };
        let is_blank = || text.chars().all(|c| matches!(c, ' ' | '\t' | '\r' | '\n'));
        match frame.kind {
            Kind::Any => return,
            Kind::Simple(_) => {}
            Kind::Complex(kind) => {
                let complex = &self.schema.complex[kind];
                if complex.text.is_none() {
                    let is_wrong = !complex.mixed && !is_blank();
                    if is_wrong && !std::mem::replace(&mut frame.told, true) {
                        let message = format!("text {:?} is not allowed here", shown(text.trim()));
                        self.add("text", at(), message);
                    }
                    return;
                }
            }
        }
        if frame.text.len() + text.len() <= MAX_TEXT {
            frame.text.push_str(text);
        } else if !std::mem::replace(&mut frame.told, true) {
            let message = format!("has more than {MAX_TEXT} bytes of text");
            self.add("size", at(), message);
        }
    }

    fn end(&mut self, end: impl FnOnce() -> Spot) {
        let Some(frame) = self.open.last_mut() else {
            return;
        };
        let text = std::mem::take(&mut frame.text);
        let (kind, part, told, at) = (frame.kind, frame.part, frame.told, frame.at);
        let value = match kind {
            Kind::Any => None,
            Kind::Simple(kind) => Some(kind),
            Kind::Complex(kind) => {
                let complex = &self.schema.complex[kind];
                if let Some(content) = &complex.content
                    && !content.may_end(part)
                {
                    let expected = content.expected(part);
                    self.add("missing-element", end(), format!("expected {expected}"));
                }
                complex.text
            }
        };
        if let Some(kind) = value.filter(|_| !told) {
            self.value(kind, &text, None, at);
        }
        self.open.pop();
    }

    /// What is referred to should be there. By XML Schema it has to, and a name in the text of an element
    /// has to name one thing, but validators in use look at neither.
    fn references(&mut self) {
        for (id, path, at) in std::mem::take(&mut self.wanted) {
            if self.ids.len() < MAX_IDS && !self.ids.contains(&self.hasher.hash_one(&id)) {
                let message = format!("{:?} names nothing", shown(&id));
                self.warn("idref", path, at, message);
            }
        }
    }

    fn warn(&mut self, code: &'static str, path: String, at: Spot, message: String) {
        add(&mut self.warnings, code, path, at, message);
    }

    fn add(&mut self, code: &'static str, at: Spot, message: String) {
        self.add_at(code, self.path(), at, message);
    }

    fn add_child(&mut self, name: &str, at: Spot, why: &str) {
        let message = format!("element {} is not allowed here: {why}", shown(name));
        self.add("element", at, message);
    }

    fn add_at(&mut self, code: &'static str, path: String, at: Spot, message: String) {
        add(&mut self.errors, code, path, at, message);
    }

    /// Where the innermost element stands.
    fn path(&self) -> String {
        let mut path = String::new();
        for frame in &self.open {
            path.push('/');
            path.push_str(shown_name(&frame.name));
            if frame.place > 1 {
                path.push_str(&format!("[{}]", frame.place));
            }
        }
        if path.is_empty() {
            path.push('/');
        }
        path
    }

    fn path_of(&self, attribute: &str) -> String {
        format!("{}/@{attribute}", self.path())
    }
}

/// A name as people write it in a document of one version of IODEF.
fn shown_name(name: &str) -> &str {
    name.strip_prefix("i1:").unwrap_or(name)
}

/// Adds something while there is room.
fn add(told: &mut Vec<Diagnostic>, code: &'static str, path: String, at: Spot, message: String) {
    let (line, column) = at;
    if told.len() < MAX_TOLD {
        told.push(Diagnostic {
            code,
            path,
            line,
            column,
            message,
        });
    }
}
