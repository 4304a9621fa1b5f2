//! A telephone world of its own: a root, providers, tokens that they sign.

mod calls;
mod certificates;
mod claims;
mod tokens;
mod trust;
mod vectors;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use rcgen::{
    BasicConstraints, CertificateParams, CustomExtension, DnType, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, PKCS_ECDSA_P256_SHA256, SerialNumber,
};
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair},
};
use watchbell_model::Time;

use super::{Call, Policy, Signal, Trust, Verified, Why, verify};

/// The present of these tests.
const NOW: i64 = 1_750_000_030;
const X5U: &str = "https://cert.example.org/sp.pem";
const ORIG: &str = "12025550101";
const DEST: &str = "12025550102";

/// Somebody with a key and a certificate.
struct Holder {
    key: KeyPair,
    params: CertificateParams,
    der: Vec<u8>,
}

/// What a certificate is to be like.
struct Wish<'a> {
    name: &'a str,
    is_authority: bool,
    path_length: Option<u8>,
    usages: &'a [KeyUsagePurpose],
    extensions: Vec<CustomExtension>,
    hosts: &'a [&'a str],
    days: std::ops::Range<i64>,
    algorithm: &'static rcgen::SignatureAlgorithm,
}

impl Default for Wish<'_> {
    fn default() -> Self {
        Self {
            name: "SHAKEN 1234",
            is_authority: false,
            path_length: None,
            usages: &[KeyUsagePurpose::DigitalSignature],
            extensions: vec![tn_list(&provider("1234"))],
            hosts: &[],
            days: -30..30,
            algorithm: &PKCS_ECDSA_P256_SHA256,
        }
    }
}

impl Wish<'_> {
    fn authority(name: &str) -> Wish<'_> {
        Wish {
            name,
            is_authority: true,
            usages: &[KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign],
            extensions: Vec::new(),
            ..Wish::default()
        }
    }

    /// Makes the certificate, signed by `issuer` or by itself.
    fn granted(self, issuer: Option<&Holder>) -> Holder {
        let key = KeyPair::generate_for(self.algorithm).unwrap();
        let hosts: Vec<String> = self.hosts.iter().map(|host| (*host).to_owned()).collect();
        let mut params = CertificateParams::new(hosts).unwrap();
        params.distinguished_name = rcgen::DistinguishedName::new();
        params
            .distinguished_name
            .push(DnType::CommonName, self.name);
        let day =
            |days: i64| time::OffsetDateTime::from_unix_timestamp(NOW + days * 86_400).unwrap();
        (params.not_before, params.not_after) = (day(self.days.start), day(self.days.end));
        params.serial_number = Some(SerialNumber::from(self.name.len() as u64 + 7));
        if self.is_authority {
            params.is_ca = IsCa::Ca(match self.path_length {
                None => BasicConstraints::Unconstrained,
                Some(length) => BasicConstraints::Constrained(length),
            });
        }
        params.key_usages = self.usages.to_vec();
        params.custom_extensions = self.extensions;
        let certificate = match issuer {
            Some(issuer) => params.signed_by(&key, &issuer.issuer()),
            None => params.self_signed(&key),
        };
        let der = certificate.unwrap().der().to_vec();
        Holder { key, params, der }
    }
}

impl Holder {
    fn issuer(&self) -> Issuer<'_, &KeyPair> {
        Issuer::from_params(&self.params, &self.key)
    }

    fn pem(&self) -> String {
        let body = base64::engine::general_purpose::STANDARD.encode(&self.der);
        format!("-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n")
    }

    /// Signs header and claims as they are written.
    fn token(&self, header: &str, claims: &str) -> String {
        let input = format!("{}.{}", encoded(header), encoded(claims));
        let signature = self.signature(input.as_bytes());
        format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    fn signature(&self, input: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let key = EcdsaKeyPair::from_pkcs8(algorithm, self.key.serialized_der(), &random).unwrap();
        key.sign(&random, input).unwrap().as_ref().to_vec()
    }
}

/// A root and a provider beneath it.
struct World {
    root: Holder,
    provider: Holder,
}

impl World {
    fn new() -> Self {
        let root = Wish::authority("STI Root").granted(None);
        let provider = Wish::default().granted(Some(&root));
        Self { root, provider }
    }

    fn trust(&self) -> Trust {
        Trust::default().with_roots(&self.root.der).unwrap()
    }

    /// Judges a header that the provider is said to have signed.
    fn judge(&self, header: &str) -> Result<Verified, Why> {
        self.judge_for(header, &call(), &self.provider.der)
    }

    fn judge_for(&self, header: &str, call: &Call<'_>, fetched: &[u8]) -> Result<Verified, Why> {
        outcome(verify(
            header,
            call,
            Some(fetched),
            &self.trust(),
            &Policy::default(),
        ))
    }
}

fn outcome(signal: Signal) -> Result<Verified, Why> {
    match signal {
        Signal::Verified(verified) => Ok(verified),
        Signal::Refused(refusal) => Err(refusal.why),
    }
}

fn call() -> Call<'static> {
    Call {
        orig: "sip:+12025550101@example.com;user=phone",
        dest: &["sip:+12025550102@example.net;user=phone"],
        date: None,
        received_at: Time::default().plus_seconds(NOW),
    }
}

fn encoded(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(text)
}

/// The header of a SHAKEN token.
fn header() -> String {
    format!(r#"{{"alg":"ES256","ppt":"shaken","typ":"passport","x5u":"{X5U}"}}"#)
}

/// The claims of a SHAKEN token.
fn claims() -> String {
    format!(
        r#"{{"attest":"A","dest":{{"tn":["{DEST}"]}},"iat":{},"orig":{{"tn":"{ORIG}"}},"origid":"123e4567-e89b-12d3-a456-426655440000"}}"#,
        NOW - 30
    )
}

/// The parameters that stand behind a SHAKEN token.
fn parameters() -> String {
    format!(";info=<{X5U}>;alg=ES256;ppt=shaken")
}

/// An extension with a TN Authorization List of these entries.
fn tn_list(entries: &[u8]) -> CustomExtension {
    let content = element(0x30, entries);
    CustomExtension::from_oid_content(&[1, 3, 6, 1, 5, 5, 7, 1, 26], content)
}

fn provider(code: &str) -> Vec<u8> {
    element(0xA0, &element(0x16, code.as_bytes()))
}

fn one(number: &str) -> Vec<u8> {
    element(0xA2, &element(0x16, number.as_bytes()))
}

fn range(start: &str, count: u8) -> Vec<u8> {
    let parts = [element(0x16, start.as_bytes()), element(2, &[count])];
    element(0xA1, &element(0x30, &parts.concat()))
}

fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    match u8::try_from(content.len()) {
        Ok(length @ ..0x80) => out.push(length),
        Ok(length) => out.extend([0x81, length]),
        Err(_) => out.extend([0x82, (content.len() >> 8) as u8, content.len() as u8]),
    }
    out.extend(content);
    out
}
