//! The JSON form of RFC 8727.

use serde_json::Value;

use crate::{Document, Error, MAX_BYTES, MAX_DEPTH, MAX_PARTS, Result, part::Part, place::Place};

/// Reads a document.
///
/// # Errors
/// [`Error`] with the place of what is wrong.
pub fn read(text: &str) -> Result<Document> {
    if text.len() > MAX_BYTES {
        return Err(Error::TooLong { bytes: text.len() });
    }
    // The JSON reader has its own bound of depth, above ours.
    let value: Value = serde_json::from_str(text).map_err(|error| {
        let problem = error.to_string();
        let words = problem
            .rsplit_once(" at line ")
            .map_or(&*problem, |(before, _)| before);
        Error::Json {
            line: error.line(),
            column: error.column(),
            problem: words.to_owned(),
        }
    })?;
    measure(&value, 1, &mut 0)?;
    Document::read_json(value, &Place::root("IODEF-Document"))
}

/// Writes a document, indented.
pub fn write(document: &Document) -> String {
    let mut text =
        serde_json::to_string_pretty(&document.write_json()).expect("JSON values have text keys");
    text.push('\n');
    text
}

fn measure(value: &Value, depth: usize, parts: &mut usize) -> Result<()> {
    *parts += 1;
    if *parts > MAX_PARTS {
        return Err(Error::TooMany);
    }
    if depth > MAX_DEPTH {
        return Err(Error::TooDeep);
    }
    match value {
        Value::Array(list) => list
            .iter()
            .try_for_each(|value| measure(value, depth + 1, parts)),
        Value::Object(members) => members
            .values()
            .try_for_each(|value| measure(value, depth + 1, parts)),
        _ => Ok(()),
    }
}
