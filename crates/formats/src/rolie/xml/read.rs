//! XML to feeds, entries and services.

use watchbell_iodef::xml::Tree;

use super::{
    super::{
        Categories, Category, Collection, Content, Entry, Error, Feed, Format, Link, MAX_ENTRIES,
        MAX_ITEMS, Person, Property, Service, Workspace,
    },
    APP, ATOM, HISTORY, ROLIE,
    part::{all, attribute, is, missing, needed, needed_attribute, one, text, time, too_many},
};

/// What stands before the names of relations that IANA registers, where they are written whole.
const RELATIONS: &str = "http://www.iana.org/assignments/relation/";

/// Reads a feed (RFC 8322, section 6.1).
///
/// # Errors
/// [`enum@Error`] with the place of what is wrong.
pub fn read_feed(document: &str) -> Result<Feed, Error> {
    let tree = Tree::read(document)?;
    expect(&tree, ATOM, "feed", "a feed of Atom")?;
    let entries = tree
        .children()
        .iter()
        .filter(|child| is(child, ATOM, "entry"));
    let entries: Vec<&Tree<'_>> = entries.collect();
    if entries.len() > MAX_ENTRIES {
        return Err(too_many(&tree, "entry"));
    }
    let entries: Result<Vec<Entry>, Error> = entries.into_iter().map(entry).collect();
    Ok(Feed {
        id: needed(&tree, ATOM, "id")?,
        title: needed(&tree, ATOM, "title")?,
        subtitle: text(&tree, ATOM, "subtitle")?,
        rights: text(&tree, ATOM, "rights")?,
        authors: people(&tree)?,
        links: links(&tree)?,
        categories: categories(&tree, None)?,
        updated: time(&tree, ATOM, "updated")?.ok_or_else(|| missing(&tree, "updated"))?,
        is_archive: one(&tree, HISTORY, "archive")?.is_some(),
        is_complete: one(&tree, HISTORY, "complete")?.is_some(),
        entries: entries?,
    })
}

/// Reads an entry that stands alone (RFC 8322, section 6.2.5).
///
/// # Errors
/// [`enum@Error`] with the place of what is wrong.
pub fn read_entry(document: &str) -> Result<Entry, Error> {
    let tree = Tree::read(document)?;
    expect(&tree, ATOM, "entry", "an entry of Atom")?;
    entry(&tree)
}

/// Reads a service document (RFC 8322, section 5.1).
///
/// # Errors
/// [`enum@Error`] with the place of what is wrong.
pub fn read_service(document: &str) -> Result<Service, Error> {
    let tree = Tree::read(document)?;
    expect(&tree, APP, "service", "a service document")?;
    let mut service = Service::default();
    for group in all(&tree, APP, "workspace")? {
        let collections = all(group, APP, "collection")?;
        let collections: Result<Vec<Collection>, Error> =
            collections.into_iter().map(collection).collect();
        service.workspaces.push(Workspace {
            title: needed(group, ATOM, "title")?,
            collections: collections?,
        });
    }
    Ok(service)
}

/// Reads a category document (RFC 5023, section 7).
///
/// # Errors
/// [`enum@Error`] with the place of what is wrong.
pub fn read_categories(document: &str) -> Result<Categories, Error> {
    let tree = Tree::read(document)?;
    expect(&tree, APP, "categories", "a category document")?;
    list(&tree)
}

fn expect(tree: &Tree<'_>, space: &str, local: &str, expected: &'static str) -> Result<(), Error> {
    if is(tree, space, local) {
        return Ok(());
    }
    Err(Error::Root {
        space: tree.space().chars().take(80).collect(),
        name: tree.local().chars().take(80).collect(),
        expected,
    })
}

fn entry(tree: &Tree<'_>) -> Result<Entry, Error> {
    let content = one(tree, ATOM, "content")?.and_then(|content| {
        Some(Content {
            media_type: attribute(content, "type").unwrap_or_default(),
            src: attribute(content, "src")?,
        })
    });
    let format = one(tree, ROLIE, "format")?.map(|format| Format {
        ns: attribute(format, "ns"),
        version: attribute(format, "version"),
        schema: attribute(format, "schema-location"),
        schema_type: attribute(format, "schema-type"),
    });
    let mut properties = Vec::new();
    for property in all(tree, ROLIE, "property")? {
        properties.push(Property {
            name: needed_attribute(property, "name")?,
            value: property.attribute("value").unwrap_or_default().to_owned(),
        });
    }
    Ok(Entry {
        id: needed(tree, ATOM, "id")?,
        title: needed(tree, ATOM, "title")?,
        links: links(tree)?,
        published: time(tree, ATOM, "published")?,
        updated: time(tree, ATOM, "updated")?.ok_or_else(|| missing(tree, "updated"))?,
        authors: people(tree)?,
        rights: text(tree, ATOM, "rights")?,
        categories: categories(tree, None)?,
        summary: text(tree, ATOM, "summary")?,
        content,
        format,
        properties,
    })
}

fn people(tree: &Tree<'_>) -> Result<Vec<Person>, Error> {
    let mut people = Vec::new();
    for person in all(tree, ATOM, "author")? {
        people.push(Person {
            name: text(person, ATOM, "name")?.unwrap_or_default(),
            uri: text(person, ATOM, "uri")?,
            email: text(person, ATOM, "email")?,
        });
    }
    Ok(people)
}

fn links(tree: &Tree<'_>) -> Result<Vec<Link>, Error> {
    let mut links = Vec::new();
    for link in all(tree, ATOM, "link")? {
        let rel = attribute(link, "rel").unwrap_or_else(Link::alternate);
        links.push(Link {
            rel: rel.strip_prefix(RELATIONS).unwrap_or(&rel).to_owned(),
            href: needed_attribute(link, "href")?,
            media_type: attribute(link, "type"),
            title: attribute(link, "title"),
        });
    }
    Ok(links)
}

/// Reads categories; those that name no scheme are of that of the list they are in, where it has one
/// (RFC 5023, section 7.2.1).
fn categories(tree: &Tree<'_>, scheme: Option<&str>) -> Result<Vec<Category>, Error> {
    let mut categories = Vec::new();
    for category in all(tree, ATOM, "category")? {
        let own = attribute(category, "scheme");
        categories.push(Category {
            scheme: own.or_else(|| scheme.map(str::to_owned)),
            term: needed_attribute(category, "term")?,
            label: attribute(category, "label"),
        });
    }
    Ok(categories)
}

fn list(tree: &Tree<'_>) -> Result<Categories, Error> {
    let scheme = attribute(tree, "scheme");
    Ok(Categories {
        is_fixed: tree.attribute("fixed") == Some("yes"),
        href: attribute(tree, "href"),
        categories: categories(tree, scheme.as_deref())?,
    })
}

fn collection(tree: &Tree<'_>) -> Result<Collection, Error> {
    let mut whole = Categories::default();
    for part in all(tree, APP, "categories")? {
        let mut part = list(part)?;
        whole.is_fixed |= part.is_fixed;
        whole.href = whole.href.or(part.href);
        whole.categories.append(&mut part.categories);
    }
    if whole.categories.len() > MAX_ITEMS {
        return Err(too_many(tree, "category"));
    }
    let accept = all(tree, APP, "accept")?;
    let accept = accept.iter().map(|accept| accept.text().trim().to_owned());
    Ok(Collection {
        title: needed(tree, ATOM, "title")?,
        href: needed_attribute(tree, "href")?,
        accept: accept.collect(),
        links: links(tree)?,
        categories: whole,
    })
}
