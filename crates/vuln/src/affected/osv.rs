//! The evaluation of the OSV schema ("Evaluation"): a version is affected that is listed or lies in a range; all
//! others are not.

use std::cmp::Ordering;

use super::{
    Answer, Decision, Options, Rule,
    range::{Found, Order, is_commit, unordered},
};
use crate::{
    osv::{Affected, EventKind, Range, RangeKind},
    version::Scheme,
};

pub(super) fn decide(
    affected: &Affected,
    version: Option<&str>,
    native: Option<Scheme>,
) -> Option<Decision> {
    let ecosystem = affected.package.as_ref().map(|package| &*package.ecosystem);
    let scheme = ecosystem.and_then(Scheme::from_osv_ecosystem);
    let scheme = scheme.or_else(|| native.filter(|_| ecosystem.is_none()));
    let is_git = |range: &Range| range.kind == Some(RangeKind::Git);
    let Some(version) = version.map(str::trim).filter(|version| !version.is_empty()) else {
        // Where every version is affected, it does not matter which it is.
        let all = |range: &Range| !is_git(range) && range.is_everything();
        return Some(match affected.ranges.iter().any(all) {
            true => yes(Rule::VersionRange, "every version".to_owned()),
            false => Decision::unknown(Rule::NoVersion, "the component has no version"),
        });
    };
    if affected.versions.is_empty() && affected.ranges.is_empty() {
        let because = "the record names no version of it";
        return Some(Decision::unknown(Rule::VersionUnspecified, because));
    }
    if affected.versions.is_empty() && affected.ranges.iter().all(is_git) && !is_commit(version) {
        return None;
    }
    let order = Order::new(scheme, Options { heuristics: false });
    let same = |named: &&String| {
        *named == version || order.compare(version, named) == Some(Ordering::Equal)
    };
    if let Some(named) = affected.versions.iter().find(same) {
        return Some(yes(Rule::VersionEqual, format!("v = {named}")));
    }
    let mut open = None;
    for range in &affected.ranges {
        let found = match range.kind {
            Some(RangeKind::Git) => commits(range, version),
            // The Go database writes toolchains as semantic versions, people as `go1.21.3`.
            Some(RangeKind::Semver) if scheme != Some(Scheme::Go) => {
                ordered(range, Some(Scheme::Semver), "semver", version)
            }
            Some(_) => ordered(range, scheme, ecosystem.unwrap_or("no ecosystem"), version),
            None => Found::Open(unordered(version, "a range of no known type")),
        };
        match found {
            Found::Yes(decision) => return Some(decision),
            Found::Open(doubt) => open = open.or(Some(doubt)),
            Found::No => {}
        }
    }
    Some(open.unwrap_or_else(|| Decision {
        answer: Answer::NotAffected,
        rule: Rule::NotListed,
        heuristic: false,
        because: "no version or range of the record holds it".to_owned(),
    }))
}

/// An event and its version.
type Point<'a> = (EventKind, &'a str);

/// The last event that the version has passed decides, whatever order they are written in; of several at one
/// version the one that is written last.
fn ordered(range: &Range, scheme: Option<Scheme>, kind: &str, version: &str) -> Found {
    let order = Order::new(scheme, Options { heuristics: false });
    let before = |a: Point<'_>, b: Point<'_>| match (is_origin(a), is_origin(b)) {
        (a, b) if a || b => Some(a && !b),
        _ => order.compare(a.1, b.1).map(Ordering::is_lt),
    };
    let walk = || -> Option<Option<String>> {
        let (mut last, mut next): (Option<Point<'_>>, Option<Point<'_>>) = (None, None);
        let (mut limited, mut within) = (false, false);
        for point in range.points() {
            let at = point.1;
            let passed = match point.0 {
                _ if is_origin(point) => true,
                EventKind::Introduced => order.is_above(version, at, true)?,
                EventKind::Fixed => !order.is_below(version, at, false)?,
                EventKind::LastAffected => !order.is_below(version, at, true)?,
                EventKind::Limit => {
                    limited = true;
                    within |= order.is_below(version, at, false)?;
                    continue;
                }
            };
            if passed {
                if last.map_or(Some(false), |last| before(point, last))? {
                    continue;
                }
                last = Some(point);
            } else if point.0 != EventKind::Introduced
                && next.map_or(Some(true), |next| before(point, next))?
            {
                next = Some(point);
            }
        }
        let Some((EventKind::Introduced, start)) = last else {
            return Some(None);
        };
        Some((within || !limited).then(|| between(start, next, kind)))
    };
    match walk() {
        None => Found::Open(unordered(
            version,
            &format!("the versions of a range ({kind})"),
        )),
        Some(None) => Found::No,
        Some(Some(because)) => Found::Yes(yes(Rule::VersionRange, because)),
    }
}

/// Whether an event stands before every version.
fn is_origin(point: Point<'_>) -> bool {
    point == (EventKind::Introduced, "0")
}

fn between(start: &str, end: Option<Point<'_>>, kind: &str) -> String {
    let end = match end {
        Some((EventKind::LastAffected, at)) => format!(" ≤ {at}"),
        Some((_, at)) => format!(" < {at}"),
        None => String::new(),
    };
    match (start, &*end) {
        ("0", "") => format!("every version ({kind})"),
        ("0", _) => format!("v{end} ({kind})"),
        _ => format!("{start} ≤ v{end} ({kind})"),
    }
}

/// Only the commit graph orders commits: those that are named are known, and all where none ends the range.
fn commits(range: &Range, version: &str) -> Found {
    if !is_commit(version) {
        return Found::No;
    }
    let same = |at: &str| {
        let order = Scheme::Git.compare(version, at);
        order.is_ok_and(Ordering::is_eq)
    };
    match range.points().find(|(_, at)| same(at)) {
        Some((EventKind::Introduced | EventKind::LastAffected, at)) => {
            Found::Yes(yes(Rule::VersionEqual, format!("commit {at}")))
        }
        Some(_) => Found::No,
        None if range.is_everything() => {
            Found::Yes(yes(Rule::VersionRange, "every commit".to_owned()))
        }
        None => Found::Open(Decision::unknown(
            Rule::CommitOrder,
            "where it stands among the commits of the range is in no record",
        )),
    }
}

const fn yes(rule: Rule, because: String) -> Decision {
    Decision {
        answer: Answer::Affected,
        rule,
        heuristic: false,
        because,
    }
}
