//! What an incident says, in the order in which a person asks: what, who, when, what to look for.

use watchbell_formats::exchange::{Shape, collect};
use watchbell_iodef as iodef;
use watchbell_model::Time;

use super::graph;
use crate::markup::Markup;

/// An incident, ready to be read.
pub(in crate::pages) struct Incident {
    /// Where it stands in the page.
    pub(in crate::pages) anchor: String,
    pub(in crate::pages) title: String,
    /// Who numbered it, and the number.
    pub(in crate::pages) number: String,
    pub(in crate::pages) purpose: String,
    pub(in crate::pages) status: Option<String>,
    /// How far it may be disclosed.
    pub(in crate::pages) restriction: String,
    pub(in crate::pages) texts: Vec<String>,
    /// What it did, in words.
    pub(in crate::pages) impacts: Vec<String>,
    pub(in crate::pages) parties: Vec<Party>,
    /// When, and what; in order.
    pub(in crate::pages) timeline: Vec<(String, String)>,
    pub(in crate::pages) indicators: Vec<Indicator>,
    /// Whether any of them says how sure it is.
    pub(in crate::pages) is_sure: bool,
    /// What was observed: kind and value.
    pub(in crate::pages) observed: Vec<(&'static str, String)>,
    /// How it was done: what, and where that is described.
    pub(in crate::pages) methods: Vec<(String, Option<String>)>,
    /// What refers to what, drawn; nothing where nothing does.
    pub(in crate::pages) graph: Option<Markup>,
}

impl Incident {
    /// The moments that are shown at once.
    pub(in crate::pages) fn early(&self) -> &[(String, String)] {
        &self.timeline[..self.timeline.len().min(MOMENTS)]
    }

