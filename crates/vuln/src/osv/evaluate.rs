//! Is this version affected, by the algorithm of the OSV format.

use std::cmp::Ordering;

use super::{Affected, Event, Range};
use crate::{
    affected::{Answer, Decision, Options, Rule, is_commit},
    purl::Ecosystem,
    version::Scheme,
};

/// Answers for a version of the package that `affected` speaks of.
///
/// `versions` are compared as they are written, then every range is evaluated; one that holds the
/// version decides. Ranges of commits are of commits only, of which the named ones are known.
pub fn decide(affected: &Affected, version: Option<&str>, options: Options) -> Decision {
    let Some(version) = version else {
        return decision(
            Answer::Unknown,
            Rule::NoVersion,
            false,
            "the component has no version",
        );
    };
    if affected.versions.iter().any(|listed| listed == version) {
        let because = format!("v = {version}");
        return decision(Answer::Affected, Rule::VersionEqual, false, because);
    }
    let native = Ecosystem::of_osv(&affected.package.ecosystem).and_then(|known| known.scheme);
    let mut open = None;
    let mut outside = None;
    for range in &affected.ranges {
        let found = match &*range.kind {
            "GIT" => commits(range, version),
            "SEMVER" => ordered(range, version, Some(Scheme::Semver), options),
            _ => ordered(range, version, native, options),
        };
        match found {
            Some(found) if found.answer == Answer::Affected => return found,
            Some(found) if found.answer == Answer::Unknown => open = open.or(Some(found)),
            Some(found) => outside = outside.or(Some(found)),
            None => {}
        }
    }
    let listed = || {
        decision(
            Answer::NotAffected,
            Rule::VersionEqual,
            false,
            "it is not listed",
        )
    };
    open.or(outside)
        .unwrap_or_else(|| match affected.versions.is_empty() {
            true => decision(
                Answer::Unknown,
                Rule::VersionUnspecified,
                false,
                "no version is named",
            ),
            false => listed(),
        })
}

fn decision(answer: Answer, rule: Rule, heuristic: bool, because: impl Into<String>) -> Decision {
    Decision {
        answer,
        rule,
        heuristic,
        because: because.into(),
    }
}

