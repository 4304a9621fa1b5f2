//! Bodies: parts, and parts within parts.

use super::Header;
use crate::mms::MediaType;

/// The body of a PDU, or a part of one.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Part {
    /// What it is.
    pub media_type: MediaType,
    /// Its identity, without brackets.
    pub id: Option<String>,
    /// Where it is said to be: in practice a file name.
    pub location: Option<String>,
    /// Whether it is to be shown, and as what it is to be kept.
    pub disposition: Option<MediaType>,
    /// Other header fields.
    pub headers: Vec<Header>,
    /// What is in it.
    pub body: Body,
}

/// What is in a part.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Body {
    /// Octets.
    Octets(Vec<u8>),
    /// Further parts (WAP-230, section 8.5).
    Parts(Vec<Part>),
}

impl Default for Body {
    fn default() -> Self {
        Self::Octets(Vec::new())
    }
}

impl Part {
    /// Returns a part of octets.
    pub fn new(media_type: MediaType, octets: Vec<u8>) -> Self {
        Self {
            media_type,
            body: Body::Octets(octets),
            ..Self::default()
        }
    }
}
