//! The path from a certificate to a root of the telephone world (RFC 5280, section 6; RFC 9060).

use watchbell_model::Time;

use super::{
    certificate::{Certificate, Numbers},
    refusal::{Refusal, Result, Why},
    tn_list,
    trust::Trust,
};

/// Most certificates between one and its root, the root counted.
pub const MAX_PATH: usize = 6;
/// Most signatures that are looked at for one certificate.
const MAX_SIGNATURES: usize = 64;

/// A path that holds, from the certificate to the root.
pub(super) type Path<'a> = Vec<&'a Certificate>;

/// Finds a path that holds at `now`.
///
/// Where none does, the refusal is about the longest one that was tried.
pub(super) fn find<'a>(
    leaf: &'a Certificate,
    between: &'a [Certificate],
    trust: &'a Trust,
    now: Time,
) -> Result<Path<'a>> {
    let mut search = Search {
        between,
        roots: trust.roots(),
        now,
        signatures: MAX_SIGNATURES,
        refused: (
            0,
            Refusal::new(Why::Untrusted, "no path leads to a trusted root"),
        ),
    };
    at(leaf, now)?;
    let mut path = vec![leaf];
    if search.extend(&mut path) {
        return Ok(path);
    }
    Err(search.refused.1)
}

struct Search<'a> {
    between: &'a [Certificate],
    roots: &'a [Certificate],
    now: Time,
    signatures: usize,
    /// The refusal of the longest path so far.
    refused: (usize, Refusal),
}

impl<'a> Search<'a> {
    /// Lengthens a path to a root; leaves it as it was where that cannot be done.
    fn extend(&mut self, path: &mut Path<'a>) -> bool {
        let Some(last) = path.last().copied() else {
            return false;
        };
        // The certificate itself may be trusted, as a root of its own.
        if path.len() == 1 && self.roots.iter().any(|root| root.der == last.der) {
            return true;
        }
        if path.len() >= MAX_PATH {
            return false;
        }
        let (roots, between) = (self.roots, self.between);
        let of_roots = roots.iter().map(|root| (root, true));
        let of_between = between.iter().map(|certificate| (certificate, false));
        for (issuer, is_root) in of_roots.chain(of_between) {
            if issuer.subject != last.issuer || path.iter().any(|known| known.der == issuer.der) {
                continue;
            }
            if let Err(refusal) = self.may_issue(issuer, path) {
                self.refuse(path.len(), refusal);
                continue;
            }
            path.push(issuer);
            if is_root || self.extend(path) {
                return true;
            }
            path.pop();
        }
        false
    }

    /// Tells whether `issuer` may stand above a path.
    fn may_issue(&mut self, issuer: &Certificate, path: &[&'a Certificate]) -> Result<()> {
        let Some(last) = path.last() else {
            return Ok(());
        };
        if !issuer.may_issue() {
            let reason = "an issuer is no certification authority, or must not sign certificates";
            return Err(Refusal::new(Why::CertificateUsage, reason));
        }
        // Those below it but the last one; one that issued itself is not counted.
        let below = path
            .iter()
            .skip(1)
            .filter(|it| it.subject != it.issuer)
            .count();
        if issuer.path_length.is_some_and(|most| below > most as usize) {
            let reason = "the path is longer than an issuer allows";
            return Err(Refusal::new(Why::CertificateUsage, reason));
        }
        at(issuer, self.now)?;
        if let (Numbers::List(parent), Numbers::List(child)) = (&issuer.numbers, &last.numbers)
            && !tn_list::encompasses(parent, child)
        {
            let reason = "an issuer passed on numbers that it does not have";
            return Err(Refusal::new(Why::NotCovered, reason));
        }
        if self.signatures == 0 {
            let reason =
                format!("more than {MAX_SIGNATURES} signatures would have to be looked at");
            return Err(Refusal::new(Why::Untrusted, reason));
        }
        self.signatures -= 1;
        if !last.is_signed_by(issuer) {
            let reason = "the signature of a certificate is not that of its issuer";
            return Err(Refusal::new(Why::Untrusted, reason));
        }
        Ok(())
    }

    fn refuse(&mut self, length: usize, refusal: Refusal) {
        if length >= self.refused.0 {
            self.refused = (length, refusal);
        }
    }
}

/// Tells whether a certificate can be used at a moment at all.
fn at(certificate: &Certificate, now: Time) -> Result<()> {
    if let Some(id) = &certificate.unknown {
        let what = "a critical extension is not known:";
        return Err(Refusal::of(Why::CertificateUsage, what, id));
    }
    if now < certificate.not_before {
        let reason = format!(
            "a certificate is not valid before {}",
            certificate.not_before
        );
        return Err(Refusal::new(Why::Expired, reason));
    }
    if now > certificate.not_after {
        let reason = format!("a certificate was valid until {}", certificate.not_after);
        return Err(Refusal::new(Why::Expired, reason));
    }
    Ok(())
}
