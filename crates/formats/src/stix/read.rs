//! Bundles of STIX as incident documents.
//!
//! Each object stays, in JSON, beside what was made of it, and becomes what it was when a bundle is
//! made of the document again.

use std::collections::HashMap;

use serde_json::{Map, Value};
use watchbell_iodef as iodef;

use super::{OBJECT, pattern, tlp};
use crate::exchange::{self, Error, Item, event_of, of_stix, put_shape};

/// Whether a JSON text looks as if it were a bundle.
pub fn is_bundle(text: &str) -> bool {
    const BEGINNING: usize = 4_096;
    let end = text
        .char_indices()
        .map(|(at, _)| at)
        .find(|at| *at >= BEGINNING);
    let beginning = &text[..end.unwrap_or(text.len())];
    let text: String = beginning.chars().filter(|c| !c.is_whitespace()).collect();
    text.contains("\"type\":\"bundle\"") || text.contains("\"id\":\"bundle--")
}

type Object = Map<String, Value>;

/// Reads a bundle as a document of one incident.
///
/// # Errors
/// [`enum@Error`] with the place of what is wrong.
pub fn read(text: &str) -> Result<iodef::Document, Error> {
    let Value::Object(mut bundle) = exchange::json(text)? else {
        return Err(Error::at("/", "it is no bundle"));
    };
    if word(&bundle, "type") != "bundle" {
        return Err(Error::at("/type", "it is no bundle"));
    }
    let objects = match bundle.remove("objects") {
        Some(Value::Array(objects)) if !objects.is_empty() => objects,
        _ => return Err(Error::at("/objects", "there are no objects")),
    };
    let mut all = Vec::with_capacity(objects.len());
    for (number, object) in objects.into_iter().enumerate() {
        let place = format!("/objects/{number}");
        let Value::Object(object) = object else {
            return Err(Error::at(&place, "it is no object"));
        };
        let kind = word(&object, "type");
        let id = word(&object, "id");
        if kind.is_empty() {
            return Err(Error::at(&place, "an object has no type"));
        }
        if id
            .strip_prefix(kind)
            .is_none_or(|rest| !rest.starts_with("--"))
        {
            return Err(Error::at(
                &format!("{place}/id"),
                "it is no identifier of the object's type",
            ));
        }
        all.push(object);
    }
    Ok(iodef::Document {
        incidents: vec![incident(&bundle, all)],
        ..iodef::Document::default()
    })
}

/// A text of an object, empty where it has none.
fn word<'a>(object: &'a Object, name: &str) -> &'a str {
    object.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn time(object: &Object, name: &str) -> Option<iodef::DateTime> {
    iodef::DateTime::new(word(object, name))
}

fn texts(object: &Object, names: &[&str]) -> Vec<iodef::Text> {
    let texts = names.iter().map(|name| word(object, name));
    texts
        .filter(|text| !text.is_empty())
        .map(Into::into)
        .collect()
}

fn kept(object: Object) -> iodef::Extension {
    exchange::kept(OBJECT, "as STIX has it", &object.into())
}

fn incident(bundle: &Object, objects: Vec<Object>) -> iodef::Incident {
    let names: HashMap<String, String> = objects
        .iter()
        .filter(|object| word(object, "type") == "identity")
        .map(|object| {
            (
                word(object, "id").to_owned(),
                word(object, "name").to_owned(),
            )
        })
        .collect();
    let of_kind = |kinds: &[&str]| {
        let mut found = objects.iter();
        found.find(|object| kinds.contains(&word(object, "type")))
    };
    // What the others are about, the surest first.
    let subject = ["report", "incident", "grouping"]
        .iter()
        .find_map(|kind| of_kind(&[kind]));
    let about = subject.or_else(|| objects.iter().find(|object| object.contains_key("created")));
    let maker = about.and_then(|object| names.get(word(object, "created_by_ref")));
    let name = maker.cloned().unwrap_or_else(|| "unknown".to_owned());
    let number = subject.and_then(|object| number(object, &name));
    let latest = objects.iter().map(|object| word(object, "modified")).max();
    let made_at =
        subject.and_then(|object| time(object, "published").or_else(|| time(object, "modified")));
    let made_at = made_at.or_else(|| iodef::DateTime::new(latest.unwrap_or_default()));
    let bundle_id = word(bundle, "id");
    let mut incident = iodef::Incident {
        purpose: iodef::Purpose::Reporting,
        restriction: about.and_then(restriction),
        id: iodef::IncidentId {
            id: number.unwrap_or_else(|| bundle_id.to_owned()),
            name: name.clone(),
            ..iodef::IncidentId::default()
        },
        generation_time: made_at.unwrap_or_default(),
        descriptions: subject
            .map(|object| texts(object, &["name", "description"]))
            .unwrap_or_default(),
        contacts: vec![iodef::Contact {
            role: iodef::Role::Creator,
            kind: iodef::ContactKind::Organization,
            names: vec![name.as_str().into()],
            ..iodef::Contact::default()
        }],
        ..iodef::Incident::default()
    };
    let mut indicators = Vec::new();
    for object in objects {
        put(object, &name, &mut incident, &mut indicators);
    }
    if !indicators.is_empty() {
        incident.indicator_data = Some(iodef::IndicatorData { indicators });
    }
    let bundle = Value::Object(bundle.clone());
    incident
        .additional
        .push(exchange::kept(super::BUNDLE, "as STIX has it", &bundle));
    incident
}

