//! Documents, incidents and what they relate to (sections 3.1 to 3.8).

use super::{
    Assessment, Confidence, Contact, DetectionPattern, EventData, Extension, History,
    IndicatorData, IndicatorId, StructuredInfo,
};
use crate::{
    DateTime, DiscoverySource, Id, Lang, NcName, Purpose, Restriction, Status, Text, Uri, Version,
    place::Place, validate::Check,
};

class! {
    /// The root of a document (section 3.1).
    pub struct Document [Document::rules] {
        attributes {
            /// The version of the data model.
            version: Version => "version",
            /// The language of texts that name none.
            lang: Option<Lang> => "xml:lang" | "lang",
            /// Names an agreed way of using the data model.
            format_id: Option<String> => "format-id",
            /// Who defined the unlisted words in it.
            private_enum_name: Option<String> => "private-enum-name",
            /// Which of the definer's lists they come from.
            private_enum_id: Option<String> => "private-enum-id",
        }
        children {
            /// The incidents, one at least.
            incidents: Vec<Incident> => "Incident",
            /// What the data model has no place for.
            additional: Vec<Extension> => "AdditionalData",
        }
    }
}

impl Document {
    fn rules(&self, at: &Place<'_>, check: &mut Check) {
        check.expect(!self.incidents.is_empty(), at, "it has no Incident");
    }
}

class! {
    /// One incident (section 3.2).
    pub struct Incident [Incident::rules] {
        attributes {
            /// Why the document was made.
            purpose: Purpose => "purpose",
            /// Where the handling stands.
            status: Option<Status> => "status",
            /// The language of texts that name none.
            lang: Option<Lang> => "xml:lang" | "lang",
            /// How far it may be disclosed; absent means private.
            restriction: Option<Restriction> => "restriction",
            /// Names it as an observable.
            observable_id: Option<Id> => "observable-id",
        }
        children {
            /// Its number at who made the document.
            id: IncidentId => "IncidentID",
            /// Its numbers elsewhere.
            alternative_id: Option<AlternativeId> => "AlternativeID",
            /// What it has to do with.
            related: Vec<RelatedActivity> => "RelatedActivity",
            /// When it was detected first.
            detect_time: Option<DateTime> => "DetectTime",
            /// When it began.
            start_time: Option<DateTime> => "StartTime",
            /// When it ended.
            end_time: Option<DateTime> => "EndTime",
            /// When it was recovered from.
            recovery_time: Option<DateTime> => "RecoveryTime",
            /// When it was reported.
            report_time: Option<DateTime> => "ReportTime",
            /// When this description was made.
            generation_time: DateTime => "GenerationTime",
            /// What happened.
            descriptions: Vec<Text> => "Description",
            /// How it became known.
            discoveries: Vec<Discovery> => "Discovery",
            /// What it did.
            assessments: Vec<Assessment> => "Assessment",
            /// How it was done.
            methods: Vec<Method> => "Method",
            /// Whom to talk to, one at least.
            contacts: Vec<Contact> => "Contact",
            /// The events it consists of.
            events: Vec<EventData> => "EventData",
            /// What it can be recognised by.
            indicator_data: Option<IndicatorData> => "IndicatorData" | flat,
            /// What was done about it.
            history: Option<History> => "History",
            /// What the data model has no place for.
            additional: Vec<Extension> => "AdditionalData",
        }
    }
}

impl Incident {
    fn rules(&self, at: &Place<'_>, check: &mut Check) {
        check.expect(!self.contacts.is_empty(), at, "it has no Contact");
    }
}

class! {
    /// An incident's number at some organisation (section 3.4).
    pub struct IncidentId {
        attributes {
            /// The organisation, as a domain name.
            name: String => "name",
            /// One of several that give the same numbers.
            instance: Option<String> => "instance",
            /// How far it may be disclosed.
            restriction: Option<Restriction> => "restriction",
        }
        text {
            /// The number.
            id: String => "id"
        }
    }
}

class! {
    /// Numbers of the same incident elsewhere (section 3.5).
    pub struct AlternativeId [AlternativeId::rules] {
        attributes {
            /// How far it may be disclosed.
            restriction: Option<Restriction> => "restriction",
        }
        children {
            /// The numbers, one at least.
            ids: Vec<IncidentId> => "IncidentID",
        }
    }
}

impl AlternativeId {
    fn rules(&self, at: &Place<'_>, check: &mut Check) {
        check.expect(!self.ids.is_empty(), at, "it has no IncidentID");
    }
}

class! {
    /// What an incident has to do with (section 3.6).
    pub struct RelatedActivity [RelatedActivity::rules] {
        attributes {
            /// How far it may be disclosed.
            restriction: Option<Restriction> => "restriction",
        }
        children {
            /// Other incidents.
            incident_ids: Vec<IncidentId> => "IncidentID",
            /// Pages about it.
            urls: Vec<Uri> => "URL",
            /// Who is behind it.
            threat_actors: Vec<ThreatActor> => "ThreatActor",
            /// The campaign it is part of.
            campaigns: Vec<Campaign> => "Campaign",
            /// Indicators it was seen by.
            indicator_ids: Vec<IndicatorId> => "IndicatorID",
            /// How sure that is.
            confidence: Option<Confidence> => "Confidence",
            /// How they relate.
            descriptions: Vec<Text> => "Description",
            /// What the data model has no place for.
            additional: Vec<Extension> => "AdditionalData",
        }
    }
}

