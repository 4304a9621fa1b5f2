//! Feeds, entries and services to XML.

use watchbell_iodef::xml::Writer;

use super::{
    super::{Categories, Category, Collection, Entry, Feed, Link, Person, Service},
    APP, ATOM, HISTORY, ROLIE,
};

/// Writes a feed, indented.
pub fn write_feed(feed: &Feed) -> String {
    let mut out = Writer::document();
    let mut spaces = vec![("xmlns", ATOM), ("xmlns:rolie", ROLIE)];
    if feed.is_archive || feed.is_complete {
        spaces.push(("xmlns:fh", HISTORY));
    }
    out.start("feed", &spaces);
    leaf("id", &feed.id, &mut out);
    leaf("title", &feed.title, &mut out);
    optional("subtitle", feed.subtitle.as_deref(), &mut out);
    leaf("updated", &feed.updated.to_string(), &mut out);
    people(&feed.authors, &mut out);
    links("link", &feed.links, &mut out);
    categories("category", &feed.categories, &mut out);
    optional("rights", feed.rights.as_deref(), &mut out);
    for (is_there, name) in [
        (feed.is_complete, "fh:complete"),
        (feed.is_archive, "fh:archive"),
    ] {
        if is_there {
            empty(name, &[], &mut out);
        }
    }
    for entry in &feed.entries {
        write_in(entry, &[], &mut out);
    }
    out.close("feed");
    out.finish()
}

/// Writes an entry that stands alone, indented.
pub fn write_entry(entry: &Entry) -> String {
    let mut out = Writer::document();
    write_in(entry, &[("xmlns", ATOM), ("xmlns:rolie", ROLIE)], &mut out);
    out.finish()
}

/// Writes a service document, indented.
pub fn write_service(service: &Service) -> String {
    let mut out = Writer::document();
    out.start("service", &[("xmlns", APP), ("xmlns:atom", ATOM)]);
    for workspace in &service.workspaces {
        out.start("workspace", &[]);
        leaf("atom:title", &workspace.title, &mut out);
        for collection in &workspace.collections {
            write_collection(collection, &mut out);
        }
        out.close("workspace");
    }
    out.close("service");
    out.finish()
}

/// Writes a category document, indented.
pub fn write_categories(categories: &Categories) -> String {
    let mut out = Writer::document();
    let spaces = [("xmlns", APP), ("xmlns:atom", ATOM)];
    list(categories, &spaces, &mut out);
    out.finish()
}

fn write_in(entry: &Entry, spaces: &[(&str, &str)], out: &mut Writer) {
    out.start("entry", spaces);
    leaf("id", &entry.id, out);
    leaf("title", &entry.title, out);
    if let Some(published) = entry.published {
        leaf("published", &published.to_string(), out);
    }
    leaf("updated", &entry.updated.to_string(), out);
    people(&entry.authors, out);
    links("link", &entry.links, out);
    categories("category", &entry.categories, out);
    optional("summary", entry.summary.as_deref(), out);
    optional("rights", entry.rights.as_deref(), out);
    if let Some(format) = &entry.format {
        // It has to have a name (RFC 8322, section 6.2.3); JSON of CSAF gives the schema alone.
        let name = format.ns.as_deref().or(format.schema.as_deref());
        let mut pairs = vec![("ns", name.unwrap_or_default())];
        pairs.extend(format.version.as_deref().map(|value| ("version", value)));
        pairs.extend(
            format
                .schema
                .as_deref()
                .map(|value| ("schema-location", value)),
        );
        pairs.extend(
            format
                .schema_type
                .as_deref()
                .map(|value| ("schema-type", value)),
        );
        empty("rolie:format", &pairs, out);
    }
    if let Some(content) = &entry.content {
        let mut pairs = Vec::new();
        if !content.media_type.is_empty() {
            pairs.push(("type", content.media_type.as_str()));
        }
        pairs.push(("src", &content.src));
        empty("content", &pairs, out);
    }
    for property in &entry.properties {
        let pairs = [("name", property.name.as_str()), ("value", &property.value)];
        empty("rolie:property", &pairs, out);
    }
    out.close("entry");
}

fn write_collection(collection: &Collection, out: &mut Writer) {
    out.start("collection", &[("href", &collection.href)]);
    leaf("atom:title", &collection.title, out);
    links("atom:link", &collection.links, out);
    for accept in &collection.accept {
        leaf("accept", accept, out);
    }
    if collection.categories != Categories::default() {
        list(&collection.categories, &[], out);
    }
    out.close("collection");
}

/// Writes a list of categories, or where it is: never both (RFC 5023, section 7.2.1).
fn list(all: &Categories, spaces: &[(&str, &str)], out: &mut Writer) {
    let mut pairs = spaces.to_vec();
    match &all.href {
        Some(href) if all.categories.is_empty() => pairs.push(("href", href)),
        _ if all.is_fixed => pairs.push(("fixed", "yes")),
        _ => {}
    }
    out.start("categories", &pairs);
    categories("atom:category", &all.categories, out);
    out.close("categories");
}

fn people(people: &[Person], out: &mut Writer) {
    for person in people {
        out.start("author", &[]);
        leaf("name", &person.name, out);
        optional("uri", person.uri.as_deref(), out);
        optional("email", person.email.as_deref(), out);
        out.close("author");
    }
}

fn links(name: &str, links: &[Link], out: &mut Writer) {
    for link in links {
        let mut pairs = vec![("rel", link.rel.as_str()), ("href", &link.href)];
        pairs.extend(link.media_type.as_deref().map(|value| ("type", value)));
        pairs.extend(link.title.as_deref().map(|value| ("title", value)));
        empty(name, &pairs, out);
    }
}

fn categories(name: &str, categories: &[Category], out: &mut Writer) {
    for category in categories {
        let mut pairs = Vec::new();
        pairs.extend(category.scheme.as_deref().map(|value| ("scheme", value)));
        pairs.push(("term", &category.term));
        pairs.extend(category.label.as_deref().map(|value| ("label", value)));
        empty(name, &pairs, out);
    }
}

fn empty(name: &str, pairs: &[(&str, &str)], out: &mut Writer) {
    out.start(name, pairs);
    out.close(name);
}

fn optional(name: &str, text: Option<&str>, out: &mut Writer) {
    if let Some(text) = text {
        leaf(name, text, out);
    }
}

fn leaf(name: &str, text: &str, out: &mut Writer) {
    out.start(name, &[]);
    out.text(text);
    out.close(name);
}
