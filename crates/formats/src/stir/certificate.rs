//! One certificate, read once.

use ring::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_ASN1, UnparsedPublicKey,
};
use watchbell_model::Time;
use x509_parser::{
    der_parser::oid::Oid,
    extensions::{GeneralName, ParsedExtension},
    prelude::{FromDer as _, X509Certificate},
};

use super::{
    constraints::Constraints,
    der::{IA5_STRING, UTF8_STRING, ascii, take},
    tn_list::{self, Entry},
};

/// Longest certificate, in bytes.
const MAX_BYTES: usize = 64 * 1024;

/// Extensions that are looked at, or that restrict nothing here.
const KNOWN: [&str; 11] = [
    BASIC_CONSTRAINTS,
    KEY_USAGE,
    "2.5.29.37",
    SUBJECT_NAMES,
    "2.5.29.14",
    "2.5.29.35",
    "2.5.29.31",
    "2.5.29.32",
    TN_LIST,
    CONSTRAINTS,
    ENHANCED_CONSTRAINTS,
];
const BASIC_CONSTRAINTS: &str = "2.5.29.19";
const KEY_USAGE: &str = "2.5.29.15";
const SUBJECT_NAMES: &str = "2.5.29.17";
/// id-pe-TNAuthList (RFC 8226, section 9).
const TN_LIST: &str = "1.3.6.1.5.5.7.1.26";
/// id-pe-JWTClaimConstraints (RFC 8226, section 8).
const CONSTRAINTS: &str = "1.3.6.1.5.5.7.1.27";
/// id-pe-eJWTClaimConstraints (RFC 9118, section 4).
const ENHANCED_CONSTRAINTS: &str = "1.3.6.1.5.5.7.1.33";
/// id-pe-authorityInfoAccess.
const ACCESS: &str = "1.3.6.1.5.5.7.1.1";
/// id-ad-stirTNList (RFC 8226, section 10.1).
const ACCESS_TN_LIST: &str = "1.3.6.1.5.5.7.48.14";

const EC_PUBLIC_KEY: &str = "1.2.840.10045.2.1";
const P256: &str = "1.2.840.10045.3.1.7";
const P384: &str = "1.3.132.0.34";
const ECDSA_SHA256: &str = "1.2.840.10045.4.3.2";
const ECDSA_SHA384: &str = "1.2.840.10045.4.3.3";

/// A key that can be verified with.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Key {
    is_p256: bool,
    point: Vec<u8>,
}

/// For which numbers a certificate stands, as it says itself.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Numbers {
    /// It says nothing.
    None,
    /// Those of a list.
    List(Vec<Entry>),
    /// Those of a list that is elsewhere.
    Elsewhere(String),
    /// It says something that cannot be read.
    Unreadable,
}

/// What matters of a certificate.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Certificate {
    pub(super) der: Vec<u8>,
    signed: Vec<u8>,
    signature: Vec<u8>,
    algorithm: String,
    pub(super) serial: Vec<u8>,
    pub(super) issuer: Vec<u8>,
    pub(super) subject: Vec<u8>,
    pub(super) not_before: Time,
    pub(super) not_after: Time,
    pub(super) key: Option<Key>,
    pub(super) is_authority: bool,
    pub(super) path_length: Option<u32>,
    /// Key usage, where it is restricted.
    usage: Option<Usage>,
    /// A critical extension that nobody here knows.
    pub(super) unknown: Option<String>,
    pub(super) numbers: Numbers,
    pub(super) constraints: Vec<Option<Constraints>>,
    pub(super) hosts: Vec<String>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Usage {
    signs: bool,
    signs_certificates: bool,
    signs_lists: bool,
}

impl Certificate {
    /// Reads DER; nothing where it is no certificate.
    pub(super) fn read(der: &[u8]) -> Option<Self> {
        if der.len() > MAX_BYTES {
            return None;
        }
        let (rest, parsed) = X509Certificate::from_der(der).ok()?;
        let names_one = parsed.signature_algorithm == parsed.tbs_certificate.signature;
        if !rest.is_empty() || !names_one {
            return None;
        }
        let mut certificate = Self {
            der: der.to_vec(),
            signed: parsed.tbs_certificate.as_ref().to_vec(),
            signature: parsed.signature_value.data.to_vec(),
            algorithm: parsed.signature_algorithm.algorithm.to_id_string(),
            serial: parsed.raw_serial().to_vec(),
            issuer: parsed.issuer().as_raw().to_vec(),
            subject: parsed.subject().as_raw().to_vec(),
            not_before: Time::default().plus_seconds(parsed.validity().not_before.timestamp()),
            not_after: Time::default().plus_seconds(parsed.validity().not_after.timestamp()),
            key: key(&parsed),
            is_authority: false,
            path_length: None,
            usage: None,
            unknown: None,
            numbers: Numbers::None,
            constraints: Vec::new(),
            hosts: Vec::new(),
        };
        let mut seen: Vec<&Oid<'_>> = Vec::new();
        for extension in parsed.extensions() {
            // RFC 5280, section 4.2: none of them twice.
            if seen.contains(&&extension.oid) {
                return None;
            }
            seen.push(&extension.oid);
            let id = extension.oid.to_id_string();
            if extension.critical && !KNOWN.contains(&id.as_str()) {
                certificate.unknown = Some(id.clone());
            }
            certificate.extend(&id, extension.value, extension.parsed_extension())?;
        }
        Some(certificate)
    }

