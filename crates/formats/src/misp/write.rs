//! Incident documents as events of MISP.

use std::collections::HashMap;

use serde_json::{Map, Value, json};
use watchbell_iodef::{self as iodef, Change};
use watchbell_model::Time;

use super::{ATTRIBUTE, EVENT, OBJECT, kind};
use crate::exchange::{Item, Shape, Told, collect, id, in_words, kept_as, lost, title, tlp};

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
    let changes = lost(document, &made, "MISP", &[ATTRIBUTE, OBJECT]);
    (made, changes)
}

fn event(incident: &iodef::Incident) -> Value {
    let name = incident.id.name.as_str();
    let number = incident.id.id.as_str();
    let made_at = seconds(&incident.generation_time);
    let was = kept_as(EVENT, &incident.additional).next();
    let mut all = Attributes {
        key: vec![name.to_owned(), number.to_owned()],
        made_at,
        all: Vec::new(),
        objects: Vec::new(),
        places: HashMap::new(),
    };
    if was.is_none() {
        for text in &incident.descriptions {
            all.add("comment", "Other", &text.value, false, "");
        }
    }
    let told = collect(incident);
    indicators(incident, &told, &mut all);
    for event in &incident.events {
        observed(event, &told, &mut all);
    }
    for method in &incident.methods {
        self::method(method, &mut all);
    }
    for one in &incident.related {
        related(one, &mut all);
    }

    let mut event = match was {
        Some(Value::Object(members)) => members,
        _ => Map::new(),
    };
    let info = event
        .get("info")
        .and_then(Value::as_str)
        .unwrap_or_default();
    if info.trim() != in_words(&incident.descriptions) || info.trim().is_empty() {
        event.insert("info".to_owned(), title(incident).into());
    }
    let date = incident
        .generation_time
        .as_str()
        .get(..10)
        .unwrap_or_default();
    let analysis = match incident.status {
        Some(iodef::Status::Resolved) => "2",
        Some(iodef::Status::InProgress) => "1",
        _ => "0",
    };
    let label = incident.restriction.as_ref().and_then(tlp::label);
    let tags = label.map(|label| json!({"name": format!("tlp:{label}")}));
    for (member, value) in [
        (
            "uuid",
            id::uuid("event", &[name, number]).to_string().into(),
        ),
        ("date", date.into()),
        // Undefined: IODEF says severity of impacts, not of the whole.
        ("threat_level_id", "4".into()),
        ("analysis", analysis.into()),
        // This organisation only, until its keeper says more.
        ("distribution", "0".into()),
        ("timestamp", made_at.to_string().into()),
        ("published", false.into()),
        (
            "Orgc",
            json!({"name": name, "uuid": id::uuid("organisation", &[name]).to_string()}),
        ),
        ("Tag", tags.into_iter().collect::<Vec<Value>>().into()),
    ] {
        event.entry(member).or_insert(value);
    }
    event.insert("Attribute".to_owned(), all.all.into());
    if !all.objects.is_empty() {
        event.insert("Object".to_owned(), all.objects.into());
    }
    event.into()
}

fn indicators(incident: &iodef::Incident, told: &Told<'_>, all: &mut Attributes) {
    for indicator in incident
        .indicator_data
        .iter()
        .flat_map(|data| &data.indicators)
    {
        if all.kept(&indicator.additional) {
            continue;
        }
        let comment = in_words(&indicator.descriptions);
        let shape = told.sought(indicator).into_iter();
        for item in shape.flat_map(Shape::items) {
            all.item(item, true, &comment);
        }
    }
}

fn observed(event: &iodef::EventData, told: &Told<'_>, all: &mut Attributes) {
    if !all.kept(&event.additional) {
        let comment = in_words(&event.descriptions);
        for item in told.seen(event) {
            all.item(item, false, &comment);
        }
        for method in &event.methods {
            self::method(method, all);
        }
    }
    for within in &event.events {
        observed(within, told, all);
    }
}

fn method(method: &iodef::Method, all: &mut Attributes) {
    const CATEGORY: &str = "External analysis";
    if all.kept(&method.additional) {
        return;
    }
    for reference in &method.references {
        if let Some(entry) = reference.name.as_ref().filter(|name| name.spec_index == 1) {
            all.add("vulnerability", CATEGORY, entry.id.as_str(), false, "");
        }
        for url in &reference.urls {
            all.add("link", CATEGORY, url.as_str(), false, "");
        }
    }
    for (kind, structured) in [
        ("vulnerability", &method.vulnerabilities),
        ("weakness", &method.weaknesses),
    ] {
        for one in structured {
            let id = one.content_id.as_deref().unwrap_or_default();
            all.add(kind, CATEGORY, id, false, "");
        }
    }
}

fn related(related: &iodef::RelatedActivity, all: &mut Attributes) {
    for actor in &related.threat_actors {
        let texts = actor.descriptions.iter().map(|text| &text.value);
        for name in actor.ids.iter().chain(texts) {
            all.add("threat-actor", "Attribution", name, false, "");
        }
    }
    for campaign in &related.campaigns {
        let texts = campaign.descriptions.iter().map(|text| &text.value);
        for name in campaign.ids.iter().chain(texts) {
            all.add("campaign-name", "Attribution", name, false, "");
        }
    }
    for url in &related.urls {
        all.add("link", "External analysis", url.as_str(), false, "");
    }
}

/// Seconds since 1970; 0 of what is no time.
fn seconds(at: &iodef::DateTime) -> i64 {
    at.as_str().parse().map_or(0, Time::seconds)
}

/// Attributes and objects of an event, each attribute there once.
struct Attributes {
    /// What names the event.
    key: Vec<String>,
    made_at: i64,
    all: Vec<Value>,
    objects: Vec<Value>,
    /// Where each that was made stands.
    places: HashMap<String, usize>,
}

impl Attributes {
    /// Puts what was kept back as it was; says whether there was anything.
    fn kept(&mut self, additional: &[iodef::Extension]) -> bool {
        let before = self.all.len() + self.objects.len();
        self.all.extend(kept_as(ATTRIBUTE, additional));
        self.objects.extend(kept_as(OBJECT, additional));
        self.all.len() + self.objects.len() > before
    }

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
        if let Some(known) = self.places.get(&uuid) {
            // What is looked for is looked for, however often it was seen.
            if to_ids {
                self.all[*known]["to_ids"] = true.into();
            }
            return;
        }
        self.places.insert(uuid.clone(), self.all.len());
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
