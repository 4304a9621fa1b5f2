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
            if begins(version, stem) {
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
    let version = version.trim();
    UNSPECIFIED
        .iter()
        .any(|word| version.eq_ignore_ascii_case(word))
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
    if scheme == Some(Scheme::Git) {
        let end = entry.less_than.as_deref();
        return commits(entry, end.or(entry.less_than_or_equal.as_deref()), version);
    }
    let order = Order::new(scheme, options);
    match Bounds::of(entry, &order, options) {
        Some(bounds) => range(entry, &order, version, &bounds),
        None => single(entry, &order, version, options),
    }
}

/// The ends of a range, each with whether it belongs to the range; nothing where it has none.
pub(super) struct Bounds<'a> {
    pub(super) start: Option<(&'a str, bool)>,
    pub(super) end: Option<(&'a str, bool)>,
    /// Whether they are written as the format does not say.
    pub(super) heuristic: bool,
}

impl<'a> Bounds<'a> {
    /// Reads the bounds of an entry; nothing where it names a single version.
    ///
    /// Heuristics take signs (`< 4.4.12`), words (`next of 1.2`, `any version`) and stars (`8.0.x`) for what they
    /// say, and `unspecified` behind a version for no end, as records have them that were written in
    /// format 4. A range that ends where it starts, so that nothing is in it, is meant to have no
    /// start.
    pub(super) fn of(entry: &'a VersionEntry, order: &Order, options: Options) -> Option<Self> {
        let end = entry.less_than.as_deref().map(|end| (end.trim(), false));
        let or_equal = || entry.less_than_or_equal.as_deref();
        let end = end.or_else(|| or_equal().map(|end| (end.trim(), true)))?;
        let start = entry.version.trim();
        // Only `0` is said to be no bound; the others are written in its place.
        let has_start = !matches!(start, "0" | "*") && !is_unspecified(start);
        let written = Self {
            start: has_start.then_some((start, true)),
            end: (end.0 != "*").then_some(end),
            heuristic: false,
        };
        if options.heuristics {
            return written.understood(order);
        }
        (!is_unspecified(end.0)).then_some(written)
    }

    /// The range as mathematics writes it, with the order of its versions.
    fn words(&self, kind: Option<&str>) -> String {
        let kind = kind.unwrap_or("no order named");
        let sign = |inclusive| if inclusive { '≤' } else { '<' };
        match (self.start, self.end) {
            (None, None) => format!("every version ({kind})"),
            (Some((start, with)), None) => format!("{start} {} v ({kind})", sign(with)),
            (None, Some((end, with))) => format!("v {} {end} ({kind})", sign(with)),
            (Some((start, with)), Some((end, and))) => {
                format!("{start} {} v {} {end} ({kind})", sign(with), sign(and))
            }
        }
    }

    fn understood(self, order: &Order) -> Option<Self> {
        let (mut start, mut end) = (self.start, self.end);
        if let Some((text, _)) = start {
            start = match text.strip_prefix("next of ") {
                Some(before) => Some((before.trim(), false)),
                None if text.starts_with('<') => None,
                None => {
                    let bare = text.trim_start_matches(['>', '=']).trim();
                    let inclusive = !text.starts_with('>') || text.starts_with(">=");
                    let bare = star(bare).unwrap_or(bare);
                    Some((bare, inclusive)).filter(|_| bare.contains(|c: char| c.is_ascii_digit()))
                }
            };
        }
        if let Some((text, inclusive)) = end {
            end = match text.trim_start_matches(['<', '=']).trim() {
                // Behind the sign nothing: what stands before it is the end.
                "" if text == "<" || text == "<=" => {
                    let end = start.take()?;
                    Some((end.0, text == "<="))
                }
                _ if text.eq_ignore_ascii_case("unspecified") => {
                    start?;
                    None
                }
                _ if is_unspecified(text) => return None,
                bare => Some((bare, inclusive || text.starts_with("<="))),
            };
        }
        if let (Some((first, true)), Some((last, false))) = (start, end)
            && order.compare(first, last) == Some(Ordering::Equal)
        {
            start = None;
        }
        let heuristic = (start, end) != (self.start, self.end);
        Some(Self {
            start,
            end,
            heuristic,
        })
    }
}

/// What stands before the star of `8.10.x`, `8.10.*` and `8.x.x`.
pub(super) fn star(version: &str) -> Option<&str> {
    let mut stem = version;
    while let Some(shorter) = [".x", ".X", ".*"]
        .iter()
        .find_map(|star| stem.strip_suffix(star))
    {
        stem = shorter;
    }
    (stem.len() < version.len() && stem.ends_with(|c: char| c.is_ascii_digit())).then_some(stem)
}

/// Whether a version is the stem or one of those that begin with it.
fn begins(version: &str, stem: &str) -> bool {
    let rest = version.strip_prefix(stem);
    rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()))
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
    if let Some(stem) = star(named) {
        let because = format!("{stem}.*");
        let found = decision(entry.status, Rule::VersionRange, true, because);
        return match begins(version, stem) {
            true => Found::Yes(found),
            false => Found::No,
        };
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

fn range(entry: &VersionEntry, order: &Order, version: &str, bounds: &Bounds<'_>) -> Found {
    let above = bounds.start.map_or(Some(true), |(start, inclusive)| {
        order.is_above(version, start, inclusive)
    });
    let below = || {
        bounds.end.map_or(Some(true), |(end, inclusive)| {
            order.is_below(version, end, inclusive)
        })
    };
    let inside = match above {
        Some(false) => Some(false),
        above => match (above, below()) {
            (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        },
    };
    if inside == Some(false) {
        return Found::No;
    }
    let because = bounds.words(entry.version_type.as_deref());
    if inside.is_none() {
        return Found::Open(unordered(version, &because));
    }
    let has_bound = bounds.start.is_some() || bounds.end.is_some();
    let heuristic = bounds.heuristic || order.is_heuristic() && has_bound;
    let (status, rule, because) = match changed(entry, order, version) {
        None => return Found::Open(unordered(version, "the changes within the range")),
        Some(None) => (entry.status, Rule::VersionRange, because),
        Some(Some((status, at))) => (
            status,
            Rule::VersionChange,
            format!("{because}, changed at {at}"),
        ),
    };
    Found::Yes(decision(status, rule, heuristic, because))
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
