//! What a good record has to be: the schema's rules, and those of OSV's linter.

use std::collections::HashSet;

use serde::Serialize;
use serde_json::Value;

use crate::{
    purl::{Ecosystem, Purl},
    record::moment,
    version::Scheme,
};

/// Findings of one record that are told.
const MAX_FINDINGS: usize = 200;

/// What is wrong with a record.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Finding {
    /// Which rule: `affected`, `aliases`, `related`, `upstream`, `introduced`, `event`, `range`,
    /// `version`, `package`, `purl`, `time`, `id`.
    pub rule: &'static str,
    /// JSON pointer (RFC 6901) of the place.
    pub path: String,
    /// What is wrong there.
    pub message: String,
}

/// Checks a record; nothing is found in a good one.
pub fn check(record: &Value) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut add = |rule, path: String, message: String| {
        if found.len() < MAX_FINDINGS {
            found.push(Finding {
                rule,
                path,
                message,
            });
        }
    };
    let text = |member: &str| {
        record
            .get(member)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    let id = text("id");
    if id.is_empty() || !id.contains('-') {
        add(
            "id",
            "/id".into(),
            format!("{id:?} is no identifier with a prefix"),
        );
    }
    for member in ["modified", "published", "withdrawn"] {
        let value = text(member);
        let is_time = value.ends_with('Z') && value.contains('T') && moment(value).is_some();
        let required =
            member == "modified" || record.get(member).is_some_and(|value| !value.is_null());
        if required && !is_time {
            add(
                "time",
                format!("/{member}"),
                format!("{value:?} is no time in UTC of RFC 3339"),
            );
        }
    }
    lists(record, id, &mut add);
    let affected = record.get("affected").and_then(Value::as_array);
    let is_withdrawn = record.get("withdrawn").is_some_and(Value::is_string);
    match affected {
        Some(affected) if !affected.is_empty() => {
            for (index, affected) in affected.iter().enumerate() {
                package(affected, &format!("/affected/{index}"), &mut add);
            }
        }
        _ if is_withdrawn => {}
        _ => add(
            "affected",
            "/affected".into(),
            "names nothing that is affected".into(),
        ),
    }
    found
}

