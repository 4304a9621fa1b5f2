//! What is wrong with records: the linter's own tables, and every rule once.

use std::collections::BTreeSet;

use serde_json::Value;
use watchbell_vuln::osv::{ECOSYSTEMS, MAX_FINDINGS, PREFIXES, check};

use crate::shared::{go_function, go_strings, read};

fn rules(record: &Value) -> BTreeSet<&'static str> {
    check(record).iter().map(|finding| finding.rule).collect()
}

/// Our rule for a message of the linter.
fn rule(message: &str) -> String {
    if message.contains("'introduced'") {
        return "introduced-missing".to_owned();
    }
    let (field, said) = message.split_once(": ").expect(message);
    let field = field.rsplit(' ').next().expect(field).to_lowercase();
    let what = [
        ("duplicate", "duplicate"),
        ("itself", "self"),
        ("contain aliases", "alias"),
        ("related IDs", "related"),
        ("null or empty", "missing"),
    ];
    let what = what
        .iter()
        .find(|(words, _)| said.contains(words))
        .expect(message);
    format!("{field}-{}", what.1)
}

/// Holds one function of the linter's tests against us; `ours` are the beginnings of the rules that it tests.
fn table(file: &str, function: &str, ours: &str) -> usize {
    let Some(tests) = read(file) else { return 0 };
    let mut cases: Vec<(String, Value, BTreeSet<String>)> = Vec::new();
    for line in go_function(&tests, function) {
        let strings = go_strings(line);
        let line = line.trim();
        let value = strings.last().cloned().unwrap_or_default();
        if line.starts_with("name:") {
            cases.push((value, Value::Null, BTreeSet::new()));
        } else if line.starts_with("json:") {
            let name = value.rsplit('/').next().expect("a name");
            let json = read(&format!("osv-schema/osv-linter/{name}")).expect("its file is there");
            cases.last_mut().expect("a case").1 = serde_json::from_str(&json).expect("JSON");
        } else if line.starts_with("jsonData:") {
            cases.last_mut().expect("a case").1 = serde_json::from_str(&value).expect("JSON");
        } else if line.contains("Message:") {
            cases.last_mut().expect("a case").2.insert(rule(&value));
        }
    }
    for (name, record, expected) in &cases {
        let found = rules(record)
            .into_iter()
            .filter(|rule| rule.starts_with(ours));
        let found: BTreeSet<String> = found.map(str::to_owned).collect();
        assert_eq!(&found, expected, "{function}: {name}");
    }
    cases.len()
}

#[test]
fn the_linter_finds_the_same() {
    let record = "osv-schema/record_test.go.txt";
    let cases = [
        (record, "TestAffectedField", "affected-"),
        (record, "TestAliasesCheck", "aliases-"),
        (record, "TestRelatedCheck", "related-"),
        (record, "TestUpstreamCheck", "upstream-"),
        (
            "osv-schema/ranges_test.go.txt",
            "TestRangeHasIntroducedEvent",
            "introduced-",
        ),
    ]
    .map(|(file, function, ours)| table(file, function, ours));
    assert!(
        cases.iter().all(|cases| *cases > 1) || cases == [0; 5],
        "{cases:?}"
    );
}

#[test]
fn records_of_the_linter_have_what_their_names_say() {
    let Some(json) = read("osv-schema/osv-linter/nondistinct-CVE-2018-5407.json") else {
        return;
    };
    let found = check(&serde_json::from_str(&json).unwrap());
    let found: Vec<_> = found
        .iter()
        .map(|finding| (finding.rule, finding.code()))
        .collect();
    assert_eq!(found, [("range-empty", "RNG:002")]);
    for name in [
        "CVE-2018-5407",
        "GO-2020-0001",
        "GO-2024-2963",
        "PYSEC-2023-74",
        "MAL-2024-10238",
    ] {
        let json = read(&format!("osv-schema/osv-linter/{name}.json")).unwrap();
        assert_eq!(check(&serde_json::from_str(&json).unwrap()), [], "{name}");
    }
}

