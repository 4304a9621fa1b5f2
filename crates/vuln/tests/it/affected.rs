//! The status algorithm of CVE records, case by case.

use watchbell_vuln::{
    affected::{
        Answer, Decision, Entry, Options, Rule, combine, decide, decide_configuration, strip,
    },
    component::Component,
    record::{Affected, Record, Status, Summary},
    version::Scheme,
};

fn entry(json: &str) -> Entry {
    serde_json::from_str(&format!("{{\"a\":{json}}}")).expect(json)
}

fn answer(json: &str, version: &str) -> Decision {
    decide(&entry(json), Some(version), None, Options::default()).expect("it speaks of versions")
}

#[test]
fn entries_decide_in_order_and_then_the_default() {
    let semver = r#"{"defaultStatus":"unaffected","versions":[
        {"version":"1.4.2","status":"unaffected"},
        {"version":"1.0.0","status":"affected","versionType":"semver","lessThan":"1.8.0"},
        {"version":"2.0.0","status":"affected","versionType":"semver","lessThanOrEqual":"2.1.0"}]}"#;
    let open = r#"{"versions":[{"version":"1.0","status":"affected","versionType":"semver","lessThan":"2.0"}]}"#;
    let changes = r#"{"defaultStatus":"affected","versions":[{"version":"0","status":"unaffected","versionType":"semver","lessThan":"*",
        "changes":[{"at":"3.1.0","status":"unaffected"},{"at":"2.0.0","status":"affected"},{"at":"1.5.0","status":"unaffected"}]}]}"#;
    let star = r#"{"defaultStatus":"unaffected","versions":[{"version":"1.0","status":"affected","versionType":"semver","lessThan":"2.*"}]}"#;
    let linux = r#"{"defaultStatus":"affected","versions":[
        {"version":"6.1.90","status":"unaffected","versionType":"semver","lessThanOrEqual":"6.1.*"},
        {"version":"6.9","status":"unaffected","versionType":"original_commit_for_fix","lessThanOrEqual":"*"}]}"#;
    let tags = r#"{"defaultStatus":"unaffected","versions":[{"version":"v1.0","status":"affected","versionType":"git","lessThan":"v1.6"}]}"#;
    let maven = r#"{"defaultStatus":"unaffected","versions":[{"version":"2.0-beta9","status":"affected","versionType":"maven","lessThan":"2.15.0"}]}"#;
    use Answer::{Affected, NotAffected, Unknown};
    for (json, version, expected, rule) in [
        (semver, "1.0.0", Affected, Rule::VersionRange),
        (semver, "1.4.2", NotAffected, Rule::VersionEqual),
        (semver, "1.8.0-rc.1", Affected, Rule::VersionRange),
        (semver, "1.8.0", NotAffected, Rule::DefaultStatus),
        (semver, "2.1.0", Affected, Rule::VersionRange),
        (semver, "2.1.1", NotAffected, Rule::DefaultStatus),
        (open, "1.10", Affected, Rule::VersionRange),
        (open, "2.0", Unknown, Rule::NothingSaid),
        (changes, "1.0.0", NotAffected, Rule::VersionRange),
        (changes, "2.4.0", Affected, Rule::VersionChange),
        (changes, "1.6.0", NotAffected, Rule::VersionChange),
        (changes, "9.0.0", NotAffected, Rule::VersionChange),
        (star, "2.999.0", Affected, Rule::VersionRange),
        (star, "1.0", Affected, Rule::VersionRange),
        (star, "20.0", NotAffected, Rule::DefaultStatus),
        (star, "3.0", NotAffected, Rule::DefaultStatus),
        (linux, "6.1.95", NotAffected, Rule::VersionRange),
        (linux, "6.1.10", Affected, Rule::DefaultStatus),
        (linux, "6.8.9", Affected, Rule::DefaultStatus),
        (linux, "6.12", NotAffected, Rule::VersionRange),
        (tags, "v1.4", Affected, Rule::VersionRange),
        (tags, "1.6", NotAffected, Rule::DefaultStatus),
        (maven, "2.14.1", Affected, Rule::VersionRange),
        (maven, "2.15.0", NotAffected, Rule::DefaultStatus),
        (maven, "1.2.17", NotAffected, Rule::DefaultStatus),
    ] {
        let decision = answer(json, version);
        assert_eq!(
            (decision.answer, decision.rule),
            (expected, rule),
            "{version} in {json}: {decision:?}"
        );
    }
}

