//! Objects of STIX 2.0 in a bundle of 2.1: they say no version, and may be there.

use serde_json::Value;

use super::{
    fault::{Found, Place},
    object, table,
    table::{Kind, Special},
    value::{self, About},
};

/// What is new in 2.1 and has to be there only since.
const NEW: [&str; 3] = ["spec_version", "pattern_type", "is_family"];

/// Whether an object is one of 2.0.
pub(super) fn is_one(value: &Value) -> bool {
    let has = |name: &str| value.get(name).is_some();
    has("type") && has("created") && !has("spec_version")
}

/// Checks what both versions ask for.
pub(super) fn check(value: &Value, place: &Place<'_>, found: &mut Found) {
    let (Some(members), Some(kind)) = (value.as_object(), value["type"].as_str()) else {
        return object::object(value, None, place, found);
    };
    let Some(shape) = table::object(kind).or_else(|| table::common("domain")) else {
        return;
    };
    let about = About {
        kind,
        is_observable: false,
        container: None,
    };
    for (name, member) in members {
        match shape.properties.get(name.as_str()) {
            // Observables had another form.
            None | Some(Kind::Special(Special::Observables | Special::Extensions)) => {}
            Some(kind) => value::value(kind, member, &about, &Place::Member(place, name), found),
        }
    }
    let required = shape.required.iter().copied();
    let mut required: Vec<&str> = required.filter(|name| !NEW.contains(name)).collect();
    required.extend(match kind {
        "indicator" | "malware" | "report" | "threat-actor" | "tool" => Some("labels"),
        "identity" => Some("identity_class"),
        _ => None,
    });
    if kind == "marking-definition" {
        required.extend(["definition_type", "definition"]);
    }
    object::missing(&required, members, place, found);
    object::rules(shape, members, place, found);
    object::id(kind, members, place, found);
    let message = "an object without `spec_version` is one of STIX 2.0".to_owned();
    found.warning("older-object", place, message);
}