    fn extend(&mut self, id: &str, value: &[u8], parsed: &ParsedExtension<'_>) -> Option<()> {
        match (id, parsed) {
            (BASIC_CONSTRAINTS, ParsedExtension::BasicConstraints(basic)) => {
                self.is_authority = basic.ca;
                self.path_length = basic.path_len_constraint;
            }
            (KEY_USAGE, ParsedExtension::KeyUsage(usage)) => {
                self.usage = Some(Usage {
                    signs: usage.digital_signature(),
                    signs_certificates: usage.key_cert_sign(),
                    signs_lists: usage.crl_sign(),
                });
            }
            (SUBJECT_NAMES, ParsedExtension::SubjectAlternativeName(names)) => {
                let hosts = names.general_names.iter().filter_map(|name| match name {
                    GeneralName::DNSName(host) => Some(host.to_ascii_lowercase()),
                    _ => None,
                });
                self.hosts = hosts.collect();
            }
            (BASIC_CONSTRAINTS | KEY_USAGE | SUBJECT_NAMES, _) => return None,
            (TN_LIST, _) => self.numbers = numbers(value),
            (CONSTRAINTS | ENHANCED_CONSTRAINTS, _) => {
                self.constraints.push(Constraints::read(value));
            }
            (ACCESS, ParsedExtension::AuthorityInfoAccess(access)) => {
                let mut places = access.accessdescs.iter();
                let list =
                    places.find(|place| place.access_method.to_id_string() == ACCESS_TN_LIST);
                if let Some(list) = list
                    && let GeneralName::URI(uri) = &list.access_location
                    && self.numbers == Numbers::None
                {
                    self.numbers = Numbers::Elsewhere((*uri).to_owned());
                }
            }
            _ => {}
        }
        Some(())
    }

    /// Tells whether it may sign tokens: no authority, and signing is not left out of what its key is for.
    pub(super) fn may_sign(&self) -> bool {
        !self.is_authority && self.usage.is_none_or(|usage| usage.signs)
    }

    /// Tells whether it may sign certificates.
    pub(super) fn may_issue(&self) -> bool {
        self.is_authority && self.usage.is_none_or(|usage| usage.signs_certificates)
    }

    /// Tells whether it may sign lists of what was revoked.
    pub(super) fn may_revoke(&self) -> bool {
        self.usage.is_none_or(|usage| usage.signs_lists)
    }

    /// Tells whether the key of `issuer` signed this.
    pub(super) fn is_signed_by(&self, issuer: &Self) -> bool {
        let key = issuer.key.as_ref();
        key.is_some_and(|key| key.verifies(&self.algorithm, &self.signed, &self.signature))
    }
}

impl Key {
    /// Tells whether this key may verify tokens (RFC 8225, section 8: ES256).
    pub(super) const fn is_p256(&self) -> bool {
        self.is_p256
    }

    /// Tells whether a signature in ASN.1 is of this key.
    pub(super) fn verifies(&self, algorithm: &str, signed: &[u8], signature: &[u8]) -> bool {
        let algorithm = match (self.is_p256, algorithm) {
            (true, ECDSA_SHA256) => &ECDSA_P256_SHA256_ASN1,
            (false, ECDSA_SHA384) => &ECDSA_P384_SHA384_ASN1,
            _ => return false,
        };
        let key = UnparsedPublicKey::new(algorithm, &self.point);
        key.verify(signed, signature).is_ok()
    }

    /// Tells whether the signature of a token is of this key: two numbers of 32 bytes (RFC 7518, section 3.4).
    pub(super) fn verifies_token(&self, signed: &[u8], signature: &[u8]) -> bool {
        let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, &self.point);
        self.is_p256 && key.verify(signed, signature).is_ok()
    }
}

fn key(parsed: &X509Certificate<'_>) -> Option<Key> {
    let info = parsed.public_key();
    let curve = info.algorithm.parameters.as_ref()?.as_oid().ok()?;
    if info.algorithm.algorithm.to_id_string() != EC_PUBLIC_KEY {
        return None;
    }
    let is_p256 = match curve.to_id_string().as_str() {
        P256 => true,
        P384 => false,
        _ => return None,
    };
    Some(Key {
        is_p256,
        point: info.subject_public_key.data.to_vec(),
    })
}

fn numbers(value: &[u8]) -> Numbers {
    if let Some(list) = tn_list::read(value) {
        return Numbers::List(list);
    }
    // Some authorities write where the list is in place of the list.
    match take(value) {
        Some((IA5_STRING | UTF8_STRING, text, [])) => match ascii(text) {
            Some(text) if text.contains('.') && text.contains('/') => {
                Numbers::Elsewhere(text.to_owned())
            }
            _ => Numbers::Unreadable,
        },
        _ => Numbers::Unreadable,
    }
}
