//! JSON that borrows its texts from the text it was read from.

use std::{borrow::Cow, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Number, Value, value::RawValue};

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Lent<'a> {
    /// Null, true or false.
    Other,
    Number(Number),
    Text(Cow<'a, str>),
    List(Vec<Self>),
    Members(Members<'a>),
}

impl Lent<'_> {
    pub(super) fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn as_list(&self) -> Option<&[Self]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }
}

/// Members in their order; objects have few.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Members<'a>(Vec<(Cow<'a, str>, Lent<'a>)>);

impl<'a> Members<'a> {
    /// Returns a member; the last of several of one name.
    pub(super) fn get(&self, name: &str) -> Option<&Lent<'a>> {
        let mut members = self.0.iter().rev();
        members.find(|(own, _)| own == name).map(|(_, value)| value)
    }

    /// Returns a text, empty where there is none.
    pub(super) fn word(&self, name: &str) -> &str {
        self.get(name).and_then(Lent::as_str).unwrap_or_default()
    }

    /// Returns all members in the order of their names, each once.
    pub(super) fn sorted(&self) -> Vec<(&str, &Lent<'a>)> {
        let mut all: Vec<(&str, &Lent<'a>)> = Vec::with_capacity(self.0.len());
        // The last of several is first here, and the others go.
        all.extend(self.0.iter().rev().map(|(name, value)| (&**name, value)));
        all.sort_by_key(|(name, _)| *name);
        all.dedup_by_key(|(name, _)| *name);
        all
    }
}

/// A bundle: its objects as they are written, and what else it has.
pub(super) struct Bundle<'a> {
    pub(super) objects: Option<Vec<&'a RawValue>>,
    pub(super) rest: Map<String, Value>,
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
                let (mut objects, mut rest) = (None, Map::new());
                while let Some(Name(name)) = map.next_key()? {
                    if name == "objects" {
                        objects = Some(map.next_value()?);
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

impl<'de> Deserialize<'de> for Lent<'de> {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        struct Values;
        impl<'de> Visitor<'de> for Values {
            type Value = Lent<'de>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a value of JSON")
            }

            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(Lent::Other)
            }

            fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
                Ok(Lent::Other)
            }

            fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
                Ok(Lent::Number(number.into()))
            }

            fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
                Ok(Lent::Number(number.into()))
            }

            fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
                Ok(Number::from_f64(number).map_or(Lent::Other, Lent::Number))
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Lent::Text(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Lent::Text(Cow::Owned(text.to_owned())))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = list.next_element()? {
                    items.push(item);
                }
                Ok(Lent::List(items))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::with_capacity(12);
                while let Some((Name(name), value)) = map.next_entry()? {
                    members.push((name, value));
                }
                Ok(Lent::Members(Members(members)))
            }
        }
        reader.deserialize_any(Values)
    }
}

/// Returns a text of JSON without the blanks between its signs.
pub(super) fn compact(text: &str) -> String {
    let mut made = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(quote) = memchr::memchr(b'"', rest.as_bytes()) {
        let (signs, string) = rest.split_at(quote);
        put(signs, &mut made);
        let (string, after) = string.split_at_checked(end(string)).unwrap_or((string, ""));
        made.push_str(string);
        rest = after;
    }
    put(rest, &mut made);
    made
}

/// Where a string ends that a text begins with.
fn end(text: &str) -> usize {
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
        at += 2;
    }
    bytes.len()
}

fn put(signs: &str, made: &mut String) {
    for part in signs.split_ascii_whitespace() {
        made.push_str(part);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn blanks_go_and_all_else_stays() {
        let text = "{ \"a b\" : [ 1 , \"c \\\" d\\\\\" ],\n\t\"e\":\"\",\"f\": null }\r\n";
        let made = compact(text);
        assert_eq!(made, r#"{"a b":[1,"c \" d\\"],"e":"","f":null}"#);
        let read = |text: &str| serde_json::from_str::<Value>(text).unwrap();
        assert_eq!(read(&made), read(text));
        assert_eq!(compact("\"é\\"), "\"é\\");
    }

    #[test]
    fn the_last_of_several_members_counts() {
        let read: Lent<'_> = serde_json::from_str(r#"{"b":1,"a":"x","b":"\u0041"}"#).unwrap();
        let Lent::Members(members) = read else {
            panic!("{read:?}")
        };
        assert_eq!((members.word("b"), members.word("c")), ("A", ""));
        let names: Vec<&str> = members.sorted().iter().map(|(name, _)| *name).collect();
        assert_eq!(names, ["a", "b"]);
        assert_eq!(members.sorted()[1].1.as_str(), Some("A"));
    }
}
