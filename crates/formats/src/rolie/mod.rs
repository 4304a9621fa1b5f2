//! ROLIE, Resource-Oriented Lightweight Information Exchange (RFC 8322, ITU-T X.1582): service documents,
//! category documents, feeds and entries.
//!
//! There are two forms: [`xml`], which is Atom (RFC 4287) and its publishing protocol (RFC 5023), and
//! [`json`], which CSAF 2.0 made of it. Both are pure. [`check_feed`], [`check_entry`] and
//! [`check_service`] hold what was read against what makes it ROLIE.

mod error;
mod feed;
pub mod json;
mod rules;
mod service;
pub mod xml;

#[cfg(test)]
mod tests;

pub use error::Error;
pub use feed::{Category, Content, Entry, Feed, Format, Link, Person, Property};
pub use rules::{check_entry, check_feed, check_service};
pub use service::{Categories, Collection, Service, Workspace};

/// The scheme of the category that says what kind of information something is (RFC 8322, section 7.1.2).
pub const INFORMATION_TYPE: &str = "urn:ietf:params:rolie:category:information-type";
/// The name of the property that has the identifier of a document (RFC 8322, section 8.3).
pub const CONTENT_ID: &str = "urn:ietf:params:rolie:property:content-id";

/// The media type of service documents (RFC 5023, section 16.3).
pub const SERVICE_TYPE: &str = "application/atomsvc+xml";
/// The media type of category documents (RFC 5023, section 16.2).
pub const CATEGORIES_TYPE: &str = "application/atomcat+xml";
/// The media type of feeds (RFC 5023, section 12.1).
pub const FEED_TYPE: &str = "application/atom+xml;type=feed";
/// The media type of entries (RFC 5023, section 12.1).
pub const ENTRY_TYPE: &str = "application/atom+xml;type=entry";
/// The media type of all of them in JSON.
pub const JSON_TYPE: &str = "application/json";

/// Longest document in JSON, in bytes; XML has the bound of [`watchbell_iodef::MAX_BYTES`].
pub const MAX_BYTES: usize = 64 << 20;
/// Most entries of a feed.
pub const MAX_ENTRIES: usize = 100_000;
/// Most links, categories, properties and people of one thing, and most collections of a workspace.
pub const MAX_ITEMS: usize = 1_000;

/// Reads a feed in either form.
///
/// # Errors
/// [`enum@Error`] with the place of what is wrong.
pub fn read_feed(text: &str) -> Result<Feed, Error> {
    if is_json(text) {
        json::read_feed(text)
    } else {
        xml::read_feed(text)
    }
}

/// Reads a service document in either form.
///
/// # Errors
/// [`enum@Error`] with the place of what is wrong.
pub fn read_service(text: &str) -> Result<Service, Error> {
    if is_json(text) {
        json::read_service(text)
    } else {
        xml::read_service(text)
    }
}

/// Reads a category document in either form.
///
/// # Errors
/// [`enum@Error`] with the place of what is wrong.
pub fn read_categories(text: &str) -> Result<Categories, Error> {
    if is_json(text) {
        json::read_categories(text)
    } else {
        xml::read_categories(text)
    }
}

fn is_json(text: &str) -> bool {
    text.trim_start_matches('\u{FEFF}')
        .trim_start()
        .starts_with('{')
}