/// Where an event stands, and what a version at or behind it is.
enum Step<'a> {
    Introduced(&'a str),
    Fixed(&'a str),
    Last(&'a str),
}

impl<'a> Step<'a> {
    fn of(event: &'a Event) -> Option<Self> {
        let introduced = event.introduced.as_deref().map(Self::Introduced);
        let fixed = event.fixed.as_deref().map(Self::Fixed);
        let last = event.last_affected.as_deref().map(Self::Last);
        introduced.or(fixed).or(last)
    }

    const fn version(&self) -> &'a str {
        match self {
            Self::Introduced(version) | Self::Fixed(version) | Self::Last(version) => version,
        }
    }
}

/// Nothing is before `0`.
fn compare(scheme: Scheme, a: &str, b: &str) -> Option<Ordering> {
    match (a == "0", b == "0") {
        (true, true) => Some(Ordering::Equal),
        (true, false) => Some(Ordering::Less),
        (false, true) => Some(Ordering::Greater),
        (false, false) => scheme.compare(a, b).ok(),
    }
}

fn ordered(
    range: &Range,
    version: &str,
    scheme: Option<Scheme>,
    options: Options,
) -> Option<Decision> {
    let because = written(range);
    let heuristic = scheme.is_none();
    let unknown = || decision(Answer::Unknown, Rule::OrderUnknown, false, &*because);
    let Some(scheme) = scheme.or(options.heuristics.then_some(Scheme::Custom)) else {
        return Some(unknown());
    };
    let mut steps: Vec<Step<'_>> = range.events.iter().filter_map(Step::of).collect();
    let read = |text: &str| text == "0" || scheme.compare(text, text).is_ok();
    let limits: Vec<&str> = range
        .events
        .iter()
        .filter_map(|event| event.limit.as_deref())
        .collect();
    let mut all = steps
        .iter()
        .map(Step::version)
        .chain(limits.iter().copied().filter(|limit| *limit != "*"));
    if !read(version) || !all.all(read) {
        return Some(unknown());
    }
    if steps.is_empty() {
        return None;
    }
    steps.sort_by(|a, b| compare(scheme, a.version(), b.version()).unwrap_or(Ordering::Equal));
    let mut inside = false;
    for step in &steps {
        let order = compare(scheme, version, step.version())?;
        match step {
            Step::Introduced(_) if order.is_ge() => inside = true,
            Step::Fixed(_) if order.is_ge() => inside = false,
            Step::Last(_) if order.is_gt() => inside = false,
            _ => {}
        }
    }
    let below =
        |limit: &&str| *limit == "*" || compare(scheme, version, limit) == Some(Ordering::Less);
    inside &= limits.is_empty() || limits.iter().any(below);
    let answer = if inside {
        Answer::Affected
    } else {
        Answer::NotAffected
    };
    Some(decision(answer, Rule::VersionRange, heuristic, because))
}

fn commits(range: &Range, version: &str) -> Option<Decision> {
    if !is_commit(version) {
        return None;
    }
    let same = |commit: &str| {
        Scheme::Git
            .compare(version, commit)
            .is_ok_and(Ordering::is_eq)
    };
    let because = written(range);
    for step in range.events.iter().filter_map(Step::of) {
        if same(step.version()) {
            let answer = match step {
                Step::Introduced(_) | Step::Last(_) => Answer::Affected,
                Step::Fixed(_) => Answer::NotAffected,
            };
            return Some(decision(answer, Rule::VersionEqual, false, because));
        }
    }
    Some(decision(Answer::Unknown, Rule::CommitOrder, false, because))
}

/// The events in words.
fn written(range: &Range) -> String {
    let each = range.events.iter().filter_map(|event| {
        Some(match Step::of(event) {
            Some(Step::Introduced(version)) => format!("from {version}"),
            Some(Step::Fixed(version)) => format!("fixed in {version}"),
            Some(Step::Last(version)) => format!("to {version}"),
            None => format!("before {}", event.limit.as_deref()?),
        })
    });
    let each: Vec<String> = each.take(8).collect();
    each.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(affected: &str, version: &str) -> Answer {
        let affected = serde_json::from_str(affected).unwrap();
        decide(&affected, Some(version), Options::default()).answer
    }

    #[test]
    fn events_are_taken_in_the_order_of_their_versions() {
        let npm = r#"{"package":{"ecosystem":"npm","name":"w"},"versions":["7.0.0"],"ranges":[{"type":"SEMVER",
            "events":[{"introduced":"0"},{"introduced":"2.0.0"},{"fixed":"2.0.1"},{"fixed":"1.3.2"}]}]}"#;
        for (version, expected) in [
            ("0.0.1", Answer::Affected),
            ("1.3.1", Answer::Affected),
            ("1.3.2-rc.1", Answer::Affected),
            ("1.3.2", Answer::NotAffected),
            ("2.0.0", Answer::Affected),
            ("2.0.1", Answer::NotAffected),
            ("7.0.0", Answer::Affected),
            ("x", Answer::Unknown),
        ] {
            assert_eq!(answer(npm, version), expected, "{version}");
        }
    }

    #[test]
    fn the_ecosystem_says_the_order() {
        let of = |ecosystem: &str, events: &str| {
            format!(
                r#"{{"package":{{"ecosystem":"{ecosystem}","name":"w"}},"ranges":[{{"type":"ECOSYSTEM","events":[{events}]}}]}}"#
            )
        };
        let last = r#"{"introduced":"1.0"},{"last_affected":"1.2"}"#;
        let debian = of("Debian:12", r#"{"introduced":"0"},{"fixed":"1.0-2"}"#);
        for (affected, version, expected) in [
            (&of("PyPI", last), "1.2.0", Answer::Affected),
            (&of("PyPI", last), "1.2.post1", Answer::NotAffected),
            (&of("Maven", last), "1.0-alpha", Answer::NotAffected),
            (&debian, "1.0-1", Answer::Affected),
            (&debian, "1.0-2", Answer::NotAffected),
            (&debian, "1:0.1-1", Answer::NotAffected),
        ] {
            assert_eq!(answer(affected, version), expected, "{affected} {version}");
        }
        let hackage = serde_json::from_str(&of("Hackage", last)).unwrap();
        let strict = Options { heuristics: false };
        let decided = decide(&hackage, Some("1.1"), strict);
        assert_eq!(
            (decided.answer, decided.rule),
            (Answer::Unknown, Rule::OrderUnknown)
        );
        assert!(decide(&hackage, Some("1.1"), Options::default()).heuristic);
    }

    #[test]
    fn limits_and_commits_bound_a_range() {
        let limited = r#"{"package":{"ecosystem":"npm","name":"w"},"ranges":[{"type":"SEMVER",
            "events":[{"introduced":"1.0.0"},{"limit":"2.0.0"}]}]}"#;
        assert_eq!(answer(limited, "1.5.0"), Answer::Affected);
        assert_eq!(answer(limited, "2.0.0"), Answer::NotAffected);
        let git = r#"{"ranges":[{"type":"GIT","events":[{"introduced":"0"},{"fixed":"0123456789abcdef0123456789abcdef01234567"}]}]}"#;
        assert_eq!(
            answer(git, "0123456789abcdef0123456789abcdef01234567"),
            Answer::NotAffected
        );
        assert_eq!(
            answer(git, "f123456789abcdef0123456789abcdef01234567"),
            Answer::Unknown
        );
        assert_eq!(answer(git, "1.0"), Answer::Unknown, "no range speaks of it");
        assert_eq!(
            decide(&Affected::default(), None, Options::default()).rule,
            Rule::NoVersion
        );
    }
}
