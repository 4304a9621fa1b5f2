//! MISP events of incident documents, and documents of events.
//!
//! The same document makes the same events: identifiers are derived from what they name. An event
//! that became a document becomes that event again.

mod kind;
mod read;
mod write;

use serde_json::Value;
use watchbell_iodef as iodef;

pub use read::{Error, MAX_BYTES, is_event, read};
pub use write::events;

/// Names of what is kept in JSON of an event that a document was made of.
const EVENT: &str = "misp:event";
const ATTRIBUTE: &str = "misp:attribute";
const OBJECT: &str = "misp:object";

/// Keeps a value beside what was made of it.
fn json(name: &str, value: &Value) -> iodef::Extension {
    iodef::Extension {
        kind: iodef::DataKind::Extended("json".to_owned()),
        ..iodef::Extension::string(name, "as MISP has it", value.to_string())
    }
}

/// Returns what was kept under a name.
fn kept<'a>(additional: &'a [iodef::Extension], name: &'a str) -> impl Iterator<Item = Value> + 'a {
    let named = additional
        .iter()
        .filter(move |one| one.name.as_deref() == Some(name));
    named.filter_map(|one| serde_json::from_str(&one.value).ok())
}
