//! Markings of data (section 7.2): what they speak of is there, and none marks itself.

use serde_json::{Map, Value};

use super::fault::{Found, Place, quoted};

/// Checks the markings of an object.
pub(super) fn all(members: &Map<String, Value>, kind: &str, place: &Place<'_>, found: &mut Found) {
    let id = members.get("id").and_then(Value::as_str);
    let own = id.filter(|_| kind == "marking-definition");
    let refs = members.get("object_marking_refs").and_then(Value::as_array);
    let place_of_refs = Place::Member(place, "object_marking_refs");
    for (number, marking) in refs.into_iter().flatten().enumerate() {
        if own.is_some() && marking.as_str() == own {
            itself(&Place::Item(&place_of_refs, number), found);
        }
    }
    let granular = members.get("granular_markings").and_then(Value::as_array);
    let place = &Place::Member(place, "granular_markings");
    for (number, marking) in granular.into_iter().flatten().enumerate() {
        let place = &Place::Item(place, number);
        if own.is_some() && marking["marking_ref"].as_str() == own {
            itself(&Place::Member(place, "marking_ref"), found);
        }
        let place = &Place::Member(place, "selectors");
        let selectors = marking["selectors"].as_array().into_iter().flatten();
        for (number, selector) in selectors.enumerate() {
            let Some(selector) = selector.as_str() else {
                continue;
            };
            let place = &Place::Item(place, number);
            if !is_selector(selector) {
                let message = format!("{} is no selector", quoted(selector));
                found.error("selector", place, message);
            } else if !selects(selector, members) {
                let message = format!("{} selects nothing", quoted(selector));
                found.error("selector", place, message);
            }
        }
    }
}

fn itself(place: &Place<'_>, found: &mut Found) {
    let message = "a marking marks itself".to_owned();
    found.error("circular-marking", place, message);
}

/// Whether a text has the form of a selector: a property, then steps, each a name or `[number]`.
fn is_selector(text: &str) -> bool {
    let mut steps = text.split('.');
    let first = steps.next().unwrap_or_default();
    let is_sign = |byte: u8| {
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'-')
    };
    let is_name = |step: &str| step.bytes().all(is_sign);
    text == "id"
        || (3..=249).contains(&first.len())
            && is_name(first)
            && steps.all(|step| match index(step) {
                Some(digits) => !digits.is_empty(),
                None => (1..=250).contains(&step.len()) && is_name(step),
            })
}

/// Returns the digits of a step that is a number.
fn index(step: &str) -> Option<&str> {
    let digits = step.strip_prefix('[')?.strip_suffix(']')?;
    digits
        .bytes()
        .all(|byte| byte.is_ascii_digit())
        .then_some(digits)
}

fn selects(selector: &str, members: &Map<String, Value>) -> bool {
    let mut steps = selector.split('.');
    let mut value = steps.next().and_then(|name| members.get(name));
    for step in steps {
        value = match index(step) {
            Some(digits) => value.and_then(|value| value.get(digits.parse::<usize>().ok()?)),
            None => value.and_then(|value| value.get(step)),
        };
    }
    value.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selectors_lead_to_what_is_there() {
        let object = serde_json::json!({"labels": ["a"], "x_own": {"b": [{"c": 1}]}, "id": "x"});
        let members = object.as_object().unwrap();
        for selector in ["id", "labels", "labels.[0]", "x_own.b.[0].c"] {
            assert!(
                is_selector(selector) && selects(selector, members),
                "{selector}"
            );
        }
        for selector in [
            "labels.[1]",
            "labels.a",
            "name",
            "x_own.[0]",
            "x_own.b.[99999999999999999999]",
        ] {
            assert!(
                is_selector(selector) && !selects(selector, members),
                "{selector}"
            );
        }
        for selector in [
            "",
            "ab",
            "labels.",
            "labels.[]",
            "labels[0]",
            "Labels",
            "a b c",
            "labels.[-1]",
        ] {
            assert!(!is_selector(selector), "{selector}");
        }
    }
}