#[test]
fn commits_are_equal_or_unknown() {
    let json = r#"{"defaultStatus":"unaffected","versions":[{"version":"1da177e4c3f41524e886b7f1b8a0c1fc7321cac2","status":"affected",
        "versionType":"git","lessThan":"2d3f5cc9a1b4e8f70123456789abcdef01234567"}]}"#;
    assert_eq!(
        answer(json, "1da177e4c3f41524e886b7f1b8a0c1fc7321cac2").answer,
        Answer::Affected
    );
    assert_eq!(answer(json, "1da177e4c3f4").answer, Answer::Affected);
    assert_eq!(
        answer(json, "2d3f5cc9a1b4e8f70123456789abcdef01234567").answer,
        Answer::NotAffected
    );
    let between = answer(json, "abcdef0123456789abcdef0123456789abcdef01");
    assert_eq!(
        (between.answer, between.rule),
        (Answer::Unknown, Rule::CommitOrder)
    );
    // Of releases it says nothing at all; another entry of the record may.
    assert_eq!(
        decide(&entry(json), Some("6.1.10"), None, Options::default()),
        None
    );
}

#[test]
fn what_cannot_be_told_is_unknown() {
    use Rule::{NoVersion, OrderUnknown, VersionUnspecified};
    let without =
        r#"{"vendor":"x","product":"y","versions":[{"version":"n/a","status":"affected"}]}"#;
    let words = r#"{"defaultStatus":"unaffected","versions":[{"version":"1.0","status":"affected","versionType":"semver","lessThan":"the update"}]}"#;
    assert_eq!(answer(without, "1.0").rule, VersionUnspecified);
    assert_eq!(answer(words, "1.2.3").rule, OrderUnknown);
    let nothing = decide(&entry(words), None, None, Options::default()).expect("an answer");
    assert_eq!((nothing.answer, nothing.rule), (Answer::Unknown, NoVersion));
    let all = entry(r#"{"defaultStatus":"affected"}"#);
    let decision = decide(&all, None, None, Options::default()).expect("an answer");
    assert_eq!(decision.answer, Answer::Affected, "every version is alike");
    // A doubt before the entry that matches stays one only where it would say something else.
    let doubt = r#"{"defaultStatus":"unaffected","versions":[
        {"version":"R1","status":"unaffected","versionType":"semver","lessThan":"R2"},
        {"version":"1.0.0","status":"affected","versionType":"semver","lessThan":"2.0.0"}]}"#;
    assert_eq!(answer(doubt, "1.5.0").answer, Answer::Unknown);
    assert_eq!(
        answer(
            &doubt.replacen("unaffected\",\"versionType", "affected\",\"versionType", 1),
            "1.5.0"
        )
        .answer,
        Answer::Affected
    );
}

#[test]
fn heuristics_are_marked_and_can_be_switched_off() {
    let custom = r#"{"defaultStatus":"unaffected","versions":[{"version":"2.0","status":"affected","versionType":"custom","lessThan":"2.10"}]}"#;
    let text =
        r#"{"defaultStatus":"unaffected","versions":[{"version":"< 3.2.1","status":"affected"}]}"#;
    let strict = Options { heuristics: false };
    for (json, version) in [(custom, "2.9"), (text, "3.2.0")] {
        let decision = answer(json, version);
        assert_eq!(
            (decision.answer, decision.heuristic),
            (Answer::Affected, true),
            "{json}"
        );
        let decision = decide(&entry(json), Some(version), None, strict).expect("an answer");
        assert!(
            !decision.heuristic && decision.answer != Answer::Affected,
            "{json}: {decision:?}"
        );
    }
    // The package's own order takes the place of `custom`.
    let decision =
        decide(&entry(custom), Some("2.9"), Some(Scheme::Semver), strict).expect("an answer");
    assert_eq!(
        (decision.answer, decision.heuristic),
        (Answer::Affected, false)
    );
}

