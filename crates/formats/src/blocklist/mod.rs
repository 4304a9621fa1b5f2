//! The list of what is blocked now, as CSV, JSON and an RPZ zone.
//!
//! CSV and JSON can be read back; RPZ goes to name servers only.

pub mod csv;
pub mod json;
mod punycode;
pub mod rpz;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use watchbell_model::{Action, ActionId, IncidentId, Step, TargetKind, Time};

/// Most entries a list may have when it is read.
pub const MAX_ENTRIES: usize = 1_000_000;

/// One thing that an action is in force against.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// What kind of value.
    pub kind: TargetKind,
    /// The number, sender name, address or host.
    pub value: String,
    /// How hard.
    pub step: Step,
    /// Why, in words.
    pub reason: String,
    /// When it began.
    pub since: Time,
    /// When it ends by itself.
    pub until: Time,
    /// The incident it answers.
    pub incident: IncidentId,
    /// The action that put it here.
    pub action: ActionId,
}

impl From<&Action> for Entry {
    fn from(action: &Action) -> Self {
        Self {
            kind: action.target.kind,
            value: action.target.value.clone(),
            step: action.step,
            reason: action.reason.clone(),
            since: action.created_at,
            until: action.expires_at,
            incident: action.incident,
            action: action.id,
        }
    }
}

/// A list that cannot be read.
#[derive(Clone, Debug, Error, Eq, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// A column that is not there.
    #[error("the header has no column {column:?}")]
    NoColumn {
        /// Its name.
        column: &'static str,
    },
    /// A line that is no row of cells.
    #[error("{0}")]
    Row(crate::report::Bad),
    /// A cell that does not hold what its column says.
    #[error("line {line}: {column}: {source}")]
    Cell {
        /// Line, from 1.
        line: u64,
        /// The column.
        column: &'static str,
        /// What is wrong with the value.
        source: watchbell_model::Error,
    },
    /// Not the JSON of an entry.
    #[error("line {line}, column {column}: {problem}")]
    Json {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What the JSON reader said.
        problem: String,
    },
    /// More than [`MAX_ENTRIES`].
    #[error("the list has more than {MAX_ENTRIES} entries")]
    TooMany,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An entry about `value`.
    pub(super) fn entry(kind: TargetKind, value: &str) -> Entry {
        Entry {
            kind,
            value: value.into(),
            step: Step::Block,
            reason: "parcel lure, 12 reporters".into(),
            since: Time::from_micros(0),
            until: Time::from_micros(7 * Time::DAY),
            incident: IncidentId(42),
            action: ActionId(7),
        }
    }

    pub(super) const HOSTILE: [&str; 12] = [
        "+15550100",
        "=HYPERLINK(\"http://example.test\",\"x\")",
        "+1+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(1)",
        "\t=1",
        "'=1",
        "''+15550100",
        "'plain",
        "a,\"b\"\r\nc",
        "＝1",
        "",
    ];

    #[test]
    fn lists_are_read_as_they_are_written() {
        let mut list: Vec<Entry> = HOSTILE
            .into_iter()
            .map(|value| entry(TargetKind::Originator, value))
            .collect();
        for (entry, reason) in list.iter_mut().zip(HOSTILE.into_iter().rev()) {
            entry.reason = reason.into();
        }
        assert_eq!(csv::read(csv::write(&list).as_bytes()).unwrap(), list);
        assert_eq!(
            json::read(json::write_lines(&list).as_bytes()).unwrap(),
            list
        );
        assert_eq!(
            json::read(json::write_array(&list).as_bytes()).unwrap(),
            list
        );
        assert_eq!(json::read(json::write_array(&[]).as_bytes()).unwrap(), []);
    }

    #[test]
    fn a_list_past_the_bound_is_refused() {
        // A million entries take too long to read unoptimised, so the bound is
        // crossed where it is three.
        let list = vec![entry(TargetKind::Host, "a.test"); 4];
        let csv = |count: usize| csv::read_at_most(3, csv::write(&list[..count]).as_bytes());
        let lines =
            |count: usize| json::read_at_most(3, json::write_lines(&list[..count]).as_bytes());
        let array =
            |count: usize| json::read_at_most(3, json::write_array(&list[..count]).as_bytes());
        assert_eq!(
            [csv(3), lines(3), array(3)].map(|read| read.map(|list| list.len())),
            [Ok(3), Ok(3), Ok(3)]
        );
        assert_eq!(
            [csv(4), lines(4), array(4)],
            [(); 3].map(|()| Err(Error::TooMany))
        );
    }
}
