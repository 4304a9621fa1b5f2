//! Bundles of STIX as incident documents.
//!
//! Each object stays, in JSON, beside what was made of it, and becomes what it was when a bundle is
//! made of the document again.

use std::{borrow::Cow, collections::HashMap, mem, num::NonZero, panic::resume_unwind, thread};

use serde_json::{Map, Number, Value};
use watchbell_iodef as iodef;

use super::{
    OBJECT,
    lent::{Bundle, Element, Members},
    pattern, tlp,
};
use crate::exchange::{self, Error, Item, event_of, of_stix, put_shape};

/// Fewer objects than this are not worth a thread.
const LEAST_PART: usize = 200;
/// Threads that one bundle may take.
const MAX_PARTS: usize = 8;

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

/// An object, and what there is to keep of it.
struct Object<'a> {
    kind: Cow<'a, str>,
    members: Members<'a>,
    kept: String,
}

/// Reads a bundle as a document of one incident.
///
/// # Errors
/// [`enum@Error`] with the place of what is wrong.
pub fn read(text: &str) -> Result<iodef::Document, Error> {
    if text.len() > exchange::MAX_BYTES {
        return Err(Error::TooLong { bytes: text.len() });
    }
    let Ok(bundle) = serde_json::from_str::<Bundle<'_>>(text) else {
        return Err(refused(text));
    };
    if bundle.rest.get("type").and_then(Value::as_str) != Some("bundle") {
        return Err(Error::at("/type", "it is no bundle"));
    }
    if bundle.objects.is_empty() {
        return Err(Error::at("/objects", "there are no objects"));
    }
    let all = match objects(bundle.objects) {
        Ok(all) => all,
        Err(Wrong::Json) => return Err(refused(text)),
        Err(Wrong::Object { place, problem }) => return Err(Error::at(&place, problem)),
    };
    Ok(iodef::Document {
        incidents: vec![incident(bundle.rest, all)],
        ..iodef::Document::default()
    })
}

/// Why an object cannot be taken.
enum Wrong {
    /// It is well formed, but no reader of JSON takes it.
    Json,
    Object {
        place: String,
        problem: &'static str,
    },
}

/// Takes what stands in a bundle; large ones on all cores.
fn objects(elements: Vec<Element<'_>>) -> Result<Vec<Object<'_>>, Wrong> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let parts = (elements.len() / LEAST_PART).clamp(1, cores.min(MAX_PARTS));
    if parts == 1 {
        return part(0, elements);
    }
    let length = elements.len().div_ceil(parts);
    let mut rest = elements;
    let mut cut = Vec::with_capacity(parts);
    while rest.len() > length {
        let after = rest.split_off(length);
        cut.push(mem::replace(&mut rest, after));
    }
    cut.push(rest);
    thread::scope(|scope| {
        let parts = cut.into_iter().enumerate();
        let parts: Vec<_> = parts
            .map(|(number, elements)| scope.spawn(move || part(number * length, elements)))
            .collect();
        let mut all = Vec::with_capacity(length * parts.len());
        for one in parts {
            all.extend(one.join().unwrap_or_else(|panic| resume_unwind(panic))?);
        }
        Ok(all)
    })
}

