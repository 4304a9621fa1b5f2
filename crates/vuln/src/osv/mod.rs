//! OSV records (Open Source Vulnerability format, schema 1.0 to 1.7): read, kept whole, checked, made of GitHub's
//! advisories. [`crate::affected::decide`] answers for them.

mod check;
mod form;
pub mod ghsa;
mod lists;
mod members;
mod view;

use serde::Deserialize;
use serde_json::Value;

pub use check::{Finding, MAX_FINDINGS, check};
pub use lists::{ECOSYSTEMS, PREFIXES};
pub use view::{
    Affected, Credit, Event, EventKind, Package, Range, RangeKind, Reference, Severity,
};

use crate::{
    affected::Entry,
    lenient::{each, fault, lenient, perhaps},
    names::{self, Name},
    record::{MAX_RECORD, minified},
};

/// How deep arrays and objects may lie within each other.
pub const MAX_DEPTH: usize = 100;
/// Elements that `affected` may have.
pub const MAX_AFFECTED: usize = 20_000;
/// Elements that the `ranges` of one element may have.
pub const MAX_RANGES: usize = 2_000;
/// Elements that the `events` of one range may have.
pub const MAX_EVENTS: usize = 20_000;
/// Elements that the `versions` of one element may have.
pub const MAX_VERSIONS: usize = 200_000;

/// Why a record is not read.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// More bytes than [`MAX_RECORD`].
    #[error("a record of {length} bytes is longer than {MAX_RECORD}")]
    Long {
        /// How many there are.
        length: usize,
    },
    /// The bytes are not JSON, or not of a record's shape.
    #[error("line {line}, column {column}: {what}")]
    Json {
        /// Counted from 1.
        line: usize,
        /// Counted from 1.
        column: usize,
        /// What is wrong there.
        what: String,
    },
    /// Deeper than [`MAX_DEPTH`].
    #[error("arrays and objects lie {depth} deep; at most {MAX_DEPTH} are read")]
    Deep {
        /// How deep.
        depth: usize,
    },
    /// There is no `id`, or no text in it.
    #[error("id is missing")]
    NoId,
    /// `schema_version` is none of version 1.
    #[error("schema_version is {value:?}; expected 1.0 to 1.7")]
    Version {
        /// What it says.
        value: String,
    },
    /// An array has more elements than are read.
    #[error("{at} has {count} elements; at most {most} are read")]
    Many {
        /// JSON pointer of the array.
        at: String,
        /// How many it has.
        count: usize,
        /// How many it may have.
        most: usize,
    },
}

impl Error {
    fn of_utf8(json: &[u8], error: std::str::Utf8Error) -> Self {
        let before = json.get(..error.valid_up_to()).unwrap_or_default();
        let mut lines = before.split(|byte| *byte == b'\n');
        Self::Json {
            column: lines.next_back().map_or(0, <[u8]>::len) + 1,
            line: lines.count() + 1,
            what: "no UTF-8".to_owned(),
        }
    }

    fn of_json(error: &serde_json::Error) -> Self {
        Self::Json {
            line: error.line(),
            column: error.column(),
            what: fault(error),
        }
    }
}

