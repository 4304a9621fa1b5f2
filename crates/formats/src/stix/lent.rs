//! Objects of a bundle as they are written: each value stays text until someone asks what it says.
//!
//! Most of what a bundle holds is only kept, so most of it is never read.

use std::{borrow::Cow, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Value, value::RawValue};

/// The deepest that values may stand in one another: what is kept is read again by a reader with that bound.
const MAX_DEPTH: usize = 120;

/// Numbers of fewer digits, without an exponent, are always read.
const PLAIN_DIGITS: usize = 300;

/// An object: its members in their order.
#[derive(Debug, Default)]
pub(super) struct Members<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'a> Members<'a> {
    /// Returns a member as it is written; the last of several of one name.
    fn raw(&self, name: &str) -> Option<&'a str> {
        let mut members = self.0.iter().rev();
        members
            .find(|(own, _)| own == name)
            .map(|(_, value)| value.get())
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.raw(name).is_some()
    }

    /// Returns a text, empty where there is none.
    pub(super) fn word(&self, name: &str) -> Cow<'a, str> {
        self.raw(name).and_then(text).unwrap_or_default()
    }

    /// Returns a member as a value of its kind, where it is one.
    pub(super) fn get<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        serde_json::from_str(self.raw(name)?).ok()
    }

    /// Returns all members by their names, each once.
    pub(super) fn values(&self) -> Map<String, Value> {
        let members = self.0.iter().filter_map(|(name, value)| {
            let value = serde_json::from_str(value.get()).ok()?;
            Some((name.clone().into_owned(), value))
        });
        members.collect()
    }

    /// Returns the object without the blanks between its signs; nothing where a reader of JSON would
    /// refuse it.
    pub(super) fn compact(&self) -> Option<String> {
        let length = self
            .0
            .iter()
            .map(|(name, value)| name.len() + value.get().len() + 4);
        let mut made = Compact {
            text: String::with_capacity(length.sum::<usize>() + 2),
            depth: 1,
            is_plain: true,
        };
        made.text.push('{');
        for (number, (name, value)) in self.0.iter().enumerate() {
            if number > 0 {
                made.text.push(',');
            }
            match name {
                Cow::Borrowed(name) => {
                    made.text.push('"');
                    made.text.push_str(name);
                    made.text.push('"');
                }
                Cow::Owned(name) => made.text.push_str(&serde_json::to_string(name).ok()?),
            }
            made.text.push(':');
            made.push(value.get());
        }
        made.text.push('}');
        let is_read = made.is_plain || serde_json::from_str::<Value>(&made.text).is_ok();
        is_read.then_some(made.text)
    }
}

/// Returns what a string says.
fn text(raw: &str) -> Option<Cow<'_, str>> {
    let inner = raw.strip_prefix('"')?.strip_suffix('"')?;
    match memchr::memchr(b'\\', inner.as_bytes()) {
        None => Some(Cow::Borrowed(inner)),
        Some(_) => serde_json::from_str(raw).ok().map(Cow::Owned),
    }
}

/// A text of JSON that is being made of another, without blanks.
struct Compact {
    text: String,
    depth: usize,
    /// Whether nothing came that is well formed and may be refused nonetheless: half a character of
    /// two, a number beyond all bounds, values too deep in one another.
    is_plain: bool,
}

impl Compact {
    fn push(&mut self, mut rest: &str) {
        while let Some(quote) = memchr::memchr(b'"', rest.as_bytes()) {
            let (signs, string) = rest.split_at(quote);
            self.signs(signs);
            let end = self.end(string);
            let (string, after) = string.split_at_checked(end).unwrap_or((string, ""));
            self.text.push_str(string);
            rest = after;
        }
        self.signs(rest);
    }

    /// Where a string ends that a text begins with.
    fn end(&mut self, text: &str) -> usize {
        let bytes = text.as_bytes();
        let mut at = 1;
        while let Some(next) = bytes
            .get(at..)
            .and_then(|rest| memchr::memchr2(b'"', b'\\', rest))
        {
            at += next;
            if bytes.get(at) == Some(&b'"') {
                return at + 1;
            }
            if let Some(b"\\u") = bytes.get(at..at + 2) {
                let is_half = matches!(bytes.get(at + 2), Some(b'd' | b'D'));
                self.is_plain &= !is_half;
            }
            at += 2;
        }
        bytes.len()
    }

    fn signs(&mut self, signs: &str) {
        const INDENT: &[u8] = b"        ";
        let (mut digits, mut has_exponent) = (0, false);
        let mut rest = signs.as_bytes();
        while let [sign, after @ ..] = rest {
            rest = after;
            match sign {
                b' ' | b'\n' | b'\r' | b'\t' => {
                    while let Some(after) = rest.strip_prefix(INDENT) {
                        rest = after;
                    }
                    continue;
                }
                b'{' | b'[' => {
                    self.depth += 1;
                    self.is_plain &= self.depth <= MAX_DEPTH;
                }
                b'}' | b']' => self.depth -= 1,
                b'0'..=b'9' => digits += 1,
                b'e' | b'E' => has_exponent = true,
                _ => {}
            }
            self.text.push(char::from(*sign));
        }
        self.is_plain &= digits == 0 || digits < PLAIN_DIGITS && !has_exponent;
    }
}

