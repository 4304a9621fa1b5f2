//! The base of vulnerabilities: imported from feeds, asked about components.

mod answer;
mod import;
mod prepare;
mod watch;

pub use answer::{MAX_ENTRIES, Matched};
pub use import::{Imported, Told};
pub use watch::{Looked, MAX_NAME, MAX_OPENED, MAX_WATCHED, MAX_WATCHES};
