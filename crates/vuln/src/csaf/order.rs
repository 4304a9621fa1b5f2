//! Members in alphabetical order (6.2.13), which only the text of a document tells.

use std::fmt;

use serde::{
    Deserializer,
    de::{DeserializeSeed, MapAccess, SeqAccess, Visitor},
};

use super::{Check, shape::short};

pub(super) fn check(json: &str, check: &mut Check) {
    let mut first = None;
    let mut reader = serde_json::Deserializer::from_str(json);
    let seed = Within {
        path: &mut String::new(),
        first: &mut first,
    };
    // That it is JSON was seen before.
    let _ = seed.deserialize(&mut reader);
    if let Some((path, name)) = first {
        let name = short(&name);
        check.add(
            "6.2.13",
            path,
            format!("{name} stands behind one that comes later"),
        );
    }
}

/// Where a value stands, and the first member out of order.
struct Within<'a> {
    path: &'a mut String,
    first: &'a mut Option<(String, String)>,
}

impl<'de> DeserializeSeed<'de> for Within<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Within<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let (length, mut index) = (self.path.len(), 0);
        loop {
            self.path.push_str(&format!("/{index}"));
            let element = seq.next_element_seed(Within {
                path: self.path,
                first: self.first,
            })?;
            self.path.truncate(length);
            index += 1;
            if element.is_none() {
                return Ok(());
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let (length, mut before) = (self.path.len(), String::new());
        while let Some(name) = map.next_key::<String>()? {
            self.path.push('/');
            self.path
                .push_str(&name.replace('~', "~0").replace('/', "~1"));
            if name < before && self.first.is_none() {
                *self.first = Some((self.path.clone(), name.clone()));
            }
            map.next_value_seed(Within {
                path: self.path,
                first: self.first,
            })?;
            self.path.truncate(length);
            before = name;
        }
        Ok(())
    }
}