impl RelatedActivity {
    fn rules(&self, at: &Place<'_>, check: &mut Check) {
        let bare = Self {
            restriction: self.restriction.clone(),
            confidence: self.confidence.clone(),
            ..Self::default()
        };
        check.expect(*self != bare, at, "it relates to nothing");
    }
}

class! {
    /// Who is behind an activity (section 3.7).
    pub struct ThreatActor [ThreatActor::rules] {
        attributes {
            /// How far it may be disclosed.
            restriction: Option<Restriction> => "restriction",
        }
        children {
            /// Names of the actor.
            ids: Vec<String> => "ThreatActorID",
            /// Pages about the actor.
            urls: Vec<Uri> => "URL",
            /// What is known.
            descriptions: Vec<Text> => "Description",
            /// What the data model has no place for.
            additional: Vec<Extension> => "AdditionalData",
        }
    }
}

impl ThreatActor {
    /// The text allows none, the schema does not.
    fn rules(&self, at: &Place<'_>, check: &mut Check) {
        check.expect(
            !self.urls.is_empty(),
            at,
            "it has no URL, which the schema asks for",
        );
    }
}

class! {
    /// A campaign (section 3.8).
    pub struct Campaign {
        attributes {
            /// How far it may be disclosed.
            restriction: Option<Restriction> => "restriction",
        }
        children {
            /// Names of the campaign.
            ids: Vec<String> => "CampaignID",
            /// Pages about the campaign.
            urls: Vec<Uri> => "URL",
            /// What is known.
            descriptions: Vec<Text> => "Description",
            /// What the data model has no place for.
            additional: Vec<Extension> => "AdditionalData",
        }
    }
}

class! {
    /// How an incident became known (section 3.10).
    pub struct Discovery {
        attributes {
            /// By what.
            source: DiscoverySource => "source",
            /// How far it may be disclosed.
            restriction: Option<Restriction> => "restriction",
        }
        children {
            /// How.
            descriptions: Vec<Text> => "Description",
            /// By whom.
            contacts: Vec<Contact> => "Contact",
            /// By which rules of which software.
            patterns: Vec<DetectionPattern> => "DetectionPattern",
        }
    }
}

class! {
    /// How an incident was done (section 3.11).
    pub struct Method [Method::rules] {
        attributes {
            /// How far it may be disclosed.
            restriction: Option<Restriction> => "restriction",
        }
        children {
            /// Where it is described.
            references: Vec<Reference> => "Reference",
            /// A description.
            descriptions: Vec<Text> => "Description",
            /// By which patterns of attack.
            attack_patterns: Vec<StructuredInfo> => "sci:AttackPattern" | "AttackPattern",
            /// By which vulnerabilities.
            vulnerabilities: Vec<StructuredInfo> => "sci:Vulnerability" | "Vulnerability",
            /// By which weaknesses.
            weaknesses: Vec<StructuredInfo> => "sci:Weakness" | "Weakness",
            /// What the data model has no place for.
            additional: Vec<Extension> => "AdditionalData",
        }
    }
}

impl Method {
    fn rules(&self, at: &Place<'_>, check: &mut Check) {
        let bare = Self {
            restriction: self.restriction.clone(),
            ..Self::default()
        };
        check.expect(*self != bare, at, "it says nothing");
        // RFC 7203 has no place for it.
        let scored = self
            .attack_patterns
            .iter()
            .any(|one| !one.scorings.is_empty());
        check.expect(!scored, at, "an AttackPattern has a Scoring");
    }
}

class! {
    /// A pointer to a description elsewhere (section 3.11.1).
    pub struct Reference [Reference::rules] {
        attributes {
            /// Names it as an observable.
            observable_id: Option<Id> => "observable-id",
        }
        children {
            /// Its number in a registered list, for example a CVE.
            name: Option<ReferenceName> => "enum:ReferenceName" | "ReferenceName",
            /// Its addresses.
            urls: Vec<Uri> => "URL",
            /// What it is.
            descriptions: Vec<Text> => "Description",
        }
    }
}

impl Reference {
    fn rules(&self, at: &Place<'_>, check: &mut Check) {
        let empty = self.name.is_none() && self.urls.is_empty() && self.descriptions.is_empty();
        check.expect(!empty, at, "it points nowhere");
    }
}

class! {
    /// An entry of a registered list (RFC 7495).
    pub struct ReferenceName {
        attributes {
            /// The list's number at IANA.
            spec_index: i64 => "specIndex",
        }
        children {
            /// The entry.
            id: NcName => "enum:ID" | "ID",
        }
    }
}
