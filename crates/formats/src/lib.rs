//! Bytes to model and back, no I/O: one file or folder a format.

pub mod blocklist;
pub mod exchange;
pub mod incident;
pub mod misp;
pub mod report;
pub mod stix;
pub mod verdict;
