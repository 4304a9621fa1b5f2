//! Members in alphabetical order (6.2.13) and members that are there twice, which only the text of a
//! document tells.

use std::{collections::HashSet, fmt};

use serde::{
    Deserializer,
    de::{DeserializeSeed, MapAccess, SeqAccess, Visitor},
};

use super::{Check, shape::short};

pub(super) fn check(json: &str, check: &mut Check) {
    let mut found = Found::default();
    let mut reader = serde_json::Deserializer::from_str(json);
    let seed = Within {
        path: &mut String::new(),
        found: &mut found,
    };
    // That it is JSON was seen before.
    let _ = seed.deserialize(&mut reader);
    if let Some((path, name)) = found.unsorted {
        let name = short(&name);
        check.add(
            "6.2.13",
            path,
            format!("{name} stands behind one that comes later"),
        );
    }
    if let Some((path, name)) = found.twice {
        // Readers differ in which of them they take (4 of RFC 8259).
        check.add("json", path, format!("{} is there twice", short(&name)));
    }
}

/// The first members that are not as they should be, with their paths.
#[derive(Default)]
struct Found {
    unsorted: Option<(String, String)>,
    twice: Option<(String, String)>,
}

/// Where a value stands, and what was found before it.
struct Within<'a> {
    path: &'a mut String,
    found: &'a mut Found,
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
                found: self.found,
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
        let mut names = HashSet::new();
        while let Some(name) = map.next_key::<String>()? {
            self.path.push('/');
            self.path
                .push_str(&name.replace('~', "~0").replace('/', "~1"));
            if name < before && self.found.unsorted.is_none() {
                self.found.unsorted = Some((self.path.clone(), name.clone()));
            }
            if self.found.twice.is_none() && !names.insert(name.clone()) {
                self.found.twice = Some((self.path.clone(), name.clone()));
            }
            map.next_value_seed(Within {
                path: self.path,
                found: self.found,
            })?;
            self.path.truncate(length);
            before = name;
        }
        Ok(())
    }
}
