//! Reports of phishing and other fraud (RFC 5901), which stand in `AdditionalData`.
//!
//! Their schema knows version 1 alone: what they take from IODEF is of that version.

use super::Extension;
use crate::{
    Bytes, DataKind, DateTime, DomainStatus, FraudKind, Lang, Result, SystemStatus, Uri,
    note::Notes,
    old::{OldAddress, OldAssessment, OldContact, OldNode, OldReference, OldSystem, OldText},
    part::Part as _,
    place::Place,
    validate::Check,
    xml::{Writer, parse_markup},
};

class! {
    /// A report of a fraud (section 4).
    pub struct PhraudReport [PhraudReport::rules] {
        attributes {
            /// The version of the format.
            version: Option<String> => "Version",
            /// What kind of fraud it is.
            kind: FraudKind => "FraudType",
        }
        children {
            /// Its name.
            name: Option<OldText> => "phish:PhishNameRef",
            /// Its name at who reports it.
            local_name: Option<OldText> => "phish:PhishNameLocalRef",
            /// What it can be told by, as a subject.
            parameter: Option<OldText> => "phish:FraudParameter",
            /// Whose name is abused.
            brands: Vec<OldText> => "phish:FraudedBrandName",
            /// Where the lures come from, one at least.
            lures: Vec<LureSource> => "phish:LureSource",
            /// What saw it, one at least.
            sensors: Vec<OriginatingSensor> => "phish:OriginatingSensor",
            /// The mail that lures.
            email: Option<EmailRecord> => "phish:EmailRecord",
            /// Where the data are collected.
            sites: Vec<CollectionSite> => "phish:DCSite",
            /// How it was ended.
            take_downs: Vec<TakeDownInfo> => "phish:TakeDownInfo",
            /// What was kept of it.
            archived: Vec<ArchivedData> => "phish:ArchivedData",
            /// Pages about it.
            related: Vec<Uri> => "phish:RelatedData",
            /// What it has to do with.
            correlation: Vec<OldText> => "phish:CorrelationData",
            /// Remarks.
            comments: Option<OldText> => "phish:PRComments",
        }
    }
}

const NAME: &str = "phish:PhraudReport";

impl PhraudReport {
    fn rules(&self, at: &Place<'_>, check: &mut Check) {
        check.expect(!self.lures.is_empty(), at, "it has no LureSource");
        check.expect(!self.sensors.is_empty(), at, "it has no OriginatingSensor");
    }

    /// Reads the report that is in an extension; nothing where there is none.
    ///
    /// # Errors
    /// [`crate::Error`] with the place of what is wrong.
    pub fn of(extension: &Extension) -> Option<Result<Self>> {
        if extension.kind != DataKind::Xml {
            return None;
        }
        let piece = parse_markup(&extension.value).ok()?;
        let mut children = piece.children.into_iter();
        let report = children.find(|child| child.name == NAME)?;
        let notes = Notes::of(false, &extension.value);
        Some(Self::read_xml(report, &Place::root("PhraudReport", &notes)))
    }

    /// Puts the report into an extension.
    pub fn extension(&self) -> Extension {
        let mut out = Writer::piece();
        self.write_xml(NAME, &mut out);
        Extension {
            kind: DataKind::Xml,
            value: out.finish(),
            ..Extension::default()
        }
    }
}

class! {
    /// Where a lure comes from.
    pub struct LureSource [LureSource::rules] {
        children {
            /// The systems, one at least.
            systems: Vec<OldSystem> => "i1:System",
            /// Their names.
            domains: Vec<FraudDomain> => "phish:DomainData",
            /// What the lure brings.
            malware: Option<IncludedMalware> => "phish:IncludedMalware",
            /// What it fetches.
            files: Option<FilesDownloaded> => "phish:FilesDownloaded",
            /// What it changes.
            registry_keys: Option<FraudKeys> => "phish:WindowsRegistryKeysModified",
        }
    }
}

impl LureSource {
    fn rules(&self, at: &Place<'_>, check: &mut Check) {
        check.expect(!self.systems.is_empty(), at, "it has no System");
    }
}

class! {
    /// A file that a lure fetches.
    pub struct FilesDownloaded {
        children {
            /// The file.
            file: OldText => "phish:File",
        }
    }
}

class! {
    /// Keys of a Windows registry that a lure changes.
    pub struct FraudKeys [FraudKeys::rules] {
        children {
            /// The keys, one at least.
            keys: Vec<FraudKey> => "phish:Key",
        }
    }
}

impl FraudKeys {
    fn rules(&self, at: &Place<'_>, check: &mut Check) {
        check.expect(!self.keys.is_empty(), at, "it has no Key");
    }
}

class! {
    /// A key of a Windows registry.
    pub struct FraudKey {
        children {
            /// Its name.
            name: String => "phish:Name",
            /// Its value.
            value: String => "phish:Value",
        }
    }
}

class! {
    /// Malicious software that a lure brings.
    pub struct IncludedMalware [IncludedMalware::rules] {
        children {
            /// Its names, one at least.
            names: Vec<OldText> => "phish:Name",
            /// A hash of it.
            reference: Option<OldReference> => "ds:Reference",
            /// The software itself.
            data: Option<MalwareData> => "phish:Data",
        }
    }
}

impl IncludedMalware {
    fn rules(&self, at: &Place<'_>, check: &mut Check) {
        check.expect(!self.names.is_empty(), at, "it has no Name");
    }
}

class! {
    /// Malicious software, made harmless.
    pub struct MalwareData {
        attributes {
            /// With what it was combined, in hexadecimal digits.
            pattern: Option<String> => "XORPattern",
        }
        text {
            /// The result, in hexadecimal digits.
            digits: String => "value"
        }
    }
}

