//! Is this version affected? Three answers, each with the rule that decided.
//!
//! The algorithm is the one of the CVE Record Format (`versions.md`): entries in order, the first that
//! matches decides; in a range the last change at or below the version overrides; otherwise
//! `defaultStatus`; otherwise nobody said. What the format leaves open (`custom` orders, ranges written
//! as text) is answered by heuristics that are marked as such and can be switched off.

mod applicability;
mod osv;
mod range;
mod strip;
mod text;

pub use strip::{MAX_MARKS, Strip, strip};

pub(crate) use applicability::needs;
use serde::{Deserialize, Serialize};

use crate::{
    component::Component,
    record::{Affected, CpeMatch, Node, Status, VersionEntry},
    version::Scheme,
};

/// What a record says of a product, as it is kept beside the product's name.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub enum Entry {
    /// An element of `affected[]`.
    #[serde(rename = "a")]
    Affected(Affected),
    /// An element of `cpeApplicability[]`.
    #[serde(rename = "c")]
    Cpe {
        /// The name and its range.
        #[serde(rename = "m")]
        cpe_match: CpeMatch,
        /// Whether something else has to be there too (`AND`).
        #[serde(rename = "w", default)]
        with_others: bool,
        /// What else: every one of these nodes; nothing where it was too much to keep.
        #[serde(rename = "n", default, skip_serializing_if = "Vec::is_empty")]
        needs: Vec<Node>,
        /// Whether the statement speaks of all but these (`negate`).
        #[serde(rename = "t", default, skip_serializing_if = "std::ops::Not::not")]
        negated: bool,
    },
    /// An element of the `affected[]` of an OSV record.
    #[serde(rename = "o")]
    Osv(crate::osv::Affected),
}

/// Whether a component is affected.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// It is.
    Affected,
    /// It cannot be told.
    Unknown,
    /// It is not.
    NotAffected,
}

/// What decided.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Rule {
    /// A single version that is the component's.
    VersionEqual,
    /// A range in which the component's version lies.
    VersionRange,
    /// A change within such a range.
    VersionChange,
    /// No entry matches: `defaultStatus`.
    DefaultStatus,
    /// No entry matches, and there is no `defaultStatus`.
    NothingSaid,
    /// No version and no range of an OSV record holds it; the record lists all that are affected.
    NotListed,
    /// A range of a CPE applicability statement.
    CpeRange,
    /// The CPE applies only together with something else.
    CpeWithOthers,
    /// The component has no version.
    NoVersion,
    /// The record names no version (`n/a`, `unspecified`).
    VersionUnspecified,
    /// The order of versions is not defined (`custom`), or one of them is not of its form.
    OrderUnknown,
    /// Whether a commit comes before another is in no record.
    CommitOrder,
    /// Somebody said so of the product (VEX).
    Vex,
    /// No record names the component.
    NoRecord,
    /// The component has no name that could be looked for.
    NoName,
    /// Only the bare name is the same, and the component names another owner.
    NameOnly,
}

/// An answer with its reason.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Decision {
    /// The answer.
    pub answer: Answer,
    /// What decided.
    pub rule: Rule,
    /// Whether a heuristic took part.
    pub heuristic: bool,
    /// The entry that decided, in words: `1.0 ≤ v < 1.8 (semver)`.
    pub because: String,
}

impl Decision {
    fn unknown(rule: Rule, because: impl Into<String>) -> Self {
        Self {
            answer: Answer::Unknown,
            rule,
            heuristic: false,
            because: because.into(),
        }
    }
}

impl Decision {
    /// What there is to say of a component that no record names; of one without a name it is unknown.
    pub fn of_no_record(has_name: bool) -> Self {
        if !has_name {
            return Self::unknown(Rule::NoName, "it has no name to look for");
        }
        Self {
            answer: Answer::NotAffected,
            rule: Rule::NoRecord,
            heuristic: false,
            because: "no record names it".to_owned(),
        }
    }

    /// What the answer for a product is worth to a component that has only its bare name: not affected is
    /// not affected whichever it is, and else it cannot be told.
    #[must_use]
    pub fn of_namesake(self, maker: &str) -> Self {
        match self.answer {
            Answer::NotAffected => self,
            Answer::Affected | Answer::Unknown => Self {
                answer: Answer::Unknown,
                rule: Rule::NameOnly,
                heuristic: true,
                because: format!("a product of {maker} has the same name: {}", self.because),
            },
        }
    }
}

/// How to answer.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Options {
    /// Whether heuristics may decide.
    pub heuristics: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { heuristics: true }
    }
}

/// Answers for one version of a component; `native` is the order of versions where the component
/// comes from, used where the record names none.
///
/// Returns nothing where the entry does not speak of such versions at all: commits, when the
/// component's version is none.
pub fn decide(
    entry: &Entry,
    version: Option<&str>,
    native: Option<Scheme>,
    options: Options,
) -> Option<Decision> {
    decide_configuration(entry, version, native, &[], options)
}

