//! Objects: their members against the table, and what holds between them.

use std::cmp::Ordering;

use serde_json::{Map, Value};

use super::{
    fault::{Found, Place, quoted, shown},
    form, identifier, marking, older, pattern, reference, should, table,
    table::{Kind, Rule, Shape, Special},
    time, tlp,
    value::{self, About},
    words,
};

type Members = Map<String, Value>;

/// Checks a text that is one object, or a bundle of them; returns how many there are.
pub(super) fn whole(value: &Value, found: &mut Found) -> usize {
    object(value, None, &Place::Root, found);
    if value["type"] != "bundle" {
        return usize::from(value.is_object());
    }
    value["objects"].as_array().map_or(0, Vec::len)
}

/// Checks the objects of a bundle.
pub(super) fn bundled(value: &Value, place: &Place<'_>, found: &mut Found) {
    for (place, item) in value::items(value, place, found) {
        if item["type"] == "bundle" {
            let message = "a bundle is no object of a bundle".to_owned();
            found.error("object-type", &place, message);
        } else if older::is_one(item) {
            older::check(item, &place, found);
        } else {
            object(item, None, &place, found);
        }
    }
    should::unique(value, place, found);
}

/// Checks an object; one in the old container of observed data knows the others there.
pub(super) fn object(
    value: &Value,
    container: Option<&Members>,
    place: &Place<'_>,
    found: &mut Found,
) {
    let Value::Object(members) = value else {
        let message = format!("{} is no object of STIX", shown(value));
        return found.error("not-an-object", place, message);
    };
    let kind = match members.get("type") {
        Some(Value::String(kind)) => kind.as_str(),
        _ => {
            let message = "an object has no type".to_owned();
            return found.error("missing-property", &Place::Member(place, "type"), message);
        }
    };
    let known = table::object(kind);
    let family = if members.contains_key("created") || members.contains_key("modified") {
        "domain"
    } else {
        "observable"
    };
    let Some(shape) = known.or_else(|| table::common(family)) else {
        return;
    };
    if known.is_none() && (!identifier::is_type(kind) || kind == "action") {
        let message = format!("{} can be no type of objects", quoted(kind));
        found.error("type-name", &Place::Member(place, "type"), message);
    }
    let about = About {
        kind,
        is_observable: shape.family == "observable",
        container,
    };
    if container.is_some() && !about.is_observable {
        let message = format!("{} is no type of observables", quoted(kind));
        found.error("object-type", place, message);
    }
    self::members(shape, members, &about, place, found);
    names(shape, members, place, found);
    id(kind, members, place, found);
    if let Some(tag) = members
        .get("lang")
        .filter(|_| !shape.properties.contains_key("lang"))
    {
        let language = &Kind::Special(Special::Language);
        value::value(language, tag, &about, &Place::Member(place, "lang"), found);
    }
    marking::all(members, kind, place, found);
    match kind {
        "indicator" => pattern::check(members, place, found),
        "malware" => family_has_a_name(members, place, found),
        "marking-definition" => tlp::check(members, place, found),
        "extension-definition" => extended(members, place, found),
        "email-message" => parts_of_mail(members, place, found),
        "network-traffic" => ended(members, place, found),
        _ => {}
    }
    should::object(shape, known.is_some(), members, &about, place, found);
}

/// Checks a part of an object.
pub(super) fn part(
    name: &str,
    shape: &Shape,
    members: &Members,
    about: &About<'_>,
    place: &Place<'_>,
    found: &mut Found,
) {
    self::members(shape, members, about, place, found);
    if name == "external-reference" {
        reference::external(members, place, found);
    } else {
        should::part(name, shape, members, about, place, found);
    }
}

/// Checks members that the table knows, those that have to be there, and the rules between them.
pub(super) fn members(
    shape: &Shape,
    members: &Members,
    about: &About<'_>,
    place: &Place<'_>,
    found: &mut Found,
) {
    if shape.is_closed && members.is_empty() {
        let message = "an object has no properties".to_owned();
        found.error("empty-object", place, message);
    }
    for (name, value) in members {
        let place = &Place::Member(place, name);
        match shape.properties.get(name.as_str()) {
            Some(kind) => value::value(kind, value, about, place, found),
            None if shape.is_closed => {
                let message = format!("{} is no property of this", quoted(name));
                found.error("unknown-property", place, message);
            }
            None => {}
        }
    }
    missing(&shape.required, members, place, found);
    rules(shape, members, place, found);
}

/// Checks what holds between members.
pub(super) fn rules(shape: &Shape, members: &Members, place: &Place<'_>, found: &mut Found) {
    for rule in &shape.rules {
        if let Some((code, message)) = broken(rule, members) {
            found.error(code, place, message);
        }
    }
}

/// Says which of these members are missing.
pub(super) fn missing(names: &[&str], members: &Members, place: &Place<'_>, found: &mut Found) {
    for name in names {
        if !members.contains_key(*name) {
            let message = format!("`{name}` is missing");
            found.error("missing-property", place, message);
        }
    }
}