#[test]
fn applicability_statements_have_ranges() {
    let json = |with_others| {
        format!(
            r#"{{"c":{{"m":{{"vulnerable":true,"criteria":"cpe:2.3:a:example:app:*:*:*:*:*:*:*:*",
            "versionStartIncluding":"1.0.0","versionEndExcluding":"1.4.0"}},"w":{with_others}}}}}"#
        )
    };
    let answer = |with_others, version| {
        let entry: Entry = serde_json::from_str(&json(with_others)).unwrap();
        decide(
            &entry,
            Some(version),
            Some(Scheme::Semver),
            Options::default(),
        )
        .unwrap()
        .answer
    };
    assert_eq!(answer(false, "1.3.9"), Answer::Affected);
    assert_eq!(answer(false, "1.4.0"), Answer::NotAffected);
    assert_eq!(answer(true, "1.3.9"), Answer::Unknown);
    assert_eq!(answer(true, "0.9.0"), Answer::NotAffected);
}

#[test]
fn affected_outweighs_unknown_outweighs_not() {
    let of = |answer| Decision {
        answer,
        rule: Rule::DefaultStatus,
        heuristic: false,
        because: String::new(),
    };
    let all = [Answer::NotAffected, Answer::Affected, Answer::Unknown];
    assert_eq!(
        combine(all.map(of)).map(|decision| decision.answer),
        Some(Answer::Affected)
    );
    assert_eq!(combine([]), None);
}

#[test]
fn rpm_bounds_do_not_compare_a_release_with_none() {
    let range = |end: &str, inclusive| {
        let member = if inclusive {
            "lessThanOrEqual"
        } else {
            "lessThan"
        };
        format!(
            r#"{{"defaultStatus":"unaffected","versions":[{{"version":"0","status":"affected","versionType":"rpm","{member}":"{end}"}}]}}"#
        )
    };
    use Answer::{Affected, NotAffected};
    for (end, inclusive, version, expected) in [
        ("1.2", true, "1.2-3.el9", Affected),
        ("1.2", false, "1.2-3.el9", NotAffected),
        ("1.2-3.el9", false, "1.2", Affected),
        ("1.2-3.el9", true, "1.2", Affected),
        ("1.2-3.el9", false, "1.2-2.el9", Affected),
        ("1.2-3.el9", false, "1.2-3.el9", NotAffected),
    ] {
        let found = answer(&range(end, inclusive), version).answer;
        assert_eq!(found, expected, "{version} to {end}, {inclusive}");
    }
    let from = r#"{"defaultStatus":"unaffected","versions":[{"version":"1.2-3","status":"affected","versionType":"rpm","lessThan":"2.0-1"}]}"#;
    assert_eq!(answer(from, "1.2").answer, Affected);
    assert_eq!(answer(from, "1.2-2").answer, NotAffected);
}

