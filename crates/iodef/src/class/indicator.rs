//! What incidents can be recognised by (section 3.29).

use super::{
    Address, Assessment, CertificateData, Confidence, Contact, DetectionPattern, DomainData,
    EmailData, EventData, Expectation, Extension, FileData, Hash, HistoryItem, Incident, NodeRole,
    RecordData, Reference, RegistryHandle, RegistryKeys, Service, System,
};
use crate::{
    BulkKind, DateTime, Id, IdRef, Operator, Restriction, Result, Text, Uri,
    leaf::Leaf,
    part::{Attribute, Part},
    place::Place,
    validate::Check,
    value::Value,
    xml::{Element, Writer},
};

class! {
    /// Indicators of an incident. JSON does not have it: there, the
    /// indicators stand in the incident.
    pub struct IndicatorData [IndicatorData::rules] {
        children {
            /// The indicators, one at least.
            indicators: Vec<Indicator> => "Indicator",
        }
    }
}

impl IndicatorData {
    fn rules(&self, at: &Place<'_>, check: &mut Check) {
        check.expect(!self.indicators.is_empty(), at, "it has no Indicator");
    }
}

class! {
    /// One indicator: exactly one of `observable`, `observable_reference`,
    /// `expression` and `reference`, and what is known about it.
    pub struct Indicator [Indicator::rules] {
        attributes {
            /// How far it may be disclosed.
            restriction: Option<Restriction> => "restriction",
        }
        children {
            /// Its identifier.
            id: IndicatorId => "IndicatorID",
            /// Its identifiers elsewhere.
            alternative_ids: Vec<AlternativeIndicatorId> => "AlternativeIndicatorID",
            /// What it is.
            descriptions: Vec<Text> => "Description",
            /// Valid from.
            start_time: Option<DateTime> => "StartTime",
            /// Valid until.
            end_time: Option<DateTime> => "EndTime",
            /// How sure it is.
            confidence: Option<Confidence> => "Confidence",
            /// Whom to talk to.
            contacts: Vec<Contact> => "Contact",
            /// What to look for.
            observable: Option<Observable> => "Observable",
            /// Or something with an identifier in this document.
            observable_reference: Option<ObservableReference> => "ObservableReference" | "uid-ref",
            /// Or a combination.
            expression: Option<IndicatorExpression> => "IndicatorExpression",
            /// Or another indicator.
            reference: Option<IndicatorReference> => "IndicatorReference",
            /// What part the observed system plays.
            roles: Vec<NodeRole> => "NodeRole",
            /// In which phase of an attack it is seen.
            attack_phases: Vec<AttackPhase> => "AttackPhase",
            /// Where it is described.
            references: Vec<Reference> => "Reference",
            /// What the data model has no place for.
            additional: Vec<Extension> => "AdditionalData",
        }
    }
}

impl Indicator {
    fn rules(&self, at: &Place<'_>, check: &mut Check) {
        let given = [
            self.observable.is_some(),
            self.observable_reference.is_some(),
            self.expression.is_some(),
            self.reference.is_some(),
        ];
        let count = given.iter().filter(|given| **given).count();
        check.expect(count == 1, at, "it has not exactly one thing to look for");
    }
}

class! {
    /// An indicator's identifier.
    pub struct IndicatorId {
        attributes {
            /// Who gave it, as a domain name.
            name: String => "name",
            /// The version of the indicator.
            version: String => "version",
        }
        text {
            /// The identifier, unique in the document.
            id: Id => "id"
        }
    }
}

class! {
    /// Identifiers of the same indicator elsewhere.
    pub struct AlternativeIndicatorId [AlternativeIndicatorId::rules] {
        attributes {
            /// How far it may be disclosed.
            restriction: Option<Restriction> => "restriction",
        }
        children {
            /// The identifiers, one at least.
            ids: Vec<IndicatorId> => "IndicatorID",
        }
    }
}

impl AlternativeIndicatorId {
    fn rules(&self, at: &Place<'_>, check: &mut Check) {
        check.expect(!self.ids.is_empty(), at, "it has no IndicatorID");
    }
}

class! {
    /// What to look for: one of these.
    pub struct Observable [Observable::rules] {
        attributes {
            /// How far it may be disclosed.
            restriction: Option<Restriction> => "restriction",
        }
        children {
            /// A system.
            system: Option<Box<System>> => "System",
            /// An address.
            address: Option<Address> => "Address",
            /// A domain name.
            domain: Option<DomainData> => "DomainData",
            /// A service.
            service: Option<Service> => "Service",
            /// An e-mail.
            email: Option<Box<EmailData>> => "EmailData",
            /// Keys of a Windows registry.
            registry_keys: Option<RegistryKeys> => "WindowsRegistryKeysModified",
            /// Files.
            files: Option<FileData> => "FileData",
            /// Certificates.
            certificates: Option<CertificateData> => "CertificateData",
            /// A handle in a registry.
            handle: Option<RegistryHandle> => "RegistryHandle",
            /// A record.
            record: Option<Box<RecordData>> => "RecordData",
            /// An event.
            event: Option<Box<EventData>> => "EventData",
            /// An incident.
            incident: Option<Box<Incident>> => "Incident",
            /// Something asked for.
            expectation: Option<Box<Expectation>> => "Expectation",
            /// A description elsewhere.
            reference: Option<Reference> => "Reference",
            /// An assessment.
            assessment: Option<Box<Assessment>> => "Assessment",
            /// How software found something.
            pattern: Option<DetectionPattern> => "DetectionPattern",
            /// A step of a history.
            history_item: Option<Box<HistoryItem>> => "HistoryItem",
            /// Many observables of one kind.
            bulk: Option<BulkObservable> => "BulkObservable",
            /// What the data model has no place for.
            additional: Vec<Extension> => "AdditionalData",
        }
    }
}

