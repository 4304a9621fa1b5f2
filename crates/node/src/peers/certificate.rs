//! Certificates: this node's own, and whether one that is shown is a peer's (RFC 6546, section 3).

use std::path::Path;

use rcgen::{CertificateParams, DnType, KeyPair};
use rustls::pki_types::{
    CertificateDer, CertificateRevocationListDer, PrivateKeyDer, TrustAnchor, UnixTime,
    pem::PemObject as _,
};
use watchbell_model::Time;
use watchbell_store::Peer;
use webpki::{
    CertRevocationList, EndEntityCert, KeyUsage, OwnedCertRevocationList, RevocationCheckDepth,
    RevocationOptionsBuilder, UnknownStatusPolicy, anchor_from_trusted_cert,
};
use x509_parser::prelude::{FromDer as _, GeneralName, X509Certificate};

use crate::{Config, Error, Result, keys};

/// Certificates and lists that a peer may have.
const MAX_CERTIFICATES: usize = 16;

/// Days for which a certificate that is made here is valid; what peers are given then is its card anew.
const VALID_DAYS: i64 = 3 * 365;

/// Why a certificate is no peer's.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// There is none.
    #[error("no certificate was shown")]
    Missing,
    /// It is no certificate.
    #[error("what was shown is no certificate")]
    Unreadable,
    /// No peer has a name that it bears.
    #[error("the certificate names no peer, but {0:?}")]
    Unknown(Vec<String>),
    /// It bears a name that stands for many.
    #[error("the certificate bears the wildcard {0:?}")]
    Wildcard(String),
    /// It is not one of those that the peer has.
    #[error("the certificate is not one of those that {0} has")]
    Unlisted(String),
    /// Its time is over, or has not come.
    #[error("the certificate of {0} is expired, or not valid yet")]
    Expired(String),
    /// It was revoked.
    #[error("the certificate of {0} was revoked")]
    Revoked(String),
    /// The peer is switched off.
    #[error("{0} is switched off")]
    Disabled(String),
    /// Anything else that is wrong with it.
    #[error("the certificate of {0} is not valid: {1}")]
    Invalid(String, String),
}

/// What a peer shows is held against this.
#[derive(Debug)]
pub(crate) struct Trusted {
    name: String,
    /// Certificates that sign nothing: where there are any, one of them has to be shown.
    pins: Vec<CertificateDer<'static>>,
    anchors: Vec<TrustAnchor<'static>>,
    revocations: Vec<CertRevocationList<'static>>,
}

/// Which end shows a certificate.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum End {
    Client,
    Server,
}

impl Trusted {
    /// Reads what is known of a peer.
    ///
    /// # Errors
    /// [`Error::Peer`] with what is wrong with its certificates.
    pub(crate) fn new(peer: &Peer) -> Result<Self> {
        let bad = |reason: String| Error::Peer {
            name: peer.name.clone(),
            reason,
        };
        let mut trusted = Self {
            name: peer.name.clone(),
            pins: Vec::new(),
            anchors: Vec::new(),
            revocations: Vec::new(),
        };
        for der in
            CertificateDer::pem_slice_iter(peer.certificates.as_bytes()).take(MAX_CERTIFICATES + 1)
        {
            let der = der.map_err(|error| bad(format!("no certificate in PEM: {error}")))?;
            let (_, parsed) = X509Certificate::from_der(&der)
                .map_err(|error| bad(format!("no certificate: {error}")))?;
            if !parsed.is_ca() {
                trusted.pins.push(der.clone());
            }
            let anchor = anchor_from_trusted_cert(&der).map_err(|error| bad(error.to_string()))?;
            trusted.anchors.push(anchor.to_owned());
        }
        if trusted.anchors.is_empty() || trusted.anchors.len() > MAX_CERTIFICATES {
            return Err(bad(format!(
                "between 1 and {MAX_CERTIFICATES} certificates are needed"
            )));
        }
        let lists = CertificateRevocationListDer::pem_slice_iter(peer.revocations.as_bytes());
        for der in lists.take(MAX_CERTIFICATES) {
            let der = der.map_err(|error| bad(format!("no revocation list in PEM: {error}")))?;
            let list =
                OwnedCertRevocationList::from_der(&der).map_err(|error| bad(error.to_string()))?;
            trusted.revocations.push(list.into());
        }
        Ok(trusted)
    }