    /// The others.
    pub(in crate::pages) fn later(&self) -> &[(String, String)] {
        self.timeline.get(MOMENTS..).unwrap_or_default()
    }
}

/// A person or an organisation.
pub(in crate::pages) struct Party {
    pub(in crate::pages) role: String,
    pub(in crate::pages) name: String,
    pub(in crate::pages) reached: Vec<String>,
}

/// What to look for.
pub(in crate::pages) struct Indicator {
    pub(in crate::pages) id: String,
    pub(in crate::pages) about: String,
    pub(in crate::pages) seen: Vec<(&'static str, String)>,
    /// How the things to look for belong together, where there are several.
    pub(in crate::pages) joined: Option<&'static str>,
    pub(in crate::pages) confidence: Option<String>,
}

/// Moments shown at once.
const MOMENTS: usize = 8;
/// Things shown of a list.
const SHOWN: usize = 200;

/// Returns the incidents of a document.
pub(in crate::pages) fn all(document: &iodef::Document) -> Vec<Incident> {
    let incidents = document.incidents.iter().enumerate();
    incidents
        .map(|(number, incident)| of(incident, number))
        .collect()
}

fn of(incident: &iodef::Incident, number: usize) -> Incident {
    let anchor = format!("incident-{}", number + 1);
    let told = collect(incident);
    let texts: Vec<String> = incident
        .descriptions
        .iter()
        .map(|text| text.value.trim().to_owned())
        .collect();
    let number = format!("{} at {}", incident.id.id.trim(), incident.id.name.trim());
    let mut texts = texts.into_iter().filter(|text| !text.is_empty());
    let observed = told.observed.iter().flat_map(|(_, items)| items);
    let indicators: Vec<Indicator> = told.indicators.iter().take(SHOWN).map(indicator).collect();
    Incident {
        anchor,
        title: texts.next().unwrap_or_else(|| format!("Incident {number}")),
        number,
        purpose: incident.purpose.name().to_owned(),
        status: incident
            .status
            .as_ref()
            .map(|status| status.name().to_owned()),
        restriction: incident
            .restriction
            .as_ref()
            .map_or("private", iodef::Restriction::name)
            .to_owned(),
        texts: texts.collect(),
        impacts: incident.assessments.iter().flat_map(impacts).collect(),
        parties: parties(&incident.contacts),
        timeline: timeline(incident),
        is_sure: indicators.iter().any(|one| one.confidence.is_some()),
        indicators,
        observed: observed
            .take(SHOWN)
            .map(|item| (item.kind.name, item.value.clone()))
            .collect(),
        methods: methods(incident),
        graph: graph::draw(&graph::of(incident)),
    }
}

fn impacts(assessment: &iodef::Assessment) -> Vec<String> {
    let categories = assessment.categories.iter().map(|text| text.value.clone());
    let impacts = assessment.impacts.iter().map(|impact| match impact {
        iodef::Impact::System(one) => with(
            one.kind.name(),
            one.severity.as_ref().map(iodef::Severity::name),
        ),
        iodef::Impact::Business(one) => with(
            one.kind.name(),
            one.severity.as_ref().map(iodef::BusinessSeverity::name),
        ),
        iodef::Impact::Intended(one) => format!("meant: {}", one.kind.name()),
        iodef::Impact::Time(one) => {
            let unit = one.duration.as_ref().map_or("hour", iodef::Duration::name);
            format!("{} {unit} of {}", one.value, one.metric.name())
        }
        iodef::Impact::Monetary(one) => {
            format!(
                "{} {}",
                one.value,
                one.currency.as_deref().unwrap_or_default()
            )
        }
    });
    categories.chain(impacts).collect()
}

fn with(word: &str, severity: Option<&str>) -> String {
    severity.map_or_else(|| word.to_owned(), |severity| format!("{word}, {severity}"))
}

fn parties(contacts: &[iodef::Contact]) -> Vec<Party> {
    let mut parties = Vec::new();
    for contact in contacts {
        let names = contact.names.iter().chain(&contact.titles);
        let names: Vec<&str> = names.map(|text| text.value.trim()).collect();
        let emails = contact.emails.iter().map(|email| email.to.clone());
        let phones = contact.telephones.iter().map(|phone| phone.number.clone());
        parties.push(Party {
            role: contact.role.name().to_owned(),
            name: names.join(", "),
            reached: emails.chain(phones).collect(),
        });
        parties.extend(self::parties(&contact.contacts));
    }
    parties
}

fn timeline(incident: &iodef::Incident) -> Vec<(String, String)> {
    let mut all: Vec<(&iodef::DateTime, String)> = Vec::new();
    for (at, what) in [
        (&incident.start_time, "It began"),
        (&incident.detect_time, "It was detected"),
        (&incident.end_time, "It ended"),
        (&incident.recovery_time, "It was recovered from"),
        (&incident.report_time, "It was reported"),
    ] {
        all.extend(at.as_ref().map(|at| (at, what.to_owned())));
    }
    all.push((
        &incident.generation_time,
        "This document was made".to_owned(),
    ));
    for event in &incident.events {
        let at = event.start_time.as_ref().or(event.detect_time.as_ref());
        let words = said(&event.descriptions);
        all.extend(at.map(|at| {
            (
                at,
                if words.is_empty() {
                    "An event".to_owned()
                } else {
                    words
                },
            )
        }));
        for asked in &event.expectations {
            let words = format!(
                "Asked for: {} {}",
                asked.action.name(),
                said(&asked.descriptions)
            );
            all.extend(
                asked
                    .start_time
                    .as_ref()
                    .map(|at| (at, words.trim().to_owned())),
            );
        }
    }
    for item in incident.history.iter().flat_map(|history| &history.items) {
        let words = format!("{} {}", item.action.name(), said(&item.descriptions));
        all.push((&item.at, words.trim().to_owned()));
    }
    // What has no offset stands where it would be in UTC.
    let moment = |at: &iodef::DateTime| {
        let text = at.as_str();
        let read = text.parse::<Time>().or_else(|_| format!("{text}Z").parse());
        read.map_or(0, Time::micros)
    };
    all.sort_by_key(|(at, _)| moment(at));
    let all = all.into_iter().take(SHOWN);
    all.map(|(at, what)| (at.to_string(), what)).collect()
}

fn said(texts: &[iodef::Text]) -> String {
    let texts: Vec<&str> = texts.iter().map(|text| text.value.trim()).collect();
    texts.join(" ")
}

fn indicator((indicator, shape): &(&iodef::Indicator, Shape)) -> Indicator {
    let items = shape.items();
    Indicator {
        id: indicator.id.id.to_string(),
        about: said(&indicator.descriptions),
        joined: match shape {
            Shape::One(_) => None,
            Shape::All(all) | Shape::Any(all) if all.iter().any(is_several) => {
                Some("together in the way the document says")
            }
            Shape::All(_) => Some("all of these"),
            Shape::Any(_) => Some("any of these"),
            Shape::Not(_) => Some("none of these"),
            Shape::Either(_) => Some("one of these alone"),
        },
        seen: items
            .iter()
            .take(SHOWN)
            .map(|item| (item.kind.name, item.value.clone()))
            .collect(),
        confidence: indicator
            .confidence
            .as_ref()
            .map(|confidence| match confidence.value {
                Some(value) => format!("{value} of 100"),
                None => confidence.rating.name().to_owned(),
            }),
    }
}

const fn is_several(shape: &Shape) -> bool {
    !matches!(shape, Shape::One(_))
}

fn methods(incident: &iodef::Incident) -> Vec<(String, Option<String>)> {
    let mut all = Vec::new();
    let events = incident.events.iter().flat_map(|event| &event.methods);
    for method in incident.methods.iter().chain(events) {
        for text in &method.descriptions {
            all.push((text.value.clone(), None));
        }
        for reference in &method.references {
            if let Some(name) = &reference.name {
                let id = name.id.to_string();
                let page = (name.spec_index == 1).then(|| format!("/cve/{id}"));
                all.push((id, page));
            }
            for text in &reference.descriptions {
                all.push((text.value.clone(), None));
            }
            // Addresses of others are shown and never followed.
            all.extend(reference.urls.iter().map(|url| (url.to_string(), None)));
        }
        for structured in [
            &method.attack_patterns,
            &method.vulnerabilities,
            &method.weaknesses,
        ] {
            for one in structured {
                let id = one
                    .content_id
                    .clone()
                    .unwrap_or_else(|| one.spec_id.clone());
                all.push((id, None));
            }
        }
    }
    all.truncate(SHOWN);
    all
}
