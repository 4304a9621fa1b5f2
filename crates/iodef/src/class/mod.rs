//! The classes of the data model, each as RFC 7970 names it.

mod assessment;
mod contact;
mod document;
mod event;
mod extension;
mod file;
mod history;
mod indicator;
mod phishing;
mod software;
mod structured;

pub use assessment::{
    Assessment, BusinessImpact, Confidence, Counter, Impact, MonetaryImpact, SystemImpact,
    TimeImpact,
};
pub use contact::{Contact, Email, PostalAddress, RegistryHandle, Telephone};
pub use document::{
    AlternativeId, Campaign, Discovery, Document, Incident, IncidentId, Method, Reference,
    ReferenceName, RelatedActivity, ThreatActor,
};
pub use event::{
    Address, DomainContacts, DomainData, EventData, Flow, NameServers, Node, NodeRole, Record,
    RecordData, Service, ServiceName, System,
};
pub use extension::Extension;
pub use file::{
    Certificate, CertificateData, EmailData, File, FileData, FuzzyHash, Hash, HashData,
    RegistryKey, RegistryKeys, SignatureData,
};
pub use history::{Expectation, History, HistoryItem};
pub use indicator::{
    AlternativeIndicatorId, AttackPhase, BulkObservable, BulkObservableFormat, Indicator,
    IndicatorData, IndicatorExpression, IndicatorId, IndicatorReference, Observable,
    ObservableReference,
};
pub use phishing::{
    ArchivedData, CollectionSite, EmailRecord, FilesDownloaded, FraudDomain, FraudKey, FraudKeys,
    FraudNameServers, IncludedMalware, LureSource, MalwareData, OriginatingSensor, PhraudReport,
    SiteSystem, SiteText, TakeDownInfo,
};
pub use software::{
    ApplicationHeader, DetectionPattern, RecordPattern, Software, SoftwareReference,
};
pub use structured::{StructuredInfo, StructuredPart, StructuredReference};
