//! A record as one JSON object with the members of [`Field`].

use std::{borrow::Cow, fmt};

use serde::de::{DeserializeSeed, Deserializer as _, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use watchbell_model::Record;

use super::{Field, Zone, draft::Draft};
use crate::report::{Reason, bad::Fault};

/// Reads the object that `text` is.
pub(super) fn read(text: &str, zone: Option<&Zone>) -> Result<Record, Fault<Field>> {
    let mut members = Members {
        text,
        zone,
        draft: Draft::default(),
        fault: None,
    };
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let read = deserializer
        .deserialize_map(&mut members)
        .and_then(|()| deserializer.end());
    match (members.fault, read) {
        (Some(fault), _) => Err(fault),
        (None, Err(error)) => Err(syntax(text, &error)),
        (None, Ok(())) => members.draft.finish(),
    }
}

/// Says what of a text is no JSON, and where.
pub(super) fn syntax(text: &str, error: &serde_json::Error) -> Fault<Field> {
    let expected = "a JSON object";
    let line = error.line().saturating_sub(1);
    let above: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let at = (above + error.column().saturating_sub(1)).min(text.len());
    if error.is_eof() {
        return Fault::new(at, Reason::Cut { expected });
    }
    let rest = text.get(text.floor_char_boundary(at)..).unwrap_or_default();
    let shown: String = rest.chars().take(1).collect();
    Fault::new(at, Reason::Syntax { expected }).showing(&shown)
}

struct Members<'a> {
    text: &'a str,
    zone: Option<&'a Zone>,
    draft: Draft,
    /// What was wrong with a member, which serde cannot carry.
    fault: Option<Fault<Field>>,
}

impl<'de> Visitor<'de> for &mut Members<'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(field) = map.next_key_seed(Name)? {
            let Some(field) = field else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let raw: &RawValue = map.next_value()?;
            let start = self.text.as_ptr() as usize;
            let at = (raw.get().as_ptr() as usize).saturating_sub(start);
            if let Err(fault) = self.member(field, raw.get(), at) {
                self.fault = Some(fault);
                return Err(serde::de::Error::custom("a member is wrong"));
            }
        }
        Ok(())
    }
}

/// The name of a member: the field it is, where it is one.
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Option<Field>;

    fn deserialize<D: serde::Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Name {
    type Value = Option<Field>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Field::named(name))
    }
}

impl Members<'_> {
    fn member(&mut self, field: Field, raw: &str, at: usize) -> Result<(), Fault<Field>> {
        self.draft.meet(field, at)?;
        let wrong = |found| {
            let expected = "a string, a number or a boolean";
            Err(Fault::new(at, Reason::Type { found, expected }).of(field))
        };
        let text = match raw.as_bytes().first() {
            Some(b'"') => text(raw),
            Some(b'n') => return Ok(()),
            Some(b'{') => return wrong("an object"),
            Some(b'[') => return wrong("an array"),
            _ => Cow::Borrowed(raw),
        };
        self.draft.set(field, &text, at, self.zone)
    }
}

/// Returns what a string of JSON says.
fn text(raw: &str) -> Cow<'_, str> {
    if raw.contains('\\') {
        return serde_json::from_str::<String>(raw)
            .unwrap_or_default()
            .into();
    }
    Cow::Borrowed(raw.get(1..raw.len().saturating_sub(1)).unwrap_or_default())
}
