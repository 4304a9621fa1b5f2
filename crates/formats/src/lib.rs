//! Bytes to model and back, no I/O: one file or folder a format.

mod abuse;
pub mod arf;
pub mod blocklist;
pub mod csaf;
pub mod exchange;
mod fault;
pub mod incident;
mod mime;
pub mod misp;
pub mod mm4;
pub mod mm7;
pub mod mms;
pub mod record;
pub mod report;
pub mod rid;
pub mod rolie;
pub mod sip;
pub mod smpp;
pub mod stir;
pub mod stix;
pub mod taxii;
#[cfg(test)]
mod tests;
pub mod verdict;
pub mod xarf;

pub use fault::Fault;
