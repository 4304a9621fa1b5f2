//! The evaluation of the OSV schema, case by case.

use watchbell_vuln::{
    affected::{Answer, Decision, Entry, Options, Rule, decide},
    version::Scheme,
};

fn entry(ecosystem: &str, ranges: &str, versions: &str) -> Entry {
    let json = format!(
        r#"{{"o":{{"package":{{"ecosystem":"{ecosystem}"}},"ranges":[{ranges}],"versions":[{versions}]}}}}"#
    );
    serde_json::from_str(&json).expect(&json)
}

/// `introduced 1.0, fixed 1.2` as a range.
fn range(kind: &str, events: &str) -> String {
    let events: Vec<String> = events
        .split(", ")
        .map(|event| {
            let (name, version) = event.split_once(' ').expect(event);
            format!(r#"{{"{name}":"{version}"}}"#)
        })
        .collect();
    format!(r#"{{"type":"{kind}","events":[{}]}}"#, events.join(","))
}

fn of(entry: &Entry, version: &str) -> Decision {
    decide(entry, Some(version), None, Options::default()).expect("it speaks of versions")
}

#[test]
fn versions_lie_in_ranges_by_the_order_of_their_ecosystem() {
    use Answer::{Affected, NotAffected, Unknown};
    let several = "introduced 3.0.0, fixed 3.2.5, introduced 1.0.0, fixed 1.0.2";
    for (ecosystem, kind, events, version, expected) in [
        ("npm", "SEMVER", "introduced 0", "99.0.0", Affected),
        (
            "npm",
            "SEMVER",
            "introduced 0, fixed 1.0.2",
            "1.0.2-rc.1",
            Affected,
        ),
        (
            "npm",
            "SEMVER",
            "introduced 0, fixed 1.0.2",
            "1.0.2",
            NotAffected,
        ),
        (
            "npm",
            "SEMVER",
            "introduced 1.0.0, fixed 1.0.2",
            "1.0.0-rc.1",
            NotAffected,
        ),
        ("npm", "SEMVER", several, "1.0.1", Affected),
        ("npm", "SEMVER", several, "2.0.0", NotAffected),
        ("npm", "SEMVER", several, "3.0.0", Affected),
        ("npm", "SEMVER", several, "3.10.0", NotAffected),
        // As the pairs of GitHub's advisories have them: out of order.
        (
            "RubyGems",
            "ECOSYSTEM",
            "introduced 0, introduced 4.0.1, fixed 4.0.5, fixed 3.0.21",
            "3.0.20",
            Affected,
        ),
        (
            "RubyGems",
            "ECOSYSTEM",
            "introduced 0, introduced 4.0.1, fixed 4.0.5, fixed 3.0.21",
            "4.0.0",
            NotAffected,
        ),
        (
            "RubyGems",
            "ECOSYSTEM",
            "introduced 0, introduced 4.0.1, fixed 4.0.5, fixed 3.0.21",
            "4.0.4",
            Affected,
        ),
        (
            "Maven",
            "ECOSYSTEM",
            "introduced 0, last_affected 2.1.214",
            "2.1.214",
            Affected,
        ),
        (
            "Maven",
            "ECOSYSTEM",
            "introduced 0, last_affected 2.1.214",
            "2.1.215",
            NotAffected,
        ),
        (
            "Maven",
            "ECOSYSTEM",
            "introduced 1.0-beta, fixed 1.0",
            "1.0-rc1",
            Affected,
        ),
        (
            "Go",
            "SEMVER",
            "introduced 1.22.0-0, fixed 1.22.5",
            "go1.22rc1",
            Affected,
        ),
        (
            "Go",
            "SEMVER",
            "introduced 0, fixed 1.6.0",
            "v1.5.9",
            Affected,
        ),
        (
            "PyPI",
            "ECOSYSTEM",
            "introduced 2.3.0, fixed 2.31.0",
            "2.31.0rc1",
            Affected,
        ),
        (
            "PyPI",
            "ECOSYSTEM",
            "introduced 0, limit 2.0, limit 3.0",
            "2.5",
            Affected,
        ),
        (
            "PyPI",
            "ECOSYSTEM",
            "introduced 0, limit 2.0, limit 3.0",
            "3.0",
            NotAffected,
        ),
        (
            "PyPI",
            "ECOSYSTEM",
            "introduced 0, limit *",
            "3.0",
            Affected,
        ),
        (
            "PyPI",
            "ECOSYSTEM",
            "introduced 1.0, fixed 1.0",
            "1.0",
            NotAffected,
        ),
        (
            "PyPI",
            "ECOSYSTEM",
            "introduced 0, fixed 1.0, introduced 1.0, fixed 2.0",
            "1.0",
            Affected,
        ),
        ("PyPI", "ECOSYSTEM", "fixed 1.0", "0.9", NotAffected),
        (
            "NuGet",
            "ECOSYSTEM",
            "introduced 1.0.0, fixed 1.0.0.2",
            "1.0.0.1",
            Affected,
        ),
        (
            "Packagist",
            "ECOSYSTEM",
            "introduced 0, fixed 2.0.0",
            "2.0.0-RC1",
            Affected,
        ),
        (
            "Pub",
            "ECOSYSTEM",
            "introduced 0, fixed 2.0.0",
            "2.0.0",
            NotAffected,
        ),
        (
            "Hex",
            "ECOSYSTEM",
            "introduced 0, fixed 2.0.0",
            "1.9.9",
            Affected,
        ),
        (
            "crates.io",
            "SEMVER",
            "introduced 0.0.0-0, fixed 0.4.3",
            "0.4.2",
            Affected,
        ),
        (
            "Debian:12",
            "ECOSYSTEM",
            "introduced 0, fixed 3.0.11-1~deb12u2",
            "3.0.11-1~deb12u1",
            Affected,
        ),
        (
            "Ubuntu:22.04:LTS",
            "ECOSYSTEM",
            "introduced 0, fixed 1:2.0-0ubuntu1",
            "5.0-1",
            Affected,
        ),
        (
            "Alpine:v3.5",
            "ECOSYSTEM",
            "introduced 0, fixed 1.0.2q-r0",
            "1.0.2p-r3",
            Affected,
        ),
        (
            "Rocky Linux:9",
            "ECOSYSTEM",
            "introduced 0, fixed 4.18.0-372.100.1.el8_6",
            "0:4.18.0-372.91.1.el8_6",
            Affected,
        ),
        (
            "AlmaLinux:9",
            "ECOSYSTEM",
            "introduced 0, fixed 4.18.0-372.el9",
            "4.18.0",
            Affected,
        ),
        (
            "Red Hat:enterprise_linux:9::baseos",
            "ECOSYSTEM",
            "introduced 0, fixed 4.18.0",
            "4.18.0-372.el9",
            NotAffected,
        ),
        (
            "Hackage",
            "ECOSYSTEM",
            "introduced 0, fixed 1.0",
            "0.9",
            Unknown,
        ),
        ("Hackage", "ECOSYSTEM", "introduced 0", "0.9", Affected),
        (
            "npm",
            "SEMVER",
            "introduced 0, fixed 1.0.0",
            "latest",
            Unknown,
        ),
    ] {
        let decision = of(&entry(ecosystem, &range(kind, events), ""), version);
        assert_eq!(
            decision.answer, expected,
            "{ecosystem} {version} in {events}: {decision:?}"
        );
        assert!(!decision.heuristic, "{ecosystem}");
        let rule = match expected {
            Affected => Rule::VersionRange,
            NotAffected => Rule::NotListed,
            Unknown => Rule::OrderUnknown,
        };
        assert_eq!(decision.rule, rule, "{ecosystem} {version} in {events}");
    }
}

#[test]
fn listed_versions_are_affected_whatever_the_ranges_say() {
    let both = entry(
        "PyPI",
        &range("ECOSYSTEM", "introduced 2.0, fixed 2.1"),
        r#""1.0","1.5""#,
    );
    for (version, answer, rule) in [
        ("1.5", Answer::Affected, Rule::VersionEqual),
        ("1.5.0", Answer::Affected, Rule::VersionEqual),
        ("2.0.5", Answer::Affected, Rule::VersionRange),
        ("1.6", Answer::NotAffected, Rule::NotListed),
    ] {
        let decision = of(&both, version);
        assert_eq!(
            (decision.answer, decision.rule),
            (answer, rule),
            "{version}"
        );
    }
    let unordered = entry("Hackage", "", r#""1.0""#);
    assert_eq!(of(&unordered, "1.0").rule, Rule::VersionEqual);
    assert_eq!(of(&unordered, "1.1").answer, Answer::NotAffected);
    assert_eq!(
        of(&entry("npm", "", ""), "1.0").rule,
        Rule::VersionUnspecified
    );
}

#[test]
fn commits_are_known_or_unknown() {
    let (first, fix, other) = (
        "1".repeat(39) + "a",
        "2".repeat(39) + "b",
        "3".repeat(39) + "c",
    );
    let git = range("GIT", &format!("introduced {first}, fixed {fix}"));
    let entry_of = |versions| entry("GIT", &git, versions);
    for (version, answer, rule) in [
        (&*first, Answer::Affected, Rule::VersionEqual),
        (&first[..12], Answer::NotAffected, Rule::NotListed),
        (&fix, Answer::NotAffected, Rule::NotListed),
        (&other, Answer::Unknown, Rule::CommitOrder),
    ] {
        // Twelve ones are no abbreviation, but a number.
        let decision = of(&entry_of(r#""v1.0""#), version);
        assert_eq!(
            (decision.answer, decision.rule),
            (answer, rule),
            "{version}"
        );
    }
    assert_eq!(of(&entry_of(r#""v1.0""#), "v1.0").rule, Rule::VersionEqual);
    assert_eq!(
        decide(&entry_of(""), Some("1.0"), None, Options::default()),
        None
    );
    let all = entry("GIT", &range("GIT", "introduced 0"), "");
    assert_eq!(of(&all, &other).answer, Answer::Affected);
}

#[test]
fn without_a_version_only_what_affects_all_is_sure() {
    let none = |entry: &Entry| {
        decide(entry, None, None, Options::default()).map(|decision| decision.answer)
    };
    let all = range("SEMVER", "introduced 0");
    assert_eq!(none(&entry("npm", &all, "")), Some(Answer::Affected));
    let some = range("SEMVER", "introduced 0, fixed 1.0.0");
    assert_eq!(none(&entry("npm", &some, "")), Some(Answer::Unknown));
    // Without an ecosystem the component's own order counts.
    let json = format!(
        r#"{{"o":{{"ranges":[{}]}}}}"#,
        range("ECOSYSTEM", "introduced 0, fixed 1.10")
    );
    let bare: Entry = serde_json::from_str(&json).unwrap();
    assert_eq!(of(&bare, "1.9").rule, Rule::OrderUnknown);
    let decision = decide(&bare, Some("1.9"), Some(Scheme::Python), Options::default());
    assert_eq!(
        decision.map(|decision| decision.answer),
        Some(Answer::Affected)
    );
}

#[test]
fn reasons_are_in_words() {
    for (events, version, because) in [
        ("introduced 0", "1.0", "every version (PyPI)"),
        ("introduced 0, fixed 2.0", "1.0", "v < 2.0 (PyPI)"),
        (
            "introduced 0.5, last_affected 2.0, introduced 3.0",
            "1.0",
            "0.5 ≤ v ≤ 2.0 (PyPI)",
        ),
        (
            "introduced 0, fixed 9.0, fixed 2.0",
            "1.0",
            "v < 2.0 (PyPI)",
        ),
    ] {
        assert_eq!(
            of(&entry("PyPI", &range("ECOSYSTEM", events), ""), version).because,
            because
        );
    }
}
