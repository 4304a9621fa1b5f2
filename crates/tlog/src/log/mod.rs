//! The log itself: [`Publisher`] appends, [`Tree`] proves, [`check`] reads everything again.
//!
//! The caller's database is the truth: it gives every entry its index, once and for ever, before the entry comes here. So
//! the same index always brings the same bytes, and a crash is mended by bringing them again: what was already written is
//! compared, not rewritten, and comes out byte for byte the same.

mod backend;
mod check;
mod directory;
mod edge;
mod error;
mod memory;
mod publisher;
mod tree;

pub use backend::{Backend, File};
pub use check::{Checked, MAX_PROBLEMS, check};
pub use directory::Directory;
pub use error::Error;
pub use memory::Memory;
pub use publisher::Publisher;
pub use tree::Tree;
