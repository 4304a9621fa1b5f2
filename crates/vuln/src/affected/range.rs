//! One entry of `versions[]` against one version.

use std::cmp::Ordering;

use super::{Answer, Decision, Options, Rule, answer, text};
use crate::{
    record::{Status, VersionEntry},
    version::Scheme,
};

/// What an entry says.
pub(super) enum Found {
    /// The version is not in it.
    No,
    /// It is.
    Yes(Decision),
    /// It cannot be told.
    Open(Decision),
}

/// Compares under an order, or by the heuristic one.
pub(super) struct Order {
    scheme: Option<Scheme>,
    options: Options,
}

impl Order {
    pub(super) const fn new(scheme: Option<Scheme>, options: Options) -> Self {
        Self { scheme, options }
    }

    /// Whether the heuristic order takes part.
    pub(super) const fn is_heuristic(&self) -> bool {
        self.scheme.is_none()
    }

    pub(super) fn compare(&self, a: &str, b: &str) -> Option<Ordering> {
        match self.scheme {
            Some(scheme) => scheme.compare(a, b).ok(),
            None if self.options.heuristics => Scheme::Custom.compare(a, b).ok(),
            None => None,
        }
    }

    /// Whether `version` lies below the end `end`, itself included where `inclusive`; an end of `*`
    /// is infinity, `2.*` is behind every version that begins with 2.
    pub(super) fn is_below(&self, version: &str, end: &str, inclusive: bool) -> Option<bool> {
        if end == "*" {
            return Some(true);
        }
        if let Some(stem) = end.strip_suffix(".*").or_else(|| end.strip_suffix(".x")) {
            let begins = version.strip_prefix(stem);
            if begins.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit())) {
                return Some(true);
            }
            return self.compare(version, stem).map(Ordering::is_lt);
        }
        let order = self.compare(version, end)?;
        Some(order.is_lt() || inclusive && (order.is_eq() || self.is_open(version, end)))
    }

    /// Whether `version` lies above the start `start`, itself included where `inclusive`.
    pub(super) fn is_above(&self, version: &str, start: &str, inclusive: bool) -> Option<bool> {
        let order = self.compare(version, start)?;
        if self.is_open(version, start) {
            return Some(inclusive || order.is_lt());
        }
        Some(order.is_gt() || inclusive && order.is_eq())
    }

    /// Whether only one of two alike rpm labels names a release: then the one without lies within every bound, and
    /// the one with it within every bound that includes its end.
    pub(super) fn is_open(&self, version: &str, bound: &str) -> bool {
        self.scheme
            .is_some_and(|scheme| scheme.is_open(version, bound))
    }
}

/// Versions that name none.
const UNSPECIFIED: &[&str] = &[
    "",
    "-",
    "n/a",
    "na",
    "unspecified",
    "unknown",
    "not specified",
    "none",
    "tbd",
];

fn is_unspecified(version: &str) -> bool {
    UNSPECIFIED
        .iter()
        .any(|word| version.trim().eq_ignore_ascii_case(word))
}

/// Whether text can be a commit id: 7 to 64 hex digits, not all of them decimal.
pub(super) fn is_commit(version: &str) -> bool {
    let hex = version.bytes().all(|byte| byte.is_ascii_hexdigit());
    let letters = version.bytes().any(|byte| byte.is_ascii_alphabetic());
    (7..=64).contains(&version.len()) && hex && (letters || version.len() == 40)
}

pub(super) fn entry(
    entry: &VersionEntry,
    scheme: Option<Scheme>,
    version: &str,
    options: Options,
) -> Found {
    let end = entry.less_than.as_deref().map(|end| (end, false));
    let end = end.or_else(|| entry.less_than_or_equal.as_deref().map(|end| (end, true)));
    if scheme == Some(Scheme::Git) {
        return commits(entry, end.map(|(end, _)| end), version);
    }
    let order = Order::new(scheme, options);
    match end.filter(|(end, _)| !is_unspecified(end)) {
        Some((end, inclusive)) => range(entry, &order, version, end, inclusive),
        None => single(entry, &order, version, options),
    }
}

