//! What a document is between its classes and JSON or CBOR: maps whose members keep the order of
//! the class.

use std::{borrow::Cow, cell::Cell, fmt};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor},
    ser::{SerializeMap as _, SerializeSeq as _},
};

use crate::{MAX_DEPTH, MAX_PARTS};

/// Most members of one map; no class has more than half as many.
const MAX_MEMBERS: usize = 64;
/// The language of a text that JSON and CBOR hold as a bare string (RFC 8727, section 3.2).
pub(crate) const BARE: &str = "en";

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Bool(bool),
    Integer(i64),
    Real(f64),
    Text(String),
    /// A text that CBOR marks as a URI.
    Uri(String),
    /// Base64 in JSON, bytes in CBOR.
    Bytes(Vec<u8>),
    /// What only CBOR marks as something that would be base64 in JSON, and what is a text in both.
    Marked(String),
    /// A text for people; what it is in the end depends on the language around it.
    Spoken(Spoken),
    List(Vec<Self>),
    Map(Map),
}

/// A text for people, in a language that may be that of what holds it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Spoken {
    pub(crate) value: String,
    pub(crate) lang: Option<String>,
    pub(crate) translation_id: Option<String>,
}

/// Members by name, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Map(Vec<(Cow<'static, str>, Value)>);

impl Map {
    pub(crate) fn insert(&mut self, name: impl Into<Cow<'static, str>>, value: Value) {
        self.0.push((name.into(), value));
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        self.0
            .iter()
            .find_map(|(own, value)| (own == name).then_some(value))
    }

    pub(crate) fn get_mut(&mut self, name: &str) -> Option<&mut Value> {
        self.0
            .iter_mut()
            .find_map(|(own, value)| (own == name).then_some(value))
    }

    pub(crate) fn remove(&mut self, name: &str) -> Option<Value> {
        let at = self.0.iter().position(|(own, _)| own == name)?;
        Some(self.0.remove(at).1)
    }

    pub(crate) fn members(&self) -> &[(Cow<'static, str>, Value)] {
        &self.0
    }

    pub(crate) fn into_members(self) -> Vec<(Cow<'static, str>, Value)> {
        self.0
    }

    /// The language that the map's class says its texts are in.
    pub(crate) fn lang(&self) -> Option<&str> {
        match self.get("lang") {
            Some(Value::Text(lang)) => Some(lang),
            _ => None,
        }
    }

    /// Adds a member that came from outside; says what is wrong with it.
    pub(crate) fn add(&mut self, name: String, value: Value) -> Result<(), String> {
        if self.get(&name).is_some() {
            return Err(format!("{:?} is given twice", crate::error::shown(&name)));
        }
        if self.0.len() == MAX_MEMBERS {
            return Err(format!("a map has more than {MAX_MEMBERS} members"));
        }
        self.insert(name, value);
        Ok(())
    }
}

impl Spoken {
    /// Returns a bare string where its language needs no telling, and an object elsewhere.
    pub(crate) fn settled(&self, around: Option<&str>) -> Value {
        let lang = match (self.lang.as_deref(), around) {
            (None, None | Some(BARE)) => None,
            (Some(BARE), Some(_)) => None,
            (own, around) => own.or(around),
        };
        if lang.is_none() && self.translation_id.is_none() {
            return Value::Text(self.value.clone());
        }
        // An object that names no language has that of what holds it.
        let lang = lang.or(self.lang.as_deref());
        let mut out = Map::default();
        out.insert("value", Value::Text(self.value.clone()));
        for (name, given) in [
            ("lang", lang),
            ("translation-id", self.translation_id.as_deref()),
        ] {
            if let Some(given) = given {
                out.insert(name, Value::Text(given.to_owned()));
            }
        }
        Value::Map(out)
    }
}

/// As JSON, for errors.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = serde_json::to_string(&InLang(self, None)).unwrap_or_default();
        f.write_str(&text)
    }
}

/// A value within what is in a language.
pub(crate) struct InLang<'a>(pub(crate) &'a Value, pub(crate) Option<&'a str>);

impl Serialize for InLang<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let around = self.1;
        match self.0 {
            Value::Bool(value) => to.serialize_bool(*value),
            Value::Integer(value) => to.serialize_i64(*value),
            Value::Real(value) => to.serialize_f64(*value),
            Value::Text(text) | Value::Uri(text) | Value::Marked(text) => to.serialize_str(text),
            Value::Bytes(bytes) => to.serialize_str(&BASE64_STANDARD.encode(bytes)),
            Value::Spoken(spoken) => InLang(&spoken.settled(around), None).serialize(to),
            Value::List(list) => {
                let mut out = to.serialize_seq(Some(list.len()))?;
                for value in list {
                    out.serialize_element(&InLang(value, around))?;
                }
                out.end()
            }
            Value::Map(map) => {
                let around = map.lang().or(around);
                let mut out = to.serialize_map(Some(map.0.len()))?;
                for (name, value) in &map.0 {
                    out.serialize_entry(name, &InLang(value, around))?;
                }
                out.end()
            }
        }
    }
}

/// What keeps a document from being read further.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Bound {
    Depth,
    Parts,
}

/// Counts what is read, so that nothing larger than the bounds is built.
#[derive(Debug, Default)]
pub(crate) struct Budget {
    parts: Cell<usize>,
    crossed: Cell<Option<Bound>>,
}

impl Budget {
    /// Counts one value at a depth, from 1; says which bound it crosses.
    pub(crate) fn take(&self, depth: usize) -> Result<(), Bound> {
        let parts = self.parts.get() + 1;
        self.parts.set(parts);
        let crossed = match () {
            () if parts > MAX_PARTS => Bound::Parts,
            () if depth > MAX_DEPTH => Bound::Depth,
            () => return Ok(()),
        };
        self.crossed.set(Some(crossed));
        Err(crossed)
    }

    pub(crate) const fn crossed(&self) -> Option<Bound> {
        self.crossed.get()
    }
}

/// Reads a value at a depth.
pub(crate) struct Reader<'a> {
    pub(crate) budget: &'a Budget,
    pub(crate) depth: usize,
}

impl Reader<'_> {
    const fn below(&self) -> Self {
        Self {
            budget: self.budget,
            depth: self.depth + 1,
        }
    }
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        let taken = self.budget.take(self.depth);
        taken.map_err(|_| D::Error::custom("a bound is crossed"))?;
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string, a number, true, false, a list or an object")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Integer(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        #[expect(
            clippy::cast_precision_loss,
            reason = "no field holds integers as long, and the error shows it"
        )]
        let real = value as f64;
        Ok(i64::try_from(value).map_or(Value::Real(real), Value::Integer))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Real(value))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = from.next_element_seed(self.below())? {
            list.push(value);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let mut map = Map::default();
        while let Some(Name(name)) = from.next_key()? {
            let value = from.next_value_seed(self.below())?;
            map.add(name, value).map_err(A::Error::custom)?;
        }
        Ok(Value::Map(map))
    }
}

#[derive(Deserialize)]
struct Name(String);
