//! Feeds and entries (RFC 8322, section 6, on RFC 4287), named in JSON as CSAF 2.0 has them (7.1.15).

use serde::{Deserialize, Serialize};
use watchbell_model::Time;

use super::{INFORMATION_TYPE, json};

/// A list of entries, or one page of it (`atom:feed`, RFC 8322, section 6.1).
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Feed {
    /// Its identifier, a URI that never changes.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it is, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subtitle: Option<String>,
    /// Who may do what with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rights: Option<String>,
    /// Who made it.
    #[serde(rename = "author", default, skip_serializing_if = "Vec::is_empty")]
    #[serde(deserialize_with = "json::items")]
    pub authors: Vec<Person>,
    /// Where it, its other pages and its service are.
    #[serde(rename = "link", default, deserialize_with = "json::items")]
    pub links: Vec<Link>,
    /// What is in it; one is its [information type](INFORMATION_TYPE).
    #[serde(rename = "category", default, deserialize_with = "json::items")]
    pub categories: Vec<Category>,
    /// When something in it was changed last.
    pub updated: Time,
    /// Whether it is a page that does not change any more (`fh:archive`, RFC 5005, section 4).
    #[serde(rename = "archive", default, skip_serializing_if = "json::is_false")]
    pub is_archive: bool,
    /// Whether it has all entries there are (`fh:complete`, RFC 5005, section 2).
    #[serde(rename = "complete", default, skip_serializing_if = "json::is_false")]
    pub is_complete: bool,
    /// Its entries, the one that was changed last first.
    #[serde(rename = "entry", default, deserialize_with = "json::entries")]
    pub entries: Vec<Entry>,
}

/// What is said of one document (`atom:entry`, RFC 8322, section 6.2).
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Entry {
    /// Its identifier, a URI that never changes; in CSAF the number of the advisory.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Where it, its hash, its signature and what has to do with it are.
    #[serde(rename = "link", default, deserialize_with = "json::items")]
    pub links: Vec<Link>,
    /// When the document was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Time>,
    /// When it was changed last.
    pub updated: Time,
    /// Who made it.
    #[serde(rename = "author", default, skip_serializing_if = "Vec::is_empty")]
    #[serde(deserialize_with = "json::items")]
    pub authors: Vec<Person>,
    /// Who may do what with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rights: Option<String>,
    /// What is in it.
    #[serde(rename = "category", default, skip_serializing_if = "Vec::is_empty")]
    #[serde(deserialize_with = "json::items")]
    pub categories: Vec<Category>,
    /// What it says, in short.
    #[serde(default, with = "json::words", skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// Where the document is. Every entry of ROLIE has it; other feeds have documents in entries,
    /// which are not read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<Content>,
    /// Which data model the document is of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<Format>,
    /// More that is known of it.
    #[serde(rename = "property", default, skip_serializing_if = "Vec::is_empty")]
    #[serde(deserialize_with = "json::items")]
    pub properties: Vec<Property>,
}

/// Who made something (`atomPersonConstruct`, RFC 4287, section 3.2).
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Person {
    /// A name.
    pub name: String,
    /// A page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uri: Option<String>,
    /// An address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// Where something else is (`atom:link`, RFC 4287, section 4.2.7).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Link {
    /// What that is: `self`, `service`, `first`, `next`, `previous`, `last`, `current`,
    /// `prev-archive`, `next-archive`, `collection`, `hash`, `signature` …
    #[serde(default = "Link::alternate")]
    pub rel: String,
    /// Where it is.
    pub href: String,
    /// Its media type.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// Its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

impl Link {
    /// Makes a link.
    pub fn new(rel: &str, href: impl Into<String>) -> Self {
        Self {
            rel: rel.to_owned(),
            href: href.into(),
            media_type: None,
            title: None,
        }
    }

    /// What a link without a relation is (RFC 4287, section 4.2.7.2).
    pub(super) fn alternate() -> String {
        "alternate".to_owned()
    }
}

/// A word that something is found by (`atom:category`, RFC 8322, section 7.1).
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Category {
    /// The list that the word is of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheme: Option<String>,
    /// The word.
    pub term: String,
    /// The word, for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
}

impl Category {
    /// Makes the category of an [information type](INFORMATION_TYPE): `incident`, `indicator`,
    /// `vulnerability`, `csaf` …
    pub fn information_type(term: &str) -> Self {
        Self {
            scheme: Some(INFORMATION_TYPE.to_owned()),
            term: term.to_owned(),
            label: None,
        }
    }

    /// Whether it is of a list.
    pub fn is_of(&self, scheme: &str) -> bool {
        self.scheme.as_deref() == Some(scheme)
    }
}

/// Where the document of an entry is (`atom:content`, RFC 8322, section 6.2.1).
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Content {
    /// Its media type.
    #[serde(rename = "type", default)]
    pub media_type: String,
    /// Where it is.
    pub src: String,
}

/// Which data model a document is of (`rolie:format`, RFC 8322, section 6.2.3).
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Format {
    /// Its name, an absolute URI. XML has to have it; JSON of CSAF names the schema alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ns: Option<String>,
    /// Where its schema is (`schema-location`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// Its version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The media type of its schema.
    #[serde(
        rename = "schema-type",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub schema_type: Option<String>,
}

/// Something more that is known of a document (`rolie:property`, RFC 8322, section 6.2.4).
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Property {
    /// Its name, a URI.
    pub name: String,
    /// Its value.
    pub value: String,
}

impl Feed {
    /// Returns where something is that the feed has to do with. `previous` and `prev` are the same.
    pub fn link(&self, rel: &str) -> Option<&str> {
        link(&self.links, rel)
    }

    /// Returns its information type, where it is a feed of ROLIE: where it has one and no more (RFC
    /// 8322, section 6.1).
    pub fn information_type(&self) -> Option<&str> {
        information_type(&self.categories)
    }
}

impl Entry {
    /// Returns where something is that the entry has to do with.
    pub fn link(&self, rel: &str) -> Option<&str> {
        link(&self.links, rel)
    }

    /// Returns its information type, where it says one itself.
    pub fn information_type(&self) -> Option<&str> {
        information_type(&self.categories)
    }
}

fn link<'a>(links: &'a [Link], rel: &str) -> Option<&'a str> {
    // RFC 8322 has the one in its text and the other in its example.
    let plain = |rel: &str| {
        if rel == "prev" {
            "previous".to_owned()
        } else {
            rel.to_owned()
        }
    };
    let found = links.iter().find(|link| plain(&link.rel) == plain(rel));
    found.map(|link| link.href.as_str())
}

pub(super) fn information_type(categories: &[Category]) -> Option<&str> {
    let mut types = categories.iter().filter(|one| one.is_of(INFORMATION_TYPE));
    let found = types.next()?;
    types.next().is_none().then_some(found.term.as_str())
}
