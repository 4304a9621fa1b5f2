//! RFC 4180, safe to open in a spreadsheet.
//!
//! A spreadsheet takes a cell that starts with `=`, `+`, `-`, `@`, a tab or a
//! carriage return for a formula, and the values here come from strangers. So
//! such a cell gets an apostrophe before it, which [`read`] takes off again.
//! The one exception is a telephone number, a `+` with nothing but digits
//! after it: as a formula it is only that number, and equipment that loads the
//! list needs it as it is.

use watchbell_model::{ActionId, IncidentId, Step, TargetKind, Time};

use super::{Entry, Error, MAX_ENTRIES};
use crate::report::rows::{Row, Rows};

const COLUMNS: [&str; 8] = [
    "kind", "value", "step", "reason", "since", "until", "incident", "action",
];

/// Most digits of a telephone number that is left bare; E.164 has 15.
const MAX_DIGITS: usize = 20;

/// Writes a list with its header.
pub fn write(list: &[Entry]) -> String {
    let mut out = COLUMNS.join(",");
    out.push_str("\r\n");
    for entry in list {
        let cells = [
            entry.kind.as_str(),
            &entry.value,
            entry.step.as_str(),
            &entry.reason,
            &entry.since.to_string(),
            &entry.until.to_string(),
            &entry.incident.to_string(),
            &entry.action.to_string(),
        ];
        for (index, text) in cells.into_iter().enumerate() {
            if index > 0 {
                out.push(',');
            }
            cell(&mut out, text);
        }
        out.push_str("\r\n");
    }
    out
}

fn cell(out: &mut String, text: &str) {
    let formula = is_formula(text);
    let quoted = formula || text.contains(['"', ',', '\r', '\n', '\t', ';', '\'']);
    if !quoted {
        out.push_str(text);
        return;
    }
    out.push('"');
    if formula {
        out.push('\'');
    }
    out.push_str(&text.replace('"', "\"\""));
    out.push('"');
}

/// Says whether a spreadsheet could run `text`, or would if apostrophes were
/// taken off it.
fn is_formula(text: &str) -> bool {
    let bare = text.trim_start_matches('\'');
    if bare.len() == text.len() && is_telephone_number(text) {
        return false;
    }
    bare.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
}

fn is_telephone_number(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| {
        (1..=MAX_DIGITS).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
    })
}

/// Undoes the apostrophe of [`write`].
fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if is_formula(text) => rest,
        _ => text,
    }
}

/// Reads a list; columns may stand in any order, and others are ignored.
///
/// # Errors
/// [`Error`](enum@super::Error) with the line of what is wrong.
pub fn read(bytes: &[u8]) -> Result<Vec<Entry>, Error> {
    read_at_most(MAX_ENTRIES, bytes)
}

pub(super) fn read_at_most(most: usize, bytes: &[u8]) -> Result<Vec<Entry>, Error> {
    let mut rows = Rows::new(bytes);
    let Some(header) = rows.next_row().map_err(Error::Row)? else {
        return Ok(Vec::new());
    };
    let mut at = [0; COLUMNS.len()];
    for (place, column) in at.iter_mut().zip(COLUMNS) {
        *place = header
            .cells()
            .position(|name| name == column)
            .ok_or(Error::NoColumn { column })?;
    }
    let mut list = Vec::new();
    while let Some(row) = rows.next_row().map_err(Error::Row)? {
        if list.len() == most {
            return Err(Error::TooMany);
        }
        list.push(entry(&row, &at)?);
    }
    Ok(list)
}

fn entry(row: &Row<'_>, at: &[usize; COLUMNS.len()]) -> Result<Entry, Error> {
    let mut cells: [std::borrow::Cow<'_, str>; COLUMNS.len()] = Default::default();
    for (index, text) in row.cells().enumerate() {
        if let Some(column) = at.iter().position(|place| *place == index) {
            cells[column] = text;
        }
    }
    let line = row.line;
    let [kind, value, step, reason, since, until, incident, action] = &cells;
    let wrong = |column| {
        move |source| Error::Cell {
            line,
            column,
            source,
        }
    };
    Ok(Entry {
        kind: kind.parse::<TargetKind>().map_err(wrong("kind"))?,
        value: unguarded(value).to_owned(),
        step: step.parse::<Step>().map_err(wrong("step"))?,
        reason: unguarded(reason).to_owned(),
        since: since.parse::<Time>().map_err(wrong("since"))?,
        until: until.parse::<Time>().map_err(wrong("until"))?,
        incident: incident.parse::<IncidentId>().map_err(wrong("incident"))?,
        action: action.parse::<ActionId>().map_err(wrong("action"))?,
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{HOSTILE, entry};
    use super::*;

    #[test]
    fn no_cell_starts_a_formula_but_numbers_stay_bare() {
        for value in HOSTILE {
            let text = write(&[entry(TargetKind::Originator, value)]);
            let cell = text
                .lines()
                .nth(1)
                .and_then(|row| row.strip_prefix("originator,"))
                .expect("a row");
            let first = cell.trim_start_matches('"').chars().next();
            if is_telephone_number(value) {
                assert!(cell.starts_with("+15550100,block,"), "{cell}");
            } else {
                let starts = ['=', '+', '-', '@', '\t', '\r', '＝'];
                assert!(!first.is_some_and(|c| starts.contains(&c)), "{cell}");
            }
        }
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        assert_eq!(read(b""), Ok(vec![]));
        assert_eq!(read(b"kind\n"), Err(Error::NoColumn { column: "value" }));
        let text = write(&[entry(TargetKind::Host, "a.test")]).replace("inc-42", "x");
        let error = read(text.as_bytes()).unwrap_err().to_string();
        assert!(error.starts_with("line 2: incident: \"x\" is "), "{error}");
        let mut plain = entry(TargetKind::Host, "a.test");
        plain.reason.clear();
        let text = write(&[plain]).replace("a.test,block", "\"a");
        let error = read(text.as_bytes()).unwrap_err().to_string();
        assert_eq!(error, "2:6: the quote is never closed");
    }
}
