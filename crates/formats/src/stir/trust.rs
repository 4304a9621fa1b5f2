use watchbell_model::Time;

use super::{
    certificate::Certificate,
    pem::{self, MAX_CERTIFICATES},
    refusal::{Refusal, Result as Judged, Why},
    revoked::{MAX_REVOKED, Revocations},
};

/// Roots of the telephone world, and what they revoked.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Trust {
    roots: Vec<Certificate>,
    /// Who may keep lists for everybody.
    keepers: Vec<Certificate>,
    lists: Vec<Revocations>,
}

/// Most roots.
const MAX_ROOTS: usize = 256;
/// Most lists.
const MAX_LISTS: usize = 256;

/// Something that cannot be trusted.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum TrustError {
    /// No certificate, in PEM or DER.
    #[error("certificate {at} cannot be read")]
    Certificate {
        /// Which one of what was given, from 1.
        at: usize,
    },
    /// No list of revoked certificates, in PEM or DER, or one that is not applied here.
    #[error("list {at} of revoked certificates cannot be read")]
    List {
        /// Which one of what was given, from 1.
        at: usize,
    },
    /// More than can be kept.
    #[error("there are more than {most} {what}")]
    TooMany {
        /// What there are too many of.
        what: &'static str,
        /// How many there may be.
        most: usize,
    },
}

impl Trust {
    /// Trusts the roots in `pem`, which may be one certificate in DER.
    ///
    /// # Errors
    /// [`TrustError`] where something in it cannot be read, or there is too much.
    pub fn with_roots(mut self, pem: &[u8]) -> Result<Self, TrustError> {
        add(&mut self.roots, pem, "roots")?;
        Ok(self)
    }

    /// Lets those in `pem` say what certificates of anybody were revoked, as the administrator of SHAKEN does.
    ///
    /// # Errors
    /// [`TrustError`] where something in it cannot be read, or there is too much.
    pub fn with_keepers(mut self, pem: &[u8]) -> Result<Self, TrustError> {
        add(&mut self.keepers, pem, "keepers of lists")?;
        Ok(self)
    }

    /// Adds lists of revoked certificates, in PEM or one in DER.
    ///
    /// A list counts for a certificate where its issuer signed it, or one of the keepers.
    ///
    /// # Errors
    /// [`TrustError`] where something in it cannot be read, or there is too much.
    pub fn with_revocations(mut self, pem: &[u8]) -> Result<Self, TrustError> {
        let all = pem::read(pem, "X509 CRL").ok_or(TrustError::List { at: 1 })?;
        for (at, der) in all.iter().enumerate() {
            let list = Revocations::read(der).ok_or(TrustError::List { at: at + 1 })?;
            let entries: usize = self.lists.iter().map(Revocations::len).sum();
            if self.lists.len() == MAX_LISTS || entries + list.len() > MAX_REVOKED {
                return Err(TrustError::TooMany {
                    what: "lists, or entries of lists, of revoked certificates",
                    most: MAX_LISTS,
                });
            }
            self.lists.push(list);
        }
        Ok(self)
    }

    pub(super) fn roots(&self) -> &[Certificate] {
        &self.roots
    }

    /// Tells whether one of a path was revoked; whether that is known for all of them where none was.
    pub(super) fn revoked(&self, path: &[&Certificate], now: Time) -> Judged<bool> {
        let mut all_known = true;
        for (at, certificate) in path.iter().enumerate() {
            let is_root = at > 0 && at + 1 == path.len();
            if is_root {
                continue;
            }
            let issuer = path.get(at + 1);
            let mut is_known = false;
            for list in &self.lists {
                let by_issuer = issuer.is_some_and(|issuer| list.is_signed_by(issuer));
                let counts =
                    by_issuer || self.keepers.iter().any(|keeper| list.is_signed_by(keeper));
                if !counts {
                    continue;
                }
                if list.holds(certificate) {
                    let reason = "a certificate was revoked";
                    return Err(Refusal::new(Why::Revoked, reason));
                }
                is_known |= !list.is_old(now);
            }
            all_known &= is_known;
        }
        Ok(all_known)
    }
}

fn add(to: &mut Vec<Certificate>, pem: &[u8], what: &'static str) -> Result<(), TrustError> {
    // A file of roots may be longer than a chain.
    for (part, text) in parts(pem).into_iter().enumerate() {
        let at = part * MAX_CERTIFICATES;
        let all = pem::read(text, "CERTIFICATE").ok_or(TrustError::Certificate { at: at + 1 })?;
        for (index, der) in all.iter().enumerate() {
            let at = at + index + 1;
            let certificate = Certificate::read(der).ok_or(TrustError::Certificate { at })?;
            if to.len() == MAX_ROOTS {
                let most = MAX_ROOTS;
                return Err(TrustError::TooMany { what, most });
            }
            to.push(certificate);
        }
    }
    Ok(())
}

/// Divides a text after every so many certificates.
fn parts(pem: &[u8]) -> Vec<&[u8]> {
    const END: &[u8] = b"-----END CERTIFICATE-----";
    let ends = memchr::memmem::find_iter(pem, END).map(|at| at + END.len());
    let mut all = Vec::new();
    let mut start = 0;
    for end in ends.skip(MAX_CERTIFICATES - 1).step_by(MAX_CERTIFICATES) {
        all.extend(pem.get(start..end));
        start = end;
    }
    all.extend(pem.get(start..).filter(|rest| !rest.is_empty()));
    all
}