/// Takes a part of what stands in a bundle, of which the first is the object `first`.
fn part(first: usize, elements: Vec<Element<'_>>) -> Result<Vec<Object<'_>>, Wrong> {
    let mut all = Vec::with_capacity(elements.len());
    for (number, element) in (first..).zip(elements) {
        let wrong = |within: &str, problem| Wrong::Object {
            place: format!("/objects/{number}{within}"),
            problem,
        };
        let Element::Object(members) = element else {
            return Err(wrong("", "it is no object"));
        };
        let kind = members.word("type");
        if kind.is_empty() {
            return Err(wrong("", "an object has no type"));
        }
        let id = members.word("id");
        let rest = id.strip_prefix(&*kind);
        if rest.is_none_or(|rest| !rest.starts_with("--")) {
            return Err(wrong("/id", "it is no identifier of the object's type"));
        }
        let kept = members.compact().ok_or(Wrong::Json)?;
        all.push(Object {
            kind,
            members,
            kept,
        });
    }
    Ok(all)
}

/// Says why a text is no bundle at all.
fn refused(text: &str) -> Error {
    match exchange::json(text) {
        Err(error) => error,
        Ok(Value::Object(bundle)) if bundle.get("type") == Some(&"bundle".into()) => {
            Error::at("/objects", "there are no objects")
        }
        Ok(Value::Object(_)) => Error::at("/type", "it is no bundle"),
        Ok(_) => Error::at("/", "it is no bundle"),
    }
}

fn time(object: &Members<'_>, name: &str) -> Option<iodef::DateTime> {
    iodef::DateTime::new(object.word(name))
}

fn texts(object: &Members<'_>, names: &[&str]) -> Vec<iodef::Text> {
    let texts = names.iter().map(|name| object.word(name));
    let texts = texts.filter(|text| !text.is_empty());
    texts.map(|text| (&*text).into()).collect()
}

fn incident(bundle: Map<String, Value>, all: Vec<Object<'_>>) -> iodef::Incident {
    let names: HashMap<Cow<'_, str>, Cow<'_, str>> = all
        .iter()
        .filter(|object| object.kind == "identity")
        .map(|object| (object.members.word("id"), object.members.word("name")))
        .collect();
    // What the others are about, the surest first.
    let subject = ["report", "incident", "grouping"]
        .iter()
        .find_map(|kind| all.iter().find(|object| object.kind == *kind))
        .map(|object| &object.members);
    let mut objects = all.iter().map(|object| &object.members);
    let about = subject.or_else(|| objects.find(|object| object.has("created")));
    let maker = about.and_then(|object| names.get(&object.word("created_by_ref")));
    let name = maker.map_or("unknown", |name| name).to_owned();
    let number = subject.and_then(|object| number(object, &name));
    let latest = all.iter().map(|object| object.members.word("modified"));
    let latest = latest.max().unwrap_or_default();
    let made_at =
        subject.and_then(|object| time(object, "published").or_else(|| time(object, "modified")));
    let made_at = made_at.or_else(|| iodef::DateTime::new(latest.clone()));
    let bundle_id = bundle.get("id").and_then(Value::as_str).unwrap_or_default();
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
        additional: Vec::with_capacity(all.len()),
        ..iodef::Incident::default()
    };
    let mut indicators = Vec::new();
    for object in all {
        put(object, &name, &mut incident, &mut indicators);
    }
    if !indicators.is_empty() {
        incident.indicator_data = Some(iodef::IndicatorData { indicators });
    }
    let bundle = Value::Object(bundle);
    incident
        .additional
        .push(exchange::kept(super::BUNDLE, "as STIX has it", &bundle));
    incident
}

/// The number that an object has at its maker.
fn number(object: &Members<'_>, maker: &str) -> Option<String> {
    let references: Vec<Value> = object.get("external_references")?;
    references.iter().find_map(|one| {
        let is_own = one.get("source_name")?.as_str() == Some(maker);
        let id = one.get("external_id")?.as_str().filter(|_| is_own);
        id.map(str::to_owned)
    })
}

/// The label that an object is marked with.
fn restriction(object: &Members<'_>) -> Option<iodef::Restriction> {
    let markings: Vec<Value> = object.get("object_marking_refs")?;
    let mut markings = markings.iter().filter_map(Value::as_str);
    markings.find_map(tlp::restriction)
}

