//! What changed from one state of a record to the next, in words.

use serde_json::{Map, Value};

/// Changes that are told at most.
const MOST: usize = 24;

/// Names the members that differ between two states of a record, both JSON:
/// `cna.affected, cna.references, CISA-ADP (new)`.
pub fn difference(old: &[u8], new: &[u8]) -> String {
    let read = |json| serde_json::from_slice::<Value>(json).unwrap_or_default();
    let (old, new) = (read(old), read(new));
    let mut changes = Vec::new();
    members(
        &mut changes,
        "",
        &old["cveMetadata"],
        &new["cveMetadata"],
        &["dateUpdated", "serial"],
    );
    let (old, new) = (&old["containers"], &new["containers"]);
    members(
        &mut changes,
        "cna.",
        &old["cna"],
        &new["cna"],
        &["providerMetadata"],
    );
    let (before, after) = (adps(old), adps(new));
    for (name, container) in &after {
        match before.iter().find(|(known, _)| known == name) {
            None => changes.push(format!("{name} (new)")),
            Some((_, known)) => {
                members(
                    &mut changes,
                    &format!("{name}."),
                    known,
                    container,
                    &["providerMetadata"],
                );
            }
        }
    }
    for (name, _) in &before {
        if !after.iter().any(|(known, _)| known == name) {
            changes.push(format!("{name} (gone)"));
        }
    }
    let more = changes.len().saturating_sub(MOST);
    changes.truncate(MOST);
    if changes.is_empty() {
        changes.push("dates".to_owned());
    }
    if more > 0 {
        changes.push(format!("and {more} more"));
    }
    changes.join(", ")
}

fn members(changes: &mut Vec<String>, prefix: &str, old: &Value, new: &Value, dates: &[&str]) {
    let none = Map::new();
    let (old, new) = (
        old.as_object().unwrap_or(&none),
        new.as_object().unwrap_or(&none),
    );
    let gone = old.keys().filter(|name| !new.contains_key(*name));
    for name in new.keys().chain(gone) {
        if old.get(name) != new.get(name) && !dates.contains(&&**name) {
            changes.push(format!("{prefix}{name}"));
        }
    }
}

fn adps(containers: &Value) -> Vec<(String, &Value)> {
    let adps = containers["adp"].as_array().into_iter().flatten();
    adps.map(|adp| {
        let name = adp["providerMetadata"]["shortName"]
            .as_str()
            .unwrap_or("ADP");
        (name.chars().take(40).collect(), adp)
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_named() {
        let old = br#"{"cveMetadata":{"state":"PUBLISHED","dateUpdated":"a"},
            "containers":{"cna":{"title":"x","affected":[1]},"adp":[{"providerMetadata":{"shortName":"A"},"metrics":[]}]}}"#;
        let new = br#"{"cveMetadata":{"state":"REJECTED","dateUpdated":"b"},
            "containers":{"cna":{"affected":[2],"references":[]},"adp":[{"providerMetadata":{"shortName":"B"}}]}}"#;
        assert_eq!(
            difference(old, new),
            "state, cna.affected, cna.references, cna.title, B (new), A (gone)"
        );
        assert_eq!(difference(new, new), "dates");
        assert_eq!(difference(b"", b"x"), "dates");
    }
}