#[test]
fn what_a_statement_asks_for_besides_is_looked_for_among_the_others() {
    // A record of an application on a system, and of one that is safe beside a guard.
    let json = r#"{"dataType":"CVE_RECORD","dataVersion":"5.1","cveMetadata":{"cveId":"CVE-2030-0001","state":"PUBLISHED"},
        "containers":{"cna":{"cpeApplicability":[{"operator":"AND","nodes":[
            {"operator":"OR","cpeMatch":[{"vulnerable":true,"criteria":"cpe:2.3:a:example:app:*:*:*:*:*:*:*:*","versionEndExcluding":"1.4"}]},
            {"operator":"OR","cpeMatch":[
                {"vulnerable":false,"criteria":"cpe:2.3:o:example:os:*:*:*:*:*:*:*:*","versionEndIncluding":"7.0"},
                {"vulnerable":false,"criteria":"cpe:2.3:h:example:box:-:*:*:*:*:*:*:*"}]},
            {"operator":"OR","negate":true,"cpeMatch":[{"vulnerable":false,"criteria":"cpe:2.3:a:example:guard:*:*:*:*:*:*:*:*"}]}]}]}}}"#;
    let of = |json: &str| Summary::of(&Record::read(json.as_bytes()).expect("a record")).entries;
    let without = json.replace(
        r#",
            {"operator":"OR","negate":true,"cpeMatch":[{"vulnerable":false,"criteria":"cpe:2.3:a:example:guard:*:*:*:*:*:*:*:*"}]}"#,
        "",
    );
    assert_ne!(json, without);
    let cpe = |text: &str| Component::of_cpe(text.parse().expect("a name"));
    let old = cpe("cpe:2.3:o:example:os:6.1:*:*:*:*:*:*:*");
    let new = cpe("cpe:2.3:o:example:os:7.1:*:*:*:*:*:*:*");
    let device = cpe("cpe:2.3:h:example:box:-:*:*:*:*:*:*:*");
    let guard = cpe("cpe:2.3:a:example:guard:2.0:*:*:*:*:*:*:*");
    let plain = Component {
        vendor: Some("Example".to_owned()),
        product: Some("OS".to_owned()),
        version: Some("6.9".to_owned()),
        ..Component::default()
    };
    use Answer::{Affected, NotAffected, Unknown};
    let needs = "v < 1.4, but only together with example os or example box";
    for (json, version, others, expected, because) in [
        (&*without, "1.3", vec![], Unknown, needs),
        (
            &without,
            "1.3",
            vec![old.clone()],
            Affected,
            "v < 1.4, together with example os or example box",
        ),
        (
            &without,
            "1.3",
            vec![plain],
            Affected,
            "v < 1.4, together with example os or example box",
        ),
        (
            &without,
            "1.3",
            vec![guard.clone(), device],
            Affected,
            "v < 1.4, together with example os or example box",
        ),
        (&without, "1.3", vec![new], Unknown, needs),
        (&without, "1.4", vec![old.clone()], NotAffected, "v < 1.4"),
        (
            json,
            "1.3",
            vec![old.clone(), guard],
            NotAffected,
            "v < 1.4, but not together with example guard",
        ),
        (
            json,
            "1.3",
            vec![old],
            Unknown,
            "v < 1.4, but only together with anything but example guard",
        ),
    ] {
        let entries = of(json);
        let [entry] = entries.as_slice() else {
            panic!("one name is vulnerable")
        };
        let kept = serde_json::to_string(entry).expect("an entry is written");
        let entry: Entry = serde_json::from_str(&kept).expect("an entry is read");
        let decision = decide_configuration(
            &entry,
            Some(version),
            Some(Scheme::Semver),
            &others,
            Options::default(),
        )
        .expect("an answer");
        assert_eq!(
            (decision.answer, &*decision.because),
            (expected, because),
            "{version} with {others:?}"
        );
    }
}

#[test]
fn a_statement_turned_round_leaves_out_what_it_names() {
    let json = |statement: &str, node: &str| {
        format!(
            r#"{{"dataType":"CVE_RECORD","dataVersion":"5.1","cveMetadata":{{"cveId":"CVE-2030-0001","state":"PUBLISHED"}},
            "containers":{{"cna":{{"cpeApplicability":[{{{statement}"nodes":[{{{node}"operator":"OR","cpeMatch":[
            {{"vulnerable":true,"criteria":"cpe:2.3:a:example:app:*:*:*:*:*:*:*:*","versionStartIncluding":"2.0"}}]}},
            {{"operator":"OR","cpeMatch":[{{"vulnerable":false,"criteria":"cpe:2.3:o:example:os:*:*:*:*:*:*:*:*"}}]}}]}}]}}}}}}"#
        )
    };
    let of = |statement: &str, node: &str, version: &str| {
        let record = Record::read(json(statement, node).as_bytes()).expect("a record");
        let entries = Summary::of(&record).entries;
        decide(
            &entries[0],
            Some(version),
            Some(Scheme::Semver),
            Options::default(),
        )
        .expect("an answer")
        .answer
    };
    let (and, negate) = (r#""operator":"AND","#, r#""negate":true,"#);
    use Answer::{Affected, NotAffected, Unknown};
    for (statement, node, inside, outside) in [
        ("", "", Affected, NotAffected),
        ("", negate, NotAffected, Unknown),
        (negate, "", NotAffected, Unknown),
        (negate, negate, Affected, NotAffected),
        (and, negate, Unknown, Unknown),
        (&format!("{and}{negate}"), "", Unknown, Unknown),
    ] {
        let found = (of(statement, node, "2.1"), of(statement, node, "1.0"));
        assert_eq!(found, (inside, outside), "{statement} {node}");
    }
}

