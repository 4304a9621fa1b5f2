//! Lists of revoked certificates (RFC 5280, section 5), also those that one authority keeps for all (section 5.2.5), as the
//! administrator of SHAKEN does.

use watchbell_model::Time;
use x509_parser::prelude::{CertificateRevocationList, FromDer as _};

use super::{
    certificate::Certificate,
    der::{SEQUENCE, explicit, only, take},
};

/// Most entries of all lists together.
pub(super) const MAX_REVOKED: usize = 1_000_000;
/// Longest list, in bytes.
const MAX_BYTES: usize = 64 << 20;

/// id-ce-certificateIssuer.
const CERTIFICATE_ISSUER: &str = "2.5.29.29";
/// id-ce-cRLNumber and id-ce-authorityKeyIdentifier restrict nothing; id-ce-issuingDistributionPoint may.
const KNOWN: [&str; 3] = ["2.5.29.20", "2.5.29.35", ISSUING_POINT];
const ISSUING_POINT: &str = "2.5.29.28";

/// A list, read once.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Revocations {
    signed: Vec<u8>,
    signature: Vec<u8>,
    algorithm: String,
    pub(super) issuer: Vec<u8>,
    next_update: Option<Time>,
    /// Issuer and serial number, in order.
    entries: Vec<(Vec<u8>, Vec<u8>)>,
}

impl Revocations {
    /// Reads DER; nothing where it is no list, or one that cannot be applied.
    pub(super) fn read(der: &[u8]) -> Option<Self> {
        if der.len() > MAX_BYTES {
            return None;
        }
        let (rest, parsed) = CertificateRevocationList::from_der(der).ok()?;
        let mut extensions = parsed.extensions().iter();
        let is_known = extensions.all(|extension| {
            !extension.critical || KNOWN.contains(&extension.oid.to_id_string().as_str())
        });
        if !rest.is_empty() || !is_known {
            return None;
        }
        let issuer = parsed.issuer().as_raw().to_vec();
        let mut of = issuer.clone();
        let mut entries = Vec::new();
        for entry in parsed.iter_revoked_certificates() {
            for extension in entry.extensions() {
                if extension.oid.to_id_string() == CERTIFICATE_ISSUER {
                    // From here on, until it is said again.
                    of = directory_name(extension.value)?;
                }
            }
            if entries.len() == MAX_REVOKED {
                return None;
            }
            entries.push((of.clone(), entry.raw_serial().to_vec()));
        }
        entries.sort_unstable();
        // The list itself: what is signed is the first element in it.
        let (tag, content, _) = take(der)?;
        let (_, _, after) = take(content)?;
        let signed = content.get(..content.len() - after.len())?;
        (tag == SEQUENCE).then(|| Self {
            signed: signed.to_vec(),
            signature: parsed.signature_value.data.to_vec(),
            algorithm: parsed.signature_algorithm.algorithm.to_id_string(),
            issuer,
            next_update: parsed
                .next_update()
                .map(|at| Time::default().plus_seconds(at.timestamp())),
            entries,
        })
    }

    /// Tells whether the key of `issuer` signed this list.
    pub(super) fn is_signed_by(&self, issuer: &Certificate) -> bool {
        let key = issuer.key.as_ref();
        self.issuer == issuer.subject
            && issuer.may_revoke()
            && key.is_some_and(|key| key.verifies(&self.algorithm, &self.signed, &self.signature))
    }

    /// Tells whether a list that came out later should be there by now.
    pub(super) fn is_old(&self, now: Time) -> bool {
        self.next_update.is_some_and(|next| next < now)
    }

    pub(super) const fn len(&self) -> usize {
        self.entries.len()
    }

    /// Tells whether a certificate stands in the list.
    pub(super) fn holds(&self, certificate: &Certificate) -> bool {
        let wanted = (&certificate.issuer, &certificate.serial);
        let found = self
            .entries
            .binary_search_by(|(issuer, serial)| (issuer, serial).cmp(&wanted));
        found.is_ok()
    }
}

/// Reads a name of the directory out of general names.
fn directory_name(value: &[u8]) -> Option<Vec<u8>> {
    let names = only(value, SEQUENCE)?;
    let (tag, name, _) = take(names)?;
    (tag == explicit(4)).then(|| name.to_vec())
}
