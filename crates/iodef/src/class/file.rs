//! Files, mail, registry keys and certificates (sections 3.21 and 3.23 to 3.26).

use super::{Extension, Software};
use crate::{
    Algorithm, Bytes, HashScope, Id, RegistryAction, Restriction, Signature, Text, Uri, X509Data,
    place::Place, validate::Check,
};

class! {
    /// An e-mail, or what is known of one (section 3.21).
    pub struct EmailData [EmailData::rules] {
        attributes {
            /// Names it as an observable.
            observable_id: Option<Id> => "observable-id",
        }
        children {
            /// To whom.
            to: Vec<String> => "EmailTo",
            /// From whom.
            from: Option<String> => "EmailFrom",
            /// Its subject.
            subject: Option<String> => "EmailSubject",
            /// What wrote it.
            mailer: Option<String> => "EmailX-Mailer",
            /// Other fields of its header.
            fields: Vec<Extension> => "EmailHeaderField",
            /// Its header.
            headers: Option<String> => "EmailHeaders",
            /// Its body with the whole MIME structure.
            body: Option<String> => "EmailBody",
            /// All of it.
            message: Option<String> => "EmailMessage",
            /// Hashes of it.
            hashes: Vec<HashData> => "HashData",
            /// Signatures of it.
            signatures: Vec<SignatureData> => "SignatureData" | flat,
        }
    }
}

impl EmailData {
    fn rules(&self, at: &Place<'_>, check: &mut Check) {
        let bare = Self {
            observable_id: self.observable_id.clone(),
            ..Self::default()
        };
        check.expect(*self != bare, at, "it says nothing");
    }
}

class! {
    /// Files (section 3.25).
    pub struct FileData [FileData::rules] {
        attributes {
            /// How far it may be disclosed.
            restriction: Option<Restriction> => "restriction",
            /// Names it as an observable.
            observable_id: Option<Id> => "observable-id",
        }
        children {
            /// The files, one at least.
            files: Vec<File> => "File",
        }
    }
}

impl FileData {
    fn rules(&self, at: &Place<'_>, check: &mut Check) {
        check.expect(!self.files.is_empty(), at, "it has no File");
    }
}

class! {
    /// A file (section 3.25.1).
    pub struct File [File::rules] {
        attributes {
            /// Names it as an observable.
            observable_id: Option<Id> => "observable-id",
        }
        children {
            /// Its name.
            name: Option<String> => "FileName",
            /// Its size in bytes.
            size: Option<i64> => "FileSize",
            /// Its media type.
            kind: Option<String> => "FileType",
            /// Where it was found.
            urls: Vec<Uri> => "URL",
            /// Hashes of it.
            hash: Option<HashData> => "HashData",
            /// Signatures of it.
            signatures: Option<SignatureData> => "SignatureData" | flat,
            /// What opens it.
            software: Option<Software> => "AssociatedSoftware",
            /// What else is known.
            properties: Vec<Extension> => "FileProperties",
        }
    }
}

impl File {
    fn rules(&self, at: &Place<'_>, check: &mut Check) {
        let bare = Self {
            observable_id: self.observable_id.clone(),
            ..Self::default()
        };
        check.expect(*self != bare, at, "it says nothing");
    }
}

class! {
    /// Hashes of something (section 3.26).
    pub struct HashData [HashData::rules] {
        attributes {
            /// What was hashed.
            scope: HashScope => "scope",
        }
        children {
            /// Which of its parts.
            target_id: Option<String> => "HashTargetID",
            /// Hashes.
            hashes: Vec<Hash> => "Hash",
            /// Hashes by which what is similar can be told.
            fuzzy_hashes: Vec<FuzzyHash> => "FuzzyHash",
        }
    }
}

impl HashData {
    fn rules(&self, at: &Place<'_>, check: &mut Check) {
        let empty = self.hashes.is_empty() && self.fuzzy_hashes.is_empty();
        check.expect(!empty, at, "it has no hash");
    }
}

class! {
    /// A hash (section 3.26.1).
    pub struct Hash {
        children {
            /// How it was made.
            method: Algorithm => "ds:DigestMethod" | "DigestMethod",
            /// The hash.
            value: Bytes => "ds:DigestValue" | "DigestValue",
            /// How what was hashed was written before.
            canonicalization: Option<Algorithm> => "ds:CanonicalizationMethod" | "CanonicalizationMethod",
            /// What made it.
            application: Option<Software> => "Application",
        }
    }
}

class! {
    /// A hash by which what is similar can be told (section 3.26.2).
    pub struct FuzzyHash [FuzzyHash::rules] {
        children {
            /// The hashes, one at least.
            values: Vec<Extension> => "FuzzyHashValue",
            /// What made them.
            application: Option<Software> => "Application",
            /// What the data model has no place for.
            additional: Vec<Extension> => "AdditionalData",
        }
    }
}

impl FuzzyHash {
    fn rules(&self, at: &Place<'_>, check: &mut Check) {
        check.expect(!self.values.is_empty(), at, "it has no FuzzyHashValue");
    }
}

class! {
    /// Signatures (section 3.27). JSON does not have it: there, the signatures
    /// stand in what is signed.
    pub struct SignatureData [SignatureData::rules] {
        children {
            /// The signatures, one at least.
            signatures: Vec<Signature> => "ds:Signature" | "Signature",
        }
    }
}

impl SignatureData {
    fn rules(&self, at: &Place<'_>, check: &mut Check) {
        check.expect(!self.signatures.is_empty(), at, "it has no Signature");
    }
}

class! {
    /// Keys of a Windows registry that were changed (section 3.23).
    pub struct RegistryKeys [RegistryKeys::rules] {
        attributes {
            /// Names it as an observable.
            observable_id: Option<Id> => "observable-id",
        }
        children {
            /// The keys, one at least.
            keys: Vec<RegistryKey> => "Key",
        }
    }
}

impl RegistryKeys {
    fn rules(&self, at: &Place<'_>, check: &mut Check) {
        check.expect(!self.keys.is_empty(), at, "it has no Key");
    }
}

class! {
    /// A key of a Windows registry (section 3.23.1).
    pub struct RegistryKey {
        attributes {
            /// What was done to it.
            action: Option<RegistryAction> => "registryaction",
            /// Names it as an observable.
            observable_id: Option<Id> => "observable-id",
        }
        children {
            /// Its name.
            name: String => "KeyName",
            /// Its value; the text of the RFC calls it `KeyValue`, its schema `Value`.
            value: Option<String> => "Value" | "KeyValue",
        }
    }
}

class! {
    /// Certificates (section 3.24).
    pub struct CertificateData [CertificateData::rules] {
        attributes {
            /// How far it may be disclosed.
            restriction: Option<Restriction> => "restriction",
            /// Names it as an observable.
            observable_id: Option<Id> => "observable-id",
        }
        children {
            /// The certificates, one at least.
            certificates: Vec<Certificate> => "Certificate",
        }
    }
}

impl CertificateData {
    fn rules(&self, at: &Place<'_>, check: &mut Check) {
        check.expect(!self.certificates.is_empty(), at, "it has no Certificate");
    }
}

class! {
    /// A certificate (section 3.24.1).
    pub struct Certificate {
        attributes {
            /// Names it as an observable.
            observable_id: Option<Id> => "observable-id",
        }
        children {
            /// The certificate.
            x509: X509Data => "ds:X509Data" | "X509Data",
            /// Remarks.
            descriptions: Vec<Text> => "Description",
        }
    }
}
