//! GitHub's advisories, against the published pairs and rule by rule.

use serde_json::{Value, json};
use watchbell_vuln::osv::{Record, check, ghsa};

use crate::shared::folder;

/// An advisory of one vulnerability as GraphQL gives it; `patched` is JSON.
pub(super) fn advisory(range: &str, patched: &str, ecosystem: &str) -> String {
    format!(
        r#"{{"ghsaId":"GHSA-aaaa-bbbb-cccc","identifiers":[{{"value":"GHSA-aaaa-bbbb-cccc"}},{{"value":"CVE-2030-0001"}}],
        "references":[{{"url":"https://example.com/"}},{{"url":"https://github.com/advisories/GHSA-aaaa-bbbb-cccc"}}],
        "summary":"Short","description":"Long","permalink":"https://github.com/advisories/GHSA-aaaa-bbbb-cccc",
        "publishedAt":"2030-01-01T00:00:00Z","updatedAt":"2030-01-02T00:00:00Z","withdrawnAt":null,
        "cwes":{{"nodes":[{{"cweId":"CWE-79","name":"n"}}]}},
        "vulnerabilities":{{"nodes":[{{"package":{{"ecosystem":"{ecosystem}","name":"Example.Package"}},
        "firstPatchedVersion":{patched},"vulnerableVersionRange":"{range}"}}]}}}}"#
    )
}

#[test]
fn the_published_pairs_agree() {
    let Some(folder) = folder() else { return };
    let mut pairs = 0;
    for entry in std::fs::read_dir(folder.join("osv-schema/ghsa")).unwrap() {
        let path = entry.unwrap().path();
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap()
            .to_owned();
        let Some(stem) = name.strip_suffix(".osv.json") else {
            continue;
        };
        let source = std::fs::read(path.with_file_name(format!("{stem}.json"))).unwrap();
        let expected: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let record = ghsa::convert(&source).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(record, expected, "{name}");
        assert_eq!(check(&record), [], "{name}");
        pairs += 1;
    }
    assert!(pairs > 0);
}

#[test]
fn ranges_become_events() {
    let patch = r#"{"identifier":"9.9"}"#;
    for (range, patched, ecosystem, events) in [
        (
            "< 1.2",
            "null",
            "PIP",
            json!([{"introduced":"0"},{"fixed":"1.2"}]),
        ),
        (
            "< 1.2",
            patch,
            "PIP",
            json!([{"introduced":"0"},{"fixed":"1.2"}]),
        ),
        (
            "<= 1.2",
            patch,
            "PIP",
            json!([{"introduced":"0"},{"fixed":"9.9"}]),
        ),
        ("<=1.2", "null", "PIP", json!([{"introduced":"0"}])),
        (
            ">= 1.0",
            patch,
            "PIP",
            json!([{"introduced":"1.0"},{"fixed":"9.9"}]),
        ),
        (">= 1.0", "null", "PIP", json!([{"introduced":"1.0"}])),
        (
            ">= 1.0, <= 1.2",
            "null",
            "PIP",
            json!([{"introduced":"1.0"}]),
        ),
        (
            ">=1.0,<1.2",
            patch,
            "PIP",
            json!([{"introduced":"1.0"},{"fixed":"1.2"}]),
        ),
        (
            "= 1.2",
            patch,
            "PIP",
            json!([{"introduced":"1.2"},{"fixed":"9.9"}]),
        ),
        (
            "> 1.2, < 2.0",
            "null",
            "MAVEN",
            json!([{"introduced":"1.2.1"},{"fixed":"2.0"}]),
        ),
        (
            "> 1.2.3.4",
            "null",
            "NUGET",
            json!([{"introduced":"1.2.3.5"}]),
        ),
        ("> 1.2.3", "null", "GO", json!([{"introduced":"1.2.4-0"}])),
        (
            "> 1.2.3-rc.1",
            "null",
            "npm",
            json!([{"introduced":"1.2.3-rc.1.0"}]),
        ),
        (
            "> 1.2.Final",
            "null",
            "MAVEN",
            json!([{"introduced":"1.2.Final"}]),
        ),
    ] {
        let record = ghsa::convert(advisory(range, patched, ecosystem).as_bytes()).unwrap();
        assert_eq!(
            record["affected"][0]["ranges"][0]["events"], events,
            "{range} {patched}"
        );
        assert_eq!(check(&record), [], "{range}");
        Record::read(record.to_string().as_bytes()).unwrap();
    }
    let record = ghsa::convert(advisory("= 1.2", "null", "RUST").as_bytes()).unwrap();
    let affected = &record["affected"][0];
    assert_eq!(
        (&affected["ranges"], &affected["versions"]),
        (&json!([]), &json!(["1.2"]))
    );
    assert_eq!(
        affected["package"],
        json!({"ecosystem":"crates.io","name":"Example.Package"})
    );
}

