//! Multimedia messages: what phones, relays and providers of services send each other.
//!
//! [`pdu`] reads and writes what a phone and its relay exchange (MM1), [`crate::mm4`] what relays and
//! [`crate::mm7`] what providers exchange with them. Each of them becomes one [`Multimedia`], whose
//! presentation [`smil`] reads.

mod address;
mod charset;
mod media_type;
mod message;
pub(crate) mod mime;
pub mod pdu;
pub mod smil;

pub use address::{Address, AddressKind};
pub use media_type::MediaType;
pub use message::{Content, Multimedia, Part, Shown};
