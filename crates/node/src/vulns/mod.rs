//! The base of vulnerabilities: imported from feeds, asked about components.

mod answer;
mod import;
mod prepare;

pub use answer::{MAX_ENTRIES, Matched};
pub use import::{Imported, Told};
