//! The classes of the data model, each as RFC 7970 names it.

mod assessment;
mod contact;
mod document;
mod event;
mod history;
mod indicator;

pub use assessment::{
    Assessment, BusinessImpact, Confidence, Counter, Impact, MonetaryImpact, SystemImpact,
    TimeImpact,
};
pub use contact::{Contact, Email, PostalAddress, RegistryHandle, Telephone};
pub use document::{
    AlternativeId, Campaign, Discovery, Document, Extension, Incident, IncidentId, Method,
    Reference, ReferenceName, RelatedActivity, ThreatActor,
};
pub use event::{
    Address, DomainData, EventData, Flow, Node, NodeRole, Record, RecordData, Service, ServiceName,
    System,
};
pub use history::{Expectation, History, HistoryItem};
pub use indicator::{
    AlternativeIndicatorId, AttackPhase, BulkObservable, Indicator, IndicatorData,
    IndicatorExpression, IndicatorId, IndicatorReference, Observable, ObservableReference,
};
