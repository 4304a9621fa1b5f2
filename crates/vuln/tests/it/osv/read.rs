//! Records that are read keep everything; what is too much is named.

use serde_json::Value;
use watchbell_vuln::{
    affected::{self, Answer, Entry, Options},
    osv::{self, EventKind, MAX_EVENTS, RangeKind, Record, check},
};

use crate::shared::{Numbers, folder};

const RECORD: &str = r#"{
    "schema_version": "1.7.0", "id": "OSV-2030-1", "modified": "2030-01-02T03:04:05Z", "aliases": ["CVE-2030-0001"],
    "upstream": null, "summary": 7, "details": "More.", "severity": [
        {"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H"}, {"type": "Ubuntu", "score": "low"}],
    "affected": [
        {"package": {"ecosystem": "PyPI", "name": "Example.Package_one", "purl": "pkg:pypi/example-package-one"},
         "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.2"}]}, {"type": "NEW", "events": {}}],
         "versions": ["1.0", 2], "ecosystem_specific": {"x": 1.50}},
        {"ranges": [{"type": "GIT", "repo": "https://github.com/example/Thing.git", "events": [{"introduced": "0"}]}]},
        "no object"],
    "references": [{"type": "WEB", "url": "https://example.com/"}], "credits": [{"name": "Example", "type": "FINDER"}],
    "database_specific": {"severity": "HIGH"}, "a member of later": [1e400]
}"#;

