//! MISP events of incident documents.
//!
//! The same document makes the same events: identifiers are derived from what they name.

mod kind;

use serde_json::{Map, Value, json};
use watchbell_iodef::{self as iodef, Change};
use watchbell_model::Time;

use crate::{
    exchange::{Item, collect, in_words, lost, title},
    stix::{id, tlp},
};

/// Makes an event of each incident of a document; says what of it the events have no place for.
///
/// The answer is one `{"Event": …}`, or `{"response": [{"Event": …}, …]}` where there are several
/// incidents, as MISP itself exports them.
pub fn events(document: &iodef::Document) -> (Value, Vec<Change>) {
    let mut events: Vec<Value> = document
        .incidents
        .iter()
        .map(|one| json!({"Event": event(one)}))
        .collect();
    let made = match events.len() {
        1 => events.swap_remove(0),
        _ => json!({"response": events}),
    };
    let changes = lost(document, &made, "MISP");
    (made, changes)
}

fn event(incident: &iodef::Incident) -> Value {
    let name = incident.id.name.as_str();
    let number = incident.id.id.as_str();
    let made_at = seconds(&incident.generation_time);
    let mut attributes = Attributes {
        key: vec![name.to_owned(), number.to_owned()],
        made_at,
        all: Vec::new(),
    };
    for text in &incident.descriptions {
        attributes.add("comment", "Other", &text.value, false, "");
    }
    let told = collect(incident);
    for (indicator, shape) in &told.indicators {
        let comment = in_words(&indicator.descriptions);
        for item in shape.items() {
            attributes.item(item, true, &comment);
        }
    }
    for (event, items) in &told.observed {
        let comment = in_words(&event.descriptions);
        for item in items {
            attributes.item(item, false, &comment);
        }
    }
    let methods = incident.methods.iter();
    let methods = methods.chain(incident.events.iter().flat_map(|event| &event.methods));
    for method in methods {
        for reference in &method.references {
            if let Some(entry) = reference.name.as_ref().filter(|name| name.spec_index == 1) {
                attributes.add(
                    "vulnerability",
                    "External analysis",
                    entry.id.as_str(),
                    false,
                    "",
                );
            }
            for url in &reference.urls {
                attributes.add("link", "External analysis", url.as_str(), false, "");
            }
        }
        for one in &method.vulnerabilities {
            let id = one.content_id.as_deref().unwrap_or_default();
            attributes.add("vulnerability", "External analysis", id, false, "");
        }
        for one in &method.weaknesses {
            let id = one.content_id.as_deref().unwrap_or_default();
            attributes.add("weakness", "External analysis", id, false, "");
        }
    }
    for related in &incident.related {
        for actor in &related.threat_actors {
            let named = actor
                .ids
                .iter()
                .chain(actor.descriptions.iter().map(|text| &text.value));
            for name in named {
                attributes.add("threat-actor", "Attribution", name, false, "");
            }
        }
        for campaign in &related.campaigns {
            let texts = campaign.descriptions.iter().map(|text| &text.value);
            for name in campaign.ids.iter().chain(texts) {
                attributes.add("campaign-name", "Attribution", name, false, "");
            }
        }
        for url in &related.urls {
            attributes.add("link", "External analysis", url.as_str(), false, "");
        }
    }
    let mut event = Map::new();
    let date = incident
        .generation_time
        .as_str()
        .get(..10)
        .unwrap_or_default();
    for (member, value) in [
        ("uuid", id::uuid("event", &[name, number]).to_string()),
        ("info", title(incident)),
        ("date", date.to_owned()),
        // Undefined: IODEF says severity of impacts, not of the whole.
        ("threat_level_id", "4".to_owned()),
        (
            "analysis",
            if is_done(incident) { "2" } else { "0" }.to_owned(),
        ),
        // This organisation only, until its keeper says more.
        ("distribution", "0".to_owned()),
        ("timestamp", made_at.to_string()),
    ] {
        event.insert(member.to_owned(), value.into());
    }
    event.insert("published".to_owned(), false.into());
    event.insert(
        "Orgc".to_owned(),
        json!({"name": name, "uuid": id::uuid("organisation", &[name]).to_string()}),
    );
    let mut tags = Vec::new();
    if let Some(label) = incident.restriction.as_ref().and_then(tlp::label) {
        tags.push(json!({"name": format!("tlp:{label}")}));
    }
    event.insert("Tag".to_owned(), tags.into());
    event.insert("Attribute".to_owned(), attributes.all.into());
    event.into()
}

fn is_done(incident: &iodef::Incident) -> bool {
    incident.status == Some(iodef::Status::Resolved)
}

/// Seconds since 1970; 0 of what is no time.
fn seconds(at: &iodef::DateTime) -> i64 {
    at.as_str().parse().map_or(0, Time::seconds)
}

/// Attributes of an event, each there once.
struct Attributes {
    /// What names the event.
    key: Vec<String>,
    made_at: i64,
    all: Vec<Value>,
}

impl Attributes {
    fn item(&mut self, item: &Item, to_ids: bool, comment: &str) {
        if let Some(kind) = item.kind.misp.first() {
            let (category, detects) = kind::of(kind);
            self.add(kind, category, &item.value, to_ids && detects, comment);
        }
    }

    fn add(&mut self, kind: &str, category: &str, value: &str, to_ids: bool, comment: &str) {
        let value = value.trim();
        if value.is_empty() {
            return;
        }
        let words = self.key.iter().map(String::as_str);
        let words: Vec<&str> = words.chain([kind, value]).collect();
        let uuid = id::uuid("attribute", &words).to_string();
        if let Some(known) = self
            .all
            .iter_mut()
            .find(|known| known["uuid"] == uuid.as_str())
        {
            // What is looked for is looked for, however often it was seen.
            if to_ids {
                known["to_ids"] = true.into();
            }
            return;
        }
        self.all.push(json!({
            "uuid": uuid,
            "type": kind,
            "category": category,
            "value": value,
            "to_ids": to_ids,
            "comment": comment,
            "distribution": "5",
            "timestamp": self.made_at.to_string(),
        }));
    }
}