/// Puts an object where the data model has a place for it, and beside it as it is.
fn put(
    object: Object<'_>,
    name: &str,
    incident: &mut iodef::Incident,
    indicators: &mut Vec<iodef::Indicator>,
) {
    let kept = exchange::kept_text(OBJECT, "as STIX has it", object.kept);
    let (kind, object) = (&*object.kind, &object.members);
    match kind {
        "indicator" => match indicator(object, name) {
            Some(mut one) => {
                one.additional.push(kept);
                indicators.push(one);
            }
            None => incident.additional.push(kept),
        },
        "vulnerability" => {
            let id = iodef::NcName::new(object.word("name"));
            let id = id.filter(|id| id.as_str().starts_with("CVE-"));
            let reference = id.map(|id| iodef::Reference {
                name: Some(iodef::ReferenceName { spec_index: 1, id }),
                ..iodef::Reference::default()
            });
            incident.methods.push(iodef::Method {
                references: reference.into_iter().collect(),
                descriptions: texts(object, &["description"]),
                additional: vec![kept],
                ..iodef::Method::default()
            });
        }
        "attack-pattern" | "malware" | "tool" => incident.methods.push(iodef::Method {
            descriptions: texts(object, &["name", "description"]),
            additional: vec![kept],
            ..iodef::Method::default()
        }),
        "threat-actor" | "intrusion-set" => incident.related.push(iodef::RelatedActivity {
            threat_actors: vec![iodef::ThreatActor {
                ids: vec![object.word("name").into_owned()],
                // The schema asks for one.
                urls: vec![iodef::Uri::default()],
                descriptions: texts(object, &["description"]),
                ..iodef::ThreatActor::default()
            }],
            additional: vec![kept],
            ..iodef::RelatedActivity::default()
        }),
        "campaign" => incident.related.push(iodef::RelatedActivity {
            campaigns: vec![iodef::Campaign {
                ids: vec![object.word("name").into_owned()],
                descriptions: texts(object, &["description"]),
                ..iodef::Campaign::default()
            }],
            additional: vec![kept],
            ..iodef::RelatedActivity::default()
        }),
        _ => {
            let items = items(kind, object);
            if items.is_empty() {
                incident.additional.push(kept);
                return;
            }
            let mut event = event_of(&items);
            event.additional.push(kept);
            incident.events.push(event);
        }
    }
}

fn indicator(object: &Members<'_>, name: &str) -> Option<iodef::Indicator> {
    let mut made = iodef::Indicator {
        restriction: restriction(object),
        id: iodef::IndicatorId {
            name: name.to_owned(),
            version: object.word("modified").into_owned(),
            id: iodef::Id::new(object.word("id").into_owned())?,
        },
        descriptions: texts(object, &["name", "description"]),
        start_time: time(object, "valid_from"),
        end_time: time(object, "valid_until"),
        confidence: object
            .get("confidence")
            .map(|value: Number| iodef::Confidence {
                rating: iodef::Rating::Numeric,
                value: value.as_f64(),
            }),
        ..iodef::Indicator::default()
    };
    let text = object.word("pattern");
    let language = object.word("pattern_type");
    let shape = match &*language {
        "stix" => pattern::one(&text).or_else(|| pattern::shape(&pattern::parse(&text).ok()?)),
        _ => None,
    };
    let is_put = shape.is_some_and(|shape| put_shape(&shape, &mut made));
    if !is_put {
        // What the data model cannot say is there as it is written.
        let mut pattern = iodef::Extension::string("pattern", "what to look for", text);
        pattern.format_id = Some(language.into_owned());
        made.observable = Some(iodef::Observable {
            additional: vec![pattern],
            ..iodef::Observable::default()
        });
    }
    Some(made)
}

/// What an observable says.
fn items(kind: &str, object: &Members<'_>) -> Vec<Item> {
    if !exchange::is_observed(kind) {
        return Vec::new();
    }
    let mut items = Vec::new();
    let mut put = |path: String, value: Value| {
        let value = match value {
            Value::String(text) => text,
            Value::Number(number) => number.to_string(),
            _ => return,
        };
        let found = of_stix(&path, &value);
        items.extend(found.map(|kind| Item { kind, value }));
    };
    for (name, value) in object.values() {
        match value {
            Value::Object(hashes) if name == "hashes" => {
                for (name, value) in hashes {
                    put(format!("{kind}:hashes.{}", pattern::step(&name)), value);
                }
            }
            value => put(format!("{kind}:{name}"), value),
        }
    }
    items
}