#[test]
fn lists_are_those_of_the_schema() {
    let Some(schema) = read("osv-schema/schema_generated.json") else {
        return;
    };
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let pattern = schema["$defs"]["ecosystemWithSuffix"]["pattern"]
        .as_str()
        .unwrap();
    let names = pattern.trim_start_matches("^(").split(")(").next().unwrap();
    let theirs: BTreeSet<String> = names
        .split('|')
        .map(|name| name.replace('\\', ""))
        .collect();
    assert_eq!(
        theirs,
        ECOSYSTEMS.iter().map(|&name| name.to_owned()).collect()
    );
    let pattern = schema["$defs"]["prefix"]["pattern"].as_str().unwrap();
    let names = pattern
        .trim_start_matches("^(x_|(")
        .split(")-)")
        .next()
        .unwrap();
    let mut theirs = BTreeSet::from(["x_".to_owned()]);
    for name in names.split('|') {
        match name.split_once("[SRFO]") {
            Some((start, end)) => {
                theirs.extend("SRFO".chars().map(|kind| format!("{start}{kind}{end}-")));
            }
            None => {
                theirs.insert(format!("{name}-"));
            }
        }
    }
    assert_eq!(
        theirs,
        PREFIXES.iter().map(|&name| name.to_owned()).collect()
    );
}

const RECORD: &str = r#"{"schema_version":"1.7.0","id":"OSV-2030-1","modified":"2030-01-02T03:04:05.000000001Z",
    "withdrawn":"2030-01-02T03:04:05Z","aliases":["CVE-2030-0001"],"upstream":["GO-1"],
    "severity":[{"type":"CVSS_V2","score":"AV:N/AC:L/Au:N/C:P/I:P/A:P"}],
    "affected":[{"package":{"ecosystem":"Debian:12","name":"x","purl":"pkg:deb/debian/x"},"versions":["1"],
    "ranges":[{"type":"SEMVER","events":[{"introduced":"0"},{"fixed":"1.0.0-rc.1+b"},{"limit":"*"}]},
    {"type":"GIT","repo":"https://example.com/r","events":[{"introduced":"0"},{"fixed":"1111111111111111111111111111111111111111"}]}]}],
    "references":[{"type":"WEB","url":"https://example.com/"}],"credits":[{"name":"N","type":"TOOL","contact":["mailto:n@example.com"]}]}"#;

