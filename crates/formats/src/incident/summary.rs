//! What is said about the incident as a whole.

use std::collections::BTreeMap;

use watchbell_iodef as iodef;
use watchbell_model::{Class, Event, EventKind, Incident, Judgement, Link, LinkKind, Time};

use super::{Contact, IncidentFile, MAX_ACTIONS, MAX_HISTORY, MAX_INDICATORS, MAX_REPORTS, time};

/// Scores from which a judgement is called highly and fairly sure.
const SURE: [(f32, iodef::Rating); 2] = [(0.9, iodef::Rating::High), (0.5, iodef::Rating::Medium)];

/// Returns when the first message was sent, where that is known.
pub(super) fn first_event(file: &IncidentFile) -> Option<Time> {
    file.reports.iter().filter_map(|line| line.event_at).min()
}

pub(super) fn in_words(file: &IncidentFile) -> String {
    let incident = &file.incident;
    format!(
        "Judged {} ({}), score {:.4}. Reports: {}, reporters: {}, originators: {}, \
         from {} to {}.",
        incident.verdict,
        incident.class,
        incident.score,
        incident.reports,
        incident.reporters,
        incident.originators,
        incident.opened_at,
        incident.updated_at
    )
}

pub(super) fn discovery(class: Class) -> iodef::Discovery {
    let (source, how) = match class {
        Class::Vulnerability => (
            iodef::DiscoverySource::Audit,
            "What is run was held against published vulnerabilities.",
        ),
        _ => (
            iodef::DiscoverySource::ExternalNotification,
            "Reported by recipients.",
        ),
    };
    iodef::Discovery {
        source,
        descriptions: vec![how.into()],
        ..iodef::Discovery::default()
    }
}

pub(super) fn assessment(incident: &Incident) -> iodef::Assessment {
    iodef::Assessment {
        occurrence: Some(iodef::Occurrence::Potential),
        categories: vec![incident.class.as_str().into()],
        impacts: vec![iodef::Impact::Intended(iodef::BusinessImpact {
            severity: Some(severity(incident.verdict)),
            kind: intent(incident.class),
            descriptions: Vec::new(),
        })],
        counters: vec![
            counter(iodef::CounterUnit::Message, "reports", incident.reports),
            counter(
                extended("reporter"),
                "different reporters",
                incident.reporters,
            ),
            counter(
                extended("originator"),
                "different originators",
                incident.originators,
            ),
        ],
        confidence: Some(confidence(incident.score)),
        ..iodef::Assessment::default()
    }
}

fn extended(unit: &str) -> iodef::CounterUnit {
    iodef::CounterUnit::Extended(unit.to_owned())
}

fn counter(unit: iodef::CounterUnit, meaning: &str, value: i64) -> iodef::Counter {
    iodef::Counter {
        kind: iodef::CounterKind::Counter,
        unit,
        meaning: Some(meaning.to_owned()),
        duration: None,
        value: value as f64,
    }
}

/// Returns how sure a score is.
pub(super) fn confidence(score: f32) -> iodef::Confidence {
    let score = if score.is_finite() {
        score.clamp(0.0, 1.0)
    } else {
        0.0
    };
    let rating = SURE.iter().find(|(from, _)| score >= *from);
    iodef::Confidence {
        rating: rating.map_or(iodef::Rating::Low, |(_, rating)| rating.clone()),
        value: Some((f64::from(score) * 10_000.0).round() / 100.0),
    }
}

const fn severity(verdict: Judgement) -> iodef::BusinessSeverity {
    match verdict {
        Judgement::Unwanted => iodef::BusinessSeverity::Medium,
        Judgement::Suspicious => iodef::BusinessSeverity::Low,
        Judgement::Clean => iodef::BusinessSeverity::None,
    }
}

fn intent(class: Class) -> iodef::BusinessKind {
    match class {
        Class::Phishing => iodef::BusinessKind::BreachCredential,
        Class::Fraud => iodef::BusinessKind::TheftFinancial,
        Class::Malware => iodef::BusinessKind::LossOfIntegrity,
        Class::Advertising | Class::Adult | Class::Gambling | Class::Loan => {
            iodef::BusinessKind::Extended(format!("unwanted-{class}"))
        }
        Class::Other | Class::Vulnerability => iodef::BusinessKind::Unknown,
    }
}

