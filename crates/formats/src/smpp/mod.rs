//! SMPP: short messages between a message centre and whoever is bound to it, as PDUs, text and dialogues.
//!
//! SMPP 3.4 as its Issue 1.2 has it; peers of 3.3 and 5.0 are read too, for what they share. What is read
//! more liberally than the standard has it:
//!
//! - a field may be as long as [`MAX_FIELD`], since passwords and identities of messages often are too long;
//! - the body of an answer may be absent, or its identity not ended by a zero;
//! - what follows the header of a PDU that has no body is passed over;
//! - parameters that are not known, and PDUs that are not, are kept as they came.
//!
//! Bytes come in through [`next`], which says what is there, what is missing, or what is wrong and how that
//! is answered. [`Content`] is what a message says, [`Concat`] joins those that came in parts, and
//! [`dialogue`] is what is said on a number such as 7726, to which people forward what they were sent.

mod address;
mod command;
mod concat;
pub mod dialogue;
mod error;
mod field;
mod frame;
mod message;
mod pdu;
mod read;
mod status;
mod text;
pub mod tlv;
mod waiting;
mod write;

pub use address::{Address, Npi, Ton};
pub use command::CommandId;
pub use concat::{Change, Concat, Joined, Key, Limits, Outcome, Pending, Piece, Run, Step};
pub use error::{Error, Result};
pub use field::{Field, Password};
pub use frame::{Broken, Frame, next};
pub use message::{
    Alert, Cancel, Data, EsmClass, Kind, Query, QueryResp, Replace, ShortMessage, SubmitMulti,
    SubmitMultiResp, Target, Unsuccess,
};
pub use pdu::{Bind, BindResp, Body, Outbind, Pdu, Resp, Role};
pub use read::read;
pub use status::Status;
pub use text::{
    Alphabet, Coding, Content, Encoded, National, Part, PartKind, Text, UserHeader, encode,
};
pub use tlv::{Tlv, Tlvs};
pub use write::write;

/// Bytes of a header (section 3.2).
pub const HEADER: usize = 16;
/// Longest PDU that is read or written, in bytes: a payload of 64 KiB and what is about it.
pub const MAX_PDU: usize = 66 << 10;
/// Longest C-Octet String that is read, in bytes, without its zero.
pub const MAX_FIELD: usize = 255;
/// Most optional parameters of one PDU.
pub const MAX_TLVS: usize = 256;

#[cfg(test)]
mod tests;