#[test]
fn every_rule_finds_its_pattern() {
    assert_eq!(check(&serde_json::from_str(RECORD).unwrap()), []);
    for (from, to, rule, at) in [
        ("\"id\":\"OSV-2030-1\",", "", "member-missing", ""),
        ("OSV-2030-1", "MINE-1", "id-prefix", "/id"),
        ("\"1.7.0\"", "\"2.0\"", "schema-version", "/schema_version"),
        ("\"1.7.0\"", "1.7", "member-type", "/schema_version"),
        ("05.000000001Z", "05+01:00", "timestamp", "/modified"),
        ("05.000000001Z", "05.Z", "timestamp", "/modified"),
        (
            "01-02T03:04:05Z",
            "02-30T03:04:05Z",
            "timestamp",
            "/withdrawn",
        ),
        ("\"modified\"", "\"changed\"", "member-unknown", ""),
        (
            "[\"CVE-2030-0001\"]",
            "[\"OSV-2030-1\"]",
            "aliases-self",
            "/aliases",
        ),
        (
            "[\"CVE-2030-0001\"]",
            "[\"A\",\"A\"]",
            "aliases-duplicate",
            "/aliases",
        ),
        ("[\"CVE-2030-0001\"]", "[1]", "member-type", "/aliases/0"),
        (
            "[\"CVE-2030-0001\"]",
            "[\"GO-1\"]",
            "upstream-alias",
            "/upstream",
        ),
        (
            "\"aliases\"",
            "\"related\":[\"GO-1\"],\"aliases\"",
            "upstream-related",
            "/upstream",
        ),
        ("CVSS_V2", "CVSS_V3", "severity-score", "/severity/0/score"),
        ("CVSS_V2", "CVSS", "severity-type", "/severity/0/type"),
        (
            "\"versions\":[\"1\"]",
            "\"severity\":[{\"type\":\"Ubuntu\",\"score\":\"low\"}]",
            "severity-twice",
            "/affected/0/severity",
        ),
        (
            "\"versions\":[\"1\"]",
            "\"versions\":{}",
            "member-type",
            "/affected/0/versions",
        ),
        (
            "Debian:12",
            "Debian:",
            "ecosystem-unknown",
            "/affected/0/package/ecosystem",
        ),
        (
            "Debian:12",
            "debian",
            "ecosystem-unknown",
            "/affected/0/package/ecosystem",
        ),
        (
            "pkg:deb/debian/x",
            "deb/debian/x",
            "purl-invalid",
            "/affected/0/package/purl",
        ),
        (
            "\"name\":\"x\",",
            "",
            "member-missing",
            "/affected/0/package",
        ),
        (
            "SEMVER",
            "semver",
            "range-type",
            "/affected/0/ranges/0/type",
        ),
        (
            "1.0.0-rc.1+b",
            "v1.0.0",
            "version-invalid",
            "/affected/0/ranges/0/events/1/fixed",
        ),
        (
            "1.0.0-rc.1+b",
            "1.0",
            "version-invalid",
            "/affected/0/ranges/0/events/1/fixed",
        ),
        (
            "1.0.0-rc.1+b",
            "1.0.0-01",
            "version-invalid",
            "/affected/0/ranges/0/events/1/fixed",
        ),
        (
            "1.0.0-rc.1+b",
            "0",
            "version-invalid",
            "/affected/0/ranges/0/events/1/fixed",
        ),
        (
            "\"fixed\":\"1.0.0-rc.1+b\"",
            "",
            "event-kinds",
            "/affected/0/ranges/0/events/1",
        ),
        (
            "{\"introduced\":\"0\"},{\"fixed\":\"1.0",
            "{\"introduced\":\"0\",\"fixed\":\"1.0",
            "event-kinds",
            "/affected/0/ranges/0/events/0",
        ),
        (
            "\"introduced\":\"0\"",
            "\"fixed\":\"0.1.0\"",
            "introduced-missing",
            "/affected/0/ranges/0",
        ),
        (
            "\"limit\":\"*\"",
            "\"last_affected\":\"1.0.0\"",
            "fixed-and-last-affected",
            "/affected/0/ranges/0",
        ),
        (
            "\"introduced\":\"0\"",
            "\"introduced\":\"1.0.0-rc.1+b\"",
            "range-empty",
            "/affected/0/ranges/0",
        ),
        (
            "\"repo\":\"https://example.com/r\",",
            "",
            "repo-missing",
            "/affected/0/ranges/1",
        ),
        (
            "11111111\"",
            "1\"",
            "commit-short",
            "/affected/0/ranges/1/events/1/fixed",
        ),
        ("\"WEB\"", "\"Web\"", "reference-type", "/references/0/type"),
        (
            "https://example.com/\"",
            "example.com\"",
            "reference-url",
            "/references/0/url",
        ),
        ("\"TOOL\"", "\"tool\"", "credit-type", "/credits/0/type"),
    ] {
        let json = RECORD.replacen(from, to, 1);
        assert_ne!(json, RECORD, "{from}");
        let found = check(&serde_json::from_str(&json).unwrap());
        let is = |rule, at| {
            found
                .iter()
                .any(|finding| finding.rule == rule && finding.at == at)
        };
        assert!(is(rule, at), "{rule} at {at:?}: {found:?}");
    }
    assert_eq!(rules(&Value::Null), BTreeSet::from(["member-type"]));
    let many = format!(
        r#"{{"id":"OSV-1","modified":"2030-01-02T03:04:05Z","affected":[{}0]}}"#,
        "0,".repeat(2 * MAX_FINDINGS)
    );
    assert_eq!(
        check(&serde_json::from_str(&many).unwrap()).len(),
        MAX_FINDINGS
    );
}
