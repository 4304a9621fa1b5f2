//! The JSON form of RFC 8727.

use crate::{
    Change, Document, Error, MAX_BYTES, Result,
    note::Notes,
    part::Part,
    place::Place,
    value::{Bound, Budget, InLang, Reader, Value},
};
use serde::de::DeserializeSeed as _;

/// Reads a document.
///
/// # Errors
/// [`Error`] with the place of what is wrong.
pub fn read(text: &str) -> Result<Document> {
    document(value(text)?, &Notes::strict())
}

/// Reads a document that keeps the rules less well, and says what was changed to do so.
///
/// What is not known is kept as `AdditionalData` of the document.
///
/// # Errors
/// [`Error`] with the place of what cannot be understood at all.
pub fn read_lenient(text: &str) -> Result<(Document, Vec<Change>)> {
    let notes = Notes::lenient();
    let document = document(value(text)?, &notes)?;
    notes.applied(document)
}

/// Writes a document, indented.
pub fn write(document: &Document) -> String {
    let value = document.write_value();
    let mut text =
        serde_json::to_string_pretty(&InLang(&value, None)).expect("values have text keys");
    text.push('\n');
    text
}

pub(crate) fn document(value: Value, notes: &Notes<'_>) -> Result<Document> {
    Document::read_value(value, &Place::root("IODEF-Document", notes))
}

fn value(text: &str) -> Result<Value> {
    if text.len() > MAX_BYTES {
        return Err(Error::TooLong { bytes: text.len() });
    }
    let text = text.trim_start_matches('\u{FEFF}');
    let budget = Budget::default();
    let reader = Reader {
        budget: &budget,
        depth: 1,
    };
    let mut from = serde_json::Deserializer::from_str(text);
    let read = reader.deserialize(&mut from);
    if let Some(bound) = budget.crossed() {
        return Err(bound.into());
    }
    let read = read.and_then(|value| from.end().map(|()| value));
    read.map_err(|error| {
        let problem = error.to_string();
        let words = problem
            .rsplit_once(" at line ")
            .map_or(&*problem, |(before, _)| before);
        Error::Json {
            line: error.line(),
            column: error.column(),
            problem: words.to_owned(),
        }
    })
}

impl From<Bound> for Error {
    fn from(bound: Bound) -> Self {
        match bound {
            Bound::Depth => Self::TooDeep,
            Bound::Parts => Self::TooMany,
        }
    }
}
