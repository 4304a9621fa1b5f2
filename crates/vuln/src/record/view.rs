//! The members of a CVE record that are looked at; the rest is kept unread.
//!
//! Records are read liberally: a member of an unexpected type counts as absent,
//! because its record is kept whole all the same.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::lenient::{Member, each, lenient, perhaps, structures};

/// What a CNA or an ADP says (`containers.cna`, `containers.adp[]`).
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Container {
    /// Who says it.
    #[serde(deserialize_with = "lenient")]
    pub provider_metadata: Provider,
    /// A headline.
    #[serde(deserialize_with = "perhaps")]
    pub title: Option<String>,
    /// What the vulnerability is, in one or more languages.
    #[serde(deserialize_with = "each")]
    pub descriptions: Vec<Text>,
    /// Why the identifier was rejected (only in rejected records).
    #[serde(deserialize_with = "each")]
    pub rejected_reasons: Vec<Text>,
    /// The identifiers that stand in its place (only in rejected records).
    #[serde(deserialize_with = "each")]
    pub replaced_by: Vec<String>,
    /// When the vulnerability became public, as written.
    #[serde(deserialize_with = "perhaps")]
    pub date_public: Option<String>,
    /// Products and versions.
    #[serde(deserialize_with = "each")]
    pub affected: Vec<Affected>,
    /// Kinds of weakness.
    #[serde(deserialize_with = "each")]
    pub problem_types: Vec<ProblemType>,
    /// Where more is said.
    #[serde(deserialize_with = "each")]
    pub references: Vec<Reference>,
    /// Scores and assessments.
    #[serde(deserialize_with = "each")]
    pub metrics: Vec<Metric>,
    /// `disputed`, `exclusively-hosted-service`, `unsupported-when-assigned` …
    #[serde(deserialize_with = "each")]
    pub tags: Vec<String>,
    /// NVD-like applicability statements over CPE names (since 5.1).
    #[serde(deserialize_with = "each")]
    pub cpe_applicability: Vec<Applicability>,
    /// How to get rid of it.
    #[serde(deserialize_with = "each")]
    pub solutions: Vec<Text>,
    /// How to live with it.
    #[serde(deserialize_with = "each")]
    pub workarounds: Vec<Text>,
    /// What is known of its exploitation.
    #[serde(deserialize_with = "each")]
    pub exploits: Vec<Text>,
    /// What must be configured for it.
    #[serde(deserialize_with = "each")]
    pub configurations: Vec<Text>,
    /// What happened when.
    #[serde(deserialize_with = "each")]
    pub timeline: Vec<Dated>,
    /// Who is to be thanked.
    #[serde(deserialize_with = "each")]
    pub credits: Vec<Credit>,
}

/// Who wrote a container.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Provider {
    /// The organisation's UUID.
    #[serde(deserialize_with = "perhaps")]
    pub org_id: Option<String>,
    /// Its short name.
    #[serde(deserialize_with = "perhaps")]
    pub short_name: Option<String>,
    /// When it last changed the container, as written.
    #[serde(deserialize_with = "perhaps")]
    pub date_updated: Option<String>,
}

/// Text in a language.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Text {
    /// BCP 47, also with `_` (`en`, `en_US`).
    #[serde(deserialize_with = "lenient")]
    pub lang: String,
    /// The text.
    #[serde(deserialize_with = "lenient")]
    pub value: String,
}

/// Text of a moment.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Dated {
    /// When, as written.
    #[serde(deserialize_with = "lenient")]
    pub time: String,
    /// BCP 47.
    #[serde(deserialize_with = "lenient")]
    pub lang: String,
    /// What.
    #[serde(deserialize_with = "lenient")]
    pub value: String,
}

/// A person or organisation and their part.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Credit {
    /// The name.
    #[serde(deserialize_with = "lenient")]
    pub value: String,
    /// `finder`, `reporter`, `remediation developer` …
    #[serde(rename = "type", deserialize_with = "perhaps")]
    pub part: Option<String>,
}

