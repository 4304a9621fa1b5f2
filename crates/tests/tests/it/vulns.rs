//! The base of vulnerabilities, from feed to answer, on both databases.

use std::{fs, path::Path, time::Duration};

use serde_json::{Value, json};

use crate::support::{
    data,
    database::Postgres,
    folder,
    program::{read_lines, run, watchbell},
};

/// A record of a product of nobody, with versions from 1.0 up to before `end`.
pub(crate) fn record(id: &str, updated: &str, end: &str) -> Value {
    json!({
        "dataType": "CVE_RECORD", "dataVersion": "5.1",
        "cveMetadata": {"cveId": id, "state": "PUBLISHED", "assignerShortName": "example", "dateUpdated": updated},
        "containers": {"cna": {
            "providerMetadata": {"shortName": "example", "dateUpdated": updated},
            "title": format!("Overflow {id}"),
            "descriptions": [{"lang": "en", "value": "A frobnication overflow in Example Widget.", "x_kept": [1.50, "\u{0000}"]}],
            "affected": [
                {"vendor": "Example", "product": "Widget", "defaultStatus": "unaffected", "cpes": ["cpe:2.3:a:example:widget_pro:*:*:*:*:*:*:*:*"],
                 "versions": [{"version": "1.0.0", "status": "affected", "versionType": "semver", "lessThan": end}]},
                {"collectionURL": "https://registry.npmjs.org", "packageName": "widget", "defaultStatus": "unaffected",
                 "versions": [{"version": "0", "status": "affected", "versionType": "npm", "lessThan": end}]}
            ],
            "problemTypes": [{"descriptions": [{"lang": "en", "type": "CWE", "cweId": "CWE-787", "description": "CWE-787 Out-of-bounds Write"}]}],
            "metrics": [{"cvssV3_1": {"version": "3.1", "vectorString": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "baseScore": 9.1}}],
            "references": [{"url": "https://example.org/1"}]
        }}
    })
}

