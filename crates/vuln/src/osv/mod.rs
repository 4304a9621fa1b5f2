//! OSV records (Open Source Vulnerability format 1.x): read, checked, evaluated, made of GitHub's advisories.

mod check;
mod evaluate;
mod ghsa;

use serde::{Deserialize, Serialize};

pub use check::{Finding, check};
pub use evaluate::decide;
pub use ghsa::of_advisory;

use crate::{
    lenient::{each, lenient, perhaps, structures},
    names::{self, Name},
    purl::Purl,
    record::MAX_RECORD,
};

/// Why a record is not read.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// More bytes than a record may have.
    #[error("a record of {length} bytes is longer than {MAX_RECORD}")]
    Long {
        /// How many there are.
        length: usize,
    },
    /// The text is no JSON.
    #[error("line {line}, column {column}: {what}")]
    Json {
        /// Counted from 1.
        line: usize,
        /// Counted from 1.
        column: usize,
        /// What is wrong there.
        what: String,
    },
    /// There is no `id`.
    #[error("id is missing")]
    NoId,
}

/// The members of a record that are looked at; one of another type counts as absent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Record {
    /// `GHSA-…`, `GO-2024-2963`.
    #[serde(deserialize_with = "lenient")]
    pub id: String,
    /// When it was last changed, as written.
    #[serde(deserialize_with = "lenient")]
    pub modified: String,
    /// When it was taken back, as written.
    #[serde(deserialize_with = "perhaps")]
    pub withdrawn: Option<String>,
    /// The same vulnerability in other databases, such as its CVE identifier.
    #[serde(deserialize_with = "each")]
    pub aliases: Vec<String>,
    /// A headline.
    #[serde(deserialize_with = "lenient")]
    pub summary: String,
    /// What it is, in Markdown.
    #[serde(deserialize_with = "lenient")]
    pub details: String,
    /// Packages and versions.
    #[serde(deserialize_with = "each")]
    pub affected: Vec<Affected>,
}

/// A package and its versions that are affected.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default)]
pub struct Affected {
    /// The package.
    #[serde(deserialize_with = "lenient")]
    pub package: Package,
    /// Ranges of its versions.
    #[serde(deserialize_with = "each")]
    pub ranges: Vec<Range>,
    /// Single versions.
    #[serde(deserialize_with = "each")]
    pub versions: Vec<String>,
}

/// A package in an ecosystem.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default)]
pub struct Package {
    /// `npm`, `Debian:12`.
    #[serde(deserialize_with = "lenient")]
    pub ecosystem: String,
    /// Its name there.
    #[serde(deserialize_with = "lenient")]
    pub name: String,
    /// Its package URL.
    #[serde(deserialize_with = "perhaps", skip_serializing_if = "Option::is_none")]
    pub purl: Option<String>,
}

/// Events that together say which versions are affected.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default)]
pub struct Range {
    /// `SEMVER`, `ECOSYSTEM` or `GIT`.
    #[serde(rename = "type", deserialize_with = "lenient")]
    pub kind: String,
    /// What happened at which version.
    #[serde(deserialize_with = "each")]
    pub events: Vec<Event>,
}

/// What happened at a version; one of the four.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default)]
pub struct Event {
    /// The first that is affected; `0` is before every version.
    #[serde(deserialize_with = "perhaps", skip_serializing_if = "Option::is_none")]
    pub introduced: Option<String>,
    /// The first that is not affected any more.
    #[serde(deserialize_with = "perhaps", skip_serializing_if = "Option::is_none")]
    pub fixed: Option<String>,
    /// The last that is affected.
    #[serde(deserialize_with = "perhaps", skip_serializing_if = "Option::is_none")]
    pub last_affected: Option<String>,
    /// Versions from this one on are not spoken of.
    #[serde(deserialize_with = "perhaps", skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

structures!(Affected, Package, Range, Event);

impl Record {
    /// Reads one record.
    ///
    /// # Errors
    /// [`Error`] names the place.
    pub fn read(json: &[u8]) -> Result<Self, Error> {
        if json.len() > MAX_RECORD {
            return Err(Error::Long { length: json.len() });
        }
        let json = json.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(json);
        let record: Self = serde_json::from_slice(json).map_err(|error| Error::Json {
            line: error.line(),
            column: error.column(),
            what: error.to_string(),
        })?;
        if record.id.is_empty() {
            return Err(Error::NoId);
        }
        Ok(record)
    }
}

impl Affected {
    /// The name by which the package is looked for, the same as that of its package URL.
    pub fn name(&self) -> Option<Name> {
        let package = &self.package;
        let purl = package
            .purl
            .as_deref()
            .and_then(|url| Purl::parse(url).ok());
        let purl = purl.or_else(|| Purl::of_osv(&package.ecosystem, &package.name).ok());
        purl.map(|purl| names::of_purl(&purl))
    }
}
