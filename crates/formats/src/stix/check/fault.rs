//! What is found, where, and how much of it is told.

use std::fmt;

use serde::Serialize;
use serde_json::Value;

use crate::exchange::Error;

/// Most errors that are told of one text, and most warnings.
pub const MOST: usize = 500;

/// Longest part of a value that a message quotes, in characters.
const LONGEST: usize = 60;

/// Something that is wrong.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Fault {
    /// What kind of fault it is; never renamed.
    pub code: &'static str,
    /// Where, as a JSON pointer; empty for the whole text.
    pub path: String,
    /// The line, from 1.
    pub line: u64,
    /// The column, from 1.
    pub column: u64,
    /// What was seen.
    pub message: String,
}

/// The verdict on a text.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Checked {
    /// The version that the text says it has.
    pub version: Option<&'static str>,
    /// How many objects there are; a bundle itself is none.
    pub objects: usize,
    /// Rules that say MUST and are broken.
    pub errors: Vec<Fault>,
    /// Rules that say SHOULD and are broken.
    pub warnings: Vec<Fault>,
    /// How many faults more than [`MOST`] there are.
    pub left_out: usize,
}

impl Checked {
    /// Whether no rule that says MUST is broken.
    pub fn is_valid(&self) -> bool {
        self.errors.is_empty()
    }

    /// The verdict on what is no JSON.
    pub(super) fn unread(error: &Error) -> Self {
        let (code, line, column) = match error {
            Error::Json(error) => ("json", error.line() as u64, error.column() as u64),
            _ => ("too-long", 1, 1),
        };
        let fault = Fault {
            code,
            path: String::new(),
            line,
            column,
            message: error.to_string(),
        };
        Self {
            errors: vec![fault],
            ..Self::default()
        }
    }
}

/// The faults so far.
#[derive(Debug, Default)]
pub(super) struct Found {
    errors: Vec<Fault>,
    warnings: Vec<Fault>,
    left_out: usize,
}

impl Found {
    /// Adds a rule that says MUST.
    pub(super) fn error(&mut self, code: &'static str, place: &Place<'_>, message: String) {
        put(&mut self.errors, &mut self.left_out, code, place, message);
    }

    /// Adds a rule that says SHOULD.
    pub(super) fn warning(&mut self, code: &'static str, place: &Place<'_>, message: String) {
        put(&mut self.warnings, &mut self.left_out, code, place, message);
    }

    pub(super) fn finish(self, version: Option<&'static str>, objects: usize) -> Checked {
        Checked {
            version,
            objects,
            errors: self.errors,
            warnings: self.warnings,
            left_out: self.left_out,
        }
    }
}

fn put(
    faults: &mut Vec<Fault>,
    left_out: &mut usize,
    code: &'static str,
    place: &Place<'_>,
    message: String,
) {
    if faults.len() == MOST {
        *left_out += 1;
        return;
    }
    faults.push(Fault {
        code,
        path: place.to_string(),
        line: 1,
        column: 1,
        message,
    });
}

/// A place on the way through a text; a path is made of it only where something is wrong.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place<'a> {
    Root,
    Member(&'a Self, &'a str),
    Item(&'a Self, usize),
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::Member(before, name) => {
                write!(
                    out,
                    "{before}/{}",
                    name.replace('~', "~0").replace('/', "~1")
                )
            }
            Self::Item(before, number) => write!(out, "{before}/{number}"),
        }
    }
}

/// Quotes a text, cut where it is long.
pub(super) fn quoted(text: &str) -> String {
    let mut shown: String = text.chars().take(LONGEST).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    format!(
        "`{}`",
        shown
            .escape_debug()
            .to_string()
            .replace("\\'", "'")
            .replace("\\\"", "\"")
    )
}

/// Says what a value is, cut where it is long.
pub(super) fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
        other => other.to_string(),
    }
}