/// Answers as [`decide`] does, where it is known what else is there: `others`, in which the component itself may be.
///
/// A CPE applicability statement that asks for several things (`AND`) affects the component where all are there. What
/// is not among `others` may be somewhere all the same: then the answer is unknown, and says what would be needed.
pub fn decide_configuration(
    entry: &Entry,
    version: Option<&str>,
    native: Option<Scheme>,
    others: &[Component],
    options: Options,
) -> Option<Decision> {
    match entry {
        Entry::Affected(affected) => affected_decision(affected, version, native, options),
        Entry::Cpe {
            cpe_match,
            with_others,
            needs,
            negated,
        } => {
            let decision = applicability::decide(cpe_match, version, native, options);
            Some(match decision.answer {
                _ if *negated => applicability::turned_round(&decision, *with_others),
                Answer::Affected if *with_others => {
                    applicability::among(&decision, needs, others, options)
                }
                _ => decision,
            })
        }
        Entry::Osv(affected) => osv::decide(affected, version, native),
    }
}

fn affected_decision(
    affected: &Affected,
    version: Option<&str>,
    native: Option<Scheme>,
    options: Options,
) -> Option<Decision> {
    let decision = by_entries(affected, version, native, options)?;
    let mut entries = affected.versions.iter();
    if !options.heuristics
        || decision.heuristic
        || !entries.any(|entry| scheme(entry, native).is_none())
    {
        return Some(decision);
    }
    // What does not lie in a range by a heuristic order is decided by it too.
    let strict = Options { heuristics: false };
    let strict = by_entries(affected, version, native, strict);
    let rests_on_it = strict.is_none_or(|strict| strict.answer != decision.answer);
    Some(Decision {
        heuristic: rests_on_it,
        ..decision
    })
}

fn by_entries(
    affected: &Affected,
    version: Option<&str>,
    native: Option<Scheme>,
    options: Options,
) -> Option<Decision> {
    let default = affected.default_status.unwrap_or_default();
    let Some(version) = version.map(str::trim).filter(|version| !version.is_empty()) else {
        // Without exceptions every version is alike.
        if affected.versions.is_empty() && default == Status::Affected {
            return Some(by_default(default));
        }
        return Some(Decision::unknown(
            Rule::NoVersion,
            "the component has no version",
        ));
    };
    let is_git = |entry: &VersionEntry| scheme(entry, None) == Some(Scheme::Git);
    if !affected.versions.is_empty()
        && affected.versions.iter().all(is_git)
        && !range::is_commit(version)
    {
        return None;
    }
    let mut open: Option<(Status, Decision)> = None;
    for entry in &affected.versions {
        let scheme = scheme(entry, native);
        let decision = match range::entry(entry, scheme, version, options) {
            range::Found::No => continue,
            range::Found::Open(decision) => {
                open.get_or_insert((entry.status, decision));
                continue;
            }
            range::Found::Yes(decision) => decision,
        };
        // An entry before this one may match and say something else.
        if let Some((status, doubt)) = &open
            && answer(*status) != decision.answer
        {
            return Some(doubt.clone());
        }
        return Some(decision);
    }
    match open {
        Some((status, doubt)) if status != default => Some(doubt),
        _ => Some(by_default(default)),
    }
}

fn by_default(default: Status) -> Decision {
    let (rule, because) = match default {
        Status::Affected => (
            Rule::DefaultStatus,
            "no entry matches; by default versions are affected",
        ),
        Status::Unaffected => (
            Rule::DefaultStatus,
            "no entry matches; by default versions are not affected",
        ),
        Status::Unknown => (
            Rule::NothingSaid,
            "no entry matches, and nothing is said of other versions",
        ),
    };
    Decision {
        answer: answer(default),
        rule,
        heuristic: false,
        because: because.to_owned(),
    }
}

const fn answer(status: Status) -> Answer {
    match status {
        Status::Affected => Answer::Affected,
        Status::Unaffected => Answer::NotAffected,
        Status::Unknown => Answer::Unknown,
    }
}

/// The order that an entry names, or else the component's own; nothing for `custom`, and for
/// releases that are said to be commits (the kernel's `original_commit_for_fix`, tags of a repository).
fn scheme(entry: &VersionEntry, native: Option<Scheme>) -> Option<Scheme> {
    let named = entry
        .version_type
        .as_deref()
        .and_then(Scheme::from_version_type);
    match named {
        Some(Scheme::Custom) | None => native,
        Some(Scheme::Git) if !names_commit(entry) => native,
        named => named,
    }
}

fn names_commit(entry: &VersionEntry) -> bool {
    let ends = [&entry.less_than, &entry.less_than_or_equal];
    let ends = ends.into_iter().flatten();
    let changes = entry.changes.iter().map(|change| &change.at);
    let mut named = [&entry.version].into_iter().chain(ends).chain(changes);
    named.any(|version| range::is_commit(version.trim()))
}

/// Puts together what several entries of one record say: affected before unknown before not affected.
pub fn combine(decisions: impl IntoIterator<Item = Decision>) -> Option<Decision> {
    decisions.into_iter().min_by_key(|decision| decision.answer)
}
