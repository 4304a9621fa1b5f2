//! Bytes to model and back, no I/O: one file or folder a format.

pub mod blocklist;
pub mod exchange;
mod fault;
pub mod incident;
pub mod misp;
pub mod report;
pub mod rid;
pub mod rolie;
#[cfg(test)]
mod shared;
pub mod stix;
pub mod taxii;
pub mod verdict;

pub use fault::Fault;
