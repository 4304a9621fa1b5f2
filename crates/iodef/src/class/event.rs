//! What happened where (sections 3.14 to 3.22).

use super::{
    ApplicationHeader, Assessment, CertificateData, Contact, Counter, Discovery, EmailData,
    Expectation, Extension, FileData, Method, PostalAddress, RecordPattern, RegistryKeys, Software,
};
use crate::{
    AddressCategory, DateTime, DomainStatus, Id, NodeRoleCategory, Ownership, Portlist,
    Restriction, Result, SystemCategory, SystemStatus, Text, Uri, YesNoUnknown,
    part::{Attribute, Children, Class, Part, nothing_left, object},
    place::Place,
    validate::Check,
    value::{Map, Value},
    xml::{Element, Writer},
};

class! {
    /// One event of an incident (section 3.14).
    pub struct EventData [EventData::rules] {
        attributes {
            /// How far it may be disclosed.
            restriction: Option<Restriction> => "restriction",
            /// Names it as an observable.
            observable_id: Option<Id> => "observable-id",
        }
        children {
            /// What happened.
            descriptions: Vec<Text> => "Description",
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
            /// Whom to talk to.
            contacts: Vec<Contact> => "Contact",
            /// How it became known.
            discoveries: Vec<Discovery> => "Discovery",
            /// What it did.
            assessment: Option<Assessment> => "Assessment",
            /// How it was done.
            methods: Vec<Method> => "Method",
            /// Systems that had to do with each other.
            flows: Vec<Flow> => "Flow" | flat,
            /// What the reader is asked to do.
            expectations: Vec<Expectation> => "Expectation",
            /// What was recorded.
            record: Option<Record> => "Record" | flat,
            /// Events within it.
            events: Vec<EventData> => "EventData",
            /// What the data model has no place for.
            additional: Vec<Extension> => "AdditionalData",
        }
    }
}

impl EventData {
    fn rules(&self, at: &Place<'_>, check: &mut Check) {
        let bare = Self {
            restriction: self.restriction.clone(),
            observable_id: self.observable_id.clone(),
            ..Self::default()
        };
        check.expect(*self != bare, at, "it says nothing");
    }
}

class! {
    /// Systems that had to do with each other (section 3.16).
    ///
    /// JSON does not have it: there, the systems of all flows of an event
    /// stand in one list.
    pub struct Flow [Flow::rules] {
        children {
            /// The systems, one at least.
            systems: Vec<System> => "System",
        }
    }
}

impl Flow {
    fn rules(&self, at: &Place<'_>, check: &mut Check) {
        check.expect(!self.systems.is_empty(), at, "it has no System");
    }
}

class! {
    /// A system or network (section 3.17).
    pub struct System {
        attributes {
            /// What part it played.
            category: Option<SystemCategory> => "category",
            /// The interface of a sensor.
            interface: Option<String> => "interface",
            /// Whether its address is believed to be spoofed.
            spoofed: Option<YesNoUnknown> => "spoofed",
            /// Whether it is virtual.
            is_virtual: Option<YesNoUnknown> => "virtual",
            /// Whose it is.
            ownership: Option<Ownership> => "ownership",
            /// How far it may be disclosed.
            restriction: Option<Restriction> => "restriction",
            /// Names it as an observable.
            observable_id: Option<Id> => "observable-id",
        }
        children {
            /// Its addresses.
            node: Node => "Node",
            /// What it is for.
            roles: Vec<NodeRole> => "NodeRole",
            /// What it offers.
            services: Vec<Service> => "Service",
            /// What it runs.
            operating_systems: Vec<Software> => "OperatingSystem",
            /// Numbers about it.
            counters: Vec<Counter> => "Counter",
            /// Its numbers in an inventory.
            asset_ids: Vec<String> => "AssetID",
            /// Remarks.
            descriptions: Vec<Text> => "Description",
            /// What the data model has no place for.
            additional: Vec<Extension> => "AdditionalData",
        }
    }
}

