//! What was done and what is to be done (sections 3.13 and 3.15).

use super::{Contact, Extension, IncidentId};
use crate::{
    CourseOfAction, DateTime, Id, Restriction, Severity, Text, place::Place, validate::Check,
};

class! {
    /// What was done about an incident.
    pub struct History [History::rules] {
        attributes {
            /// How far it may be disclosed.
            restriction: Option<Restriction> => "restriction",
        }
        children {
            /// Step by step, one at least.
            items: Vec<HistoryItem> => "HistoryItem",
        }
    }
}

impl History {
    fn rules(&self, at: &Place<'_>, check: &mut Check) {
        check.expect(!self.items.is_empty(), at, "it has no HistoryItem");
    }
}

class! {
    /// One step.
    pub struct HistoryItem {
        attributes {
            /// What was done.
            action: CourseOfAction => "action",
            /// How far it may be disclosed.
            restriction: Option<Restriction> => "restriction",
            /// Names it as an observable.
            observable_id: Option<Id> => "observable-id",
        }
        children {
            /// When.
            at: DateTime => "DateTime",
            /// In which incident, at another organisation.
            incident_id: Option<IncidentId> => "IncidentID",
            /// By whom.
            contact: Option<Contact> => "Contact",
            /// In words.
            descriptions: Vec<Text> => "Description",
            /// By an agreed course of action.
            courses: Vec<String> => "DefinedCOA",
            /// What the data model has no place for.
            additional: Vec<Extension> => "AdditionalData",
        }
    }
}

class! {
    /// What the reader is asked to do.
    pub struct Expectation {
        attributes {
            /// What.
            action: CourseOfAction => "action",
            /// How urgent it is.
            severity: Option<Severity> => "severity",
            /// How far it may be disclosed.
            restriction: Option<Restriction> => "restriction",
            /// Names it as an observable.
            observable_id: Option<Id> => "observable-id",
        }
        children {
            /// In words.
            descriptions: Vec<Text> => "Description",
            /// By an agreed course of action.
            courses: Vec<String> => "DefinedCOA",
            /// Not before.
            start_time: Option<DateTime> => "StartTime",
            /// Not after.
            end_time: Option<DateTime> => "EndTime",
            /// By whom.
            contact: Option<Contact> => "Contact",
        }
    }
}