fn broken(rule: &Rule, members: &Members) -> Option<(&'static str, String)> {
    let mut names = rule.names.iter().copied();
    let is_there = |name: &str| members.contains_key(name);
    let count = names.clone().filter(|name| is_there(name)).count();
    let list = rule.names.join("`, `");
    match rule.word {
        "any" if count == 0 => Some(("property-group", format!("none of `{list}` is there"))),
        "one" if count != 1 => Some((
            "property-group",
            format!("of `{list}`, {count} are there and not 1"),
        )),
        "needs" => {
            let first = names.next().filter(|name| is_there(name))?;
            let missing = names.find(|name| !is_there(name))?;
            Some((
                "property-group",
                format!("`{first}` is there without `{missing}`"),
            ))
        }
        "v4" if count == 0 => {
            let id = identifier::read(members.get("id")?.as_str()?)?;
            let message = format!("the identifier has a UUID of version {}, not 4", id.version);
            (id.version != 4).then_some(("uuid-version", message))
        }
        "from" | "after" => order(rule, members),
        _ => None,
    }
}

fn order(rule: &Rule, members: &Members) -> Option<(&'static str, String)> {
    let [later, earlier] = rule.names.as_slice() else {
        return None;
    };
    let text = |name: &str| members.get(name)?.as_str();
    let (end, begin) = (text(later)?, text(earlier)?);
    let order = time::read(end)?.compare(&time::read(begin)?);
    let is_right = order == Ordering::Greater || order == Ordering::Equal && rule.word == "from";
    let message = format!("`{later}` ({end}) is too early after `{earlier}` ({begin})");
    (!is_right).then_some(("timestamp-order", message))
}

/// Checks names of properties, and what their endings say of their values.
pub(super) fn names(shape: &Shape, members: &Members, place: &Place<'_>, found: &mut Found) {
    for (name, value) in members {
        if shape.properties.contains_key(name.as_str()) {
            continue;
        }
        let place = &Place::Member(place, name);
        if !identifier::is_property(name) {
            let message = format!("{} can be no name of a property", quoted(name));
            found.error("property-name", place, message);
        }
        if words::list("reserved").contains(name.as_str()) {
            let message = format!("{} is a reserved name", quoted(name));
            found.error("reserved-property", place, message);
        }
        value::something(value, place, found);
        let (is_right, code, what): (fn(&str) -> bool, _, _) = if name.ends_with("_bin") {
            (form::is_base64, "base64", "bytes in base64")
        } else if name.ends_with("_hex") {
            (form::is_hex, "hex", "bytes in hexadecimal digits")
        } else {
            continue;
        };
        if !value.as_str().is_some_and(is_right) {
            found.error(code, place, format!("{} is not {what}", shown(value)));
        }
    }
}

/// Checks that an identifier is of the type of its object.
pub(super) fn id(kind: &str, members: &Members, place: &Place<'_>, found: &mut Found) {
    let id = members.get("id").and_then(Value::as_str);
    if let Some(id) = id.and_then(identifier::read)
        && id.kind != kind
    {
        let message = format!(
            "the identifier is of {}, not of {}",
            quoted(id.kind),
            quoted(kind)
        );
        found.error("identifier-type", &Place::Member(place, "id"), message);
    }
}

fn family_has_a_name(members: &Members, place: &Place<'_>, found: &mut Found) {
    if members.get("is_family") == Some(&Value::Bool(true)) && !members.contains_key("name") {
        let message = "a family of malware has no name".to_owned();
        found.error("missing-property", place, message);
    }
}

fn extended(members: &Members, place: &Place<'_>, found: &mut Found) {
    let kinds = members.get("extension_types").and_then(Value::as_array);
    let is_toplevel = |kind: &Value| kind == "toplevel-property-extension";
    if members.contains_key("extension_properties")
        && kinds.is_some_and(|kinds| !kinds.iter().any(is_toplevel))
    {
        let message = "properties are named without `toplevel-property-extension`".to_owned();
        found.error("property-group", place, message);
    }
}

fn parts_of_mail(members: &Members, place: &Place<'_>, found: &mut Found) {
    let wrong = match members.get("is_multipart") {
        Some(Value::Bool(true)) => "body",
        Some(Value::Bool(false)) => "body_multipart",
        _ => return,
    };
    if members.contains_key(wrong) {
        let message = "a message has a body that it says it does not have".to_owned();
        found.error("property-group", &Place::Member(place, wrong), message);
    }
}

fn ended(members: &Members, place: &Place<'_>, found: &mut Found) {
    if members.get("is_active") == Some(&Value::Bool(true)) && members.contains_key("end") {
        let message = "traffic goes on and has an end".to_owned();
        found.error("property-group", &Place::Member(place, "end"), message);
    }
}