/// A bundle: its objects as they are written, and what else it has.
pub(super) struct Bundle<'a> {
    pub(super) objects: Vec<Element<'a>>,
    pub(super) rest: Map<String, Value>,
}

/// What stands in the list of objects.
pub(super) enum Element<'a> {
    Object(Members<'a>),
    /// Anything else.
    Other,
}

impl<'de> Deserialize<'de> for Bundle<'de> {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        struct Bundles;
        impl<'de> Visitor<'de> for Bundles {
            type Value = Bundle<'de>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a bundle")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let (mut objects, mut rest) = (Vec::new(), Map::new());
                while let Some(Name(name)) = map.next_key()? {
                    if name == "objects" {
                        objects = map.next_value()?;
                    } else {
                        rest.insert(name.into_owned(), map.next_value()?);
                    }
                }
                Ok(Bundle { objects, rest })
            }
        }
        reader.deserialize_map(Bundles)
    }
}

impl<'de> Deserialize<'de> for Element<'de> {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        struct Elements;
        impl<'de> Visitor<'de> for Elements {
            type Value = Element<'de>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a value of JSON")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::with_capacity(16);
                while let Some(Name(name)) = map.next_key()? {
                    members.push((name, map.next_value()?));
                }
                Ok(Element::Object(Members(members)))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
                while list.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Element::Other)
            }

            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(Element::Other)
            }

            fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
                Ok(Element::Other)
            }

            fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
                Ok(Element::Other)
            }

            fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
                Ok(Element::Other)
            }

            fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
                Ok(Element::Other)
            }

            fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
                Ok(Element::Other)
            }
        }
        reader.deserialize_any(Elements)
    }
}

/// The name of a member.
struct Name<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        struct Names;
        impl<'de> Visitor<'de> for Names {
            type Value = Name<'de>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a text")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Name(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Name(Cow::Owned(text.to_owned())))
            }
        }
        reader.deserialize_str(Names)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Members<'_> {
        match serde_json::from_str(text).unwrap() {
            Element::Object(members) => members,
            Element::Other => panic!("{text} is no object"),
        }
    }

    #[test]
    fn blanks_go_and_all_else_stays() {
        let text = "{ \"a b\" : [ 1 , \"c \\\" d\\\\\" ],\n\t\"e\":\"\",\"\\u0066\\n\": null }\r\n";
        let made = read(text).compact().unwrap();
        assert_eq!(made, r#"{"a b":[1,"c \" d\\"],"e":"","f\n":null}"#);
        let value = |text: &str| serde_json::from_str::<Value>(text).unwrap();
        assert_eq!(value(&made), value(text));
        assert_eq!(read("{}").compact().unwrap(), "{}");
    }

    #[test]
    fn what_is_kept_is_what_a_reader_of_json_takes() {
        let deep = |depth: usize| format!("{{\"a\":{}{}}}", "[".repeat(depth), "]".repeat(depth));
        let long = |digits: usize| format!("{{\"a\":{}}}", "9".repeat(digits));
        let texts = [
            r#"{"a":"\ud83d\ude00"}"#.to_owned(),
            r#"{"a":"\ud83d"}"#.to_owned(),
            r#"{"a":"\uDE00 x"}"#.to_owned(),
            r#"{"a":"\\ud83d"}"#.to_owned(),
            r#"{"a":[1.5e3,-2E-4,true,false,0.25]}"#.to_owned(),
            r#"{"a":{"b":1e999}}"#.to_owned(),
            r#"{"a":1E999}"#.to_owned(),
            deep(119),
            deep(126),
            deep(127),
            deep(5_000),
            long(299),
            long(309),
            long(400),
        ];
        let mut refused = 0;
        for text in &texts {
            let is_read = serde_json::from_str::<Value>(text).is_ok();
            assert_eq!(read(text).compact().is_some(), is_read, "{text:.60}");
            refused += usize::from(!is_read);
        }
        assert_eq!(refused, 8, "the table has both kinds");
    }

    #[test]
    fn the_last_of_several_members_counts() {
        let members = read(r#"{"b":1,"a":"x","b":"\u0041","c":[1]}"#);
        assert_eq!(
            (members.word("b"), members.word("c")),
            ("A".into(), "".into())
        );
        assert_eq!(members.get::<Vec<u8>>("c"), Some(vec![1]));
        assert_eq!(members.get::<Vec<u8>>("a"), None);
        let names: Vec<String> = members.values().into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["a", "b", "c"]);
        assert_eq!(members.values()["b"], "A");
    }
}