/// Returns the vulnerabilities that it is about, or the rules that fired, the most frequent first.
pub(super) fn methods(file: &IncidentFile) -> Vec<iodef::Method> {
    let references: Vec<iodef::Reference> = file.links.iter().filter_map(vulnerability).collect();
    if !references.is_empty() {
        return vec![iodef::Method {
            references,
            ..iodef::Method::default()
        }];
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in file.reports.iter().flat_map(|line| &line.verdict.findings) {
        *counts.entry(finding.rule.as_ref()).or_default() += 1;
    }
    if counts.is_empty() {
        return Vec::new();
    }
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let line = |(rule, count): (&str, usize)| format!("{rule}: in {count} reports").into();
    vec![iodef::Method {
        descriptions: counts.into_iter().map(line).collect(),
        ..iodef::Method::default()
    }]
}

/// The list of CVE in IANA's registry of enumerations (4 of RFC 7495).
const CVE: i64 = 1;

/// Returns the record that a link names, but not the list of ours that it touches.
fn vulnerability(link: &Link) -> Option<iodef::Reference> {
    let (_, cve) = link.value.rsplit_once('/')?;
    let is_vulnerability = link.kind == LinkKind::Vulnerability;
    let id = iodef::NcName::new(cve).filter(|_| is_vulnerability && cve.starts_with("CVE-"))?;
    let name = iodef::ReferenceName {
        spec_index: CVE,
        id,
    };
    Some(iodef::Reference {
        name: Some(name),
        ..iodef::Reference::default()
    })
}

pub(super) fn contact(contact: &Contact) -> iodef::Contact {
    let email = |to: &String| iodef::Email {
        to: to.clone(),
        ..iodef::Email::default()
    };
    let telephone = |number: &String| iodef::Telephone {
        number: number.clone(),
        ..iodef::Telephone::default()
    };
    iodef::Contact {
        role: iodef::Role::Creator,
        kind: iodef::ContactKind::Organization,
        names: vec![contact.name.as_str().into()],
        emails: contact.email.iter().map(email).collect(),
        telephones: contact.telephone.iter().map(telephone).collect(),
        ..iodef::Contact::default()
    }
}

/// Returns the latest steps, in order. Who of our people took them stays here.
pub(super) fn history(events: &[Event]) -> Option<iodef::History> {
    let latest = events.len().saturating_sub(MAX_HISTORY);
    let items: Vec<iodef::HistoryItem> = events[latest..]
        .iter()
        .map(|event| iodef::HistoryItem {
            action: course(event.kind),
            at: time(event.at),
            descriptions: vec![event.text.as_str().into()],
            ..iodef::HistoryItem::default()
        })
        .collect();
    (!items.is_empty()).then_some(iodef::History {
        restriction: None,
        items,
    })
}

fn course(kind: EventKind) -> iodef::CourseOfAction {
    match kind {
        EventKind::Opened | EventKind::State => iodef::CourseOfAction::StatusTriage,
        EventKind::Grew | EventKind::LinkSkipped => iodef::CourseOfAction::StatusNewInfo,
        EventKind::Action => iodef::CourseOfAction::RemediateOther,
        EventKind::Exported | EventKind::Note => iodef::CourseOfAction::Other,
    }
}

/// Returns proofs, and what was left out for the bounds.
pub(super) fn additional(file: &IncidentFile) -> Vec<iodef::Extension> {
    let mut out = Vec::new();
    for proof in &file.proofs {
        let (index, hash) = (proof.index, &proof.leaf_hash);
        let value = format!("{} leaf {index} {hash}", proof.log);
        let meaning = format!("leaf of a transparency log: {}", proof.about);
        out.push(iodef::Extension::string("tlog-leaf", meaning, value));
    }
    for (what, count, most) in [
        ("reports", file.reports.len(), MAX_REPORTS),
        ("indicators", file.links.len(), MAX_INDICATORS),
        ("history", file.events.len(), MAX_HISTORY),
        ("actions", file.actions.len(), MAX_ACTIONS),
    ] {
        if count > most {
            let value = (count - most).to_string();
            out.push(iodef::Extension {
                kind: iodef::DataKind::Integer,
                ..iodef::Extension::string(what, "how many are not in this document", value)
            });
        }
    }
    out
}
