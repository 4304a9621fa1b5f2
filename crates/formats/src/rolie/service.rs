//! Service and category documents (RFC 8322, section 5, on RFC 5023), named in JSON as CSAF 2.0 has them
//! (7.1.16 and 7.1.17).

use serde::{Deserialize, Serialize};

use super::{Category, Link, feed::information_type, json};

/// What a publisher has (`app:service`, RFC 8322, section 5.1).
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Service {
    /// Groups of collections, one at least.
    #[serde(rename = "workspace", default, deserialize_with = "json::items")]
    pub workspaces: Vec<Workspace>,
}

/// A group of collections (`app:workspace`, RFC 8322, section 5.1.1).
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Workspace {
    /// Its title.
    pub title: String,
    /// The collections.
    #[serde(rename = "collection", default, deserialize_with = "json::items")]
    pub collections: Vec<Collection>,
}

/// What points to a feed (`app:collection`, RFC 8322, section 5.1.2).
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Collection {
    /// Its title.
    pub title: String,
    /// Where the feed is.
    pub href: String,
    /// Media types that may be posted to it: where there is none, entries; where the only one is empty,
    /// nothing (RFC 5023, section 8.3.4).
    #[serde(
        default,
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "json::items"
    )]
    pub accept: Vec<String>,
    /// Where its service is.
    #[serde(rename = "link", default, skip_serializing_if = "Vec::is_empty")]
    #[serde(deserialize_with = "json::items")]
    pub links: Vec<Link>,
    /// The categories of the feed.
    #[serde(default)]
    pub categories: Categories,
}

impl Collection {
    /// Returns its information type, where it is a collection of ROLIE: where it has one and no more
    /// (RFC 8322, section 5.1.2).
    pub fn information_type(&self) -> Option<&str> {
        information_type(&self.categories.categories)
    }
}

/// A list of categories, in a collection or a document of its own (`app:categories`, RFC 5023, section 7).
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Categories {
    /// Whether there are no others.
    #[serde(rename = "fixed", default, skip_serializing_if = "json::is_false")]
    pub is_fixed: bool,
    /// Where the list is, if it is elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
    /// The categories, each with its scheme.
    #[serde(rename = "category", default, deserialize_with = "json::items")]
    pub categories: Vec<Category>,
}
