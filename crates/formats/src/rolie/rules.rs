//! What makes feeds, entries and services those of ROLIE (RFC 8322, sections 5 to 7).

use std::collections::HashSet;

use super::{Category, Entry, Feed, INFORMATION_TYPE, Service};
use crate::fault::{Fault, Faults};

/// Media types that say how a document is written, and not which data model it is of.
const GENERAL: [&str; 6] = [
    "application/xml",
    "text/xml",
    "application/json",
    "application/cbor",
    "text/plain",
    "application/octet-stream",
];

/// Holds a feed and its entries against section 6.
pub fn check_feed(feed: &Feed) -> Vec<Fault> {
    let mut faults = Faults::default();
    let place = "feed";
    let is_named = !feed.id.is_empty() && !feed.title.is_empty();
    let text = "its id or its title is empty";
    faults.must(is_named, "rolie/unnamed", place, text);
    let text = "it has not exactly one category of an information type (section 6.1)";
    let is_one = types(&feed.categories) == 1;
    faults.must(is_one, "rolie/information-type", place, text);
    let text = "it has no link to its service (section 6.1.2)";
    let has_service = feed.link("service").is_some();
    faults.must(has_service, "rolie/service-link-missing", place, text);
    let text = "it has no link to itself (RFC 4287, section 4.1.1)";
    faults.should(
        feed.link("self").is_some(),
        "rolie/self-link-missing",
        place,
        text,
    );
    let mut entries = feed.entries.iter();
    let has_author = !feed.authors.is_empty() || entries.all(|entry| !entry.authors.is_empty());
    let text = "it has no author, nor has every entry (RFC 4287, section 4.1.1)";
    faults.should(has_author, "rolie/author-missing", place, text);
    let mut seen = HashSet::new();
    for (number, entry) in feed.entries.iter().enumerate() {
        let place = format!("feed/entry[{}]", number + 1);
        of_entry(entry, &place, &mut faults);
        let text = "an entry of this id and time is there already (RFC 4287, section 4.1.1)";
        let is_new = seen.insert((entry.id.as_str(), entry.updated));
        faults.must(is_new, "rolie/entry-twice", &place, text);
        let text = "it was changed after the feed (section 6.1.3)";
        faults.should(
            entry.updated <= feed.updated,
            "rolie/feed-older",
            &place,
            text,
        );
        let mut own = entry
            .categories
            .iter()
            .filter(|one| one.is_of(INFORMATION_TYPE));
        let feed_type = feed.information_type();
        let is_same = own.all(|one| feed_type.is_none_or(|term| term == one.term));
        let text = "it is of another information type than its feed (section 6.1.1)";
        faults.must(is_same, "rolie/entry-type", &place, text);
    }
    faults.finish()
}

/// Holds an entry that stands alone against sections 6.2 and 6.2.5.
pub fn check_entry(entry: &Entry) -> Vec<Fault> {
    let mut faults = Faults::default();
    of_entry(entry, "entry", &mut faults);
    let text = "it has no link to its collection (section 6.2.5)";
    let has_collection = entry.link("collection").is_some();
    faults.must(
        has_collection,
        "rolie/collection-link-missing",
        "entry",
        text,
    );
    let text = "it has not exactly one category of an information type (section 6.2.5)";
    let is_one = types(&entry.categories) == 1;
    faults.must(is_one, "rolie/information-type", "entry", text);
    faults.finish()
}

/// Holds a service document against section 5.1.
pub fn check_service(service: &Service) -> Vec<Fault> {
    let mut faults = Faults::default();
    let text = "it has no workspace (RFC 5023, section 8.3.1)";
    let is_there = !service.workspaces.is_empty();
    faults.must(is_there, "rolie/workspace-missing", "service", text);
    for (number, workspace) in service.workspaces.iter().enumerate() {
        let place = format!("service/workspace[{}]", number + 1);
        let text = "its title is empty";
        faults.must(!workspace.title.is_empty(), "rolie/unnamed", &place, text);
        for (number, collection) in workspace.collections.iter().enumerate() {
            let place = format!("{place}/collection[{}]", number + 1);
            let is_named = !collection.title.is_empty() && !collection.href.is_empty();
            let text = "its title or its address is empty";
            faults.must(is_named, "rolie/unnamed", &place, text);
            let count = types(&collection.categories.categories);
            let text = "it has more than one category of an information type (section 5.1.2)";
            faults.must(count < 2, "rolie/information-type", &place, text);
            let text =
                "it has no category of an information type: it is none of ROLIE (section 5.1.2)";
            faults.should(count > 0, "rolie/not-rolie", &place, text);
            let both = collection.categories.href.is_some()
                && !collection.categories.categories.is_empty();
            let text = "its categories are here and elsewhere (RFC 5023, section 7.2.1)";
            faults.must(!both, "rolie/categories-twice", &place, text);
        }
    }
    faults.finish()
}

/// What every entry has (sections 6.2.1 to 6.2.4).
fn of_entry(entry: &Entry, place: &str, faults: &mut Faults) {
    let is_named = !entry.id.is_empty() && !entry.title.is_empty();
    let text = "its id or its title is empty";
    faults.must(is_named, "rolie/unnamed", place, text);
    let text = "it says not where its document is (section 6.2.1)";
    faults.must(
        entry.content.is_some(),
        "rolie/content-missing",
        place,
        text,
    );
    if let Some(content) = &entry.content {
        let text = "the media type of its document is missing (section 6.2.1)";
        let is_typed = content.media_type.contains('/');
        faults.must(is_typed, "rolie/content-type", place, text);
        let text = "its document is at no address that is whole (section 6.2.1)";
        faults.should(is_absolute(&content.src), "rolie/content-src", place, text);
        let plain = content.media_type.split(';').next().unwrap_or_default();
        let plain = plain.trim().to_ascii_lowercase();
        let is_told = entry.format.is_some() || !GENERAL.contains(&plain.as_str());
        let text = "its media type says no data model, and no format does (section 6.2.3)";
        faults.should(is_told, "rolie/format-missing", place, text);
    }
    if let Some(format) = &entry.format {
        let name = format.ns.as_deref().or(format.schema.as_deref());
        let text = "its format is not named by a URI that is absolute (section 6.2.3)";
        let is_named = name.is_some_and(is_absolute);
        faults.must(is_named, "rolie/format-name", place, text);
    }
    for property in &entry.properties {
        let text = "a property is not named by a URI (section 6.2.4)";
        faults.must(
            is_absolute(&property.name),
            "rolie/property-name",
            place,
            text,
        );
    }
}

fn types(categories: &[Category]) -> usize {
    let own = categories.iter().filter(|one| one.is_of(INFORMATION_TYPE));
    own.count()
}

/// Whether a URI has a scheme (RFC 3986, section 4.3).
fn is_absolute(uri: &str) -> bool {
    let Some((scheme, rest)) = uri.split_once(':') else {
        return false;
    };
    let is_sign = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(is_sign)
        && !rest.is_empty()
        && !uri.contains(char::is_whitespace)
}
