//! The JSON of CSAF 2.0 (7.1.15 to 7.1.17).
//!
//! What CSAF has no name for is written by the name it has in XML, where it is there at all: `author`,
//! `rights`, `archive`, `complete`, `property`, `accept`, `fixed`, and `ns` of a format.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{DeserializeOwned, SeqAccess, Visitor},
};

use super::{Categories, Entry, Error, Feed, MAX_BYTES, MAX_ENTRIES, MAX_ITEMS, Service};

#[derive(Deserialize, Serialize)]
struct OfFeed<T> {
    feed: T,
}

#[derive(Deserialize, Serialize)]
struct OfService<T> {
    service: T,
}

#[derive(Deserialize, Serialize)]
struct OfCategories<T> {
    categories: T,
}

/// Reads a feed (CSAF 2.0, 7.1.15); one that is not within `feed`, as some are published, is read, too.
///
/// # Errors
/// [`enum@Error`] with the place of what is wrong.
pub fn read_feed(text: &str) -> Result<Feed, Error> {
    match read::<OfFeed<Feed>>(text) {
        Ok(read) => Ok(read.feed),
        Err(error) => read(text).map_err(|_| error),
    }
}

/// Reads a service document (CSAF 2.0, 7.1.16).
///
/// # Errors
/// [`enum@Error`] with the place of what is wrong.
pub fn read_service(text: &str) -> Result<Service, Error> {
    read::<OfService<Service>>(text).map(|read| read.service)
}

/// Reads a category document (CSAF 2.0, 7.1.17).
///
/// # Errors
/// [`enum@Error`] with the place of what is wrong.
pub fn read_categories(text: &str) -> Result<Categories, Error> {
    read::<OfCategories<Categories>>(text).map(|read| read.categories)
}

/// Writes a feed, indented.
pub fn write_feed(feed: &Feed) -> String {
    write(&OfFeed { feed })
}

/// Writes a service document, indented.
pub fn write_service(service: &Service) -> String {
    write(&OfService { service })
}

/// Writes a category document, indented.
pub fn write_categories(categories: &Categories) -> String {
    write(&OfCategories { categories })
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    if text.len() > MAX_BYTES {
        return Err(Error::TooLong { bytes: text.len() });
    }
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    serde_json::from_str(text).map_err(|error| {
        let told = error.to_string();
        let place = format!(" at line {} column {}", error.line(), error.column());
        Error::Json {
            line: error.line(),
            column: error.column(),
            problem: told
                .strip_suffix(&place)
                .unwrap_or(&told)
                .chars()
                .take(200)
                .collect(),
        }
    })
}

fn write(value: &impl Serialize) -> String {
    let mut text =
        serde_json::to_string_pretty(value).expect("it has texts, times and lists alone");
    text.push('\n');
    text
}

pub(super) const fn is_false(value: &bool) -> bool {
    !*value
}

/// Reads a list of no more than [`MAX_ITEMS`].
pub(super) fn items<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    from: D,
) -> Result<Vec<T>, D::Error> {
    from.deserialize_seq(Bounded(MAX_ITEMS, PhantomData))
}

/// Reads a list of no more than [`MAX_ENTRIES`].
pub(super) fn entries<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Entry>, D::Error> {
    from.deserialize_seq(Bounded(MAX_ENTRIES, PhantomData))
}

struct Bounded<T>(usize, PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Bounded<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list of no more than {}", self.0)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Vec<T>, A::Error> {
        let mut list = Vec::new();
        while let Some(one) = from.next_element()? {
            if list.len() == self.0 {
                return Err(serde::de::Error::invalid_length(self.0 + 1, &self));
            }
            list.push(one);
        }
        Ok(list)
    }
}

/// A text that CSAF has in an object: `{"content": "…"}`.
pub(super) mod words {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Deserialize, Serialize)]
    struct Words<T> {
        content: T,
    }

    pub(in super::super) fn serialize<S: Serializer>(
        text: &Option<String>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        text.as_ref().map(|content| Words { content }).serialize(to)
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<String>, D::Error> {
        let read = Option::<Words<String>>::deserialize(from)?;
        Ok(read.map(|words| words.content))
    }
}
