//! Extensions (section 7.3): those of the specification, and others by their definitions.

use serde_json::{Map, Value};

use super::{
    fault::{Found, Place, quoted},
    identifier, object, should, table,
    table::Shape,
    value::{self, About},
    words,
};

/// Checks the extensions of an object.
pub(super) fn all(value: &Value, about: &About<'_>, place: &Place<'_>, found: &mut Found) {
    let Value::Object(extensions) = value else {
        return value::wrong("an object", value, place, found);
    };
    if extensions.is_empty() {
        found.error("empty-object", place, "there are no extensions".to_owned());
    }
    for (name, value) in extensions {
        let place = &Place::Member(place, name);
        let is_defined = identifier::read(name).is_some_and(|id| id.kind == "extension-definition");
        let is_named = name.strip_suffix("-ext").is_some_and(is_words);
        if !is_defined && (!is_named || about.kind == "marking-definition") {
            let message = format!("{} can be no name of an extension", quoted(name));
            found.error("extension-name", place, message);
            continue;
        }
        let Value::Object(members) = value else {
            value::wrong("an object", value, place, found);
            continue;
        };
        if members.is_empty() {
            found.error(
                "empty-object",
                place,
                "an extension has no properties".to_owned(),
            );
        }
        let shape = table::extension(name, about.kind);
        if let Some(shape) = shape {
            object::members(shape, members, about, place, found);
            should::part(name, shape, members, about, place, found);
            object::names(shape, members, place, found);
        } else {
            object::names(&Shape::default(), members, place, found);
        }
        if is_defined {
            kind(members, place, found);
        }
    }
}

/// Words that begin with a letter between single hyphens.
fn is_words(name: &str) -> bool {
    identifier::is_type(&format!("{name}-ext"))
}

/// Checks what an extension says that it is.
fn kind(members: &Map<String, Value>, place: &Place<'_>, found: &mut Found) {
    let Some(value) = members.get("extension_type") else {
        let message = "`extension_type` is missing".to_owned();
        return found.error("missing-property", place, message);
    };
    let place = &Place::Member(place, "extension_type");
    let Some(word) = value::text(value, place, found) else {
        return;
    };
    if !words::list("extension-type").contains(word) {
        let message = format!("{} is none of the words of extension-type", quoted(word));
        found.error("closed-word", place, message);
    }
}