fn commits(entry: &VersionEntry, end: Option<&str>, version: &str) -> Found {
    let same = |commit: &str| {
        Scheme::Git
            .compare(version, commit)
            .is_ok_and(Ordering::is_eq)
    };
    if !is_commit(version) {
        return Found::No;
    }
    if same(&entry.version) {
        let because = format!("commit {}", entry.version);
        return Found::Yes(decision(entry.status, Rule::VersionEqual, false, because));
    }
    match end {
        None => Found::No,
        Some(end) if same(end) => Found::No,
        Some(end) => Found::Open(Decision::unknown(
            Rule::CommitOrder,
            format!(
                "whether it lies between commits {} and {end} is in no record",
                entry.version
            ),
        )),
    }
}

fn single(entry: &VersionEntry, order: &Order, version: &str, options: Options) -> Found {
    let named = entry.version.trim();
    if is_unspecified(named) {
        let because = format!("the record names no version ({:?})", entry.version);
        return Found::Open(Decision::unknown(Rule::VersionUnspecified, because));
    }
    if named.eq_ignore_ascii_case(version)
        || order.compare(version, named) == Some(Ordering::Equal)
        || order.is_open(version, named)
    {
        let because = format!("v = {named}");
        let heuristic = order.is_heuristic() && !named.eq_ignore_ascii_case(version);
        return Found::Yes(decision(
            entry.status,
            Rule::VersionEqual,
            heuristic,
            because,
        ));
    }
    if !options.heuristics {
        return Found::No;
    }
    if named == "*"
        || named.eq_ignore_ascii_case("all versions")
        || named.eq_ignore_ascii_case("all")
    {
        return Found::Yes(decision(
            entry.status,
            Rule::VersionRange,
            true,
            "every version".to_owned(),
        ));
    }
    let Some(written) = text::Range::read(named) else {
        return Found::No;
    };
    match written.holds(order, version) {
        Some(true) => Found::Yes(decision(
            entry.status,
            Rule::VersionRange,
            true,
            format!("{named:?}"),
        )),
        Some(false) => Found::No,
        None => Found::Open(unordered(version, named)),
    }
}

fn range(entry: &VersionEntry, order: &Order, version: &str, end: &str, inclusive: bool) -> Found {
    let start = entry.version.trim();
    // Only `0` is said to be no bound; the others are written in its place.
    let bare = matches!(start, "0" | "*") || is_unspecified(start);
    let sign = if inclusive { '≤' } else { '<' };
    let kind = entry.version_type.as_deref().unwrap_or("no order named");
    let because = if bare {
        format!("v {sign} {end} ({kind})")
    } else {
        format!("{start} ≤ v {sign} {end} ({kind})")
    };
    let above = if bare {
        Some(true)
    } else {
        order.is_above(version, start, true)
    };
    let inside = match (above, order.is_below(version, end, inclusive)) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    };
    let heuristic = order.is_heuristic() && !(bare && end == "*");
    match inside {
        Some(false) => Found::No,
        None => Found::Open(unordered(version, &because)),
        Some(true) => match changed(entry, order, version) {
            None => Found::Open(unordered(version, "the changes within the range")),
            Some(None) => Found::Yes(decision(
                entry.status,
                Rule::VersionRange,
                heuristic,
                because,
            )),
            Some(Some((status, at))) => {
                let because = format!("{because}, changed at {at}");
                Found::Yes(decision(status, Rule::VersionChange, heuristic, because))
            }
        },
    }
}

/// The last change at or below `version`, whatever order they are written in; nothing where it
/// cannot be told.
fn changed<'a>(
    entry: &'a VersionEntry,
    order: &Order,
    version: &str,
) -> Option<Option<(Status, &'a str)>> {
    let mut last: Option<(Status, &str)> = None;
    for change in &entry.changes {
        if order.compare(&change.at, version)?.is_gt() {
            continue;
        }
        let later = match last {
            None => true,
            Some((_, at)) => order.compare(&change.at, at)?.is_ge(),
        };
        if later {
            last = Some((change.status, &change.at));
        }
    }
    Some(last)
}

fn decision(status: Status, rule: Rule, heuristic: bool, because: String) -> Decision {
    Decision {
        answer: answer(status),
        rule,
        heuristic,
        because,
    }
}

pub(super) fn unordered(version: &str, against: &str) -> Decision {
    Decision {
        answer: Answer::Unknown,
        rule: Rule::OrderUnknown,
        heuristic: false,
        because: format!("{version} cannot be compared with {against}"),
    }
}
