//! An incident as an IODEF document, to hand to peers.
//!
//! What leaves: numbers, times, findings, indicators, what was done and where
//! the log proves it. Reporters and recipients appear as the pseudonyms they
//! are kept under, people who work here not at all. The text of a message,
//! and the evidence that quotes it, is in the document only where the report's
//! line brings it.

mod event;
mod indicator;
mod redact;
mod summary;

pub use redact::redact;
use watchbell_iodef as iodef;
use watchbell_model::{
    Action, Channel, Event, Incident, IncidentState, Link, ReportId, Time, Tlp, Verdict,
};

/// Most reports in one document; the highest scores come first.
pub const MAX_REPORTS: usize = 1_000;
/// Most indicators in one document.
pub const MAX_INDICATORS: usize = 1_000;
/// Most steps of the history in one document; the latest are kept.
pub const MAX_HISTORY: usize = 1_000;
/// Most actions in one document; the latest are kept.
pub const MAX_ACTIONS: usize = 1_000;

/// An incident with all that is told about it.
#[derive(Clone, Debug, PartialEq)]
pub struct IncidentFile {
    /// The incident.
    pub incident: Incident,
    /// Who tells it, as a domain name.
    pub csirt_name: String,
    /// How to reach them.
    pub contact: Contact,
    /// When the document is made.
    pub made_at: Time,
    /// Its reports.
    pub reports: Vec<ReportLine>,
    /// Its history.
    pub events: Vec<Event>,
    /// What was done or proposed against its originators and hosts.
    pub actions: Vec<Action>,
    /// What joins its reports.
    pub links: Vec<Link>,
    /// Where the log has it.
    pub proofs: Vec<Proof>,
}

/// How to reach who made a document.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Contact {
    /// Name of the organisation.
    pub name: String,
    /// Its address for incidents.
    pub email: Option<String>,
    /// Its number for incidents.
    pub telephone: Option<String>,
}

/// What is told about a report.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportLine {
    /// Its identity.
    pub id: ReportId,
    /// How the message came.
    pub channel: Channel,
    /// When the report arrived.
    pub received_at: Time,
    /// When the message or call happened.
    pub event_at: Option<Time>,
    /// Who sent the message.
    pub originator: Option<String>,
    /// Pseudonym of who complained.
    pub reporter: Option<String>,
    /// The text, only where it may be disclosed.
    pub text: Option<String>,
    /// Language of the text.
    pub lang: Option<String>,
    /// What was decided.
    pub verdict: Verdict,
}

/// Where the transparency log has a decision.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Proof {
    /// The log's origin line.
    pub log: String,
    /// The leaf's number, from 0.
    pub index: u64,
    /// What the leaf is about, for example `verdict of 3f2a…`.
    pub about: String,
    /// The leaf's hash, in hexadecimal.
    pub leaf_hash: String,
}

/// Makes the document.
///
/// [`iodef::validate`] finds no fault in it, whatever the texts in `file` hold.
pub fn document(file: &IncidentFile) -> iodef::Document {
    let incident = &file.incident;
    iodef::Document {
        lang: iodef::Lang::new("en"),
        private_enum_name: Some(file.csirt_name.clone()),
        private_enum_id: Some("watchbell-1".to_owned()),
        incidents: vec![iodef::Incident {
            purpose: iodef::Purpose::Reporting,
            status: Some(status(incident.state)),
            restriction: Some(restriction(incident.tlp)),
            id: iodef::IncidentId {
                name: file.csirt_name.clone(),
                id: incident.id.to_string(),
                ..iodef::IncidentId::default()
            },
            detect_time: Some(time(incident.opened_at)),
            start_time: summary::first_event(file).map(time),
            report_time: Some(time(incident.opened_at)),
            generation_time: time(file.made_at),
            descriptions: vec![
                incident.title.as_str().into(),
                summary::in_words(file).into(),
            ],
            discoveries: vec![summary::discovery(incident.class)],
            assessments: vec![summary::assessment(incident)],
            methods: summary::methods(file),
            contacts: vec![summary::contact(&file.contact)],
            events: event::all(file),
            indicator_data: indicator::all(file),
            history: summary::history(&file.events),
            additional: summary::additional(file),
            ..iodef::Incident::default()
        }],
        ..iodef::Document::default()
    }
}

/// Returns the restriction that a TLP label is; the RFC predates the strict one.
pub fn restriction(tlp: Tlp) -> iodef::Restriction {
    match tlp {
        Tlp::Clear => iodef::Restriction::White,
        Tlp::Green => iodef::Restriction::Green,
        Tlp::Amber => iodef::Restriction::Amber,
        Tlp::AmberStrict => iodef::Restriction::Extended(Tlp::AmberStrict.to_string()),
        Tlp::Red => iodef::Restriction::Red,
    }
}

fn status(state: IncidentState) -> iodef::Status {
    match state {
        IncidentState::Open => iodef::Status::InProgress,
        IncidentState::Closed => iodef::Status::Resolved,
        IncidentState::Dismissed => iodef::Status::Extended(state.to_string()),
    }
}

/// Returns a moment as IODEF has it.
fn time(at: Time) -> iodef::DateTime {
    iodef::DateTime::new(at.to_string()).expect("every Time is within the years 1 to 9999")
}

#[cfg(test)]
mod tests;
