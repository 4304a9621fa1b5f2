//! MISP events of incident documents, and documents of events.
//!
//! The same document makes the same events: identifiers are derived from what they name. An event
//! that became a document becomes that event again.

mod kind;
mod read;
mod write;

pub use read::{is_event, read};
pub use write::events;

/// Names of what is kept in JSON of an event that a document was made of.
const EVENT: &str = "misp:event";
const ATTRIBUTE: &str = "misp:attribute";
const OBJECT: &str = "misp:object";
