//! Exchange with peers: who they are, what was agreed, what goes out and what comes in.
//!
//! Everything that goes out is composed in one place (`compose`), under the one policy ([`policy`]),
//! and waits in the outbox of the database until its peer has it. Everything that comes in is durable
//! before the peer is answered, and becomes a report like any other. Both ways are leaves of the log.

mod agree;
mod ask;
mod card;
pub mod certificate;
mod client;
mod compose;
pub(crate) mod deliver;
pub(crate) mod fetch;
mod known;
mod label;
mod misp;
pub mod policy;
mod receive;
mod seals;
mod serve;
mod tls;

pub use agree::Withheld;
pub use card::Card;
pub use client::Failure;
pub use compose::{Composed, Form};
pub use known::{Known, Peers};
pub use receive::{RidAnswer, Taken, document_of};
pub use serve::Offered;
pub use tls::told;

/// The root of TAXII in which each peer finds a collection of its own.
pub const ROOT: &str = "peers";
/// The root of TAXII in which is kept what was fetched from peers.
pub const MIRROR: &str = "received";
