//! Rules that say SHOULD: words that are known, identifiers that follow from what they name, extensions that are defined.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use super::{
    fault::{Found, Place, quoted},
    form, identifier, language, table,
    table::Shape,
    value::About,
    words,
    words::Words,
};

type Members = Map<String, Value>;

/// Says that a word is none of an open list, or is not written as words of such lists are.
pub(super) fn word(text: &str, name: &str, list: &Words, place: &Place<'_>, found: &mut Found) {
    if list.contains(text) {
        return;
    }
    let message = format!("{} is none of the words of {name}", quoted(text));
    found.warning("open-word", place, message);
    if !is_small(text) {
        let message = format!("{} is not in small letters with hyphens", quoted(text));
        found.warning("word-form", place, message);
    }
}

/// Whether a text is in small letters, with hyphens between words.
fn is_small(text: &str) -> bool {
    let has_small = text.chars().any(char::is_lowercase);
    has_small
        && !text
            .chars()
            .any(|sign| sign.is_uppercase() || matches!(sign, '_' | ' '))
}

/// Says that a hash is of a method that the specification does not name.
pub(super) fn hash_name(name: &str, place: &Place<'_>, found: &mut Found) {
    if !name.starts_with("x_") {
        let message = format!("{} is none of the words of hash-algorithm", quoted(name));
        found.warning("hash-name", place, message);
    }
    if name.len() > 30 {
        let message = "a name of a hash has more than 30 characters".to_owned();
        found.warning("hash-name", place, message);
    }
}

/// Says that objects of a bundle are there twice in one version.
pub(super) fn unique(objects: &Value, place: &Place<'_>, found: &mut Found) {
    let mut known = HashMap::new();
    for (number, object) in objects.as_array().into_iter().flatten().enumerate() {
        let (Some(id), Some(modified)) = (object["id"].as_str(), object["modified"].as_str())
        else {
            continue;
        };
        if *known.entry(id).or_insert((number, modified)) != (number, modified)
            && known.get(id).is_some_and(|(_, first)| *first == modified)
        {
            let message = format!("{} is there twice in one version", quoted(id));
            found.warning("duplicate", &Place::Item(place, number), message);
        }
    }
}

/// Checks an object.
pub(super) fn object(
    shape: &Shape,
    is_known: bool,
    members: &Members,
    about: &About<'_>,
    place: &Place<'_>,
    found: &mut Found,
) {
    uuid(members, about, place, found);
    if is_known {
        custom_properties(shape, members, about, place, found);
    } else if !extends(members, &["new-sdo", "new-sco", "new-sro"]) {
        let message = format!(
            "no extension defines objects of type {}",
            quoted(about.kind)
        );
        found.warning("custom-object", place, message);
    }
    if about.is_observable {
        keys(members, place, found);
    }
    let text = |name: &str| members.get(name).and_then(Value::as_str);
    let is_missing = |name: &&&str| !members.contains_key(**name);
    let wanted: &[&str] = match about.kind {
        "indicator" => &["name", "description"],
        "network-traffic" => &["src_port", "dst_port"],
        "extension-definition" if is_toplevel(members) => &["description", "extension_properties"],
        "extension-definition" => &["description"],
        _ => &[],
    };
    for name in wanted.iter().filter(is_missing) {
        found.warning("wanted-property", place, format!("`{name}` is missing"));
    }
    match about.kind {
        "relationship" => relation(members, place, found),
        "observed-data" if members.contains_key("objects") => {
            let message = "`objects` is no longer used".to_owned();
            found.warning("deprecated", &Place::Member(place, "objects"), message);
            let objects = members.get("objects").and_then(Value::as_object);
            for name in objects.into_iter().flatten().map(|(name, _)| name) {
                if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_digit()) {
                    let message = format!("{} is no number", quoted(name));
                    found.warning("observable-key", &Place::Member(place, "objects"), message);
                }
            }
        }
        "marking-definition" if !members.contains_key("extensions") => {
            let kind = text("definition_type").unwrap_or_default();
            if !matches!(kind, "statement" | "tlp") {
                let message = format!("no extension defines markings of type {}", quoted(kind));
                found.warning("custom-marking", place, message);
            }
        }
        "malware-analysis" => {
            let product = text("product").unwrap_or("-");
            let is_sign =
                |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
            if product.is_empty() || !product.bytes().all(is_sign) {
                let message = format!("{} is not in small letters with hyphens", quoted(product));
                found.warning("word-form", &Place::Member(place, "product"), message);
            }
        }
        "location" => {
            if let Some(code) = text("country").filter(|code| !language::is_country(code)) {
                let message = format!("{} is no code of a country", quoted(code));
                found.warning("country", &Place::Member(place, "country"), message);
            }
        }
        "file" => {
            if let Some(kind) = text("mime_type").filter(|kind| !form::is_media_type(kind)) {
                let message = format!("{} is no media type", quoted(kind));
                found.warning("media-type", &Place::Member(place, "mime_type"), message);
            }
        }
        _ => {}
    }
}

fn is_toplevel(members: &Members) -> bool {
    let kinds = members.get("extension_types").and_then(Value::as_array);
    kinds.is_some_and(|kinds| {
        kinds
            .iter()
            .any(|kind| kind == "toplevel-property-extension")
    })
}

