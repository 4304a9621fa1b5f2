//! Patterns of indicators (section 9): their syntax, and the names in them.

use serde_json::{Map, Value};

use super::{
    fault::{Found, Place, quoted},
    identifier, table,
};
use crate::stix::pattern::{self, Comparison, Observation};

/// Checks the pattern of an indicator, where it is one of STIX.
pub(super) fn check(members: &Map<String, Value>, place: &Place<'_>, found: &mut Found) {
    let text = |name: &str| members.get(name).and_then(Value::as_str);
    let (Some("stix"), Some(text)) = (text("pattern_type"), text("pattern")) else {
        return;
    };
    let place = &Place::Member(place, "pattern");
    match pattern::parse(text) {
        Err(error) => found.error("pattern", place, error.to_string()),
        Ok(observation) => observed(&observation, place, found),
    }
}

fn observed(observation: &Observation, place: &Place<'_>, found: &mut Found) {
    match observation {
        Observation::One(comparison) => compared(comparison, place, found),
        Observation::And(all) | Observation::Or(all) | Observation::FollowedBy(all) => {
            all.iter().for_each(|one| observed(one, place, found));
        }
        Observation::Within(one, _) => observed(one, place, found),
    }
}

fn compared(comparison: &Comparison, place: &Place<'_>, found: &mut Found) {
    let path = match comparison {
        Comparison::Test { path, .. } | Comparison::Exists { path, .. } => path,
        Comparison::And(all) | Comparison::Or(all) => {
            return all.iter().for_each(|one| compared(one, place, found));
        }
    };
    let (kind, steps) = path.split_once(':').unwrap_or((path, ""));
    let known = table::object(kind).filter(|shape| shape.family == "observable");
    let kind = kind.trim_matches('\'');
    if known.is_none() && !identifier::is_type(kind) {
        let message = format!("{} can be no type of objects", quoted(kind));
        found.error("pattern", place, message);
    }
    let first = steps.split(['.', '[']).next().unwrap_or_default();
    let first = first.trim_matches('\'');
    let is_known = known.is_some_and(|shape| shape.properties.contains_key(first));
    if !is_known && !identifier::is_step(first) {
        let message = format!("{} can be no name of a property", quoted(first));
        found.error("pattern", place, message);
    }
}
