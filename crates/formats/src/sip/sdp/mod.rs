//! Descriptions of sessions (RFC 8866), offered and answered (RFC 3264), as far as a call needs them.
//!
//! What is read more liberally than the RFC has it: lines may end with line feeds alone, come in another
//! order, and lack `o=`, `s=` and `t=`. Lines that say nothing about where sound goes are passed over.

mod answer;
mod error;
mod media;
mod read;
mod write;

use std::net::IpAddr;

pub use answer::{Chosen, Local, NoAudio, answer, chosen, offer};
pub use error::{Error, Result};
pub use media::{Direction, Payload};
pub use read::read;
pub use write::write;

use super::host::address;

/// Longest description that is read, in bytes.
pub const MAX_BYTES: usize = super::MAX_BODY;
/// Most media of one description that are read.
pub const MAX_MEDIA: usize = 32;
/// Most formats of one medium that are read.
pub const MAX_FORMATS: usize = 128;

/// A description of a session.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Session {
    /// Whose it is, `o=`.
    pub origin: Option<Origin>,
    /// Its name, `s=`; empty for none.
    pub name: String,
    /// Where media go that do not say so themselves, `c=`.
    pub connection: Option<Connection>,
    /// When it is, `t=`: begin and end, 0 for always.
    pub time: (u64, u64),
    /// Attributes of the session, `a=`.
    pub attributes: Vec<Attribute>,
    /// Its media, `m=`.
    pub media: Vec<Media>,
}

/// Whose a description is, and which one of his (RFC 8866, section 5.2).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Origin {
    /// The user, `-` for none.
    pub user: String,
    /// The session.
    pub id: String,
    /// The version of the description.
    pub version: String,
    /// The host.
    pub connection: Connection,
}

/// An address (section 5.7).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Connection {
    /// The network, `IN`.
    pub net: String,
    /// The kind of address, `IP4` or `IP6`.
    pub family: String,
    /// The address or name, with what follows a slash.
    pub address: String,
}

impl Connection {
    /// Names an address of the Internet.
    pub fn of(address: IpAddr) -> Self {
        let family = if address.is_ipv6() { "IP6" } else { "IP4" };
        Self {
            net: "IN".to_owned(),
            family: family.to_owned(),
            address: address.to_string(),
        }
    }

    /// Returns the address, where it is no name that has to be looked up.
    pub fn ip(&self) -> Option<IpAddr> {
        let text = self.address.split('/').next()?;
        address(text).filter(|_| self.net == "IN")
    }
}

/// An attribute (section 5.13).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Attribute {
    /// Its name.
    pub name: String,
    /// What follows the colon.
    pub value: Option<String>,
}

impl Attribute {
    /// Makes an attribute with a value.
    pub fn new(name: &str, value: impl Into<String>) -> Self {
        Self {
            name: name.to_owned(),
            value: Some(value.into()),
        }
    }

    /// Makes an attribute that has no value.
    pub fn flag(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            value: None,
        }
    }
}

/// A medium (section 5.14).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Media {
    /// Its kind: `audio`, `video`.
    pub kind: String,
    /// The port, 0 for a medium that is refused.
    pub port: u16,
    /// The protocol: `RTP/AVP`.
    pub protocol: String,
    /// Its formats: of RTP, the numbers of payloads.
    pub formats: Vec<String>,
    /// Where it goes, `c=`.
    pub connection: Option<Connection>,
    /// Its attributes.
    pub attributes: Vec<Attribute>,
}