/// The members of a record that are looked at, and the record itself. A member of an unexpected type counts as
/// absent; [`check()`] names it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Record {
    /// The version of the schema; 1.0 says none.
    #[serde(deserialize_with = "perhaps")]
    pub schema_version: Option<String>,
    /// The identifier in its home database: `GO-2024-2963`, `GHSA-…`, `CVE-…`.
    #[serde(deserialize_with = "lenient")]
    pub id: String,
    /// When it was last changed, as written.
    #[serde(deserialize_with = "perhaps")]
    pub modified: Option<String>,
    /// When it was published, as written.
    #[serde(deserialize_with = "perhaps")]
    pub published: Option<String>,
    /// When it was taken back, as written; a record with it speaks of nothing any more.
    #[serde(deserialize_with = "perhaps")]
    pub withdrawn: Option<String>,
    /// The same vulnerability in other databases.
    #[serde(deserialize_with = "each")]
    pub aliases: Vec<String>,
    /// Closely related vulnerabilities.
    #[serde(deserialize_with = "each")]
    pub related: Vec<String>,
    /// The vulnerabilities of what this package is made of.
    #[serde(deserialize_with = "each")]
    pub upstream: Vec<String>,
    /// A headline, plain text.
    #[serde(deserialize_with = "perhaps")]
    pub summary: Option<String>,
    /// The description, `CommonMark`.
    #[serde(deserialize_with = "perhaps")]
    pub details: Option<String>,
    /// How severe it is in every package.
    #[serde(deserialize_with = "each")]
    pub severity: Vec<Severity>,
    /// Packages and versions.
    #[serde(deserialize_with = "each")]
    pub affected: Vec<Affected>,
    /// Where more is said.
    #[serde(deserialize_with = "each")]
    pub references: Vec<Reference>,
    /// Who is to be thanked.
    #[serde(deserialize_with = "each")]
    pub credits: Vec<Credit>,
    /// What the home database adds, in a form of its own.
    pub database_specific: Value,
    #[serde(skip)]
    json: Vec<u8>,
}

impl Record {
    /// Reads one record.
    ///
    /// # Errors
    /// [`Error`] names the place and the value.
    pub fn read(json: &[u8]) -> Result<Self, Error> {
        if json.len() > MAX_RECORD {
            return Err(Error::Long { length: json.len() });
        }
        // A byte order mark is allowed by nobody and written by some.
        let bare = json.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(json);
        let text = std::str::from_utf8(bare).map_err(|error| Error::of_utf8(bare, error))?;
        let mut record: Self =
            serde_json::from_str(text).map_err(|error| Error::of_json(&error))?;
        let depth = depth(bare);
        if depth > MAX_DEPTH {
            return Err(Error::Deep { depth });
        }
        if record.id.trim().is_empty() {
            return Err(Error::NoId);
        }
        if let Some(version) = &record.schema_version
            && !version.starts_with("1.")
        {
            let value = version.chars().take(60).collect();
            return Err(Error::Version { value });
        }
        record.within_bounds()?;
        record.json = minified(bare);
        Ok(record)
    }

    /// The whole record, every member as it came, without the space between them.
    pub fn json(&self) -> &[u8] {
        &self.json
    }

    /// What is said of packages, each with the names it is looked for by. A withdrawn record says nothing.
    pub fn entries(&self) -> Vec<(Vec<Name>, Entry)> {
        let standing = self.affected.iter().filter(|_| self.withdrawn.is_none());
        let named = standing.map(|affected| (names::of_osv(affected), affected));
        named
            .filter(|(names, _)| !names.is_empty())
            .map(|(names, affected)| (names, Entry::Osv(affected.kept())))
            .collect()
    }

    fn within_bounds(&self) -> Result<(), Error> {
        let bound = |count: usize, most: usize, at: String| match count > most {
            true => Err(Error::Many { at, count, most }),
            false => Ok(()),
        };
        bound(self.affected.len(), MAX_AFFECTED, "/affected".to_owned())?;
        for (at, affected) in self.affected.iter().enumerate() {
            let at = format!("/affected/{at}");
            bound(affected.ranges.len(), MAX_RANGES, format!("{at}/ranges"))?;
            bound(
                affected.versions.len(),
                MAX_VERSIONS,
                format!("{at}/versions"),
            )?;
            for (place, range) in affected.ranges.iter().enumerate() {
                let at = format!("{at}/ranges/{place}/events");
                bound(range.events.len(), MAX_EVENTS, at)?;
            }
        }
        Ok(())
    }
}

/// How deep arrays and objects lie within each other in JSON.
fn depth(json: &[u8]) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let (mut within, mut quoted) = (false, false);
    for byte in json {
        match byte {
            _ if quoted => quoted = false,
            b'\\' if within => quoted = true,
            b'"' => within = !within,
            b'[' | b'{' if !within => depth += 1,
            b']' | b'}' if !within => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}
