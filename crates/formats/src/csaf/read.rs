//! A CSAF document as an incident document.

use serde_json::Value;
use watchbell_iodef as iodef;

use super::{DOCUMENT, INDICATOR, NOWHERE, OBSERVED};
use crate::exchange::{self, Error, Item, event_of, json, kept, kinds, of_items, tlp};

/// Most things that are read out of notes.
const MAX_ITEMS: usize = 10_000;

/// Whether a JSON text looks as if it were a CSAF document.
pub fn is_advisory(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || "\u{FEFF}{\"".contains(c));
    let names = ["document\"", "product_tree\"", "vulnerabilities\""];
    names.iter().any(|name| text.starts_with(name)) && text.contains("\"csaf_version\"")
}

/// Reads a CSAF document as a document of one incident.
///
/// # Errors
/// [`enum@Error`] with the place of what is wrong.
pub fn read(text: &str) -> Result<iodef::Document, Error> {
    let value = json(text)?;
    let document = &value["document"];
    if !document.is_object() {
        return Err(Error::at("/document", "it is no CSAF document"));
    }
    let word = |pointer: &'static str, problem: &'static str| {
        let found = document.pointer(pointer).and_then(Value::as_str);
        let found = found.map(str::trim).filter(|word| !word.is_empty());
        found.ok_or_else(|| Error::at(&format!("/document{pointer}"), problem))
    };
    if !matches!(
        word("/csaf_version", "no version of CSAF is said")?,
        "2.0" | "2.1"
    ) {
        return Err(Error::at(
            "/document/csaf_version",
            "it is neither 2.0 nor 2.1",
        ));
    }
    let title = word("/title", "it has no title")?;
    let id = word("/tracking/id", "it has no identifier")?;
    let publisher = word("/publisher/name", "nobody publishes it")?;
    let namespace = word("/publisher/namespace", "").unwrap_or_default();
    let name = host(namespace).unwrap_or(publisher);
    let released = word("/tracking/current_release_date", "").unwrap_or_default();
    let mut incident = iodef::Incident {
        purpose: iodef::Purpose::Reporting,
        restriction: label(document).map(tlp::of_label),
        id: iodef::IncidentId {
            name: name.to_owned(),
            id: id.to_owned(),
            ..iodef::IncidentId::default()
        },
        generation_time: iodef::DateTime::new(released).unwrap_or_default(),
        descriptions: vec![title.into()],
        contacts: vec![iodef::Contact {
            role: iodef::Role::Creator,
            kind: iodef::ContactKind::Organization,
            names: vec![publisher.into()],
            ..iodef::Contact::default()
        }],
        ..iodef::Incident::default()
    };
    for note in list(&document["notes"]) {
        self::note(note, title, &mut incident);
    }
    let urls = list(&document["references"]).filter(|one| one["category"] != "self");
    let urls = urls.filter_map(|one| iodef::Uri::new(one["url"].as_str()?));
    let urls: Vec<iodef::Uri> = urls.collect();
    if !urls.is_empty() {
        incident.related.push(iodef::RelatedActivity {
            urls,
            ..iodef::RelatedActivity::default()
        });
    }
    incident.methods.extend(methods(&value));
    let about = "as CSAF has it";
    incident.additional.push(kept(DOCUMENT, about, &value));
    Ok(iodef::Document {
        incidents: vec![incident],
        ..iodef::Document::default()
    })
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// The host of an URL.
fn host(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    let host = rest.split(['/', '?', '#', ':']).next()?;
    Some(host).filter(|host| !host.is_empty() && !host.contains('@') && *host != NOWHERE)
}

/// The label; where words say that it is one that CSAF 2.0 lacks, that one.
fn label(document: &Value) -> Option<&'static str> {
    let distribution = &document["distribution"];
    if distribution["text"] == "TLP:AMBER+STRICT" {
        return Some("amber+strict");
    }
    Some(match distribution["tlp"]["label"].as_str()? {
        "WHITE" | "CLEAR" => "clear",
        "GREEN" => "green",
        "AMBER" => "amber",
        "AMBER+STRICT" => "amber+strict",
        _ => "red",
    })
}

/// Takes a note: words, or things of one kind.
fn note(note: &Value, title: &str, incident: &mut iodef::Incident) {
    let text = note["text"].as_str().unwrap_or_default();
    let about = note["title"].as_str().unwrap_or_default();
    let items = |kind: &str| {
        let kind = kinds().iter().find(|one| one.name == kind)?;
        let lines = text.lines().take(MAX_ITEMS);
        let item = |line: &str| Item {
            kind,
            value: line.to_owned(),
        };
        Some(lines.map(item).collect::<Vec<_>>())
    };
    if let Some(items) = about.strip_prefix(INDICATOR).and_then(items) {
        let all = incident
            .indicator_data
            .get_or_insert_with(iodef::IndicatorData::default);
        for item in items {
            if all.indicators.len() == MAX_ITEMS {
                break;
            }
            let words = [item.kind.name, item.value.as_str()];
            let id = exchange::id::uuid("indicator", &words).to_string();
            // What the data model has no place for stays in the document that is kept.
            let Some(observable) = of_items(&[item]) else {
                continue;
            };
            all.indicators.push(iodef::Indicator {
                id: iodef::IndicatorId {
                    name: incident.id.name.clone(),
                    version: "1".to_owned(),
                    id: iodef::Id::new(format!("i-{id}")).unwrap_or_default(),
                },
                observable: Some(observable),
                ..iodef::Indicator::default()
            });
        }
    } else if let Some(items) = about.strip_prefix(OBSERVED).and_then(items) {
        let room = MAX_ITEMS.saturating_sub(incident.events.len());
        let events = items.iter().take(room);
        incident
            .events
            .extend(events.map(|item| event_of(std::slice::from_ref(item))));
    } else if !text.trim().is_empty() && text != title {
        incident.descriptions.push(text.into());
    }
}

/// The vulnerabilities it names.
fn methods(value: &Value) -> Vec<iodef::Method> {
    let cves = list(&value["vulnerabilities"]).filter_map(|one| one["cve"].as_str());
    let references = cves.filter_map(|cve| {
        Some(iodef::Reference {
            name: Some(iodef::ReferenceName {
                spec_index: 1,
                id: iodef::NcName::new(cve)?,
            }),
            ..iodef::Reference::default()
        })
    });
    let methods = references.take(MAX_ITEMS).map(|reference| iodef::Method {
        references: vec![reference],
        ..iodef::Method::default()
    });
    methods.collect()
}