class! {
    /// What saw a fraud.
    pub struct OriginatingSensor [OriginatingSensor::rules] {
        attributes {
            /// What it is: `web`, `mailgateway`, `human` and others.
            kinds: String => "OriginatingSensorType",
        }
        children {
            /// When it saw it first.
            first_seen: DateTime => "phish:DateFirstSeen",
            /// The systems, one at least.
            systems: Vec<OldSystem> => "i1:System",
        }
    }
}

impl OriginatingSensor {
    fn rules(&self, at: &Place<'_>, check: &mut Check) {
        check.expect(!self.systems.is_empty(), at, "it has no System");
    }
}

class! {
    /// Mail that lures.
    pub struct EmailRecord {
        children {
            /// How many were seen.
            count: i64 => "phish:EmailCount",
            /// One of them.
            message: Option<OldText> => "phish:EmailMessage",
            /// Remarks.
            comments: Option<OldText> => "phish:EmailComments",
        }
    }
}

class! {
    /// Where data are collected: one of the first five, and what is known of it.
    pub struct CollectionSite [CollectionSite::rules] {
        attributes {
            /// How: `web`, `email`, `keylogger`, `automation` or `unspecified`.
            kind: String => "DCType",
        }
        children {
            /// An address of a page.
            url: Option<SiteText> => "phish:SiteURL",
            /// A domain name.
            domain_name: Option<SiteText> => "phish:Domain",
            /// An address of mail.
            email: Option<SiteText> => "phish:EmailSite",
            /// A system.
            system: Option<SiteSystem> => "phish:System",
            /// Something else.
            unknown: Option<SiteText> => "phish:Unknown",
            /// The systems behind it.
            nodes: Vec<OldNode> => "i1:Node",
            /// What is known of the domain name.
            domain: Option<FraudDomain> => "phish:DomainData",
            /// How bad it is.
            assessment: Option<OldAssessment> => "i1:Assessment",
        }
    }
}

impl CollectionSite {
    fn rules(&self, at: &Place<'_>, check: &mut Check) {
        let texts = [&self.url, &self.domain_name, &self.email, &self.unknown];
        let given = texts.iter().filter(|text| text.is_some()).count();
        let one = given + usize::from(self.system.is_some()) == 1;
        check.expect(one, at, "it is not exactly one thing");
    }
}

class! {
    /// Where data are collected, in words.
    pub struct SiteText {
        attributes {
            /// The language.
            lang: Option<Lang> => "lang",
            /// How sure it is, from 0 to 100.
            confidence: Option<i64> => "phish:confidence",
        }
        text {
            /// What it is.
            value: String => "value"
        }
    }
}

class! {
    /// A system where data are collected.
    pub struct SiteSystem {
        attributes {
            /// How sure it is, from 0 to 100.
            confidence: Option<i64> => "phish:confidence",
        }
        children {
            /// Its address.
            address: OldAddress => "i1:Address",
        }
    }
}

class! {
    /// A domain name of a fraud: with the contacts of another one, or its own, or none.
    pub struct FraudDomain [FraudDomain::rules] {
        attributes {
            /// Who runs it.
            system_status: Option<SystemStatus> => "SystemStatus",
            /// How it is registered.
            domain_status: Option<DomainStatus> => "DomainStatus",
        }
        children {
            /// The name.
            name: OldText => "phish:Name",
            /// When this was looked up.
            checked_at: Option<DateTime> => "phish:DateDomainWasChecked",
            /// When it was registered.
            registered_at: Option<DateTime> => "phish:RegistrationDate",
            /// When it expires.
            expires_at: Option<DateTime> => "phish:ExpirationDate",
            /// The servers that answer for it.
            name_servers: Vec<FraudNameServers> => "phish:Nameservers",
            /// Whose contacts it has.
            same_contact: Option<OldText> => "phish:SameDomainContact",
            /// Its contacts.
            contacts: Vec<OldContact> => "i1:Contact",
        }
    }
}

impl FraudDomain {
    fn rules(&self, at: &Place<'_>, check: &mut Check) {
        let one = self.same_contact.is_none() || self.contacts.is_empty();
        check.expect(one, at, "it has both SameDomainContact and Contact");
        let listed = !matches!(self.system_status, Some(SystemStatus::Extended(_)))
            && !matches!(self.domain_status, Some(DomainStatus::Extended(_)));
        check.expect(
            listed,
            at,
            "its status is none of those that the schema has",
        );
    }
}

class! {
    /// A server that answers for a domain name.
    pub struct FraudNameServers [FraudNameServers::rules] {
        children {
            /// Its name.
            server: OldText => "phish:Server",
            /// Its addresses, one at least.
            addresses: Vec<OldAddress> => "i1:Address",
        }
    }
}

impl FraudNameServers {
    fn rules(&self, at: &Place<'_>, check: &mut Check) {
        check.expect(!self.addresses.is_empty(), at, "it has no Address");
    }
}

class! {
    /// How a fraud was ended.
    pub struct TakeDownInfo {
        children {
            /// When.
            date: Option<DateTime> => "phish:TakeDownDate",
            /// By whom.
            agencies: Vec<OldText> => "phish:TakeDownAgency",
            /// Remarks.
            comments: Vec<OldText> => "phish:TakeDownComments",
        }
    }
}

class! {
    /// What was kept of a fraud.
    pub struct ArchivedData {
        attributes {
            /// What it is: `collectionsite`, `basecamp`, `sendersite`, `credentialInfo` or `unspecified`.
            kind: String => "type",
        }
        children {
            /// Where it is kept.
            url: Option<Uri> => "phish:URL",
            /// Remarks.
            comments: Option<OldText> => "phish:Comments",
            /// The data themselves.
            data: Option<Bytes> => "phish:Data",
        }
    }
}
