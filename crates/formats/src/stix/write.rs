//! Incident documents as bundles.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use watchbell_iodef::{self as iodef, Change};

use super::{
    BUNDLE, OBJECT,
    object::{Common, Objects},
    pattern,
};
use crate::exchange::{Told, collect, id, in_words, kept_as, lost, timestamp, title};

/// Makes a bundle of a document; says what of it the bundle has no place for.
///
/// Each incident is a `report` on an `incident` with its indicators, what was observed,
/// vulnerabilities, attack patterns, threat actors, campaigns and the steps of its history.
pub fn bundle(document: &iodef::Document) -> (Value, Vec<Change>) {
    let mut objects = Objects::default();
    for one in &document.incidents {
        incident(one, document, &mut objects);
    }
    let objects = objects.finish();
    let was = match &document.incidents[..] {
        [one] => kept_as(BUNDLE, &one.additional).next(),
        _ => None,
    };
    let mut bundle = match was {
        Some(Value::Object(members)) => members,
        _ => Map::new(),
    };
    let id = id::of("bundle", &[&Value::from(objects.clone()).to_string()]);
    for (name, value) in [
        ("type", "bundle".into()),
        ("id", id.into()),
        ("objects", objects.into()),
    ] {
        bundle.entry(name).or_insert(value);
    }
    let bundle = Value::Object(bundle);
    let changes = lost(document, &bundle, "STIX", &[OBJECT]);
    (bundle, changes)
}