#[test]
fn the_form_of_rest_is_read_too() {
    let rest = json!({
        "ghsa_id": "GHSA-aaaa-bbbb-cccc", "html_url": "https://github.com/advisories/GHSA-aaaa-bbbb-cccc",
        "identifiers": [{"type": "GHSA", "value": "GHSA-aaaa-bbbb-cccc"}], "summary": "Short", "description": "Long",
        "published_at": "2030-01-01T00:00:00Z", "updated_at": "2030-01-02T00:00:00Z", "withdrawn_at": "2030-01-03T00:00:00Z",
        "references": ["https://nvd.nist.gov/vuln/detail/CVE-2030-0001"],
        "cvss": {"vector_string": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H", "score": 7.5},
        "cvss_severities": {"cvss_v3": {"vector_string": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H", "score": 7.5},
            "cvss_v4": {"vector_string": "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N", "score": 8.7}},
        "cwes": [{"cwe_id": "CWE-79", "name": "n"}],
        "vulnerabilities": [{"package": {"ecosystem": "erlang", "name": "example"},
            "vulnerable_version_range": "< 2.0", "first_patched_version": "2.0"}],
    });
    let record = ghsa::convert(rest.to_string().as_bytes()).unwrap();
    assert_eq!(check(&record), []);
    assert_eq!(record["withdrawn"], "2030-01-03T00:00:00Z");
    assert_eq!(record["references"][0]["type"], "ADVISORY");
    let kinds: Vec<&Value> = record["severity"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["type"])
        .collect();
    assert_eq!(kinds, ["CVSS_V3", "CVSS_V4"]);
    let affected = &record["affected"][0];
    assert_eq!(affected["package"]["ecosystem"], "Hex");
    assert_eq!(
        affected["database_specific"]["cwes"],
        json!([{"cweId": "CWE-79", "name": "n"}])
    );
}

#[test]
fn what_is_no_advisory_says_why_and_where() {
    let of = |range: &str, ecosystem: &str| {
        ghsa::convert(advisory(range, "null", ecosystem).as_bytes())
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        of("< 1", "OTHER"),
        "/vulnerabilities/0/package/ecosystem is \"OTHER\", for which OSV has no ecosystem"
    );
    for range in [
        "", "1.2", "< ", "~> 1.2", "< 1 2", "= 1, < 2", "< 1, < 2", ">= 1 < 2",
    ] {
        let expected = format!(
            "/vulnerabilities/0/vulnerableVersionRange is {range:?}; expected for example \">= 1.0, < 1.2\""
        );
        assert_eq!(of(range, "PIP"), expected);
    }
    assert_eq!(
        ghsa::convert(b"{}").unwrap_err().to_string(),
        "/ghsaId is missing"
    );
    assert_eq!(
        ghsa::convert(b"[").unwrap_err().to_string(),
        "line 1, column 1: EOF while parsing a list"
    );
}
