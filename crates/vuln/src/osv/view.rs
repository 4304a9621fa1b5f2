//! The members of an OSV record that are looked at.

use serde::{Deserialize, Serialize};
use watchbell_cvss::Vector;

use crate::lenient::{Member, each, lenient, perhaps, structures};

/// A severity by one method.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct Severity {
    /// `CVSS_V2`, `CVSS_V3`, `CVSS_V4`, `Ubuntu`.
    #[serde(rename = "type", deserialize_with = "lenient")]
    pub kind: String,
    /// A vector, or a word of Ubuntu's priorities.
    #[serde(deserialize_with = "lenient")]
    pub score: String,
}

impl Severity {
    /// The vector, where it is one of CVSS.
    pub fn vector(&self) -> Option<Result<Vector, watchbell_cvss::Error>> {
        let is_cvss = self.kind.starts_with("CVSS_");
        is_cvss.then(|| Vector::parse(&self.score))
    }
}

/// A package and its versions that are affected (`affected[]`).
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct Affected {
    /// The package; absent where only commits are spoken of.
    #[serde(deserialize_with = "perhaps", skip_serializing_if = "Option::is_none")]
    pub package: Option<Package>,
    /// Ranges; a version within any of them is affected.
    #[serde(deserialize_with = "each", skip_serializing_if = "Vec::is_empty")]
    pub ranges: Vec<Range>,
    /// Single versions that are affected too.
    #[serde(deserialize_with = "each", skip_serializing_if = "Vec::is_empty")]
    pub versions: Vec<String>,
    /// How severe it is in this package.
    #[serde(deserialize_with = "each", skip_serializing_if = "Vec::is_empty")]
    pub severity: Vec<Severity>,
}

impl Affected {
    /// What an answer needs of it.
    pub(super) fn kept(&self) -> Self {
        let ecosystem = self.package.as_ref().map(|package| Package {
            ecosystem: package.ecosystem.clone(),
            ..Package::default()
        });
        Self {
            package: ecosystem,
            ranges: self.ranges.clone(),
            versions: self.versions.clone(),
            severity: Vec::new(),
        }
    }
}

/// The name of a package.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct Package {
    /// Its registry or distribution, perhaps with a release: `PyPI`, `Debian:12`.
    #[serde(deserialize_with = "lenient")]
    pub ecosystem: String,
    /// Its name there.
    #[serde(deserialize_with = "lenient", skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Its package URL.
    #[serde(deserialize_with = "perhaps", skip_serializing_if = "Option::is_none")]
    pub purl: Option<String>,
}

/// By which order a range goes.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum RangeKind {
    /// That of Semantic Versioning 2.0.0.
    Semver,
    /// That of the package's ecosystem.
    Ecosystem,
    /// That of the commit graph.
    Git,
}

/// A range of versions.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct Range {
    /// Its order; absent where it is none of the three.
    #[serde(
        rename = "type",
        deserialize_with = "perhaps",
        skip_serializing_if = "Option::is_none"
    )]
    pub kind: Option<RangeKind>,
    /// The repository of the commits.
    #[serde(deserialize_with = "perhaps", skip_serializing_if = "Option::is_none")]
    pub repo: Option<String>,
    /// Where it begins and ends, in any order.
    #[serde(deserialize_with = "each", skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<Event>,
}

/// What happens at a version; exactly one member should be there.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct Event {
    /// The first affected version; `0` comes before every version.
    #[serde(deserialize_with = "perhaps", skip_serializing_if = "Option::is_none")]
    pub introduced: Option<String>,
    /// The first version that is not affected any more.
    #[serde(deserialize_with = "perhaps", skip_serializing_if = "Option::is_none")]
    pub fixed: Option<String>,
    /// The last version known to be affected.
    #[serde(deserialize_with = "perhaps", skip_serializing_if = "Option::is_none")]
    pub last_affected: Option<String>,
    /// The version before which the range speaks; `*` is infinity.
    #[serde(deserialize_with = "perhaps", skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

/// The kinds of events.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum EventKind {
    /// See [`Event::introduced`].
    Introduced,
    /// See [`Event::fixed`].
    Fixed,
    /// See [`Event::last_affected`].
    LastAffected,
    /// See [`Event::limit`].
    Limit,
}

impl Range {
    /// Its events one by one, in the order they are written in.
    pub fn points(&self) -> impl Iterator<Item = (EventKind, &str)> {
        self.events.iter().flat_map(|event| {
            let kinds = [
                (EventKind::Introduced, &event.introduced),
                (EventKind::Fixed, &event.fixed),
                (EventKind::LastAffected, &event.last_affected),
                (EventKind::Limit, &event.limit),
            ];
            let points = kinds.into_iter();
            points.filter_map(|(kind, at)| at.as_deref().map(|at| (kind, at)))
        })
    }

    /// Whether every version lies in it, whatever their order.
    pub fn is_everything(&self) -> bool {
        let mut points = self.points().peekable();
        points.peek().is_some()
            && points.all(|point| {
                matches!(
                    point,
                    (EventKind::Introduced, "0") | (EventKind::Limit, "*")
                )
            })
    }
}

/// A place where more is said.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(default)]
pub struct Reference {
    /// `ADVISORY`, `FIX`, `REPORT`, `WEB` …
    #[serde(rename = "type", deserialize_with = "lenient")]
    pub kind: String,
    /// Its address.
    #[serde(deserialize_with = "lenient")]
    pub url: String,
}

/// A person or organisation and their part.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(default)]
pub struct Credit {
    /// The name.
    #[serde(deserialize_with = "lenient")]
    pub name: String,
    /// `FINDER`, `REPORTER`, `REMEDIATION_DEVELOPER` …
    #[serde(rename = "type", deserialize_with = "perhaps")]
    pub part: Option<String>,
    /// How to reach them.
    #[serde(deserialize_with = "each")]
    pub contact: Vec<String>,
}

structures!(Affected, Credit, Event, Package, Range, Reference, Severity);

impl Member for RangeKind {
    fn of_text(text: &str) -> Option<Self> {
        match text {
            "SEMVER" => Some(Self::Semver),
            "ECOSYSTEM" => Some(Self::Ecosystem),
            "GIT" => Some(Self::Git),
            _ => None,
        }
    }
}
