//! Bytes to model and back, no I/O: one file or folder a format.

pub mod blocklist;
pub mod incident;
pub mod report;
pub mod verdict;