/// The number that an object has at its maker.
fn number(object: &Object, maker: &str) -> Option<String> {
    let references = object.get("external_references")?.as_array()?;
    let mut own = references.iter().filter(|one| one["source_name"] == maker);
    own.find_map(|one| one["external_id"].as_str().map(str::to_owned))
}

/// The label that an object is marked with.
fn restriction(object: &Object) -> Option<iodef::Restriction> {
    let markings = object.get("object_marking_refs")?.as_array()?;
    markings
        .iter()
        .filter_map(Value::as_str)
        .find_map(tlp::restriction)
}

/// Puts an object where the data model has a place for it, and beside it as it is.
fn put(
    object: Object,
    name: &str,
    incident: &mut iodef::Incident,
    indicators: &mut Vec<iodef::Indicator>,
) {
    match word(&object, "type") {
        "indicator" => match indicator(&object, name) {
            Some(mut one) => {
                one.additional.push(kept(object));
                indicators.push(one);
            }
            None => incident.additional.push(kept(object)),
        },
        "vulnerability" => {
            let id = iodef::NcName::new(word(&object, "name"));
            let id = id.filter(|id| id.as_str().starts_with("CVE-"));
            let reference = id.map(|id| iodef::Reference {
                name: Some(iodef::ReferenceName { spec_index: 1, id }),
                ..iodef::Reference::default()
            });
            incident.methods.push(iodef::Method {
                references: reference.into_iter().collect(),
                descriptions: texts(&object, &["description"]),
                additional: vec![kept(object)],
                ..iodef::Method::default()
            });
        }
        "attack-pattern" | "malware" | "tool" => incident.methods.push(iodef::Method {
            descriptions: texts(&object, &["name", "description"]),
            additional: vec![kept(object)],
            ..iodef::Method::default()
        }),
        "threat-actor" | "intrusion-set" => incident.related.push(iodef::RelatedActivity {
            threat_actors: vec![iodef::ThreatActor {
                ids: vec![word(&object, "name").to_owned()],
                // The schema asks for one.
                urls: vec![iodef::Uri::default()],
                descriptions: texts(&object, &["description"]),
                ..iodef::ThreatActor::default()
            }],
            additional: vec![kept(object)],
            ..iodef::RelatedActivity::default()
        }),
        "campaign" => incident.related.push(iodef::RelatedActivity {
            campaigns: vec![iodef::Campaign {
                ids: vec![word(&object, "name").to_owned()],
                descriptions: texts(&object, &["description"]),
                ..iodef::Campaign::default()
            }],
            additional: vec![kept(object)],
            ..iodef::RelatedActivity::default()
        }),
        _ => {
            let items = items(&object);
            if items.is_empty() {
                incident.additional.push(kept(object));
                return;
            }
            let mut event = event_of(&items);
            event.additional.push(kept(object));
            incident.events.push(event);
        }
    }
}

fn indicator(object: &Object, name: &str) -> Option<iodef::Indicator> {
    let mut made = iodef::Indicator {
        restriction: restriction(object),
        id: iodef::IndicatorId {
            name: name.to_owned(),
            version: word(object, "modified").to_owned(),
            id: iodef::Id::new(word(object, "id"))?,
        },
        descriptions: texts(object, &["name", "description"]),
        start_time: time(object, "valid_from"),
        end_time: time(object, "valid_until"),
        confidence: object
            .get("confidence")
            .and_then(Value::as_f64)
            .map(|value| iodef::Confidence {
                rating: iodef::Rating::Numeric,
                value: Some(value),
            }),
        ..iodef::Indicator::default()
    };
    let text = word(object, "pattern");
    let shape = match word(object, "pattern_type") {
        "stix" => pattern::parse(text)
            .ok()
            .and_then(|read| pattern::shape(&read)),
        _ => None,
    };
    let is_put = shape.is_some_and(|shape| put_shape(&shape, &mut made));
    if !is_put {
        // What the data model cannot say is there as it is written.
        let mut pattern = iodef::Extension::string("pattern", "what to look for", text);
        pattern.format_id = Some(word(object, "pattern_type").to_owned());
        made.observable = Some(iodef::Observable {
            additional: vec![pattern],
            ..iodef::Observable::default()
        });
    }
    Some(made)
}

/// What an observable says.
fn items(object: &Object) -> Vec<Item> {
    let kind = word(object, "type");
    let mut items = Vec::new();
    let mut put = |path: String, value: &Value| {
        let value = match value {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => return,
        };
        let found = of_stix(&path, &value);
        items.extend(found.map(|kind| Item { kind, value }));
    };
    for (name, value) in object {
        match value {
            Value::Object(hashes) if name == "hashes" => {
                for (name, value) in hashes {
                    put(format!("{kind}:hashes.{}", pattern::step(name)), value);
                }
            }
            value => put(format!("{kind}:{name}"), value),
        }
    }
    items
}
