//! Messages of RID, Real-time Inter-network Defense (RFC 6545, ITU-T X.1580), as they travel over HTTPS
//! (RFC 6546, ITU-T X.1581).
//!
//! [`read`] and [`write()`] are pure. [`check`] is what a receiver holds a message against, [`answers`]
//! what may come back for it. Documents and signatures in a message are kept as they are written, so
//! that signatures stay valid when a message is passed on along a trace.

mod answer;
mod error;
mod message;
mod part;
mod read;
mod report;
mod rules;
mod word;
mod write;

#[cfg(test)]
mod tests;

pub use answer::{Answer, Outcome, answers, is_answer, outcomes};
pub use error::Error;
pub use message::{Address, IncidentId, Message, Node, Policy, Source, Status, Words};
pub use read::read;
pub use report::{Content, Enclosed, Report};
pub use rules::{check, check_document};
pub use word::{
    Authorization, Category, Destination, Justification, Kind, Region, Restriction, Traffic,
};
pub use write::write;

/// The namespace of RID (section 5.4).
pub const NAMESPACE: &str = "urn:ietf:params:xml:ns:iodef-rid-2.0";
/// The namespace of IODEF version 1, whose classes the schema of RID uses.
pub const IODEF_1: &str = "urn:ietf:params:xml:ns:iodef-1.0";
/// The media type of messages (RFC 6546, section 3).
pub const MEDIA_TYPE: &str = "text/xml";
/// The header field that says to which question a late answer belongs (RFC 6546, section 3), and the
/// most characters that it has.
pub const CALLBACK: &str = "rid-callback-token";
/// See [`CALLBACK`].
pub const MAX_CALLBACK: usize = 255;
/// The TCP port of RID over HTTPS (RFC 6546, section 5).
pub const PORT: u16 = 4590;
/// Longest message, in bytes.
pub const MAX_BYTES: usize = watchbell_iodef::MAX_BYTES;
/// Most signatures in a message.
pub const MAX_SIGNATURES: usize = 64;

/// What stands for a word that a list does not have (RFC 5070, section 5.1).
const EXT_VALUE: &str = "ext-value";
/// Namespaces that are in force in every message written here.
const AROUND: [(&str, &str); 2] = [("iodef-rid", NAMESPACE), ("iodef", IODEF_1)];

/// Whether a namespace is one of RID: of RFC 6545, of RFC 6045 or of a draft.
fn is_rid(space: &str) -> bool {
    space.starts_with("urn:ietf:params:xml:ns:iodef-rid-")
}

/// Whether a namespace is one of IODEF, whatever the version.
fn is_iodef(space: &str) -> bool {
    let version = space.strip_prefix("urn:ietf:params:xml:ns:iodef-");
    version.is_some_and(|version| version.starts_with(|c: char| c.is_ascii_digit()))
}
