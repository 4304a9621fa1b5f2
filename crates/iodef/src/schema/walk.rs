//! A document on its way through the automatons of its elements.

use std::collections::{HashMap, HashSet};

use super::{
    Checked, Diagnostic, MAX_TOLD,
    content::{Part, in_space},
    simple::Base,
    table::{Complex, Kind, SCHEMA, Schema, space},
};
use crate::{
    Error,
    error::shown,
    xml::events::{Event, Events, Tag},
};

/// Bytes of text of one element that are looked at; values that schemas restrict are far shorter.
const MAX_TEXT: usize = 1 << 20;

/// Checks a document against the schema of the namespace that its root is in.
pub fn check(text: &str) -> Checked {
    let mut walk = Walk {
        schema: &SCHEMA,
        open: Vec::new(),
        ids: HashSet::new(),
        wanted: Vec::new(),
        spaces: &[],
        done: Checked::default(),
    };
    let mut events = match Events::new(text) {
        Ok(events) => events,
        Err(error) => {
            walk.add("size", (1, 1), error.to_string());
            return walk.done;
        }
    };
    loop {
        let at = events.at();
        match events.next() {
            Ok(Some(Event::Start(tag))) => walk.start(&tag, &events),
            Ok(Some(Event::Text(text))) => walk.text(&text, || events.place(at)),
            Ok(Some(Event::End)) => walk.end(&events),
            Ok(None) => break,
            Err(Error::Xml {
                line,
                column,
                problem,
            }) => {
                walk.add("xml", (line, column), problem.to_string());
                return walk.done;
            }
            Err(error) => {
                let place = events.place(events.at());
                walk.add("size", place, error.to_string());
                return walk.done;
            }
        }
    }
    walk.references();
    walk.done
}

/// An element that has not ended.
struct Frame {
    name: String,
    /// Its place among elements of its name.
    place: usize,
    /// The byte at which it begins.
    at: usize,
    kind: Kind,
    /// The part of the model that came last.
    part: Option<usize>,
    /// Its text, where that has a type.
    text: String,
    /// Whether its text was found wrong already.
    told: bool,
    /// How many elements of each name it has.
    counts: HashMap<String, usize>,
}

struct Walk<'a> {
    schema: &'a Schema,
    open: Vec<Frame>,
    ids: HashSet<String>,
    /// Identifiers that are referred to, and where.
    wanted: Vec<(String, String, (u64, u64))>,
    /// Namespaces whose elements are known where anything may stand.
    spaces: &'static [&'static str],
    done: Checked,
}