    /// Holds a chain against the peer's certificates, at a moment.
    pub(crate) fn holds(
        &self,
        shown: &CertificateDer<'_>,
        between: &[CertificateDer<'_>],
        end: End,
        now: UnixTime,
    ) -> Result<(), Refusal> {
        let certificate = EndEntityCert::try_from(shown).map_err(|_| Refusal::Unreadable)?;
        let unlisted = || Refusal::Unlisted(self.name.clone());
        if !self.pins.is_empty() && !self.pins.iter().any(|pin| pin == shown) {
            return Err(unlisted());
        }
        let usage = match end {
            End::Client => KeyUsage::client_auth(),
            End::Server => KeyUsage::server_auth(),
        };
        let lists: Vec<&CertRevocationList<'_>> = self.revocations.iter().collect();
        let revocation = RevocationOptionsBuilder::new(&lists).ok().map(|options| {
            options
                .with_depth(RevocationCheckDepth::Chain)
                .with_status_policy(UnknownStatusPolicy::Allow)
                .build()
        });
        let algorithms = rustls::crypto::ring::default_provider().signature_verification_algorithms;
        match certificate.verify_for_usage(
            algorithms.all,
            &self.anchors,
            between,
            now,
            usage,
            revocation,
            None,
        ) {
            Ok(_) => Ok(()),
            Err(webpki::Error::CertExpired { .. } | webpki::Error::CertNotValidYet { .. }) => {
                Err(Refusal::Expired(self.name.clone()))
            }
            Err(webpki::Error::CertRevoked) => Err(Refusal::Revoked(self.name.clone())),
            Err(webpki::Error::UnknownIssuer) => Err(unlisted()),
            Err(error) => Err(Refusal::Invalid(self.name.clone(), error.to_string())),
        }
    }
}

/// Returns the names that a certificate bears; a name that stands for many is refused.
pub(crate) fn names(shown: &CertificateDer<'_>) -> Result<Vec<String>, Refusal> {
    let certificate = EndEntityCert::try_from(shown).map_err(|_| Refusal::Unreadable)?;
    // Every one that is written there, also those that are no names to who looks for one.
    let (_, parsed) = X509Certificate::from_der(shown).map_err(|_| Refusal::Unreadable)?;
    let written = parsed.subject_alternative_name().ok().flatten();
    let written = written.map_or(&[][..], |names| &names.value.general_names);
    for name in written {
        if let GeneralName::DNSName(name) = name
            && name.contains('*')
        {
            return Err(Refusal::Wildcard((*name).to_owned()));
        }
    }
    Ok(certificate
        .valid_dns_names()
        .map(str::to_ascii_lowercase)
        .collect())
}

/// What a person wants to see of a certificate.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Shown {
    /// SHA-256 of it, in hexadecimal.
    pub fingerprint: String,
    /// Whom it was made for, as it writes it.
    pub subject: String,
    /// When its time is over.
    pub expires_at: Time,
    /// Whether it signs others.
    pub signs: bool,
}

/// Returns what a person wants to see of certificates in PEM; those that cannot be read are left out.
pub fn shown(pem: &str) -> Vec<Shown> {
    use sha2::{Digest as _, Sha256};
    let all = CertificateDer::pem_slice_iter(pem.as_bytes()).take(MAX_CERTIFICATES);
    let one = |der: CertificateDer<'_>| {
        let (_, parsed) = X509Certificate::from_der(&der).ok()?;
        Some(Shown {
            fingerprint: keys::hex(&Sha256::digest(&der)),
            subject: parsed.subject().to_string(),
            expires_at: Time::default().plus_seconds(parsed.validity().not_after.timestamp()),
            signs: parsed.is_ca(),
        })
    };
    all.filter_map(|der| one(der.ok()?)).collect()
}

