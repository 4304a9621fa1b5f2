//! An element on its way to becoming something of a feed or a service.

use watchbell_iodef::xml::Tree;
use watchbell_model::Time;

use super::super::{Error, MAX_ITEMS};

/// Whether an element is of a namespace. RFC 8322 prints those of others with `https`, in its examples.
pub(super) fn is(tree: &Tree<'_>, space: &str, local: &str) -> bool {
    let own = tree.space();
    let plain = own
        .strip_prefix("https:")
        .map(|rest| ["http:", rest].concat());
    tree.local() == local && (own == space || plain.as_deref() == Some(space))
}

/// Returns the elements of a name.
pub(super) fn all<'t, 'd>(
    tree: &'t Tree<'d>,
    space: &'t str,
    local: &'static str,
) -> Result<Vec<&'t Tree<'d>>, Error> {
    let found = tree
        .children()
        .iter()
        .filter(|child| is(child, space, local));
    let found: Vec<&Tree<'d>> = found.take(MAX_ITEMS + 1).collect();
    if found.len() > MAX_ITEMS {
        return Err(too_many(tree, local));
    }
    Ok(found)
}

/// Returns the element of a name, of which there may be one.
pub(super) fn one<'t, 'd>(
    tree: &'t Tree<'d>,
    space: &str,
    local: &'static str,
) -> Result<Option<&'t Tree<'d>>, Error> {
    let mut found = tree
        .children()
        .iter()
        .filter(|child| is(child, space, local));
    let first = found.next();
    if found.next().is_some() {
        return Err(too_many(tree, local));
    }
    Ok(first)
}

/// Returns the text of an element, where it is there; tags of HTML in it stay, those of XHTML do not.
pub(super) fn text(
    tree: &Tree<'_>,
    space: &str,
    local: &'static str,
) -> Result<Option<String>, Error> {
    let found = one(tree, space, local)?;
    Ok(found.map(|element| element.all_text().trim().to_owned()))
}

pub(super) fn needed(tree: &Tree<'_>, space: &str, local: &'static str) -> Result<String, Error> {
    text(tree, space, local)?.ok_or_else(|| missing(tree, local))
}

/// Returns the time of an element, where it is there (RFC 4287, section 3.3).
pub(super) fn time(
    tree: &Tree<'_>,
    space: &str,
    local: &'static str,
) -> Result<Option<Time>, Error> {
    let Some(value) = text(tree, space, local)? else {
        return Ok(None);
    };
    value.parse().map(Some).map_err(|_| Error::Value {
        line: tree.place().0,
        place: format!("{}/{local}", tree.local()),
        value: value.chars().take(80).collect(),
        expected: "a time such as 2026-11-21T08:30:00Z",
    })
}

pub(super) fn attribute(tree: &Tree<'_>, name: &str) -> Option<String> {
    tree.attribute(name).map(|value| value.trim().to_owned())
}

pub(super) fn needed_attribute(tree: &Tree<'_>, name: &'static str) -> Result<String, Error> {
    attribute(tree, name).ok_or_else(|| missing(tree, name))
}

pub(super) fn missing(tree: &Tree<'_>, name: &'static str) -> Error {
    Error::Missing {
        line: tree.place().0,
        place: tree.local().to_owned(),
        name,
    }
}

pub(super) fn too_many(tree: &Tree<'_>, name: &'static str) -> Error {
    Error::TooMany {
        line: tree.place().0,
        place: tree.local().to_owned(),
        name,
    }
}
