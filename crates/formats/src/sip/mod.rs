//! The Session Initiation Protocol: calls, as one who answers them sees them (RFC 3261).
//!
//! Messages are read leniently, with a verdict ([`read`]): the faults that were found, each with its
//! place and the status that a server answers. They are written strictly ([`Message::write`]).
//! What is read although the grammar has it otherwise is [odd](Grade::Odd), and told too:
//!
//! - line ends that are line feeds alone, a head without the blank line at its end, a body without its
//!   last line end, bytes after the body;
//! - blanks before the sign that ends a user or password, doubled quotes in a quoted string;
//! - headers that are not UTF-8; values of headers beyond RFC 3261 that are not understood.

mod accept;
mod address;
pub mod agent;
mod body;
mod caller;
mod check;
mod dialog;
mod fault;
mod host;
mod identity;
mod message;
mod method;
mod name;
mod params;
mod problem;
mod raw;
mod read;
mod respond;
pub mod rtp;
mod scan;
pub mod sdp;
mod start;
mod status;
mod stream;
#[cfg(test)]
mod tests;
pub mod transaction;
mod uri;
mod value;
mod via;
mod write;

pub use accept::{Abilities, Refusal};
pub use address::Address;
pub use caller::Caller;
pub use dialog::{Dialog, DialogId};
pub use fault::{Fault, Grade, Place, Wrong};
pub use host::Host;
pub use identity::Identity;
pub use message::{Header, Headers, Message, Start};
pub use method::Method;
pub use name::Name;
pub use params::Params;
pub use problem::Problem;
pub use read::{Reading, read};
pub use status::reason;
pub use stream::{Frame, frame};
pub use uri::{SipUri, Tel, Uri, UriParams, unescape};
pub use value::{CSeq, MediaType, Reason, Warning};
pub use via::Via;

/// Longest head of a message that is read, in bytes.
pub const MAX_HEAD: usize = 64 << 10;
/// Most headers of one message that are read.
pub const MAX_HEADERS: usize = 256;
/// Longest body of a message that is read, in bytes.
pub const MAX_BODY: usize = 64 << 10;