/// A place where more is said.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Reference {
    /// Its address.
    #[serde(deserialize_with = "lenient")]
    pub url: String,
    /// Its title.
    #[serde(deserialize_with = "perhaps")]
    pub name: Option<String>,
    /// `patch`, `vendor-advisory`, `exploit`, `x_…`.
    #[serde(deserialize_with = "each")]
    pub tags: Vec<String>,
}

/// Kinds of weakness.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ProblemType {
    /// One a language or kind.
    #[serde(deserialize_with = "each")]
    pub descriptions: Vec<Weakness>,
}

/// A kind of weakness.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Weakness {
    /// `CWE-79`.
    #[serde(deserialize_with = "perhaps")]
    pub cwe_id: Option<String>,
    /// In words.
    #[serde(deserialize_with = "lenient")]
    pub description: String,
}

/// One assessment; exactly one of the members is usually there.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Metric {
    /// CVSS version 4.0.
    #[serde(rename = "cvssV4_0", deserialize_with = "perhaps")]
    pub v4_0: Option<Cvss>,
    /// CVSS version 3.1.
    #[serde(rename = "cvssV3_1", deserialize_with = "perhaps")]
    pub v3_1: Option<Cvss>,
    /// CVSS version 3.0.
    #[serde(rename = "cvssV3_0", deserialize_with = "perhaps")]
    pub v3_0: Option<Cvss>,
    /// CVSS version 2.0.
    #[serde(rename = "cvssV2_0", deserialize_with = "perhaps")]
    pub v2_0: Option<Cvss>,
    /// Anything else: `ssvc`, `kev` …
    #[serde(deserialize_with = "perhaps")]
    pub other: Option<Other>,
}

/// A CVSS vector with the score published beside it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Cvss {
    /// The vector, as published.
    #[serde(deserialize_with = "lenient")]
    pub vector_string: String,
    /// The base score, as published.
    #[serde(deserialize_with = "perhaps")]
    pub base_score: Option<f64>,
    /// The severity, as published.
    #[serde(deserialize_with = "perhaps")]
    pub base_severity: Option<String>,
}

/// An assessment of another kind.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Other {
    /// `ssvc`, `kev` …
    #[serde(rename = "type", deserialize_with = "lenient")]
    pub kind: String,
    /// What it says, of a form that depends on the kind.
    pub content: Value,
}

/// One product or package and which of its versions are affected (`affected[]`).
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Affected {
    /// Who makes it.
    #[serde(deserialize_with = "perhaps", skip_serializing_if = "Option::is_none")]
    pub vendor: Option<String>,
    /// Its name.
    #[serde(deserialize_with = "perhaps", skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// Where its packages are published.
    #[serde(
        rename = "collectionURL",
        deserialize_with = "perhaps",
        skip_serializing_if = "Option::is_none"
    )]
    pub collection_url: Option<String>,
    /// Its name there.
    #[serde(deserialize_with = "perhaps", skip_serializing_if = "Option::is_none")]
    pub package_name: Option<String>,
    /// A package URL without version (since 5.2).
    #[serde(
        rename = "packageURL",
        deserialize_with = "perhaps",
        skip_serializing_if = "Option::is_none"
    )]
    pub package_url: Option<String>,
    /// CPE names, 2.2 or 2.3.
    #[serde(deserialize_with = "each", skip_serializing_if = "Vec::is_empty")]
    pub cpes: Vec<String>,
    /// Operating systems, architectures.
    #[serde(deserialize_with = "each", skip_serializing_if = "Vec::is_empty")]
    pub platforms: Vec<String>,
    /// What holds of versions that no entry names; unknown where absent.
    #[serde(deserialize_with = "perhaps", skip_serializing_if = "Option::is_none")]
    pub default_status: Option<Status>,
    /// Versions and ranges, in order; the first that matches decides.
    #[serde(deserialize_with = "each", skip_serializing_if = "Vec::is_empty")]
    pub versions: Vec<VersionEntry>,
}