impl Observable {
    fn rules(&self, at: &Place<'_>, check: &mut Check) {
        let given = [
            self.system.is_some(),
            self.address.is_some(),
            self.domain.is_some(),
            self.service.is_some(),
            self.email.is_some(),
            self.registry_keys.is_some(),
            self.files.is_some(),
            self.certificates.is_some(),
            self.pattern.is_some(),
            self.handle.is_some(),
            self.record.is_some(),
            self.event.is_some(),
            self.incident.is_some(),
            self.expectation.is_some(),
            self.reference.is_some(),
            self.assessment.is_some(),
            self.history_item.is_some(),
            self.bulk.is_some(),
            !self.additional.is_empty(),
        ];
        let count = given.iter().filter(|given| **given).count();
        check.expect(count == 1, at, "it is not exactly one thing");
    }
}

class! {
    /// Many observables of one kind.
    pub struct BulkObservable [BulkObservable::rules] {
        attributes {
            /// What they are.
            kind: BulkKind => "type",
        }
        children {
            /// How each is written.
            format: Option<BulkObservableFormat> => "BulkObservableFormat",
            /// One a line.
            list: String => "BulkObservableList",
            /// What the data model has no place for.
            additional: Vec<Extension> => "AdditionalData",
        }
    }
}

impl BulkObservable {
    /// The text allows others, the schema has no `ext-value`.
    fn rules(&self, at: &Place<'_>, check: &mut Check) {
        let listed = !matches!(self.kind, BulkKind::Extended(_));
        check.expect(listed, at, "its type is none of those that the schema has");
    }
}

class! {
    /// How each of many observables is written: either of these.
    pub struct BulkObservableFormat [BulkObservableFormat::rules] {
        children {
            /// As a hash that is made in this way.
            hash: Option<Hash> => "Hash",
            /// In some other way.
            additional: Vec<Extension> => "AdditionalData",
        }
    }
}

impl BulkObservableFormat {
    fn rules(&self, at: &Place<'_>, check: &mut Check) {
        let one = self.hash.is_some() == self.additional.is_empty();
        check.expect(one, at, "it has not exactly one of Hash and AdditionalData");
    }
}

class! {
    /// A combination of observables and indicators.
    pub struct IndicatorExpression [IndicatorExpression::rules] {
        attributes {
            /// How they are combined.
            operator: Operator => "operator",
        }
        children {
            /// Combinations.
            expressions: Vec<IndicatorExpression> => "IndicatorExpression",
            /// Things to look for.
            observables: Vec<Observable> => "Observable",
            /// Things with an identifier in this document.
            observable_references: Vec<ObservableReference> => "ObservableReference" | "uid-ref",
            /// Other indicators.
            references: Vec<IndicatorReference> => "IndicatorReference",
            /// How sure it is.
            confidence: Option<Confidence> => "Confidence",
            /// What the data model has no place for.
            additional: Vec<Extension> => "AdditionalData",
        }
    }
}

impl IndicatorExpression {
    fn rules(&self, at: &Place<'_>, check: &mut Check) {
        let empty = self.expressions.is_empty()
            && self.observables.is_empty()
            && self.observable_references.is_empty()
            && self.references.is_empty();
        check.expect(!empty, at, "it combines nothing");
    }
}

/// A mention of something with an identifier in the document.
///
/// JSON does not have it: there, the identifier alone stands in what holds it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ObservableReference {
    /// The identifier.
    pub uid_ref: IdRef,
}

impl Part for ObservableReference {
    fn write_xml(&self, name: &'static str, out: &mut Writer) {
        out.open(name, &self.uid_ref.put("uid-ref"));
        out.close(name);
    }

    fn read_xml(mut element: Element, at: &Place<'_>) -> Result<Self> {
        let uid_ref = Attribute::take("uid-ref", &mut element.attributes, at)?;
        element.nothing_left(at)?;
        Ok(Self { uid_ref })
    }

    fn write_value(&self) -> Value {
        self.uid_ref.to_value()
    }

    fn read_value(value: Value, at: &Place<'_>) -> Result<Self> {
        let uid_ref = Leaf::of_value(value, at)?;
        Ok(Self { uid_ref })
    }

    fn check(&self, at: &Place<'_>, check: &mut Check) {
        Leaf::check(&self.uid_ref, at, check);
    }
}

class! {
    /// A mention of another indicator.
    pub struct IndicatorReference [IndicatorReference::rules] {
        attributes {
            /// Its identifier in this document.
            uid_ref: Option<IdRef> => "uid-ref",
            /// Its identifier elsewhere.
            euid_ref: Option<String> => "euid-ref",
            /// Its version.
            version: Option<String> => "version",
        }
    }
}

impl IndicatorReference {
    fn rules(&self, at: &Place<'_>, check: &mut Check) {
        let one = self.uid_ref.is_some() != self.euid_ref.is_some();
        check.expect(one, at, "it has not exactly one of uid-ref and euid-ref");
    }
}

class! {
    /// A phase of an attack.
    pub struct AttackPhase [AttackPhase::rules] {
        children {
            /// Its names.
            ids: Vec<String> => "AttackPhaseID",
            /// Pages about it.
            urls: Vec<Uri> => "URL",
            /// What it is.
            descriptions: Vec<Text> => "Description",
            /// What the data model has no place for.
            additional: Vec<Extension> => "AdditionalData",
        }
    }
}

impl AttackPhase {
    /// The text allows none, the schema does not.
    fn rules(&self, at: &Place<'_>, check: &mut Check) {
        check.expect(
            !self.urls.is_empty(),
            at,
            "it has no URL, which the schema asks for",
        );
    }
}