/// This node's own certificate, and its key.
#[derive(Debug)]
pub(crate) struct Own {
    pub(crate) chain: Vec<CertificateDer<'static>>,
    pub(crate) key: PrivateKeyDer<'static>,
    /// The chain in PEM.
    pub(crate) pem: String,
}

impl Own {
    /// Reads the files that are configured, or makes a certificate that signs itself for the node's name.
    pub(crate) fn open(config: &Config, now: Time) -> Result<Self> {
        let (key_file, chain_file) = (
            config.exchange_key_file(),
            config.exchange_certificate_file(),
        );
        if !key_file.exists() || !chain_file.exists() {
            // Who comes first makes both; everybody else waits for that, so that they belong together.
            let _making = keys::lock(&key_file.with_extension("lock"))?;
            if !key_file.exists() && !chain_file.exists() {
                make(config, now, &key_file, &chain_file)?;
            }
        }
        let bad = |path: &Path, reason: String| Error::Key {
            path: path.display().to_string(),
            reason,
        };
        let pem = keys::read(&chain_file)?;
        let chain: Vec<_> = CertificateDer::pem_slice_iter(pem.as_bytes())
            .collect::<Result<_, _>>()
            .map_err(|error| bad(&chain_file, error.to_string()))?;
        if chain.is_empty() {
            return Err(bad(
                &chain_file,
                "there is no certificate in PEM".to_owned(),
            ));
        }
        let key = PrivateKeyDer::from_pem_slice(keys::read(&key_file)?.as_bytes())
            .map_err(|error| bad(&key_file, error.to_string()))?;
        Ok(Self { chain, key, pem })
    }
}

fn make(config: &Config, now: Time, key_file: &Path, chain_file: &Path) -> Result<()> {
    let bad = |error: rcgen::Error| Error::Config {
        key: "node.name".to_owned(),
        reason: format!("no certificate can be made for it: {error}"),
    };
    let key = KeyPair::generate().map_err(bad)?;
    let mut params = CertificateParams::new(vec![config.node.name.clone()]).map_err(bad)?;
    params
        .distinguished_name
        .push(DnType::CommonName, config.node.name.as_str());
    // A day's difference of clocks does no harm.
    params.not_before = day(now.plus_micros(-Time::DAY));
    params.not_after = day(now.plus_micros(VALID_DAYS * Time::DAY));
    let certificate = params.self_signed(&key).map_err(bad)?;
    keys::write_secret(key_file, &key.serialize_pem())?;
    keys::write_secret(chain_file, &certificate.pem())
}

/// The beginning of a day.
fn day(at: Time) -> time::OffsetDateTime {
    time::OffsetDateTime::from_unix_timestamp(at.seconds() / 86_400 * 86_400)
        .unwrap_or(time::OffsetDateTime::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_who_come_first_at_once_get_the_same_certificate() {
        for _ in 0..10 {
            let folder = tempfile::TempDir::new().unwrap();
            let config = Config {
                data: folder.path().to_owned(),
                ..Config::default()
            };
            let pems: Vec<String> = std::thread::scope(|scope| {
                let open = || Own::open(&config, Time::default()).unwrap().pem;
                let all: Vec<_> = (0..8).map(|_| scope.spawn(open)).collect();
                all.into_iter().map(|one| one.join().unwrap()).collect()
            });
            assert!(pems.windows(2).all(|two| two[0] == two[1]));
            let own = Own::open(&config, Time::default()).unwrap();
            let key = KeyPair::try_from(own.key.secret_der()).unwrap();
            let (_, certificate) = x509_parser::parse_x509_certificate(&own.chain[0]).unwrap();
            let bits = &certificate.public_key().subject_public_key.data;
            assert_eq!(key.public_key_raw(), bits.as_ref());
        }
    }
}