/// Puts a list of objects, in JSON, into a bundle that is named after what is in it.
pub fn enclosed(objects: &str) -> String {
    let id = id::of("bundle", &[objects]);
    format!(r#"{{"type":"bundle","id":"{id}","objects":{objects}}}"#)
}

fn incident(incident: &iodef::Incident, document: &iodef::Document, objects: &mut Objects) {
    let name = incident.id.name.as_str();
    let lang = incident.lang.as_ref().or(document.lang.as_ref());
    let about = Common {
        created: timestamp(incident.generation_time.as_str()),
        restriction: incident.restriction.clone(),
        lang: lang.and_then(language),
        key: vec![name.to_owned(), incident.id.id.clone()],
    };
    let is_ours = kept_as(BUNDLE, &incident.additional).next().is_none();
    objects.given(&incident.additional);
    let number = json!([{"source_name": name, "external_id": incident.id.id}]);
    let title = title(incident);
    let subject = is_ours.then(|| {
        let mut members = Map::new();
        members.insert("name".into(), title.clone().into());
        let description = in_words(&incident.descriptions);
        if !description.is_empty() {
            members.insert("description".into(), description.into());
        }
        members.insert("external_references".into(), number.clone());
        objects.add("incident", &about, &[], members)
    });
    let mut refs: Vec<String> = subject.clone().into_iter().collect();
    refs.extend(is_ours.then(|| about.maker()));
    let told = collect(incident);
    refs.extend(indicators(&told, incident, &about, objects));
    let mut count = 0;
    for event in &incident.events {
        refs.extend(observed(event, &told, &about, &mut count, objects));
    }
    let methods = incident.methods.iter();
    let within = incident.events.iter().flat_map(|event| &event.methods);
    for method in methods.chain(within) {
        refs.extend(self::methods(method, &about, objects));
    }
    for related in &incident.related {
        refs.extend(self::related(related, &about, objects));
    }
    if let Some(subject) = subject {
        for item in incident.history.iter().flat_map(|history| &history.items) {
            refs.extend(history(item, &subject, &about, objects));
        }
        let mut known = BTreeSet::new();
        refs.retain(|id| known.insert(id.clone()));
        let mut members = Map::new();
        members.insert("name".into(), title.into());
        members.insert("report_types".into(), json!(["observed-data"]));
        members.insert("published".into(), about.created.clone().into());
        members.insert("object_refs".into(), refs.into());
        members.insert("external_references".into(), number);
        objects.add("report", &about, &[], members);
    }
}

/// The language alone: the validator of OASIS knows few scripts and regions.
fn language(lang: &iodef::Lang) -> Option<String> {
    let language = lang.as_str().split('-').next()?;
    (language.len() == 2).then(|| language.to_ascii_lowercase())
}

fn indicators(
    told: &Told<'_>,
    incident: &iodef::Incident,
    about: &Common,
    objects: &mut Objects,
) -> Vec<String> {
    let mut refs = Vec::new();
    for indicator in incident
        .indicator_data
        .iter()
        .flat_map(|data| &data.indicators)
    {
        if objects.given(&indicator.additional) {
            continue;
        }
        let shape = told.sought(indicator);
        let Some((shape, pattern)) = shape.and_then(|shape| Some((shape, pattern::of(shape)?)))
        else {
            continue;
        };
        let mut members = Map::new();
        let words = in_words(&indicator.descriptions);
        let names: Vec<String> = shape
            .items()
            .iter()
            .map(|item| item.value.clone())
            .collect();
        let name = names.first().cloned().unwrap_or_default();
        members.insert("name".into(), name.into());
        if !words.is_empty() {
            members.insert("description".into(), words.into());
        }
        members.insert("indicator_types".into(), json!(["malicious-activity"]));
        members.insert("pattern".into(), pattern.into());
        members.insert("pattern_type".into(), "stix".into());
        let from = indicator
            .start_time
            .as_ref()
            .unwrap_or(&incident.generation_time);
        let from = timestamp(from.as_str());
        if let Some(until) = &indicator.end_time {
            let until = timestamp(until.as_str());
            // It must be later than the beginning.
            if until > from {
                members.insert("valid_until".into(), until.into());
            }
        }
        members.insert("valid_from".into(), from.into());
        if let Some(sure) = indicator.confidence.as_ref().and_then(confidence) {
            members.insert("confidence".into(), sure.into());
        }
        members.insert(
            "external_references".into(),
            json!([{
                "source_name": indicator.id.name,
                "external_id": indicator.id.id.as_str(),
                "description": format!("version {}", indicator.id.version),
            }]),
        );
        let own = about.marked(indicator.restriction.as_ref());
        refs.push(objects.add("indicator", &own, &[indicator.id.id.as_str()], members));
    }
    refs
}

/// The scale of appendix A of STIX 2.1.
fn confidence(confidence: &iodef::Confidence) -> Option<i64> {
    match confidence.rating {
        iodef::Rating::Low => Some(15),
        iodef::Rating::Medium => Some(50),
        iodef::Rating::High => Some(85),
        #[expect(clippy::cast_possible_truncation, reason = "it is from 0 to 100")]
        iodef::Rating::Numeric => confidence.value.map(|value| value.clamp(0.0, 100.0) as i64),
        _ => None,
    }
}

/// What an event observed, as cyber observables.
fn observed(
    event: &iodef::EventData,
    told: &Told<'_>,
    about: &Common,
    count: &mut usize,
    objects: &mut Objects,
) -> Vec<String> {
    let mut refs = Vec::new();
    for within in &event.events {
        refs.extend(observed(within, told, about, count, objects));
    }
    if objects.given(&event.additional) {
        return refs;
    }
    let number = *count;
    *count += 1;
    let seen = objects.observables(told.seen(event));
    if !seen.is_empty() {
        let time = |at: &iodef::DateTime| timestamp(at.as_str());
        let first = event.start_time.as_ref().or(event.detect_time.as_ref());
        let first = first.map_or_else(|| about.created.clone(), time);
        let last = event.end_time.as_ref().map(time);
        let mut members = Map::new();
        members.insert("first_observed".into(), first.clone().into());
        members.insert(
            "last_observed".into(),
            last.filter(|last| *last > first).unwrap_or(first).into(),
        );
        members.insert("number_observed".into(), 1.into());
        members.insert("object_refs".into(), seen.clone().into());
        let own = about.marked(event.restriction.as_ref());
        refs.push(objects.add("observed-data", &own, &[&number.to_string()], members));
        refs.extend(seen);
        for text in &event.descriptions {
            let mut members = Map::new();
            members.insert("content".into(), text.value.as_str().into());
            members.insert("object_refs".into(), json!([refs[refs.len() - 1]]));
            refs.push(objects.add("note", &own, &[&number.to_string(), &text.value], members));
        }
    }
    refs
}

fn methods(method: &iodef::Method, about: &Common, objects: &mut Objects) -> Vec<String> {
    let mut refs = Vec::new();
    if objects.given(&method.additional) {
        return refs;
    }
    let cves = method
        .references
        .iter()
        .filter_map(|reference| reference.name.as_ref());
    let cves = cves
        .filter(|name| name.spec_index == 1)
        .map(|name| name.id.as_str());
    let structured = method.vulnerabilities.iter();
    let structured = structured.filter_map(|one| one.content_id.as_deref());
    for cve in cves.chain(structured) {
        let mut members = Map::new();
        members.insert("name".into(), cve.into());
        if cve.starts_with("CVE-") {
            let source = json!([{"source_name": "cve", "external_id": cve}]);
            members.insert("external_references".into(), source);
        }
        refs.push(objects.add("vulnerability", about, &[cve], members));
    }
    for pattern in &method.attack_patterns {
        let Some(id) = &pattern.content_id else {
            continue;
        };
        let mut members = Map::new();
        members.insert("name".into(), id.as_str().into());
        if id.starts_with("CAPEC-") {
            let source = json!([{"source_name": "capec", "external_id": id}]);
            members.insert("external_references".into(), source);
        }
        refs.push(objects.add("attack-pattern", about, &[id], members));
    }
    refs
}

/// Threat actors, campaigns and who is behind them.
fn related(related: &iodef::RelatedActivity, about: &Common, objects: &mut Objects) -> Vec<String> {
    let mut refs = Vec::new();
    if objects.given(&related.additional) {
        return refs;
    }
    let mut named = |kind: &str, ids: &[String], texts: &[iodef::Text], urls: &[iodef::Uri]| {
        let name = ids
            .first()
            .map(String::as_str)
            .or_else(|| texts.first().map(|text| text.value.as_str()))?;
        let mut members = Map::new();
        members.insert("name".into(), name.into());
        let words = in_words(texts);
        if !words.is_empty() {
            members.insert("description".into(), words.into());
        }
        if ids.len() > 1 {
            members.insert("aliases".into(), ids[1..].to_vec().into());
        }
        let pages: Vec<Value> = urls
            .iter()
            .filter(|url| url.as_str() != "about:blank")
            .map(|url| json!({"source_name": "url", "url": url.as_str()}))
            .collect();
        if !pages.is_empty() {
            members.insert("external_references".into(), pages.into());
        }
        Some(objects.add(kind, about, &[name], members))
    };
    let actors: Vec<String> = related
        .threat_actors
        .iter()
        .filter_map(|one| named("threat-actor", &one.ids, &one.descriptions, &one.urls))
        .collect();
    let campaigns: Vec<String> = related
        .campaigns
        .iter()
        .filter_map(|one| named("campaign", &one.ids, &one.descriptions, &one.urls))
        .collect();
    for campaign in &campaigns {
        for actor in &actors {
            let mut members = Map::new();
            members.insert("relationship_type".into(), "attributed-to".into());
            members.insert("source_ref".into(), campaign.as_str().into());
            members.insert("target_ref".into(), actor.as_str().into());
            refs.push(objects.add("relationship", about, &[campaign, actor], members));
        }
    }
    refs.extend(actors);
    refs.extend(campaigns);
    refs
}

fn history(
    item: &iodef::HistoryItem,
    subject: &str,
    about: &Common,
    objects: &mut Objects,
) -> Option<String> {
    let words = in_words(&item.descriptions);
    let mut members = Map::new();
    let content = match words.is_empty() {
        true => item.action.name().to_owned(),
        false => words,
    };
    if content.is_empty() {
        return None;
    }
    members.insert("abstract".into(), item.action.name().into());
    members.insert("content".into(), content.clone().into());
    members.insert("object_refs".into(), json!([subject]));
    let own = about.at(timestamp(item.at.as_str()));
    Some(objects.add("note", &own, &[item.at.as_str(), &content], members))
}
