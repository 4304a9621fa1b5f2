//! Definitions of markings (section 7.2.1); those of TLP are fixed.

use serde_json::{Map, Value};

use super::fault::{Found, Place, shown};
use crate::stix::tlp::OLD_LABELS;

/// What the definition of a marking of TLP has, and nothing else.
const FIXED: [&str; 7] = [
    "type",
    "spec_version",
    "id",
    "name",
    "created",
    "definition",
    "definition_type",
];

/// When the markings of TLP were made.
const MADE: &str = "2017-01-20T00:00:00.000Z";

/// Checks the definition of a marking.
pub(super) fn check(members: &Map<String, Value>, place: &Place<'_>, found: &mut Found) {
    let kind = members.get("definition_type");
    let definition = members.get("definition");
    let place_of = |name| Place::Member(place, name);
    if !members.contains_key("extensions") {
        for (name, value) in [("definition_type", kind), ("definition", definition)] {
            if value.is_none() {
                let message = format!("`{name}` is missing");
                found.error("missing-property", place, message);
            }
        }
    }
    if definition.is_some_and(|definition| !definition.is_object()) {
        let message = "a definition is no object".to_owned();
        return found.error("value-type", &place_of("definition"), message);
    }
    match kind.and_then(Value::as_str) {
        Some("statement") => {
            let statement = definition.and_then(|definition| definition.get("statement"));
            if !statement.is_some_and(Value::is_string) {
                let message = "a statement has no text".to_owned();
                found.error("missing-property", &place_of("definition"), message);
            }
        }
        Some("tlp") => fixed(members, place, found),
        _ => {}
    }
}

fn fixed(members: &Map<String, Value>, place: &Place<'_>, found: &mut Found) {
    let label = &members.get("definition").unwrap_or(&Value::Null)["tlp"];
    let known = OLD_LABELS.iter().find(|(known, _)| label == *known);
    let Some((label, id)) = known else {
        let message = format!("{} is no label of TLP", shown(label));
        return found.error("tlp", &Place::Member(place, "definition"), message);
    };
    let name = format!("TLP:{}", label.to_ascii_uppercase());
    for (member, value) in [
        ("id", *id),
        ("name", name.as_str()),
        ("created", MADE),
        ("spec_version", "2.1"),
    ] {
        if members.get(member).is_none_or(|given| given != value) {
            let message = format!("the `{member}` of this marking of TLP is `{value}`");
            found.error("tlp", &Place::Member(place, member), message);
        }
    }
    for member in members
        .keys()
        .filter(|name| !FIXED.contains(&name.as_str()))
    {
        let message = "a marking of TLP has nothing else".to_owned();
        found.error("tlp", &Place::Member(place, member), message);
    }
}
