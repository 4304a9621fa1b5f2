//! An incident document as a CSAF document.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use watchbell_iodef::{self as iodef, Change};

use super::{DOCUMENT, INDICATOR, NOWHERE, OBSERVED};
use crate::exchange::{Item, Shape, collect, in_words, kept_as, lost, timestamp, title, tlp};

/// The profile for incidents (section 4.2); it asks for a reference to something outside.
const INCIDENT: &str = "csaf_security_incident_response";
/// The profile for anything (section 4.1).
const BASE: &str = "csaf_base";

/// Makes a CSAF document of the first incident of a document; says what it has no place for.
pub fn advisory(document: &iodef::Document) -> (Value, Vec<Change>) {
    let made = document.incidents.first().map(advisory_of);
    let made = made.unwrap_or_default();
    let changes = lost(document, &made, "CSAF", &[DOCUMENT]);
    (made, changes)
}

fn advisory_of(incident: &iodef::Incident) -> Value {
    if let Some(was) = kept_as(DOCUMENT, &incident.additional).next() {
        return was;
    }
    let references = references(incident);
    let category = if references.is_empty() {
        BASE
    } else {
        INCIDENT
    };
    let name = incident.id.name.as_str();
    let is_host = |c: char| c.is_ascii_alphanumeric() || ".-".contains(c);
    let host = Some(name).filter(|name| !name.is_empty() && name.chars().all(is_host));
    let names = incident.contacts.iter().map(|one| in_words(&one.names));
    let publisher = names.chain([name.to_owned()]).find(|name| !name.is_empty());
    let mut publisher = json!({
        "category": "coordinator",
        "name": publisher.unwrap_or_else(|| "unknown".to_owned()),
        "namespace": format!("https://{}", host.unwrap_or(NOWHERE)),
    });
    let emails = incident.contacts.iter().flat_map(|one| &one.emails);
    let emails = emails.map(|one| one.to.trim());
    let emails: Vec<&str> = emails.filter(|email| !email.is_empty()).collect();
    if !emails.is_empty() {
        publisher["contact_details"] = emails.join(", ").into();
    }
    let mut made = json!({
        "category": category,
        "csaf_version": "2.0",
        "title": title(incident),
        "publisher": publisher,
        "distribution": distribution(incident),
        "tracking": tracking(incident),
        "notes": notes(incident),
    });
    if !references.is_empty() {
        made["references"] = references.into();
    }
    let mut all = Map::new();
    all.insert("document".to_owned(), made);
    let vulnerabilities = vulnerabilities(incident);
    if !vulnerabilities.is_empty() {
        all.insert("vulnerabilities".to_owned(), vulnerabilities.into());
    }
    all.into()
}

/// The label. CSAF 2.0 has those of TLP 1: what it lacks becomes the next stricter one, and the words
/// beside say which it was.
fn distribution(incident: &iodef::Incident) -> Value {
    let label = incident.restriction.as_ref().and_then(tlp::label);
    let label = label.unwrap_or("amber");
    let written = match label {
        "clear" => "WHITE",
        "green" => "GREEN",
        "amber" => "AMBER",
        _ => "RED",
    };
    json!({
        "text": format!("TLP:{}", label.to_ascii_uppercase()),
        "tlp": {"label": written, "url": "https://www.first.org/tlp/"},
    })
}

/// Which document, as of when: each step of the history is a revision of it.
fn tracking(incident: &iodef::Incident) -> Value {
    let mut steps: Vec<(String, String)> = Vec::new();
    for item in incident.history.iter().flat_map(|history| &history.items) {
        let words = in_words(&item.descriptions);
        let words = if words.is_empty() {
            "a step".to_owned()
        } else {
            words
        };
        steps.push((timestamp(item.at.as_str()), words));
    }
    let told = (
        timestamp(incident.generation_time.as_str()),
        "as told now".to_owned(),
    );
    steps.push(told);
    steps.sort();
    let first = steps.first().map_or("", |(at, _)| at).to_owned();
    let last = steps.last().map_or("", |(at, _)| at).to_owned();
    let history: Vec<Value> = (1..)
        .zip(&steps)
        .map(|(number, (date, summary))| {
            json!({"date": date, "number": number.to_string(), "summary": summary})
        })
        .collect();
    // What names it may have nothing around it, and has to be there.
    let id = Some(incident.id.id.trim()).filter(|id| !id.is_empty());
    json!({
        "id": id.unwrap_or("unknown"),
        "initial_release_date": first,
        "current_release_date": last,
        "status": "final",
        "version": steps.len().to_string(),
        "revision_history": history,
    })
}

fn notes(incident: &iodef::Incident) -> Vec<Value> {
    let words = in_words(&incident.descriptions);
    let words = if words.is_empty() {
        title(incident)
    } else {
        words
    };
    let mut notes =
        vec![json!({"category": "description", "title": "What happened", "text": words})];
    let told = collect(incident);
    let sought = told
        .indicators
        .iter()
        .flat_map(|(_, shape)| Shape::items(shape));
    let seen = told.observed.iter().flat_map(|(_, items)| items);
    for (what, items) in [(INDICATOR, by_kind(sought)), (OBSERVED, by_kind(seen))] {
        for (kind, values) in items {
            let title = format!("{what}{kind}");
            let text = values.join("\n");
            notes.push(json!({"category": "other", "title": title, "text": text}));
        }
    }
    notes
}

/// The values of each kind, each once.
fn by_kind<'a>(items: impl Iterator<Item = &'a Item>) -> BTreeMap<&'static str, Vec<&'a str>> {
    let mut kinds: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for item in items {
        let value = item.value.trim();
        let values = kinds.entry(item.kind.name).or_default();
        // A line is a value.
        if !value.is_empty() && !value.contains('\n') {
            values.push(value);
        }
    }
    for values in kinds.values_mut() {
        values.sort_unstable();
        values.dedup();
    }
    kinds.retain(|_, values| !values.is_empty());
    kinds
}

fn references(incident: &iodef::Incident) -> Vec<Value> {
    let related = incident.related.iter().flat_map(|one| &one.urls);
    let methods = incident.methods.iter().flat_map(|one| &one.references);
    let methods = methods.flat_map(|one| &one.urls);
    let mut urls: Vec<&str> = related.chain(methods).map(iodef::Uri::as_str).collect();
    urls.retain(|url| url.contains("://"));
    urls.sort_unstable();
    urls.dedup();
    let references = urls
        .iter()
        .map(|url| json!({"category": "external", "summary": "A page about it", "url": url}));
    references.collect()
}

fn vulnerabilities(incident: &iodef::Incident) -> Vec<Value> {
    let names = incident.methods.iter().flat_map(|one| &one.references);
    let names = names.filter_map(|one| one.name.as_ref());
    let mut cves: Vec<&str> = names
        .map(|name| name.id.as_str())
        .filter(|id| is_cve(id))
        .collect();
    cves.sort_unstable();
    cves.dedup();
    let notes = json!([{"category": "description", "text": "Named in the incident."}]);
    let entries = cves.iter().map(|cve| json!({"cve": cve, "notes": notes}));
    entries.collect()
}

/// Whether it has the form that the schema of CSAF asks of a name of CVE.
fn is_cve(id: &str) -> bool {
    let mut parts = id.splitn(3, '-');
    let is_digits = |part: Option<&str>, least: usize| {
        part.is_some_and(|part| part.len() >= least && part.bytes().all(|c| c.is_ascii_digit()))
    };
    parts.next() == Some("CVE") && is_digits(parts.next(), 4) && is_digits(parts.next(), 4)
}
