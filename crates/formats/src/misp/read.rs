//! Events of MISP as incident documents.
//!
//! What MISP says and IODEF has no place for stays beside what it belongs to, as `AdditionalData` in
//! JSON, and becomes what it was when an event is made of the document again.

use serde_json::{Map, Value};
use watchbell_iodef as iodef;
use watchbell_model::Time;

use super::{ATTRIBUTE, EVENT, OBJECT};
use crate::exchange::{Error, Item, event_of, json, kept, of_items, of_misp, tlp};

const ABOUT: &str = "as MISP has it";

/// Whether a JSON text looks as if it held events: what documents of IODEF do not begin with.
pub fn is_event(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || "\u{FEFF}[{\"".contains(c));
    let names = [
        "Event\"",
        "response\"",
        "info\"",
        "uuid\"",
        "Orgc\"",
        "Attribute\"",
    ];
    names.iter().any(|name| text.starts_with(name))
}

/// Reads one event or several, as MISP exports them, as one document.
///
/// # Errors
/// [`enum@Error`] with the place of what is wrong.
pub fn read(text: &str) -> Result<iodef::Document, Error> {
    let mut incidents = Vec::new();
    events(json(text)?, "", &mut incidents)?;
    if incidents.is_empty() {
        return Err(Error::at("/", "there is no event"));
    }
    Ok(iodef::Document {
        incidents,
        ..iodef::Document::default()
    })
}

/// Takes events out of what they are wrapped in.
fn events(value: Value, place: &str, into: &mut Vec<iodef::Incident>) -> Result<(), Error> {
    match value {
        Value::Array(list) => {
            for (index, value) in list.into_iter().enumerate() {
                events(value, &format!("{place}/{index}"), into)?;
            }
            Ok(())
        }
        Value::Object(mut members) => {
            for wrapper in ["response", "Event"] {
                if let Some(within) = members.remove(wrapper) {
                    return events(within, &format!("{place}/{wrapper}"), into);
                }
            }
            into.push(incident(members, place)?);
            Ok(())
        }
        _ => Err(Error::at(place, "it is no event")),
    }
}

fn text<'a>(members: &'a Map<String, Value>, name: &str) -> &'a str {
    members
        .get(name)
        .and_then(Value::as_str)
        .unwrap_or_default()
}

/// Takes the list of a member; what is no list, or none, is empty.
fn list(members: &mut Map<String, Value>, name: &str) -> Vec<Map<String, Value>> {
    let Some(Value::Array(list)) = members.remove(name) else {
        return Vec::new();
    };
    let objects = list.into_iter().filter_map(|value| match value {
        Value::Object(members) => Some(members),
        _ => None,
    });
    objects.collect()
}

fn incident(mut event: Map<String, Value>, place: &str) -> Result<iodef::Incident, Error> {
    let uuid = text(&event, "uuid").to_owned();
    if uuid.is_empty() {
        return Err(Error::at(place, "an event has no uuid"));
    }
    let organisation = event.get("Orgc").or_else(|| event.get("Org"));
    let name = organisation
        .and_then(|one| one["name"].as_str())
        .unwrap_or("unknown")
        .to_owned();
    let title = text(&event, "info").to_owned();
    let status = match text(&event, "analysis") {
        "1" => iodef::Status::InProgress,
        "2" => iodef::Status::Resolved,
        _ => iodef::Status::New,
    };
    let generation_time =
        moment(&event, "timestamp").or_else(|| moment(&event, "publish_timestamp"));
    let attributes = list(&mut event, "Attribute");
    let objects = list(&mut event, "Object");
    let mut made = iodef::Incident {
        purpose: iodef::Purpose::Reporting,
        status: Some(status),
        restriction: restriction(&event),
        id: iodef::IncidentId {
            name: name.clone(),
            id: uuid,
            ..iodef::IncidentId::default()
        },
        generation_time: generation_time.unwrap_or_default(),
        descriptions: vec![title.as_str().into()],
        contacts: vec![iodef::Contact {
            role: iodef::Role::Creator,
            kind: iodef::ContactKind::Organization,
            names: vec![name.as_str().into()],
            ..iodef::Contact::default()
        }],
        ..iodef::Incident::default()
    };
    let mut indicators = Vec::new();
    for one in attributes {
        attribute(one, &name, &mut made, &mut indicators);
    }
    for one in objects {
        object(&one, &name, &mut made, &mut indicators);
    }
    if !indicators.is_empty() {
        made.indicator_data = Some(iodef::IndicatorData { indicators });
    }
    made.additional.push(kept(EVENT, ABOUT, &event.into()));
    Ok(made)
}

/// Seconds since 1970, as MISP writes them, as a time.
fn moment(members: &Map<String, Value>, name: &str) -> Option<iodef::DateTime> {
    let seconds = members.get(name)?;
    let seconds = seconds
        .as_i64()
        .or_else(|| seconds.as_str()?.parse().ok())?;
    let at = Time::from_micros(seconds.saturating_mul(Time::SECOND));
    iodef::DateTime::new(at.to_string()).filter(|_| seconds > 0)
}

/// The label among the tags of an event.
fn restriction(event: &Map<String, Value>) -> Option<iodef::Restriction> {
    let tags = event.get("Tag").and_then(Value::as_array)?;
    let mut names = tags.iter().filter_map(|tag| tag["name"].as_str());
    let label = names.find_map(|name| name.strip_prefix("tlp:"))?;
    Some(tlp::of_label(&label.to_ascii_lowercase()))
}

