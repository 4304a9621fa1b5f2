//! Members of a document of another type than expected count as absent: a record is kept whole
//! all the same. Reading goes on behind them, in one pass.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{Error, IgnoredAny, MapAccess, SeqAccess, Visitor, value::MapAccessDeserializer},
};

/// What is wrong with JSON, without the place, which its error has beside.
pub(crate) fn fault(error: &serde_json::Error) -> String {
    let what = error.to_string();
    match what.rsplit_once(" at line ") {
        Some((what, _)) => what.to_owned(),
        None => what,
    }
}

/// What a member can be made of; of anything else it is absent.
pub(crate) trait Member: Sized {
    fn of_text(_: &str) -> Option<Self> {
        None
    }

    fn of_number(_: f64) -> Option<Self> {
        None
    }

    fn of_truth(_: bool) -> Option<Self> {
        None
    }

    fn of_map<'de, A: MapAccess<'de>>(mut map: A) -> Result<Option<Self>, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(None)
    }
}

impl Member for String {
    fn of_text(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }
}

impl Member for f64 {
    fn of_number(number: f64) -> Option<Self> {
        Some(number)
    }
}

impl Member for bool {
    fn of_truth(truth: bool) -> Option<Self> {
        Some(truth)
    }
}

/// Makes structures members, which are made of maps.
macro_rules! structures {
    ($($name:ty),* $(,)?) => {$(
        impl $crate::lenient::Member for $name {
            fn of_map<'de, A: serde::de::MapAccess<'de>>(map: A) -> Result<Option<Self>, A::Error> {
                let map = serde::de::value::MapAccessDeserializer::new(map);
                serde::Deserialize::deserialize(map).map(Some)
            }
        }
    )*};
}
pub(crate) use structures;

/// Reads a member, or its default where it is of another type.
pub(crate) fn lenient<'de, D: Deserializer<'de>, T: Member + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    Ok(Perhaps::deserialize(deserializer)?.0.unwrap_or_default())
}

/// Reads a member, or nothing where it is of another type.
pub(crate) fn perhaps<'de, D: Deserializer<'de>, T: Member>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    Ok(Perhaps::deserialize(deserializer)?.0)
}

/// Reads the elements of an array that are of the expected type.
pub(crate) fn each<'de, D: Deserializer<'de>, T: Member>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    deserializer.deserialize_any(Each(PhantomData))
}

/// A member that may be of another type.
struct Perhaps<T>(Option<T>);

impl<'de, T: Member> Deserialize<'de> for Perhaps<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(One(PhantomData)).map(Self)
    }
}

struct One<T>(PhantomData<T>);

impl<'de, T: Member> Visitor<'de> for One<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_bool<E: Error>(self, truth: bool) -> Result<Self::Value, E> {
        Ok(T::of_truth(truth))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        Ok(T::of_number(number as f64))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        Ok(T::of_number(number as f64))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
        Ok(T::of_number(number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(T::of_text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::of_map(map)
    }
}

struct Each<T>(PhantomData<T>);

impl<'de, T: Member> Visitor<'de> for Each<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut elements = Vec::new();
        while let Some(Perhaps(element)) = seq.next_element()? {
            elements.extend(element);
        }
        Ok(elements)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        IgnoredAny::deserialize(MapAccessDeserializer::new(map)).map(|_| Vec::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Default, Deserialize, PartialEq)]
    #[serde(default)]
    struct Inner {
        #[serde(deserialize_with = "lenient")]
        name: String,
        #[serde(deserialize_with = "perhaps")]
        size: Option<f64>,
        #[serde(deserialize_with = "each")]
        tags: Vec<String>,
        #[serde(deserialize_with = "each")]
        inner: Vec<Self>,
    }

    structures!(Inner);

    #[test]
    fn what_is_of_another_type_is_absent_and_the_rest_is_read() {
        let json = r#"{"name":["x"],"size":"7","tags":["a",1,{"b":[2]},null,"c"],
            "inner":[7,{"name":"in","size":2,"tags":{"a":1},"inner":"no"},[{}],{"name":null,"size":-1.5,"tags":true}],"more":{}}"#;
        let read: Inner = serde_json::from_str(json).expect("nothing is refused");
        let inside = |name: &str, size| Inner {
            name: name.to_owned(),
            size: Some(size),
            ..Inner::default()
        };
        assert_eq!((read.name.as_str(), read.size), ("", None));
        assert_eq!(read.tags, ["a", "c"]);
        assert_eq!(read.inner, [inside("in", 2.0), inside("", -1.5)]);
        assert!(serde_json::from_str::<Inner>(r#"{"inner":[{"name":}]}"#).is_err());
    }
}
