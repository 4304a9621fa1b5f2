//! The status algorithm of CVE records, case by case.

use watchbell_vuln::{
    affected::{Answer, Decision, Entry, Options, Rule, combine, decide, decide_configuration},
    component::Component,
    record::{Record, Summary},
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