/// What an attribute says; types with a bar say two things.
fn items(attribute: &Map<String, Value>) -> Vec<Item> {
    let (kind, value) = (text(attribute, "type"), text(attribute, "value"));
    let kinds = kind.split('|');
    let count = kinds.clone().count();
    let found: Vec<Item> = kinds
        .zip(value.splitn(count, '|'))
        .filter_map(|(kind, value)| {
            // What comes behind a domain is an address.
            let kind = if kind == "ip" { "ip-dst" } else { kind };
            let value = value.trim().to_owned();
            Some(Item {
                kind: of_misp(kind, &value)?,
                value,
            })
        })
        .collect();
    // Half of what is said says something else.
    if found.len() == count {
        found
    } else {
        Vec::new()
    }
}

fn is_true(members: &Map<String, Value>, name: &str) -> bool {
    members
        .get(name)
        .is_some_and(|value| *value == Value::Bool(true) || *value == "1")
}

fn indicator_of(members: &Map<String, Value>, name: &str) -> Option<iodef::Indicator> {
    let comment = text(members, "comment");
    Some(iodef::Indicator {
        id: iodef::IndicatorId {
            name: name.to_owned(),
            version: text(members, "timestamp").to_owned(),
            id: iodef::Id::new(format!("misp-{}", text(members, "uuid")))?,
        },
        descriptions: Some(comment)
            .filter(|text| !text.is_empty())
            .map(Into::into)
            .into_iter()
            .collect(),
        start_time: time(members, "first_seen"),
        end_time: time(members, "last_seen"),
        ..iodef::Indicator::default()
    })
}

fn time(members: &Map<String, Value>, name: &str) -> Option<iodef::DateTime> {
    iodef::DateTime::new(text(members, name))
}

fn attribute(
    attribute: Map<String, Value>,
    name: &str,
    incident: &mut iodef::Incident,
    indicators: &mut Vec<iodef::Indicator>,
) {
    let items = items(&attribute);
    let kept = |attribute: Map<String, Value>| kept(ATTRIBUTE, ABOUT, &attribute.into());
    if text(&attribute, "type") == "vulnerability"
        && let Some(id) = iodef::NcName::new(text(&attribute, "value"))
    {
        incident.methods.push(iodef::Method {
            references: vec![iodef::Reference {
                name: Some(iodef::ReferenceName { spec_index: 1, id }),
                ..iodef::Reference::default()
            }],
            additional: vec![kept(attribute)],
            ..iodef::Method::default()
        });
        return;
    }
    let sought = of_items(&items)
        .map(|one| vec![one])
        .or_else(|| each(&items));
    if is_true(&attribute, "to_ids")
        && let Some(sought) = sought
        && let Some(mut indicator) = indicator_of(&attribute, name)
    {
        put(sought, iodef::Operator::And, &mut indicator);
        indicator.additional.push(kept(attribute));
        indicators.push(indicator);
        return;
    }
    let mut event = event_of(&items);
    let comment = text(&attribute, "comment");
    if !comment.is_empty() {
        event.descriptions.push(comment.into());
    }
    event.start_time = time(&attribute, "first_seen");
    event.end_time = time(&attribute, "last_seen");
    event.additional.push(kept(attribute));
    incident.events.push(event);
}

/// Returns an observable of each item, where there is one of each.
fn each(items: &[Item]) -> Option<Vec<iodef::Observable>> {
    let each = items
        .iter()
        .map(|item| of_items(std::slice::from_ref(item)));
    let each: Option<Vec<iodef::Observable>> = each.collect();
    each.filter(|each| !each.is_empty())
}

/// Makes an indicator look for one thing, or for several.
fn put(
    mut observables: Vec<iodef::Observable>,
    operator: iodef::Operator,
    indicator: &mut iodef::Indicator,
) {
    if observables.len() == 1 {
        indicator.observable = observables.pop();
        return;
    }
    indicator.expression = Some(iodef::IndicatorExpression {
        operator,
        observables,
        ..iodef::IndicatorExpression::default()
    });
}

/// An object is one thing where all that is known of it is of one file, and its parts elsewhere.
fn object(
    object: &Map<String, Value>,
    name: &str,
    incident: &mut iodef::Incident,
    indicators: &mut Vec<iodef::Indicator>,
) {
    let attributes = object.get("Attribute").and_then(Value::as_array);
    let attributes: Vec<&Map<String, Value>> = attributes
        .into_iter()
        .flatten()
        .filter_map(Value::as_object)
        .collect();
    let sought: Vec<&Map<String, Value>> = attributes
        .iter()
        .copied()
        .filter(|one| is_true(one, "to_ids"))
        .collect();
    let is_sought = !sought.is_empty();
    let told = if is_sought { sought } else { attributes };
    let items: Vec<Item> = told.into_iter().flat_map(items).collect();
    let kept = kept(OBJECT, ABOUT, &Value::Object(object.clone()));
    let known: Vec<Item> = items
        .iter()
        .filter(|item| of_items(std::slice::from_ref(item)).is_some())
        .cloned()
        .collect();
    let sought = of_items(&items)
        .map(|one| vec![one])
        .or_else(|| each(&known));
    if is_sought
        && let Some(sought) = sought
        && let Some(mut indicator) = indicator_of(object, name)
    {
        put(sought, iodef::Operator::Or, &mut indicator);
        indicator.additional.push(kept);
        indicators.push(indicator);
        return;
    }
    let mut event = event_of(&items);
    event.additional.push(kept);
    incident.events.push(event);
}