#[test]
fn what_is_known_is_read_and_everything_is_kept() {
    let json = RECORD.replace("1e400", "1");
    let record = Record::read(json.as_bytes()).unwrap();
    assert_eq!(
        (record.id.as_str(), record.summary.as_deref()),
        ("OSV-2030-1", None)
    );
    assert_eq!(record.aliases, ["CVE-2030-0001"]);
    assert!(record.upstream.is_empty() && record.withdrawn.is_none());
    assert!(
        record.severity[0]
            .vector()
            .is_some_and(|vector| vector.is_ok())
    );
    assert!(record.severity[1].vector().is_none());
    let [package, commits] = record.affected.as_slice() else {
        panic!("two are objects")
    };
    assert_eq!(package.versions, ["1.0"]);
    assert_eq!(
        (package.ranges[0].kind, package.ranges[1].kind),
        (Some(RangeKind::Ecosystem), None)
    );
    let points: Vec<_> = package.ranges[0].points().collect();
    assert_eq!(
        points,
        [(EventKind::Introduced, "0"), (EventKind::Fixed, "1.2")]
    );
    assert!(commits.ranges[0].is_everything() && !package.ranges[0].is_everything());
    assert_eq!(record.database_specific["severity"], "HIGH");
    let same: Value = serde_json::from_slice(record.json()).unwrap();
    assert_eq!(same, serde_json::from_str::<Value>(&json).unwrap());
    assert!(
        String::from_utf8_lossy(record.json()).contains(r#"{"x":1.50}"#),
        "numbers stay as written"
    );
}

#[test]
fn packages_are_looked_for_by_what_their_registries_compare() {
    let names = |package: &str, rest: &str| -> Vec<(String, String)> {
        let json = format!(r#"{{"id":"OSV-1","affected":[{{"package":{package}{rest}}}]}}"#);
        let record = Record::read(json.as_bytes()).expect("it is read");
        let names = record.entries().into_iter().flat_map(|(names, _)| names);
        names.map(|name| (name.vendor, name.product)).collect()
    };
    for (ecosystem, name, vendor, product) in [
        (
            "PyPI",
            "Example.Package__One",
            "pkg:pypi",
            "example-package-one",
        ),
        ("crates.io", "example_crate", "pkg:cargo", "example-crate"),
        ("NuGet", "Example.Net", "pkg:nuget", "example.net"),
        (
            "Maven",
            "org.example:thing",
            "pkg:maven",
            "org.example/thing",
        ),
        (
            "Maven:https://maven.example.com",
            "org.example:thing",
            "pkg:maven",
            "org.example/thing",
        ),
        ("npm", "@example/thing", "pkg:npm", "@example/thing"),
        ("Go", "example.com/a/b", "pkg:golang", "example.com/a/b"),
        (
            "Packagist",
            "Example/Thing",
            "pkg:composer",
            "example/thing",
        ),
        ("Debian:12", "openssl", "pkg:deb", "debian/openssl"),
        (
            "Red Hat:enterprise_linux:9::baseos",
            "kernel",
            "pkg:rpm",
            "redhat/kernel",
        ),
        ("Alpine:v3.20", "busybox", "pkg:apk", "alpine/busybox"),
        (
            "Android",
            "platform/frameworks/base",
            "android",
            "platform/frameworks/base",
        ),
    ] {
        let package = format!(r#"{{"ecosystem":"{ecosystem}","name":"{name}"}}"#);
        assert_eq!(
            names(&package, ""),
            [(vendor.to_owned(), product.to_owned())],
            "{ecosystem}"
        );
    }
    // What somebody has is looked for by the same name.
    let purl: watchbell_vuln::purl::Purl = "pkg:pypi/Example.Package_One@1.0".parse().unwrap();
    assert_eq!(
        watchbell_vuln::names::of_purl(&purl).product,
        "example-package-one"
    );
    let git =
        r#","ranges":[{"type":"GIT","repo":"https://github.com/Example/Thing.git","events":[]}]"#;
    let both = names(r#"{"ecosystem":"npm","name":"x","purl":"pkg:npm/x"}"#, git);
    assert_eq!(both.len(), 2);
    assert_eq!(
        both[1],
        ("pkg:github".to_owned(), "example/thing".to_owned())
    );
    assert!(names("{}", "").is_empty());
    let gone = RECORD.replace("1e400", "1").replace(
        "\"details\"",
        "\"withdrawn\":\"2030-02-01T00:00:00Z\",\"details\"",
    );
    assert!(Record::read(gone.as_bytes()).unwrap().entries().is_empty());
}

#[test]
fn what_is_no_record_says_why_and_where() {
    let many = format!(
        r#"{{"id":"OSV-1","affected":[{{}},{{"ranges":[{{"events":[{}{{}}]}}]}}]}}"#,
        "{},".repeat(MAX_EVENTS)
    );
    for (json, message) in [
        ("{", "line 1, column 1: EOF while parsing an object"),
        ("{}", "id is missing"),
        (r#"{"id":"  "}"#, "id is missing"),
        (
            r#"{"id":"OSV-1","schema_version":"2.0"}"#,
            "schema_version is \"2.0\"; expected 1.0 to 1.7",
        ),
        (
            &many,
            "/affected/1/ranges/0/events has 20001 elements; at most 20000 are read",
        ),
    ] {
        assert_eq!(
            Record::read(json.as_bytes()).unwrap_err().to_string(),
            message
        );
    }
    let deep = format!(
        r#"{{"id":"OSV-1","x":{}{}}}"#,
        "[".repeat(200),
        "]".repeat(200)
    );
    let error = Record::read(deep.as_bytes()).unwrap_err();
    assert_eq!(error, osv::Error::Deep { depth: 201 });
    let error = Record::read(b"{\n \"\xff\":1}").unwrap_err();
    assert_eq!(error.to_string(), "line 2, column 3: no UTF-8");
    let long = " ".repeat(watchbell_vuln::record::MAX_RECORD + 1);
    assert!(matches!(
        Record::read(long.as_bytes()),
        Err(osv::Error::Long { .. })
    ));
}

/// What the fuzz target `vuln_osv` holds true of any bytes.
fn holds(data: &[u8]) {
    let _ = osv::ghsa::convert(data);
    let Ok(record) = Record::read(data) else {
        return;
    };
    let again = Record::read(record.json()).expect("what is kept is read");
    assert_eq!(again.json(), record.json());
    if let Ok(value) = serde_json::from_slice::<Value>(record.json()) {
        assert!(check(&value).len() <= osv::MAX_FINDINGS);
    }
    for (_, entry) in record.entries() {
        for version in [None, Some("1.2.3"), Some("1da177e4c3f4")] {
            affected::decide(&entry, version, None, Options::default());
        }
        let kept = serde_json::to_string(&entry).expect("an entry is written");
        assert_eq!(serde_json::from_str::<Entry>(&kept).ok(), Some(entry));
    }
}

#[test]
fn damaged_records_never_panic() {
    let mut numbers = Numbers::new(20_300_101);
    let tokens: &[&[u8]] = &[
        b"0",
        b"\"",
        b"{",
        b"}",
        b"[",
        b"]",
        b",",
        b":",
        b"null",
        b"-",
        b"\\u0000",
        b"*",
        b".",
        b"\xff",
        b"\xc3\xa4",
    ];
    let ghsa = super::ghsa::advisory(">= 1.0, < 2.0", r#"{"identifier":"2.0"}"#, "PIP");
    for source in [RECORD.replace("1e400", "1"), ghsa] {
        holds(source.as_bytes());
        for _ in 0..3_000 {
            let mut bytes = source.clone().into_bytes();
            for _ in 0..=numbers.below(3) {
                let at = numbers.below(bytes.len());
                let end = (at + numbers.below(6)).min(bytes.len());
                let token = tokens[numbers.below(tokens.len())];
                bytes.splice(at..end, token.iter().copied());
            }
            holds(&bytes);
        }
    }
}

#[test]
fn real_records_are_read_without_loss_and_answer_as_they_say() {
    let Some(folder) = folder() else { return };
    let open = std::process::Command::new("tar")
        .args(["-xJO", "-f"])
        .arg(folder.join("osv_go_open.tar.xz"))
        .output()
        .expect("tar runs");
    assert!(open.status.success());
    let (mut records, mut events, mut doubles) = (0, 0, 0);
    for value in serde_json::Deserializer::from_slice(&open.stdout).into_iter::<Value>() {
        let value = value.expect("JSON");
        let Value::Object(_) = &value else { continue };
        let text = serde_json::to_string_pretty(&value).expect("JSON");
        let record =
            Record::read(text.as_bytes()).unwrap_or_else(|error| panic!("{error}: {text}"));
        assert_eq!(
            serde_json::from_slice::<Value>(record.json()).expect("JSON"),
            value
        );
        for finding in check(&value) {
            // The database names some aliases twice.
            assert_eq!(
                finding.rule, "aliases-duplicate",
                "{}: {finding:?}",
                record.id
            );
            doubles += 1;
        }
        let entries = record.entries();
        assert_eq!(
            entries.is_empty(),
            record.withdrawn.is_some() || record.affected.is_empty(),
            "{}",
            record.id
        );
        for (_, entry) in &entries {
            events += turns(&record.id, entry);
        }
        records += 1;
    }
    assert!(doubles < records / 50, "{doubles} of {records} records");
    assert!(
        records > 1_000 && events > 1_000,
        "{records} records, {events} events"
    );
}

/// Where an entry with one range begins it affects, and where it ends it does not; counts both.
fn turns(id: &str, entry: &Entry) -> usize {
    let Entry::Osv(affected) = entry else {
        panic!("{id}: no entry of OSV")
    };
    let [range] = affected.ranges.as_slice() else {
        return 0;
    };
    let points: Vec<_> = range.points().collect();
    for (kind, at) in &points {
        let wanted = match kind {
            EventKind::Introduced if *at != "0" => Answer::Affected,
            EventKind::Fixed => Answer::NotAffected,
            _ => continue,
        };
        let decision =
            affected::decide(entry, Some(at), None, Options::default()).expect("an answer");
        assert_eq!(decision.answer, wanted, "{id} at {at}: {decision:?}");
    }
    points.len()
}
