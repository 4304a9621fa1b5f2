use serde::{Deserialize, Serialize};

use crate::{Class, IncidentId, Judgement, Time, Tlp, id::words};

words! {
    /// Where an incident stands.
    #[derive(Default)]
    pub enum IncidentState: "incident state" {
        /// Still growing or not yet looked at.
        #[default]
        Open = "open",
        /// Dealt with.
        Closed = "closed",
        /// Looked at and found harmless.
        Dismissed = "dismissed",
    }
}

words! {
    /// What an incident is about: for reports, what two of them can have in common.
    pub enum LinkKind: "link kind" {
        /// A band of the near-duplicate signature of the text.
        Template = "template",
        /// The originator.
        Originator = "originator",
        /// A host that the text links to.
        Host = "host",
        /// A number that the text asks to call.
        Number = "number",
        /// A list of what somebody runs, and the record that touches it: `production/CVE-2024-12345`.
        Vulnerability = "vulnerability",
    }
}

/// A value that joins reports to one incident.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Link {
    /// What kind of value.
    pub kind: LinkKind,
    /// The value, normalised; for templates 16 hexadecimal digits.
    pub value: String,
}

/// A campaign or an originator under complaint.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Incident {
    /// Its number.
    pub id: IncidentId,
    /// Where it stands.
    pub state: IncidentState,
    /// One line: what it is about.
    pub title: String,
    /// What the messages are after.
    pub class: Class,
    /// The most certain judgement among its reports.
    pub verdict: Judgement,
    /// The highest score among its reports, 0 to 1.
    pub score: f32,
    /// How far it may travel.
    pub tlp: Tlp,
    /// Reports joined to it.
    pub reports: i64,
    /// Different reporters, counted up to a bound.
    pub reporters: i64,
    /// Different originators, counted up to a bound.
    pub originators: i64,
    /// First report.
    pub opened_at: Time,
    /// Latest report or change.
    pub updated_at: Time,
}

words! {
    /// What happened to an incident.
    pub enum EventKind: "event kind" {
        /// The first report came.
        Opened = "opened",
        /// Its numbers passed a mark worth noting.
        Grew = "grew",
        /// A link value was too common to join on.
        LinkSkipped = "link-skipped",
        /// An action was proposed, approved, applied, reversed or it ended.
        Action = "action",
        /// It was exported.
        Exported = "exported",
        /// Its state was changed.
        State = "state",
        /// Somebody wrote a note.
        Note = "note",
    }
}

/// One line of an incident's history.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Event {
    /// When.
    pub at: Time,
    /// What happened.
    pub kind: EventKind,
    /// Who did it: a user's name, or `watchbell`.
    pub by: String,
    /// In words.
    pub text: String,
}
