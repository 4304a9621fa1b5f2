//! The binary encoding of header fields and bodies (WAP-230, Wireless Session Protocol, section 8).

mod assigned;
mod media;
mod octets;
mod put;

pub(super) use assigned::part_field;
pub(super) use media::{read_media_type, read_parameters, write_media_type, write_parameters};
pub(super) use octets::Octets;
pub(super) use put::Put;
