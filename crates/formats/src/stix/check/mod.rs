//! A verdict on content of STIX 2.1: a bundle, or one object.
//!
//! Errors are rules that say MUST, warnings those that say SHOULD. What the objects are is one table, `table/objects.txt` and beside it;
//! a file here is what a table cannot say of one subject. Custom properties and objects are no error, as the
//! specification has it, and are held against the rules for all.

mod extension;
mod fault;
mod form;
mod host;
mod identifier;
mod language;
mod locate;
mod marking;
mod object;
mod observed;
mod older;
mod pattern;
mod reference;
mod should;
mod table;
#[cfg(test)]
mod tests;
mod time;
mod tlp;
mod value;
mod words;

use serde_json::Value;

pub use fault::{Checked, Fault, MOST};

use crate::exchange;
use fault::Found;

/// Checks a bundle or one object.
pub fn check(text: &str) -> Checked {
    let mut found = Found::default();
    let value = match exchange::json(text) {
        Ok(value) => value,
        Err(error) => return Checked::unread(&error),
    };
    let version = version(&value);
    let objects = object::whole(&value, &mut found);
    let mut checked = found.finish(version, objects);
    locate::locate(text, &mut checked);
    checked
}

/// Returns the version that a text says it has.
fn version(value: &Value) -> Option<&'static str> {
    let objects = value.get("objects").and_then(Value::as_array);
    let within = objects.into_iter().flatten();
    let mut said = std::iter::once(value)
        .chain(within)
        .filter_map(|value| value.get("spec_version")?.as_str());
    match said.next() {
        Some("2.0") => Some("2.0"),
        Some("2.1") => Some("2.1"),
        _ => None,
    }
}