/// Versions of a strip as they would be drawn: `a` affected, `u` not, `?` unknown; marks between.
fn drawn(json: &str) -> Option<String> {
    let affected: Affected = serde_json::from_str(json).expect(json);
    let strip = strip(&affected)?;
    let sign = |status: Status| match status {
        Status::Affected => 'a',
        Status::Unaffected => 'u',
        Status::Unknown => '?',
    };
    let mut drawn = sign(strip.parts[0]).to_string();
    for (mark, parts) in strip.marks.iter().zip(strip.parts[1..].chunks(2)) {
        drawn += &format!(" [{mark} {}] {}", sign(parts[0]), sign(parts[1]));
    }
    Some(drawn)
}

#[test]
fn ranges_are_stretches_of_versions() {
    for (versions, default, expected) in [
        (
            r#"[{"version":"1.0","lessThan":"1.8","status":"affected","versionType":"semver"}]"#,
            "unaffected",
            Some("u [1.0 a] a [1.8 u] u"),
        ),
        (
            r#"[{"version":"0","lessThanOrEqual":"1.8","status":"affected","versionType":"semver"}]"#,
            "unaffected",
            Some("a [1.8 a] u"),
        ),
        // A change within, written out of order.
        (
            r#"[{"version":"1.0","lessThan":"3.0","status":"affected","versionType":"semver",
                "changes":[{"at":"2.5","status":"affected"},{"at":"2.0","status":"unaffected"}]}]"#,
            "unknown",
            Some("? [1.0 a] a [2.0 u] u [2.5 a] a [3.0 ?] ?"),
        ),
        // The kernel's way: affected from a version on, but for branches that were repaired.
        (
            r#"[{"version":"4.2","status":"affected"},
                {"version":"0","lessThan":"4.2","status":"unaffected","versionType":"semver"},
                {"version":"5.10.224","lessThanOrEqual":"5.10.*","status":"unaffected","versionType":"semver"},
                {"version":"6.11","lessThanOrEqual":"*","status":"unaffected","versionType":"original_commit_for_fix"}]"#,
            "affected",
            Some("u [4.2 a] a [5.10.224 u] u [5.10.* u] a [6.11 u] u"),
        ),
        (
            r#"[{"version":"0","lessThan":"4.2","status":"unaffected","versionType":"semver"},
                {"version":"5.10.224","lessThanOrEqual":"5.10.*","status":"unaffected","versionType":"semver"},
                {"version":"6.11","lessThanOrEqual":"*","status":"unaffected","versionType":"semver"}]"#,
            "affected",
            Some("u [4.2 a] a [5.10.224 u] u [5.10.* u] a [6.11 u] u"),
        ),
        // Single versions are no stretches, and commits have no order.
        (
            r#"[{"version":"1.0","status":"affected","versionType":"semver"}]"#,
            "unaffected",
            None,
        ),
        (
            r#"[{"version":"0aa1bb2","lessThan":"0aa1bb3","status":"affected","versionType":"git"}]"#,
            "unaffected",
            None,
        ),
        (
            r#"[{"version":"1.0","lessThan":"what it is","status":"affected","versionType":"semver"}]"#,
            "unaffected",
            None,
        ),
        (
            r#"[{"version":"0","lessThan":"*","status":"affected","versionType":"semver"}]"#,
            "unaffected",
            None,
        ),
        ("[]", "affected", None),
    ] {
        let json = format!("{{\"defaultStatus\":\"{default}\",\"versions\":{versions}}}");
        assert_eq!(drawn(&json).as_deref(), expected, "{json}");
    }
    let many: Vec<String> = (1..=20).map(|n| format!(r#"{{"version":"{n}.0","lessThan":"{n}.5","status":"affected","versionType":"semver"}}"#)).collect();
    assert_eq!(
        drawn(&format!("{{\"versions\":[{}]}}", many.join(","))),
        None
    );
}

#[test]
fn what_lies_in_no_range_by_a_heuristic_order_is_answered_by_it() {
    let of = |kind: &str| {
        format!(
            r#"{{"defaultStatus":"unaffected","versions":[{{"version":"1.0","status":"affected","versionType":"{kind}","lessThan":"2.0"}}]}}"#
        )
    };
    for (kind, heuristic) in [("semver", false), ("custom", true), ("", true)] {
        let json = of(kind);
        for (version, expected) in [("1.5", Answer::Affected), ("2.5", Answer::NotAffected)] {
            let decision = answer(&json, version);
            let found = (decision.answer, decision.heuristic);
            assert_eq!(found, (expected, heuristic), "{version} in {json}");
        }
        let strict = Options { heuristics: false };
        let decision = decide(&entry(&json), Some("2.5"), None, strict).unwrap();
        assert_eq!(decision.answer == Answer::Unknown, heuristic, "{json}");
    }
}

/// Bounds as people write them, seen in published records.
#[test]
fn bounds_that_the_format_does_not_know_are_understood_as_a_heuristic() {
    use Answer::{Affected, NotAffected};
    for (entry, version, expected) in [
        // Nothing is below its own start: meant is everything below the end.
        (
            r#""version":"91.0.4472.77","lessThan":"91.0.4472.77""#,
            "90.0.4430.93",
            Affected,
        ),
        (
            r#""version":"91.0.4472.77","lessThan":"91.0.4472.77""#,
            "91.0.4472.77",
            NotAffected,
        ),
        (
            r#""version":"6.0.3","lessThan":"6.0.3","versionType":"semver""#,
            "6.0.2",
            Affected,
        ),
        // As records were written in format 4.
        (
            r#""version":"8.6.0","lessThan":"unspecified""#,
            "9.1",
            Affected,
        ),
        (
            r#""version":"8.6.0","lessThan":"unspecified""#,
            "8.5",
            NotAffected,
        ),
        (
            r#""version":"next of 8.14.0","lessThan":"unspecified""#,
            "8.14.0",
            NotAffected,
        ),
        (
            r#""version":"next of 8.14.0","lessThan":"unspecified""#,
            "8.14.1",
            Affected,
        ),
        // With signs, words and stars.
        (
            r#""version":">= 1.0.0-beta2","lessThanOrEqual":"<= 4.4.11","versionType":"semver""#,
            "4.4.11",
            Affected,
        ),
        (
            r#""version":"> 5.0.0","lessThan":"< 5.0.4","versionType":"semver""#,
            "5.0.0",
            NotAffected,
        ),
        (
            r#""version":"> 5.0.0","lessThan":"< 5.0.4","versionType":"semver""#,
            "5.0.3",
            Affected,
        ),
        (r#""version":"3.7.0.1","lessThan":"<""#, "3.7.0.0", Affected),
        (
            r#""version":"3.7.0.1","lessThan":"<""#,
            "3.7.0.1",
            NotAffected,
        ),
        (
            r#""version":"any version","lessThan":"6.35.1""#,
            "6.34",
            Affected,
        ),
        (
            r#""version":"8.0.x","lessThan":"8.0.28","versionType":"semver""#,
            "8.0.3",
            Affected,
        ),
        (
            r#""version":"8.0.x","lessThan":"8.0.28","versionType":"semver""#,
            "7.4.9",
            NotAffected,
        ),
        (r#""version":"8.10.x""#, "8.10.5", Affected),
        (r#""version":"8.10.x""#, "8.101", NotAffected),
        (r#""version":"2.x.x""#, "2.9.1", Affected),
    ] {
        let json = format!(
            "{{\"defaultStatus\":\"unaffected\",\"versions\":[{{{entry},\"status\":\"affected\"}}]}}"
        );
        let decision = answer(&json, version);
        assert_eq!(
            decision.answer, expected,
            "{version} in {json}: {decision:?}"
        );
        assert!(decision.heuristic || expected == NotAffected, "{json}");
        let strict = Options { heuristics: false };
        let strict = decide(&self::entry(&json), Some(version), None, strict).unwrap();
        assert_ne!(strict.answer, Affected, "{json}: {strict:?}");
    }
}
