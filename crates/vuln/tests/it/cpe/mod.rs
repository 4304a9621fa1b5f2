//! CPE names.

mod forms;
mod matching;
mod nvdtools;
mod refused;
mod seen;
