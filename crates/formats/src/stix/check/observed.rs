//! What is observed: the old container of observed data, and dictionaries with rules of their own.

use serde_json::{Map, Value};

use super::{
    fault::{Found, Place, quoted},
    object,
    table::Targets,
    value::{self, wrong},
};

/// Checks the old container of observed data.
pub(super) fn container(value: &Value, place: &Place<'_>, found: &mut Found) {
    let Value::Object(objects) = value else {
        return wrong("an object", value, place, found);
    };
    if objects.is_empty() {
        found.error("empty-object", place, "nothing was observed".to_owned());
    }
    for (name, object) in objects {
        object::object(object, Some(objects), &Place::Member(place, name), found);
    }
}

/// Checks a key of the old container.
pub(super) fn refers(
    key: &str,
    targets: &Targets,
    container: &Map<String, Value>,
    place: &Place<'_>,
    found: &mut Found,
) {
    let Some(object) = container.get(key) else {
        let message = format!("there is no object {}", quoted(key));
        return found.error("reference-unknown", place, message);
    };
    let kind = object["type"].as_str().unwrap_or_default();
    if !kind.is_empty() && !targets.allow(kind) {
        let message = format!("{} may not be referred to here", quoted(kind));
        found.error("reference-type", place, message);
    }
}

/// Checks other fields of the header of a message: a text, or those of a field that is there again and again.
pub(super) fn header_fields(value: &Value, place: &Place<'_>, found: &mut Found) {
    const OWN: [&str; 9] = [
        "date",
        "received_lines",
        "content_type",
        "from_ref",
        "sender_ref",
        "to_refs",
        "cc_refs",
        "bcc_refs",
        "subject",
    ];
    let fields = value::dictionary(value, place, found).into_iter().flatten();
    for (name, field) in fields {
        let place = &Place::Member(place, name);
        if OWN.contains(&name.as_str()) {
            let message = format!("{} has a property of its own", quoted(name));
            found.error("dictionary-key", place, message);
        }
        let is_right = match field {
            Value::String(_) => true,
            Value::Array(all) => all.len() > 1 && all.iter().all(Value::is_string),
            _ => false,
        };
        if !is_right {
            wrong("a text or several", field, place, found);
        }
    }
}

/// Checks tags of a picture.
pub(super) fn exif(value: &Value, place: &Place<'_>, found: &mut Found) {
    let tags = value::dictionary(value, place, found).into_iter().flatten();
    for (name, tag) in tags {
        let place = &Place::Member(place, name);
        if name.len() < 2 || !name.starts_with(|first: char| first.is_ascii_uppercase()) {
            let message = format!("{} is no tag of a picture", quoted(name));
            found.error("dictionary-key", place, message);
        }
        if !tag.is_string() && tag.as_f64().is_none_or(|number| number.fract() != 0.0) {
            wrong("a text or a whole number", tag, place, found);
        }
    }
}

/// Checks options of a socket.
pub(super) fn socket_options(value: &Value, place: &Place<'_>, found: &mut Found) {
    const LEVELS: [&str; 8] = ["SO", "ICMP", "ICMP6", "IP", "IPV6", "MCAST", "TCP", "IRLMP"];
    let options = value::dictionary(value, place, found).into_iter().flatten();
    for (name, option) in options {
        let place = &Place::Member(place, name);
        let is_words = |rest: &str| {
            let mut words = rest.split('_');
            words.all(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_uppercase()))
        };
        let parts = name.split_once('_');
        if !parts.is_some_and(|(level, rest)| LEVELS.contains(&level) && is_words(rest)) {
            let message = format!("{} is no option of a socket", quoted(name));
            found.error("dictionary-key", place, message);
        }
        if option.as_f64().is_none_or(|number| number.fract() != 0.0) {
            wrong("a whole number", option, place, found);
        }
    }
}