/// Runs `each` on SQLite and, where there is one, on PostgreSQL: a folder, and how to run the program there.
async fn each(each: impl Fn(&Path, &dyn Fn(&[&str]) -> crate::support::program::Run)) {
    let here = folder();
    each(here.path(), &|arguments| run(here.path(), arguments));
    if let Some(database) = Postgres::make().await {
        let here = folder();
        let config = format!("[store]\nurl = \"{}\"\n", database.url);
        fs::write(here.path().join("watchbell.toml"), config).expect("the folder can be written");
        each(here.path(), &|arguments| {
            run(
                here.path(),
                &[arguments, &["--config", "watchbell.toml"]].concat(),
            )
        });
        database.drop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_touches_a_watched_list_opens_an_incident() {
    each(|here, at| {
        let write = |name: &str, updated: &str, end: &str| {
            let record = record(name, updated, end);
            fs::write(here.join(format!("{name}.json")), record.to_string()).unwrap();
        };
        let import = |name: &str| at(&["cve", "import", &format!("{name}.json")]);
        let incidents = || read_lines(&at(&["incident", "list", "--format", "json"]).expect(0));
        write("CVE-2024-1001", "2024-01-01T00:00:00Z", "1.8.0");
        import("CVE-2024-1001").expect(0);
        at(&[
            "cve",
            "watch",
            "add",
            "two words",
            "--purl",
            "pkg:npm/widget@1.5.0",
        ])
        .expect(2);
        at(&["cve", "watch", "add", "lab"]).expect(2);
        fs::write(
            here.join("have.csv"),
            "purl\npkg:npm/widget@1.5.0\npkg:npm/widget@9.0.0\n",
        )
        .unwrap();
        at(&["cve", "watch", "add", "lab", "--inventory", "have.csv"]).expect(0);
        let shown = at(&["cve", "watch", "show", "lab"]).expect(0);
        assert_eq!(
            shown,
            "vendor,product,version,purl,cpe\n,,,pkg:npm/widget@1.5.0,\n,,,pkg:npm/widget@9.0.0,\n"
        );
        let known = at(&["cve", "match", "--watch", "lab"]).expect(1);
        assert!(known.contains("CVE-2024-1001"), "{known}");

        // What was known before opens nothing, and neither does what affects other versions.
        import("CVE-2024-1001").expect(0);
        write("CVE-2024-1002", "2024-01-02T00:00:00Z", "1.2.0");
        import("CVE-2024-1002").expect(0);
        assert_eq!(incidents().len(), 0);

        // What is new opens one, and what changes too: the second then hears of it.
        write("CVE-2024-1003", "2024-01-03T00:00:00Z", "2.0.0");
        let told = import("CVE-2024-1003");
        assert!(told.stderr.contains("lab: 1 incidents opened"), "{told:#?}");
        write("CVE-2024-1001", "2024-01-04T00:00:00Z", "1.7.0");
        import("CVE-2024-1001").expect(0);
        write("CVE-2024-1003", "2024-01-05T00:00:00Z", "1.1.0");
        import("CVE-2024-1003").expect(0);
        let open = incidents();
        assert_eq!(open.len(), 2);
        let title = |incident: &Value| incident["title"].as_str().unwrap().to_owned();
        let titles: Vec<String> = open.iter().map(title).collect();
        assert!(
            titles.contains(&"CVE-2024-1001 affects pkg:npm/widget@1.5.0 (lab)".to_owned()),
            "{titles:?}"
        );
        assert!(
            open.iter()
                .all(|incident| incident["class"] == "vulnerability")
        );
        let lists = read_lines(&at(&["cve", "watch", "list", "--format", "json"]).expect(0));
        assert_eq!(
            (&lists[0]["components"], &lists[0]["incidents"]),
            (&json!(2), &json!(2))
        );
        let third = open
            .iter()
            .find(|incident| title(incident).contains("1003"))
            .unwrap();
        let id = third["id"].as_str().unwrap();
        let shown = at(&["incident", "show", id]).expect(0);
        assert!(
            shown.contains("it affects nothing of lab any more"),
            "{shown}"
        );

        // It is exported and sealed as any other.
        let iodef = at(&["incident", "export", id, "--format", "iodef-json"]).expect(0);
        assert!(iodef.contains("\"CVE-2024-1003\""), "{iodef}");
        at(&["cve", "watch", "remove", "lab"]).expect(0);
        assert_eq!(incidents().len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_is_imported_once_and_answers() {
    each(|here, at| {
        let feed = here.join("feed");
        fs::create_dir(&feed).unwrap();
        let write = |name: &str, value: &Value| fs::write(feed.join(name), format!("{value:#}")).unwrap();
        let first = record("CVE-2024-1001", "2024-01-01T00:00:00", "1.8.0");
        write("CVE-2024-1001.json", &first);
        write("CVE-2024-1002.json", &record("CVE-2024-1002", "2024-01-02T00:00:00Z", "1.2.0"));
        fs::write(feed.join("broken.json"), "{\"dataType\": ").unwrap();
        fs::write(
            feed.join("kev.csv"),
            "cveID,dateAdded,dueDate,requiredAction,knownRansomwareCampaignUse\nCVE-2024-1002,2024-02-01,2024-02-22,Update,Known\n",
        )
        .unwrap();

        let import = ["cve", "import", "feed", "--format", "json"];
        let done = at(&import);
        assert!(done.stderr.contains("broken.json: line 1, column 13"), "{done:#?}");
        let done = read_lines(&done.expect(1)).remove(0);
        assert_eq!((&done["new"], &done["exploited"], &done["faults"]), (&json!(2), &json!(1), &json!(1)));
        fs::remove_file(feed.join("broken.json")).unwrap();
        let done = read_lines(&at(&import).expect(0)).remove(0);
        assert_eq!((&done["new"], &done["same"], &done["exploited"]), (&json!(0), &json!(2), &json!(0)));

        // What went in comes out, unknown members and number spellings included.
        let shown = at(&["cve", "show", "CVE-2024-1001", "--format", "json"]).expect(0);
        assert_eq!(serde_json::from_str::<Value>(&shown).unwrap(), first);
        assert!(at(&["cve", "show", "cve-2024-1001"]).expect(0).contains("the vector gives 9.8"));
        fs::write(here.join("ids.txt"), "can-2024-1001\n\nCVE-2024-1002\n").unwrap();
        let shown = at(&["cve", "show", "--from", "ids.txt", "--format", "json"]).expect(0);
        assert_eq!(read_lines(&at(&["cve", "export"]).expect(0)), read_lines(&shown));
        let table = at(&["cve", "export", "--format", "csv"]).expect(0);
        assert!(table.contains("\nCVE-2024-1001,PUBLISHED,pkg:npm,widget\n"), "{table}");
        at(&["cve", "show", "CVE-2024-9999"]).expect(1);

        // Between two delta logs that do not meet something may have changed.
        let delta = |hours: &[u32]| {
            let step = |hour| json!({"fetchTime": format!("2024-05-01T{hour:02}:00:00Z"), "new": [], "updated": []});
            let steps: Vec<Value> = hours.iter().map(step).collect();
            fs::write(here.join("deltaLog.json"), json!(steps).to_string()).unwrap();
            at(&["cve", "import", "deltaLog.json"])
        };
        delta(&[3, 2, 1]).expect(0);
        delta(&[4, 3, 2]).expect(0);
        let gap = delta(&[9, 8, 7]);
        assert!(gap.stderr.contains("between 2024-05-01T04:00:00Z and 2024-05-01T07:00:00Z"), "{gap:#?}");
        gap.expect(1);

        // What is exploited is more urgent than what is not.
        let ids = |arguments: &[&str]| -> Vec<String> {
            let arguments = [&["cve", "search", "--format", "json"], arguments].concat();
            let found = read_lines(&at(&arguments).expect(0));
            found.iter().map(|line| line["id"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(ids(&["frobnication", "over*"]), ["CVE-2024-1002", "CVE-2024-1001"]);
        assert_eq!(ids(&["--exploited"]), ["CVE-2024-1002"]);
        assert_eq!(ids(&["--vendor", "EXAMPLE", "--product", "widget", "--cwe", "cwe-787", "--cvss", "9.8"]).len(), 2);
        assert_eq!(ids(&["--since", "2024-01-02"]), ["CVE-2024-1002"]);
        assert_eq!(ids(&["nothing"]), [""; 0]);

        let answers = |arguments: &[&str], code| -> Vec<(String, String, bool)> {
            let arguments = [&["cve", "match", "--all", "--format", "json"], arguments].concat();
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            read_lines(&at(&arguments).expect(code))
                .iter()
                .filter(|line| line["id"].is_string())
                .map(|line| {
                    let decision = &line["decision"];
                    (text(&line["id"]), text(&decision["answer"]), decision["heuristic"] == json!(true))
                })
                .collect()
        };
        let answer = |id: &str, answer: &str, heuristic| (id.to_owned(), answer.to_owned(), heuristic);
        assert_eq!(
            answers(&["--purl", "pkg:npm/widget@1.5.0"], 1),
            [answer("CVE-2024-1001", "affected", false), answer("CVE-2024-1002", "not-affected", false)]
        );
        assert_eq!(
            answers(&["--cpe", "cpe:2.3:a:example:widget_pro:1.1:*:*:*:*:*:*:*"], 1),
            [answer("CVE-2024-1002", "affected", false), answer("CVE-2024-1001", "affected", false)]
        );
        assert_eq!(
            answers(&["--cpe", "cpe:2.3:a:example:widget:*:*:*:*:*:*:*:*"], 0),
            [answer("CVE-2024-1002", "unknown", false), answer("CVE-2024-1001", "unknown", false)]
        );
        // Found by its bare name only, and then by a heuristic.
        assert!(answers(&["--purl", "pkg:pypi/widget@1.1.0"], 1).iter().all(|(_, _, heuristic)| *heuristic));
        assert_eq!(answers(&["--purl", "pkg:pypi/widget@1.1.0", "--no-heuristics"], 0), []);

        // Every component of a list is answered for.
        let bom = r#"{"bomFormat":"CycloneDX","specVersion":"1.6","components":[
            {"name":"widget","version":"1.1.0","purl":"pkg:npm/widget@1.1.0"},{"name":"stranger","version":"1"},{}]}"#;
        fs::write(here.join("bom.json"), bom).unwrap();
        fs::write(here.join("have.csv"), "vendor,product,version\nEXAMPLE,Widget,1.9.0\n").unwrap();
        let lists = ["cve", "match", "--sbom", "bom.json", "--inventory", "have.csv", "--all", "--format", "json"];
        let answered: Vec<(String, Value)> = read_lines(&at(&lists).expect(1))
            .iter()
            .map(|line| (line["component"].as_str().unwrap().to_owned(), line["decision"]["rule"].clone()))
            .collect();
        let expected = [
            ("pkg:npm/widget@1.1.0", "version-range"),
            ("pkg:npm/widget@1.1.0", "version-range"),
            ("stranger 1", "no-record"),
            ("", "no-name"),
            ("EXAMPLE Widget 1.9.0", "default-status"),
            ("EXAMPLE Widget 1.9.0", "default-status"),
        ];
        let expected = expected.map(|(component, rule)| (component.to_owned(), json!(rule)));
        assert_eq!(answered, expected);

        // What the maker says stands before what a record says; OSV records are asked beside the base.
        let vex = r#"{"@context":"https://openvex.dev/ns/v0.2.0","author":"Example","timestamp":"2026-01-01T00:00:00Z",
            "statements":[{"vulnerability":{"name":"CVE-2024-1001"},"status":"not_affected",
            "justification":"component_not_present","products":[{"@id":"pkg:npm/widget@1.1.0"}]}]}"#;
        fs::write(here.join("vex.json"), vex).unwrap();
        let osv = r#"{"id":"GHSA-xxxx-yyyy-zzzz","modified":"2026-01-01T00:00:00Z","summary":"Of a, \"b\"","affected":[
            {"package":{"ecosystem":"npm","name":"widget"},"ranges":[{"type":"SEMVER","events":[{"introduced":"0"},{"fixed":"1.2.0"}]}]}]}"#;
        fs::write(here.join("osv.json"), osv).unwrap();
        let said = ["--purl", "pkg:npm/widget@1.1.0", "--vex", "vex.json", "--osv", "osv.json"];
        assert_eq!(
            answers(&said, 1),
            [
                answer("CVE-2024-1002", "affected", false),
                answer("CVE-2024-1001", "not-affected", false),
                answer("GHSA-xxxx-yyyy-zzzz", "affected", false),
            ]
        );
        let printed = |format| at(&[&["cve", "match", "--all", "--format", format], &said[..]].concat()).expect(1);
        let csv = printed("csv");
        assert_eq!(csv.lines().count(), 4, "{csv}");
        assert!(csv.contains("pkg:npm/widget@1.1.0,not affected,CVE-2024-1001,,9.8,critical,false,,vex,false,"), "{csv}");
        assert!(csv.contains("\"Of a, \"\"b\"\"\""), "{csv}");
        let sarif: Value = serde_json::from_str(&printed("sarif")).unwrap();
        let results = sarif["runs"][0]["results"].as_array().unwrap();
        let kinds: Vec<&Value> = results.iter().map(|result| &result["kind"]).collect();
        assert_eq!(kinds, ["fail", "pass", "fail"]);
        // What is written as VEX says the same when it is read.
        fs::write(here.join("own.json"), printed("cyclonedx")).unwrap();
        let own = answers(&["--purl", "pkg:npm/widget@1.1.0", "--vex", "own.json"], 1);
        assert_eq!(own.iter().map(|(_, answer, _)| &**answer).collect::<Vec<_>>(), ["affected", "not-affected"]);

        // A later state takes the place of an earlier one, and what changed is noted.
        write("CVE-2024-1001.json", &record("CVE-2024-1001", "2024-03-01T00:00:00Z", "1.4.0"));
        let done = read_lines(&at(&import).expect(0)).remove(0);
        assert_eq!((&done["changed"], &done["same"]), (&json!(1), &json!(1)));
        assert_eq!(answers(&["--purl", "pkg:npm/widget@1.5.0"], 0)[1].1, "not-affected");
        write("CVE-2024-1001.json", &first);
        let done = read_lines(&at(&import).expect(0)).remove(0);
        assert_eq!(done["older"], json!(1));
        let status = read_lines(&at(&["cve", "status", "--format", "json"]).expect(0)).remove(0);
        assert_eq!(
            (&status["records"], &status["exploited"], &status["misfits"]),
            (&json!(2), &json!(1), &json!(2))
        );
    })
    .await;
}

#[test]
fn documents_of_others_are_checked_and_converted_offline() {
    let here = folder();
    let at = |arguments: &[&str]| run(here.path(), arguments);
    fs::write(
        here.path().join("csaf.json"),
        r#"{"document":{"category":"csaf_vex"}}"#,
    )
    .unwrap();
    fs::write(
        here.path().join("osv.json"),
        r#"{"id":"EX-1","modified":"2026-01-01T00:00:00Z","affected":[]}"#,
    )
    .unwrap();
    let told =
        read_lines(&at(&["cve", "check", "csaf.json", "osv.json", "--format", "json"]).expect(1));
    assert_eq!(told.len(), 2);
    let rules = |told: &Value| -> Vec<String> {
        let found = told["findings"].as_array().unwrap().iter();
        found
            .map(|found| found["rule"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        (&told[0]["kind"], &told[0]["valid"]),
        (&json!("CSAF document"), &json!(false))
    );
    assert!(
        rules(&told[0]).contains(&"6.1.27.11".to_owned()),
        "{told:?}"
    );
    assert!(
        rules(&told[1]).contains(&"affected-missing".to_owned()),
        "{told:?}"
    );
    at(&["cve", "check", "none.json"]).expect_failure(&["none.json"]);

    let advisory = json!({"ghsaId": "GHSA-xxxx-yyyy-zzzz", "publishedAt": "2026-01-01T00:00:00Z", "updatedAt": "2026-01-01T00:00:00Z",
        "summary": "s", "description": "d", "permalink": "https://example.com", "identifiers": [], "references": [], "cwes": {"nodes": []},
        "vulnerabilities": {"nodes": [{"package": {"ecosystem": "NPM", "name": "widget"}, "vulnerableVersionRange": "< 1.2.0"}]}});
    fs::write(here.path().join("ghsa.json"), advisory.to_string()).unwrap();
    let osv = at(&["cve", "convert", "--to", "osv", "ghsa.json"]).expect(0);
    fs::write(here.path().join("made.json"), &osv).unwrap();
    at(&["cve", "check", "made.json"]).expect(0);
    at(&["cve", "convert", "--to", "osv", "osv.json"]).expect_failure(&["osv.json"]);
}

#[test]
fn what_cannot_be_imported_is_named() {
    let here = folder();
    let at = |arguments: &[&str]| run(here.path(), arguments);
    let done = at(&["cve", "import", "missing.zip"]);
    assert!(done.stderr.contains("missing.zip"), "{done:#?}");
    done.expect(1);
    at(&["cve", "match"]).expect_failure(&["--cpe", "--purl", "--sbom", "--inventory"]);
    at(&["cve", "match", "--sbom", "no.json"]).expect_failure(&["no.json"]);
    fs::write(here.path().join("bad.json"), "{\"bomFormat\":\n").unwrap();
    at(&["cve", "match", "--sbom", "bad.json"]).expect_failure(&["bad.json", "line 2"]);
    at(&["cve", "match", "--cpe", "cpe:/q:x"]).expect_failure(&["cpe:/q:x"]);
    at(&["cve", "match", "--purl", "npm/x"]).expect_failure(&["npm/x"]);
    at(&["cve", "search", "--since", "yesterday"]).expect_failure(&["yesterday"]);
    at(&["cve", "show", "CVE-1"]).expect_failure(&["CVE-1"]);
}

#[test]
fn an_import_killed_half_way_goes_on() {
    let Some(feed) = data("cve/cve5_vulnrichment_open.tar.xz") else {
        return;
    };
    let here = folder();
    let feed = feed.display().to_string();
    let import = ["cve", "import", feed.as_str(), "--format", "json"];
    let count = || -> i64 {
        let status = run(here.path(), &["cve", "status", "--format", "json"]);
        read_lines(&status.expect(0))[0]["records"]
            .as_i64()
            .unwrap()
    };
    // Behind the feed comes a file of which nothing ever comes.
    let made = std::process::Command::new("mkfifo")
        .arg(here.path().join("never.jsonl"))
        .status();
    assert!(made.expect("mkfifo starts").success());
    let mut child = watchbell(here.path())
        .args(import)
        .arg("never.jsonl")
        .spawn()
        .expect("the program starts");
    // Killed once something is there.
    while !here.path().join("watchbell-data/watchbell.db").exists() || count() == 0 {
        assert!(
            child.try_wait().unwrap().is_none(),
            "it ended before it could be killed"
        );
        std::thread::sleep(Duration::from_millis(20));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let before = count();
    assert!(before > 0 && before < 9_813, "{before}");
    let done = read_lines(&run(here.path(), &import).expect(0)).remove(0);
    assert_eq!(
        done["same"],
        json!(before),
        "what was there is not written again"
    );
    assert_eq!(done["new"], json!(9_813 - before));
    assert_eq!(count(), 9_813);
}