impl Walk<'_> {
    fn start(&mut self, tag: &Tag, events: &Events<'_>) {
        let place = || events.place(tag.at);
        let kind = match self.open.last() {
            None => self.root(&tag.name, place),
            Some(_) => self.child(&tag.name, place),
        };
        let count = self.open.last_mut().map_or(1, |parent| {
            let count = parent.counts.entry(tag.name.clone()).or_default();
            *count += 1;
            *count
        });
        self.open.push(Frame {
            name: tag.name.clone(),
            place: count,
            at: tag.at,
            kind,
            part: None,
            text: String::new(),
            told: false,
            counts: HashMap::new(),
        });
        let schema = self.schema;
        match kind {
            Kind::Complex(at) => self.attributes(&schema.complex[at], tag, place),
            Kind::Simple(_) => {
                for (name, _) in &tag.attributes {
                    let path = self.path_of(name);
                    let message = format!("attribute {} is not allowed here", shown(name));
                    self.add_at("attribute", path, place(), message);
                }
            }
            Kind::Any => {
                // Attributes of XML itself are known wherever they stand.
                for (name, text) in &tag.attributes {
                    if let Some(kind) = schema.attribute_of_xml(name) {
                        self.value(kind, text, Some(name), &place);
                    }
                }
            }
        }
    }

    fn root(&mut self, name: &str, place: impl Fn() -> (u64, u64)) -> Kind {
        let is_2 = in_space(name, "") || in_space(name, space("en"));
        self.spaces = if is_2 {
            &["i2", "en", "sci", "i1", "ds"]
        } else {
            &["i1", "sci", "phish", "rid", "ds"]
        };
        match name {
            "IODEF-Document" => self.done.version = Some("2.0"),
            _ if in_space(name, space("i1")) => self.done.version = Some("1.0"),
            _ => {}
        }
        self.known(name).unwrap_or_else(|| {
            let message = format!(
                "{} is no document of IODEF, RID or their extensions",
                shown(name)
            );
            self.add("root", place(), message);
            Kind::Any
        })
    }

    fn child(&mut self, name: &str, place: impl Fn() -> (u64, u64)) -> Kind {
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
            self.add_child(name, place(), "no elements are allowed here");
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
                            self.add_child(name, place(), "it is not known");
                        }
                        found.unwrap_or(Kind::Any)
                    }
                }
            }
            None => {
                let expected = content.expected(parent.part);
                self.add_child(name, place(), &format!("expected {expected}"));
                known(self)
            }
        }
    }

    /// The type of an element that may stand anywhere.
    fn known(&self, name: &str) -> Option<Kind> {
        let is_there = self
            .spaces
            .iter()
            .any(|prefix| in_space(name, space(prefix)));
        self.schema.elements.get(name).copied().filter(|_| is_there)
    }

    fn attributes(&mut self, complex: &Complex, tag: &Tag, place: impl Fn() -> (u64, u64)) {
        for (name, text) in &tag.attributes {
            let known = complex.attributes.iter();
            let known = known.filter(|known| !known.prohibited);
            let Some(known) = known.into_iter().find(|known| known.name == *name) else {
                let message = format!("attribute {} is not allowed here", shown(name));
                self.add_at("attribute", self.path_of(name), place(), message);
                continue;
            };
            let value = self.value(known.kind, text, Some(name), &place);
            if let Some(fixed) = known.fixed.filter(|fixed| *fixed != value) {
                let message = format!("is {:?}, not {fixed:?}", shown(&value));
                self.add_at("fixed", self.path_of(name), place(), message);
            }
        }
        let has = |wanted: &str| tag.attributes.iter().any(|(name, _)| name == wanted);
        for missing in &complex.attributes {
            if missing.required && !has(&missing.name) {
                let message = format!("attribute {} is missing", missing.name);
                self.add("missing-attribute", place(), message);
            }
        }
    }

    /// Checks a value of a simple type and returns it without what does not count.
    fn value(
        &mut self,
        kind: usize,
        text: &str,
        attribute: Option<&str>,
        place: &impl Fn() -> (u64, u64),
    ) -> String {
        let path = |walk: &Self| {
            attribute.map_or_else(|| walk.path(), |attribute| walk.path_of(attribute))
        };
        let simple = &self.schema.simple[kind];
        let value = simple.value(text);
        if let Some(expected) = simple.wrong(&value) {
            let message = format!("{:?} is not {expected}", shown(&value));
            self.add_at("value", path(self), place(), message);
            return value;
        }
        match simple.base {
            Base::Id if !self.ids.insert(value.clone()) => {
                let message = format!("{:?} names two things", shown(&value));
                if attribute.is_some() {
                    self.add_at("id", path(self), place(), message);
                } else {
                    self.warn("id", path(self), place(), message);
                }
            }
            Base::IdRef if self.wanted.len() < MAX_TOLD => {
                self.wanted.push((value.clone(), path(self), place()));
            }
            _ => {}
        }
        value
    }

    fn text(&mut self, text: &str, place: impl Fn() -> (u64, u64)) {
        let Some(frame) = self.open.last_mut() else {
            return;
        };
        let is_blank = || text.chars().all(|c| matches!(c, ' ' | '\t' | '\r' | '\n'));
        match frame.kind {
            Kind::Any => return,
            Kind::Simple(_) => {}
            Kind::Complex(at) => {
                let complex = &self.schema.complex[at];
                if complex.text.is_none() {
                    let is_wrong = !complex.mixed && !is_blank();
                    if is_wrong && !std::mem::replace(&mut frame.told, true) {
                        let message = format!("text {:?} is not allowed here", shown(text.trim()));
                        self.add("text", place(), message);
                    }
                    return;
                }
            }
        }
        if frame.text.len() + text.len() <= MAX_TEXT {
            frame.text.push_str(text);
        } else if !std::mem::replace(&mut frame.told, true) {
            let message = format!("has more than {MAX_TEXT} bytes of text");
            self.add("size", place(), message);
        }
    }

    fn end(&mut self, events: &Events<'_>) {
        let Some(frame) = self.open.last_mut() else {
            return;
        };
        let text = std::mem::take(&mut frame.text);
        let (kind, part, told, at) = (frame.kind, frame.part, frame.told, frame.at);
        let value = match kind {
            Kind::Any => None,
            Kind::Simple(kind) => Some(kind),
            Kind::Complex(at) => {
                let complex = &self.schema.complex[at];
                if let Some(content) = &complex.content
                    && !content.may_end(part)
                {
                    let expected = content.expected(part);
                    let place = events.place(events.at());
                    self.add("missing-element", place, format!("expected {expected}"));
                }
                complex.text
            }
        };
        if let Some(kind) = value.filter(|_| !told) {
            self.value(kind, &text, None, &|| events.place(at));
        }
        self.open.pop();
    }

    /// What is referred to should be there. By XML Schema it has to, and a name in the text of an element
    /// has to name one thing, but validators in use look at neither.
    fn references(&mut self) {
        for (id, path, place) in std::mem::take(&mut self.wanted) {
            if !self.ids.contains(&id) {
                self.warn(
                    "idref",
                    path,
                    place,
                    format!("{:?} names nothing", shown(&id)),
                );
            }
        }
    }

    fn warn(&mut self, code: &'static str, path: String, place: (u64, u64), message: String) {
        if self.done.warnings.len() < MAX_TOLD {
            self.done
                .warnings
                .push(diagnostic(code, path, place, message));
        }
    }

    fn add(&mut self, code: &'static str, place: (u64, u64), message: String) {
        self.add_at(code, self.path(), place, message);
    }

    fn add_child(&mut self, name: &str, place: (u64, u64), why: &str) {
        let message = format!("element {} is not allowed here: {why}", shown(name));
        self.add("element", place, message);
    }

    fn add_at(&mut self, code: &'static str, path: String, place: (u64, u64), message: String) {
        if self.done.errors.len() < MAX_TOLD {
            self.done
                .errors
                .push(diagnostic(code, path, place, message));
        }
    }

    /// Where the innermost element stands.
    fn path(&self) -> String {
        let mut path = String::new();
        for frame in &self.open {
            path.push('/');
            path.push_str(&frame.name);
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

const fn diagnostic(
    code: &'static str,
    path: String,
    (line, column): (u64, u64),
    message: String,
) -> Diagnostic {
    Diagnostic {
        code,
        path,
        line,
        column,
        message,
    }
}
