//! Atom (RFC 4287) and its publishing protocol (RFC 5023), with what RFC 8322 adds.
//!
//! Elements that are not known are passed over, as RFC 4287, section 6.3, has it: `atom:contributor`,
//! `atom:generator`, `atom:icon`, `atom:logo`, `atom:source` and any extension. Nor is `xml:base` followed.

mod part;
mod read;
mod write;

pub use read::{read_categories, read_entry, read_feed, read_service};
pub use write::{write_categories, write_entry, write_feed, write_service};

/// The namespace of Atom (RFC 4287, section 1.2).
pub const ATOM: &str = "http://www.w3.org/2005/Atom";
/// The namespace of its publishing protocol (RFC 5023, section 16.1).
pub const APP: &str = "http://www.w3.org/2007/app";
/// The namespace of ROLIE (RFC 8322, section 8.1).
pub const ROLIE: &str = "urn:ietf:params:xml:ns:rolie-1.0";
/// The namespace of archives (RFC 5005, section 4).
pub const HISTORY: &str = "http://purl.org/syndication/history/1.0";
