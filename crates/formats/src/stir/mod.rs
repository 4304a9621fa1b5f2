//! Who signed for a caller's number.
//!
//! Read and judged are the Identity header of SIP (RFC 8224), PASSporT (RFC 8225) with its extensions SHAKEN (RFC 8588), div
//! (RFC 8946) and rcd (RFC 9795), and the certificates of STIR (RFC 8226, RFC 9060).
//!
//! [`verify`] says what a header is worth at a moment: [`Signal::Verified`], with what was signed, or
//! [`Signal::Refused`], with a word that stays the same and the status that SIP has for it. Neither is a verdict: a
//! verified call can be unwanted, and one that is not verified wanted.
//!
//! There are two domains of trust. Whoever fetches a certificate from where `x5u` says does so over HTTPS, as on the web;
//! the certificate itself is judged here, against the roots of the telephone world alone ([`Trust`]).

mod authority;
mod call;
mod certificate;
mod chain;
mod claims;
mod constraints;
mod der;
mod header;
mod json;
mod pem;
mod refusal;
mod revoked;
#[cfg(test)]
mod tests;
mod tn_list;
mod token;
mod trust;
mod verify;

pub use authority::Authority;
pub use call::{Call, Identity, canonical_number};
pub use chain::MAX_PATH;
pub use claims::{Attest, MAX_DEST};
pub use header::{MAX_HEADER, MAX_PARAMETERS};
pub use pem::MAX_CERTIFICATES;
pub use refusal::{Refusal, Why};
pub use tn_list::{Entry, MAX_ENTRIES};
pub use trust::{Trust, TrustError};
pub use verify::{Policy, Signal, Type, Verified, verify};