class! {
    /// Names and addresses of a system (section 3.18).
    pub struct Node [Node::rules] {
        children {
            /// Its names.
            domains: Vec<DomainData> => "DomainData",
            /// Its addresses.
            addresses: Vec<Address> => "Address",
            /// Where it is.
            postal_address: Option<PostalAddress> => "PostalAddress",
            /// Where it is, in words.
            locations: Vec<Text> => "Location",
            /// Numbers about it.
            counters: Vec<Counter> => "Counter",
        }
    }
}

impl Node {
    fn rules(&self, at: &Place<'_>, check: &mut Check) {
        let empty = self.domains.is_empty() && self.addresses.is_empty();
        check.expect(!empty, at, "it has neither DomainData nor Address");
    }
}

class! {
    /// An address of some kind (section 3.18.1).
    pub struct Address {
        attributes {
            /// Its kind.
            category: AddressCategory => "category",
            /// The name of its virtual network.
            vlan_name: Option<String> => "vlan-name",
            /// The number of its virtual network.
            vlan_num: Option<i64> => "vlan-num",
            /// Names it as an observable.
            observable_id: Option<Id> => "observable-id",
        }
        text {
            /// The address.
            value: String => "value"
        }
    }
}

class! {
    /// What a system is for (section 3.18.2).
    pub struct NodeRole {
        attributes {
            /// What.
            category: NodeRoleCategory => "category",
        }
        children {
            /// Remarks.
            descriptions: Vec<Text> => "Description",
        }
    }
}

class! {
    /// A domain name (section 3.19).
    pub struct DomainData {
        attributes {
            /// Who runs it.
            system_status: SystemStatus => "system-status",
            /// How it is registered.
            domain_status: DomainStatus => "domain-status",
            /// Names it as an observable.
            observable_id: Option<Id> => "observable-id",
        }
        children {
            /// The name.
            name: String => "Name",
            /// When this was looked up.
            checked_at: Option<DateTime> => "DateDomainWasChecked",
            /// When it was registered.
            registered_at: Option<DateTime> => "RegistrationDate",
            /// When it expires.
            expires_at: Option<DateTime> => "ExpirationDate",
            /// Records of it in the DNS.
            records: Vec<Extension> => "RelatedDNS",
            /// The servers that answer for it.
            name_servers: Vec<NameServers> => "Nameservers" | "NameServers",
            /// Whom to talk to.
            contacts: Option<DomainContacts> => "DomainContacts",
        }
    }
}

class! {
    /// A server that answers for a domain name (section 3.19.1).
    pub struct NameServers [NameServers::rules] {
        children {
            /// Its name.
            server: String => "Server",
            /// Its addresses, one at least.
            addresses: Vec<Address> => "Address",
        }
    }
}

impl NameServers {
    fn rules(&self, at: &Place<'_>, check: &mut Check) {
        check.expect(!self.addresses.is_empty(), at, "it has no Address");
    }
}

class! {
    /// Whom to talk to about a domain name (section 3.19.2): either of these.
    pub struct DomainContacts [DomainContacts::rules] {
        children {
            /// Those of another domain name.
            same: Option<String> => "SameDomainContact",
            /// These.
            contacts: Vec<Contact> => "Contact",
        }
    }
}

impl DomainContacts {
    fn rules(&self, at: &Place<'_>, check: &mut Check) {
        let one = self.same.is_some() == self.contacts.is_empty();
        check.expect(
            one,
            at,
            "it has not exactly one of SameDomainContact and Contact",
        );
    }
}

class! {
    /// A network service (section 3.20).
    pub struct Service {
        attributes {
            /// The number of the protocol above IP.
            ip_protocol: Option<i64> => "ip-protocol",
            /// Names it as an observable.
            observable_id: Option<Id> => "observable-id",
        }
        children {
            /// Its name.
            name: Option<ServiceName> => "ServiceName",
            /// Its port.
            port: Option<i64> => "Port",
            /// Its ports.
            portlist: Option<Portlist> => "Portlist",
            /// The type of an ICMP message.
            proto_type: Option<i64> => "ProtoType",
            /// The code of an ICMP message.
            proto_code: Option<i64> => "ProtoCode",
            /// A field of the protocol.
            proto_field: Option<i64> => "ProtoField",
            /// Fields of the header of the protocol above.
            header: Option<ApplicationHeader> => "ApplicationHeader" | flat,
            /// An e-mail.
            email: Option<EmailData> => "EmailData",
            /// What offers it.
            application: Option<Software> => "Application",
        }
    }
}

