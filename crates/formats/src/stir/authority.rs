//! What gives a signer a say about a caller (RFC 8226, sections 4 and 9).

use super::{
    Entry, Identity, Policy,
    certificate::{Certificate, Numbers},
    claims::Claims,
    refusal::{Refusal, Result, Why},
};

/// What stands behind a signature.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Authority {
    /// The certificate names the caller's number.
    Number,
    /// The certificate names a service provider; whether the number is its own is not known here.
    Provider,
    /// The certificate names an address where its numbers are listed.
    Elsewhere(String),
    /// The certificate names the host of the caller's address.
    Host,
}

/// Tells what gives the signer a say about this caller, and which service providers its certificate names.
pub(super) fn of(
    leaf: &Certificate,
    claims: &Claims,
    policy: &Policy,
) -> Result<(Authority, Vec<String>)> {
    // Who diverted a call signs for its own number (RFC 8946, section 4).
    let subject = claims.diverted.as_ref().unwrap_or(&claims.orig);
    let number = match subject {
        Identity::Number(number) => number,
        Identity::Uri(uri) => return host(leaf, uri),
    };
    match &leaf.numbers {
        Numbers::None => {
            let reason = "the certificate has no list of numbers";
            Err(Refusal::new(Why::NoAuthority, reason))
        }
        Numbers::Unreadable => {
            let reason = "the certificate's list of numbers cannot be read";
            Err(Refusal::new(Why::NoAuthority, reason))
        }
        Numbers::Elsewhere(place) if policy.requires_list => {
            let what = "the certificate's numbers are listed elsewhere:";
            Err(Refusal::of(Why::NoAuthority, what, place))
        }
        Numbers::Elsewhere(place) => Ok((Authority::Elsewhere(place.clone()), Vec::new())),
        Numbers::List(entries) => {
            let providers = entries.iter().filter_map(|entry| match entry {
                Entry::Provider(code) => Some(code.clone()),
                _ => None,
            });
            let providers: Vec<String> = providers.collect();
            if entries.iter().any(|entry| entry.covers(number)) {
                return Ok((Authority::Number, providers));
            }
            if providers.is_empty() {
                return Err(Refusal::of(
                    Why::NotCovered,
                    "the certificate is not for",
                    number,
                ));
            }
            Ok((Authority::Provider, providers))
        }
    }
}

/// Holds the host of an address against the names of the certificate.
fn host(leaf: &Certificate, uri: &str) -> Result<(Authority, Vec<String>)> {
    let rest = uri.split_once(':').map_or(uri, |(_, rest)| rest);
    let host = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
    if leaf
        .hosts
        .iter()
        .any(|known| known.eq_ignore_ascii_case(host))
    {
        return Ok((Authority::Host, Vec::new()));
    }
    Err(Refusal::of(
        Why::NotCovered,
        "the certificate is not for",
        host,
    ))
}