/// Whether an object has an extension of one of these kinds.
fn extends(members: &Members, kinds: &[&str]) -> bool {
    let extensions = members.get("extensions").and_then(Value::as_object);
    let mut extensions = extensions.into_iter().flatten();
    extensions.any(|(_, extension)| {
        let kind = extension["extension_type"].as_str();
        kind.is_some_and(|kind| kinds.contains(&kind))
    })
}

/// Says that an identifier has a UUID of another version than objects of this type should have.
fn uuid(members: &Members, about: &About<'_>, place: &Place<'_>, found: &mut Found) {
    let id = members.get("id").and_then(Value::as_str);
    let Some(id) = id.and_then(identifier::read) else {
        return;
    };
    let is_named = about.is_observable && table::object(about.kind).is_some();
    let version = if is_named && about.kind != "process" {
        5
    } else {
        4
    };
    if id.version != version && about.kind != "process" {
        let message = format!("the UUID is of version {}, not {version}", id.version);
        found.warning("uuid-version", &Place::Member(place, "id"), message);
    }
}

fn custom_properties(
    shape: &Shape,
    members: &Members,
    about: &About<'_>,
    place: &Place<'_>,
    found: &mut Found,
) {
    let is_extended = extends(members, &["toplevel-property-extension"]);
    let is_custom = |name: &&String| !shape.properties.contains_key(name.as_str());
    for name in members.keys().filter(is_custom).filter(|_| !is_extended) {
        let message = format!("no extension defines {}", quoted(name));
        found.warning("custom-property", &Place::Member(place, name), message);
    }
    let has_extensions =
        ["file", "network-traffic", "process", "user-account"].contains(&about.kind);
    let is_extended = extends(members, &["property-extension"]);
    let extensions = members.get("extensions").and_then(Value::as_object);
    for (name, _) in extensions.into_iter().flatten() {
        if has_extensions && !is_extended && table::extension(name, about.kind).is_none() {
            let message = format!("{} is no extension of such objects", quoted(name));
            found.warning("custom-extension", place, message);
        }
    }
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
    if about.is_observable {
        for member in members.keys() {
            if !shape.properties.contains_key(member.as_str()) {
                let message = format!("no extension defines {}", quoted(member));
                found.warning("custom-property", &Place::Member(place, member), message);
            }
        }
    }
    let text = |name: &str| members.get(name).and_then(Value::as_str);
    match name {
        "kill-chain-phase" => {
            for member in ["kill_chain_name", "phase_name"] {
                if let Some(word) = text(member).filter(|word| !is_small(word)) {
                    let message = format!("{} is not in small letters with hyphens", quoted(word));
                    found.warning("word-form", &Place::Member(place, member), message);
                }
            }
        }
        "windows-process-ext" => {
            if let Some(class) = text("priority").filter(|class| !class.ends_with("_CLASS")) {
                let message = format!("{} does not end in `_CLASS`", quoted(class));
                found.warning("word-form", &Place::Member(place, "priority"), message);
            }
        }
        "pdf-ext" => {
            let place = &Place::Member(place, "document_info_dict");
            let known: &HashSet<_> = words::list("document-information");
            let entries = members.get("document_info_dict").and_then(Value::as_object);
            for (entry, _) in entries.into_iter().flatten() {
                if !known.contains(entry.as_str()) {
                    let message = format!("{} is no entry of such documents", quoted(entry));
                    found.warning("open-word", place, message);
                }
            }
        }
        _ => {}
    }
}

/// Says that a reference with a URL has no hash of what is there.
pub(super) fn external(members: &Members, place: &Place<'_>, found: &mut Found) {
    if members.contains_key("url") && !members.contains_key("hashes") {
        let message = "a URL is there without hashes".to_owned();
        found.warning("wanted-property", place, message);
    }
}

/// Checks keys of dictionaries, which are in small letters but where they are names of something else.
fn keys(members: &Members, place: &Place<'_>, found: &mut Found) {
    const NAMES: [&str; 11] = [
        "hashes",
        "file_header_hashes",
        "request_header",
        "additional_header_fields",
        "document_info_dict",
        "exif_tags",
        "ipfix",
        "options",
        "environment_variables",
        "key",
        "startup_info",
    ];
    for (name, value) in members {
        let place = &Place::Member(place, name);
        if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
            let message = format!("{} is not in small letters", quoted(name));
            found.warning("key-form", place, message);
        }
        if let Value::Object(inner) = value
            && !NAMES.contains(&name.as_str())
        {
            keys(inner, place, found);
        }
    }
}

/// Says that a relationship is none that the specification suggests.
fn relation(members: &Members, place: &Place<'_>, found: &mut Found) {
    const FOR_ALL: [&str; 3] = ["derived-from", "duplicate-of", "related-to"];
    const META: [&str; 3] = [
        "language-content",
        "marking-definition",
        "extension-definition",
    ];
    let text = |name: &str| members.get(name).and_then(Value::as_str);
    let kind = |name: &str| Some(identifier::read(text(name)?)?.kind);
    let (Some(relation), Some(source), Some(target)) = (
        text("relationship_type"),
        kind("source_ref"),
        kind("target_ref"),
    ) else {
        return;
    };
    if FOR_ALL.contains(&relation) || META.contains(&source) || META.contains(&target) {
        return;
    }
    if !words::targets(source, relation).is_some_and(|targets| targets.contains(target)) {
        let message = format!(
            "{} {} {} is not suggested",
            quoted(source),
            quoted(relation),
            quoted(target)
        );
        found.warning("relationship", place, message);
    }
}