class! {
    /// The name of a service (section 3.20.1).
    pub struct ServiceName {
        children {
            /// Its name at IANA.
            iana: Option<String> => "IANAService",
            /// Pages about it.
            urls: Vec<Uri> => "URL",
            /// What it is.
            descriptions: Vec<Text> => "Description",
        }
    }
}

/// What was recorded (section 3.22).
///
/// JSON does not have it: there, the records stand in the event. How far all of it may be disclosed
/// is therefore said by each record.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// The records, one at least.
    pub data: Vec<RecordData>,
}

const RECORD_DATA: &str = "RecordData";

impl Part for Record {
    fn write_xml(&self, name: &'static str, out: &mut Writer) {
        out.open(name, &[]);
        Children::write_xml(&self.data, RECORD_DATA, out);
        out.close(name);
    }

    fn read_xml(mut element: Element, at: &Place<'_>) -> Result<Self> {
        let restriction: Option<Restriction> =
            Attribute::take("restriction", &mut element.attributes, at)?;
        let mut data: Vec<RecordData> = Children::read_xml(RECORD_DATA, &mut element.children, at)?;
        for one in &mut data {
            one.restriction = one.restriction.take().or_else(|| restriction.clone());
        }
        element.nothing_left(at)?;
        Ok(Self { data })
    }

    fn write_value(&self) -> Value {
        let mut out = Map::default();
        Children::write_value(&self.data, RECORD_DATA, &mut out);
        Value::Map(out)
    }

    fn read_value(value: Value, at: &Place<'_>) -> Result<Self> {
        let mut from = object(value, at)?;
        let data = Children::read_value(RECORD_DATA, &mut from, at)?;
        nothing_left(from, at)?;
        Ok(Self { data })
    }

    fn check(&self, at: &Place<'_>, check: &mut Check) {
        Children::check(&self.data, RECORD_DATA, at, check);
        check.expect(!self.data.is_empty(), at, "it has no RecordData");
    }
}

impl Class for Record {
    const KEYS: &'static [&'static str] = &[RECORD_DATA];
}

class! {
    /// One record (section 3.22.1).
    pub struct RecordData [RecordData::rules] {
        attributes {
            /// How far it may be disclosed.
            restriction: Option<Restriction> => "restriction",
            /// Names it as an observable.
            observable_id: Option<Id> => "observable-id",
        }
        children {
            /// When it was recorded.
            at: Option<DateTime> => "DateTime",
            /// What it is.
            descriptions: Vec<Text> => "Description",
            /// What recorded it.
            application: Option<Software> => "Application",
            /// What to look for in it.
            patterns: Vec<RecordPattern> => "RecordPattern",
            /// What was recorded, as it is.
            items: Vec<Extension> => "RecordItem",
            /// Where it is kept.
            urls: Vec<Uri> => "URL",
            /// Files.
            files: Vec<FileData> => "FileData",
            /// Keys of a Windows registry.
            registry_keys: Vec<RegistryKeys> => "WindowsRegistryKeysModified",
            /// Certificates.
            certificates: Vec<CertificateData> => "CertificateData",
            /// What the data model has no place for.
            additional: Vec<Extension> => "AdditionalData",
        }
    }
}

impl RecordData {
    fn rules(&self, at: &Place<'_>, check: &mut Check) {
        let bare = Self {
            restriction: self.restriction.clone(),
            observable_id: self.observable_id.clone(),
            ..Self::default()
        };
        check.expect(*self != bare, at, "it records nothing");
    }
}