/// Lists of other records: each once, none of them this one, none in two lists.
fn lists(record: &Value, id: &str, add: &mut impl FnMut(&'static str, String, String)) {
    let of = |member: &str| -> Vec<&str> {
        let list = record.get(member).and_then(Value::as_array);
        list.into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect()
    };
    let (aliases, related): (HashSet<&str>, HashSet<&str>) = (
        of("aliases").into_iter().collect(),
        of("related").into_iter().collect(),
    );
    for member in ["aliases", "related", "upstream"] {
        let mut seen = HashSet::new();
        for (index, other) in of(member).into_iter().enumerate() {
            let path = || format!("/{member}/{index}");
            if !seen.insert(other) {
                add(member, path(), format!("{other:?} is there twice"));
            }
            if other == id {
                add(member, path(), format!("{other:?} is the record itself"));
            }
            if member == "upstream" {
                for (list, name) in [(&aliases, "aliases"), (&related, "related")] {
                    if list.contains(other) {
                        add(member, path(), format!("{other:?} is among {name} too"));
                    }
                }
            }
        }
    }
}

fn package(affected: &Value, path: &str, add: &mut impl FnMut(&'static str, String, String)) {
    let ranges = affected.get("ranges").and_then(Value::as_array);
    let ranges = ranges.map(Vec::as_slice).unwrap_or_default();
    let versions = affected.get("versions").and_then(Value::as_array);
    let mut scheme = None;
    let only_commits = !ranges.is_empty() && ranges.iter().all(|range| range["type"] == "GIT");
    match affected.get("package") {
        Some(package) => {
            let text = |member: &str| {
                package
                    .get(member)
                    .and_then(Value::as_str)
                    .unwrap_or_default()
            };
            let (ecosystem, name) = (text("ecosystem"), text("name"));
            if ecosystem.is_empty() || name.is_empty() {
                add(
                    "package",
                    format!("{path}/package"),
                    "ecosystem and name are needed".into(),
                );
            }
            let known = Ecosystem::of_osv(ecosystem);
            scheme = known.and_then(|known| known.scheme);
            if let Some(Err(error)) = package.get("purl").and_then(Value::as_str).map(Purl::parse) {
                add("purl", format!("{path}/package/purl"), error.to_string());
            }
        }
        None if only_commits => {}
        None => add("package", format!("{path}/package"), "is missing".into()),
    }
    if ranges.is_empty() && versions.is_none_or(Vec::is_empty) {
        add(
            "range",
            path.to_owned(),
            "has neither ranges nor versions".into(),
        );
    }
    for (index, range) in ranges.iter().enumerate() {
        self::range(range, scheme, &format!("{path}/ranges/{index}"), add);
    }
}

fn range(
    range: &Value,
    scheme: Option<Scheme>,
    path: &str,
    add: &mut impl FnMut(&'static str, String, String),
) {
    let kind = range
        .get("type")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let scheme = match kind {
        "SEMVER" => Some(Scheme::Semver),
        "ECOSYSTEM" => scheme,
        "GIT" => Some(Scheme::Git),
        _ => {
            add(
                "range",
                format!("{path}/type"),
                format!("{kind:?} is none of SEMVER, ECOSYSTEM, GIT"),
            );
            return;
        }
    };
    let repo = range
        .get("repo")
        .and_then(Value::as_str)
        .unwrap_or_default();
    if kind == "GIT" && repo.is_empty() {
        add(
            "range",
            format!("{path}/repo"),
            "a range of commits needs it".into(),
        );
    }
    let events = range.get("events").and_then(Value::as_array);
    let events = events.map(Vec::as_slice).unwrap_or_default();
    let has = |kind: &str| events.iter().any(|event| event.get(kind).is_some());
    if !has("introduced") {
        add(
            "introduced",
            format!("{path}/events"),
            "no event says where it was introduced".into(),
        );
    }
    if has("fixed") && has("last_affected") {
        add(
            "event",
            format!("{path}/events"),
            "fixed and last_affected exclude each other".into(),
        );
    }
    let at = |kind: &str| -> HashSet<&str> {
        let versions = events.iter().filter_map(|event| event.get(kind)?.as_str());
        versions.collect()
    };
    for version in at("introduced").intersection(&at("fixed")) {
        add(
            "event",
            format!("{path}/events"),
            format!("{version:?} is introduced and fixed"),
        );
    }
    let mut seen = HashSet::new();
    for (index, event) in events.iter().enumerate() {
        let path = format!("{path}/events/{index}");
        let members = event.as_object().map_or(0, serde_json::Map::len);
        if members != 1 {
            add("event", path, format!("has {members} members, not one"));
            continue;
        }
        if !seen.insert(event.to_string()) {
            add("event", path.clone(), "is there twice".into());
        }
        for (name, value) in event.as_object().into_iter().flatten() {
            let version = value.as_str().unwrap_or_default();
            if !["introduced", "fixed", "last_affected", "limit"].contains(&&**name) {
                add("event", path.clone(), format!("{name:?} is no event"));
            }
            let special = version == "0" || (name == "limit" && version == "*");
            let read =
                special || scheme.is_none_or(|scheme| scheme.compare(version, version).is_ok());
            if !read || version.is_empty() {
                let message = format!("{version:?} is no version of {kind}");
                add("version", format!("{path}/{name}"), message);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(change: &str, value: Value) -> Vec<&'static str> {
        let mut record = serde_json::json!({
            "id": "EX-1", "modified": "2026-01-02T03:04:05Z", "aliases": ["CVE-2026-1000"],
            "affected": [{"package": {"ecosystem": "npm", "name": "w"}, "ranges": [
                {"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": "1.0.0"}]}]}]
        });
        let (parent, member) = change.rsplit_once('/').unwrap();
        let parent = record.pointer_mut(parent).unwrap();
        match member.parse::<usize>() {
            Ok(index) => parent[index] = value,
            Err(_) => parent[member] = value,
        }
        check(&record)
            .into_iter()
            .map(|finding| finding.rule)
            .collect()
    }

    #[test]
    fn each_fault_is_found_by_its_rule() {
        use serde_json::json;
        assert_eq!(rules("/summary", json!("fine")), [""; 0]);
        for (place, value, rule) in [
            ("/id", json!("x"), "id"),
            ("/modified", json!("2026-01-02"), "time"),
            ("/affected", json!([]), "affected"),
            ("/affected", json!(null), "affected"),
            ("/aliases", json!(["A-1", "A-1"]), "aliases"),
            ("/aliases", json!(["EX-1"]), "aliases"),
            ("/related", json!(["EX-1"]), "related"),
            ("/upstream", json!(["CVE-2026-1000"]), "upstream"),
            (
                "/affected/0/package",
                json!({"ecosystem": "npm"}),
                "package",
            ),
            ("/affected/0/ranges", json!([]), "range"),
            ("/affected/0/ranges/0/type", json!("OTHER"), "range"),
            ("/affected/0/ranges/0/type", json!("GIT"), "range"),
            (
                "/affected/0/ranges/0/events/0",
                json!({"fixed": "2.0.0"}),
                "introduced",
            ),
            (
                "/affected/0/ranges/0/events/1",
                json!({"fixed": "one"}),
                "version",
            ),
            (
                "/affected/0/ranges/0/events/1",
                json!({"introduced": "1.0.0", "fixed": "2.0.0"}),
                "event",
            ),
        ] {
            let found = rules(place, value.clone());
            assert!(
                found.contains(&rule),
                "{place} {value}: {found:?}, not {rule}"
            );
        }
    }
}
