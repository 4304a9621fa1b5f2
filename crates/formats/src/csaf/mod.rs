//! Incident documents as CSAF 2.0 documents (ISO/IEC 20153), and documents of those.
//!
//! CSAF has words for advisories, not for observables: what was seen, and what to look for, stands in
//! notes, one a kind, and is read from there again. A CSAF document that became a document of ours
//! becomes what it was.

mod read;
mod write;

pub use read::{is_advisory, read};
pub use write::advisory;

/// The name of what is kept in JSON.
const DOCUMENT: &str = "csaf:document";
/// Whose namespace it is where who tells has no name of a host (RFC 6761).
const NOWHERE: &str = "unknown.invalid";
/// What titles of notes begin with that name a kind of observable: what to look for, and what was seen.
const INDICATOR: &str = "Indicator: ";
const OBSERVED: &str = "Observed: ";

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use watchbell_iodef as iodef;

    use super::*;
    use crate::exchange::{Item, collect, event_of, of_iodef, of_items};

    const MADE_AT: &str = "2026-11-21T10:30:00Z";

    fn incident() -> iodef::Document {
        let item = |place: &str, value: &str| Item {
            kind: of_iodef(place).unwrap(),
            value: value.to_owned(),
        };
        let indicator = |number: u8, item: Item| iodef::Indicator {
            id: iodef::IndicatorId {
                id: iodef::Id::new(format!("i{number}")).unwrap(),
                ..iodef::IndicatorId::default()
            },
            observable: of_items(&[item]),
            ..iodef::Indicator::default()
        };
        let at = |text: &str| iodef::DateTime::new(text).unwrap();
        let step = |text: &str| iodef::HistoryItem {
            at: at(text),
            descriptions: vec!["blocked".into()],
            ..iodef::HistoryItem::default()
        };
        let cve = iodef::Reference {
            name: Some(iodef::ReferenceName {
                spec_index: 1,
                id: iodef::NcName::new("CVE-2026-0001").unwrap(),
            }),
            ..iodef::Reference::default()
        };
        iodef::Document {
            incidents: vec![iodef::Incident {
                restriction: Some(iodef::Restriction::Extended("amber+strict".to_owned())),
                id: iodef::IncidentId {
                    name: "desk.example".to_owned(),
                    id: "inc-7".to_owned(),
                    ..iodef::IncidentId::default()
                },
                related: vec![iodef::RelatedActivity {
                    urls: vec![iodef::Uri::new("https://desk.example/parcels").unwrap()],
                    ..iodef::RelatedActivity::default()
                }],
                generation_time: at(MADE_AT),
                descriptions: vec!["Parcel lure".into(), "Two waves\nby SMS".into()],
                methods: vec![iodef::Method {
                    references: vec![cve],
                    ..iodef::Method::default()
                }],
                contacts: vec![iodef::Contact {
                    names: vec!["Example desk".into()],
                    ..iodef::Contact::default()
                }],
                events: vec![event_of(&[item("address:telephone-number", "+15550100")])],
                indicator_data: Some(iodef::IndicatorData {
                    indicators: vec![
                        indicator(1, item("domain", "one.example")),
                        indicator(2, item("domain", "two.example")),
                        indicator(3, item("address:ipv4-addr", "192.0.2.7")),
                    ],
                }),
                history: Some(iodef::History {
                    items: vec![
                        step("2026-11-21T09:00:00Z"),
                        step("2026-11-21T08:00:00+01:00"),
                    ],
                    ..iodef::History::default()
                }),
                ..iodef::Incident::default()
            }],
            ..iodef::Document::default()
        }
    }

    #[test]
    fn an_incident_is_an_advisory_and_becomes_an_incident_again() {
        let document = incident();
        let (made, lost) = advisory(&document);
        assert_eq!(
            made["document"]["category"],
            "csaf_security_incident_response"
        );
        assert_eq!(made["document"]["distribution"]["tlp"]["label"], "RED");
        let tracking = &made["document"]["tracking"];
        assert_eq!(tracking["version"], "3");
        assert_eq!(tracking["initial_release_date"], "2026-11-21T07:00:00.000Z");
        assert_eq!(
            tracking["current_release_date"],
            tracking["revision_history"][2]["date"]
        );
        let expected = json!([{"cve": "CVE-2026-0001", "notes": [
            {"category": "description", "text": "Named in the incident."}
        ]}]);
        assert_eq!(made["vulnerabilities"], expected);
        assert!(lost.iter().all(|change| change.code == "lost"), "{lost:?}");

        let text = made.to_string();
        assert!(is_advisory(&text));
        let again = read(&text).unwrap();
        let (was, is) = (&document.incidents[0], &again.incidents[0]);
        assert_eq!((&is.id, &is.restriction), (&was.id, &was.restriction));
        assert_eq!(is.contacts[0].names, was.contacts[0].names);
        assert_eq!(is.related[0].urls, was.related[0].urls);
        assert_eq!(is.methods[0].references, was.methods[0].references);
        let told = |incident: &iodef::Incident| {
            let told = collect(incident);
            let sought = told.indicators.iter().flat_map(|(_, shape)| shape.items());
            let mut values: Vec<String> = sought.map(|item| item.value.clone()).collect();
            values.extend(
                told.observed
                    .iter()
                    .flat_map(|(_, items)| items)
                    .map(|item| item.value.clone()),
            );
            values.sort();
            values
        };
        assert_eq!(told(is), told(was));
        assert_eq!(told(is).len(), 4);
        assert_eq!(advisory(&again).0, made, "it becomes what it was");
    }

    #[test]
    fn labels_go_nowhere_further() {
        let table = [
            (Some("clear"), "WHITE", Some("clear")),
            (Some("green"), "GREEN", Some("green")),
            (Some("amber"), "AMBER", Some("amber")),
            (Some("amber+strict"), "RED", Some("amber+strict")),
            (Some("red"), "RED", Some("red")),
            (Some("ours"), "AMBER", Some("amber")),
            (None, "AMBER", Some("amber")),
        ];
        for (label, written, again) in table {
            let mut document = incident();
            document.incidents[0].restriction = label.map(crate::exchange::tlp::of_label);
            let made = advisory(&document).0;
            assert_eq!(
                made["document"]["distribution"]["tlp"]["label"], written,
                "{label:?}"
            );
            let read = read(&made.to_string()).unwrap();
            let read = read.incidents[0].restriction.as_ref();
            assert_eq!(
                read.and_then(crate::exchange::tlp::label),
                again,
                "{label:?}"
            );
        }
    }

    #[test]
    fn what_is_no_advisory_is_named_with_its_place() {
        let good: Value = advisory(&incident()).0;
        let without = |path: &str, name: &str| {
            let mut value = good.clone();
            value
                .pointer_mut(path)
                .unwrap()
                .as_object_mut()
                .unwrap()
                .remove(name);
            read(&value.to_string()).unwrap_err().to_string()
        };
        for (path, name, place) in [
            ("", "document", "/document"),
            ("/document", "csaf_version", "/document/csaf_version"),
            ("/document", "title", "/document/title"),
            ("/document", "tracking", "/document/tracking/id"),
            ("/document/tracking", "id", "/document/tracking/id"),
            ("/document", "publisher", "/document/publisher/name"),
        ] {
            let error = without(path, name);
            assert!(error.starts_with(place), "{error}");
        }
        let long = format!(
            "{{\"document\":\"{}\"}}",
            "x".repeat(crate::exchange::MAX_BYTES)
        );
        assert!(read(&long).is_err());
        assert!(!is_advisory("{\"type\":\"bundle\"}"));
    }
}
