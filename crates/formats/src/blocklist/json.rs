//! JSON: one object a line, or one array.

use std::fmt::Write;

use serde_json::error::Error as JsonError;

use super::{Entry, Error, MAX_ENTRIES};

/// Writes one object a line.
pub fn write_lines(list: &[Entry]) -> String {
    joined(list, "", "\n", "\n")
}

/// Writes one array, one element a line.
pub fn write_array(list: &[Entry]) -> String {
    let body = joined(list, "  ", ",\n", "\n");
    format!("[\n{body}]\n")
}

fn joined(list: &[Entry], before: &str, between: &str, last: &str) -> String {
    let mut out = String::new();
    for (index, entry) in list.iter().enumerate() {
        let end = if index + 1 < list.len() {
            between
        } else {
            last
        };
        let text = serde_json::to_string(entry).expect("an entry has text keys only");
        // Writing to memory cannot fail.
        let _ = write!(out, "{before}{text}{end}");
    }
    out
}

/// Reads either form.
///
/// # Errors
/// [`Error::Json`] with the place, [`Error::TooMany`] past the bound.
pub fn read(bytes: &[u8]) -> Result<Vec<Entry>, Error> {
    read_at_most(MAX_ENTRIES, bytes)
}

pub(super) fn read_at_most(most: usize, bytes: &[u8]) -> Result<Vec<Entry>, Error> {
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    if first == Some(&b'[') {
        let list: Vec<Entry> =
            serde_json::from_slice(bytes).map_err(|error| wrong(&error, error.line()))?;
        return if list.len() > most {
            Err(Error::TooMany)
        } else {
            Ok(list)
        };
    }
    let mut list = Vec::new();
    for (index, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        if list.len() == most {
            return Err(Error::TooMany);
        }
        list.push(serde_json::from_slice(line).map_err(|error| wrong(&error, index + 1))?);
    }
    Ok(list)
}

fn wrong(error: &JsonError, line: usize) -> Error {
    let problem = error.to_string();
    // The reader's own words of place are put in ours.
    let problem = problem
        .rsplit_once(" at line ")
        .map_or(problem.as_str(), |(before, _)| before);
    Error::Json {
        line,
        column: error.column(),
        problem: problem.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_named_with_its_place() {
        let error = read(b"\n{\"kind\":\"person\"}\n").unwrap_err().to_string();
        assert!(
            error.starts_with("line 2, column 17: \"person\" is "),
            "{error}"
        );
        let error = read(b"[\n{}]").unwrap_err().to_string();
        assert_eq!(error, "line 2, column 2: missing field `kind`");
    }
}