/// Whether a version is affected.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It is.
    Affected,
    /// It is not.
    Unaffected,
    /// Nobody said.
    #[default]
    Unknown,
}

/// A version, or a range of versions (`affected[].versions[]`).
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default, rename_all = "camelCase")]
pub struct VersionEntry {
    /// The version, or where the range begins; `0` is no lower bound.
    #[serde(deserialize_with = "lenient")]
    pub version: String,
    /// What holds at the beginning of the range.
    #[serde(deserialize_with = "lenient")]
    pub status: Status,
    /// How versions are ordered.
    #[serde(deserialize_with = "perhaps", skip_serializing_if = "Option::is_none")]
    pub version_type: Option<String>,
    /// The range ends before this version; `*` is no upper bound.
    #[serde(deserialize_with = "perhaps", skip_serializing_if = "Option::is_none")]
    pub less_than: Option<String>,
    /// The range ends with this version.
    #[serde(deserialize_with = "perhaps", skip_serializing_if = "Option::is_none")]
    pub less_than_or_equal: Option<String>,
    /// Where in the range the status changes, in no certain order.
    #[serde(deserialize_with = "each", skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
}

/// A change of status within a range.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default)]
pub struct Change {
    /// The first version with the new status.
    #[serde(deserialize_with = "lenient")]
    pub at: String,
    /// The new status.
    #[serde(deserialize_with = "lenient")]
    pub status: Status,
}

/// An applicability statement (`cpeApplicability[]`), as NVD writes them.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default)]
pub struct Applicability {
    /// How the nodes are joined: `AND` or `OR`.
    #[serde(deserialize_with = "perhaps", skip_serializing_if = "Option::is_none")]
    pub operator: Option<String>,
    /// Whether the whole is turned round.
    #[serde(deserialize_with = "lenient")]
    pub negate: bool,
    /// The parts.
    #[serde(deserialize_with = "each")]
    pub nodes: Vec<Node>,
}

/// A part of an applicability statement.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Node {
    /// How the matches are joined: `AND` or `OR`.
    #[serde(deserialize_with = "perhaps", skip_serializing_if = "Option::is_none")]
    pub operator: Option<String>,
    /// Whether the node is turned round.
    #[serde(deserialize_with = "lenient")]
    pub negate: bool,
    /// Names with ranges.
    #[serde(deserialize_with = "each")]
    pub cpe_match: Vec<CpeMatch>,
}

/// A CPE name with a range of versions.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default, rename_all = "camelCase")]
pub struct CpeMatch {
    /// Whether what matches is vulnerable, or only has to be there.
    #[serde(deserialize_with = "lenient")]
    pub vulnerable: bool,
    /// A CPE 2.3 formatted string.
    #[serde(deserialize_with = "lenient")]
    pub criteria: String,
    /// The range begins with this version.
    #[serde(deserialize_with = "perhaps", skip_serializing_if = "Option::is_none")]
    pub version_start_including: Option<String>,
    /// The range begins after this version.
    #[serde(deserialize_with = "perhaps", skip_serializing_if = "Option::is_none")]
    pub version_start_excluding: Option<String>,
    /// The range ends with this version.
    #[serde(deserialize_with = "perhaps", skip_serializing_if = "Option::is_none")]
    pub version_end_including: Option<String>,
    /// The range ends before this version.
    #[serde(deserialize_with = "perhaps", skip_serializing_if = "Option::is_none")]
    pub version_end_excluding: Option<String>,
}

structures!(
    Affected,
    Applicability,
    Change,
    CpeMatch,
    Credit,
    Cvss,
    Dated,
    Metric,
    Node,
    Other,
    ProblemType,
    Provider,
    Reference,
    Text,
    VersionEntry,
    Weakness,
);

impl Member for Status {
    fn of_text(text: &str) -> Option<Self> {
        match text {
            "affected" => Some(Self::Affected),
            "unaffected" => Some(Self::Unaffected),
            "unknown" => Some(Self::Unknown),
            _ => None,
        }
    }
}
