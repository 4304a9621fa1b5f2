//! The program on the command line: what it prints, and how it exits.

use std::{fs, path::Path};

use serde_json::{Value, json};

use crate::support::{
    database::Postgres,
    folder,
    messages::{harmless, lines, smishing},
    program::{Run, read_lines, run, run_with},
};

/// A message that no judge passes.
const BAD: &str = r#"{"id":"b","text":"URGENT: Your bank account is suspended. Verify your password now at http://secure-login.example/v or lose access today"}"#;

#[test]
fn every_help_begins_with_an_example() {
    let here = folder();
    let mut commands = vec![Vec::<String>::new()];
    let mut seen = 0;
    while let Some(command) = commands.pop() {
        let mut arguments: Vec<&str> = command.iter().map(String::as_str).collect();
        arguments.push("--help");
        let help = run(here.path(), &arguments).expect(0);
        assert!(
            help.starts_with("Example"),
            "watchbell {}",
            arguments.join(" ")
        );
        seen += 1;
        let listed = help
            .split_once("\nCommands:\n")
            .map_or("", |(_, rest)| rest);
        for line in listed.lines().take_while(|line| !line.is_empty()) {
            // Names stand two blanks in; a long description goes on further in.
            let name = line
                .strip_prefix("  ")
                .and_then(|line| line.split(' ').next());
            if let Some(name) = name.filter(|name| !name.is_empty() && *name != "help") {
                commands.push(command.iter().cloned().chain([name.to_owned()]).collect());
            }
        }
    }
    assert!(seen > 15, "{seen} commands");
}

#[test]
fn exit_codes_say_clean_findings_and_failed() {
    let here = folder();
    let judge = |arguments: &[&str], input: &str| {
        let arguments: Vec<&str> = ["judge"].iter().chain(arguments).copied().collect();
        run_with(here.path(), &arguments, input.as_bytes())
    };
    judge(&[], BAD).expect(0);
    judge(&["--fail-on", "unwanted"], BAD).expect(1);
    judge(&["--fail-on", "unwanted"], r#"{"text":"see you"}"#).expect(0);
    judge(&[], "{").expect(1);
    judge(&["no-such-file.csv"], "").expect_failure(&["no-such-file.csv"]);
    judge(&["--no-such-option"], "").expect_failure(&["--no-such-option"]);
    run(here.path(), &["incident", "list"]).expect_failure(&["watchbell-data", "--data"]);
}

#[test]
fn judge_reads_what_it_is_given_and_says_the_same() {
    let here = folder();
    let text = "Verify your bank password now: http://secure-login.example/v";
    let write = |name: &str, content: String| fs::write(here.path().join(name), content).unwrap();
    write("a.jsonl", format!("{{\"id\":\"1\",\"text\":\"{text}\"}}\n"));
    write("b.csv", format!("id,body,sender\r\n1,\"{text}\",BANK\r\n"));
    write("c.tsv", format!("id\tbody\tsender\n1\t{text}\tBANK\n"));
    let judged = |arguments: &[&str]| {
        let arguments: Vec<&str> = ["judge"].iter().chain(arguments).copied().collect();
        run(here.path(), &arguments).expect(0)
    };
    let plain = judged(&["a.jsonl"]);
    let verdict: Value = serde_json::from_str(plain.trim()).unwrap();
    assert_eq!(verdict["id"], "1");
    assert_eq!(verdict["verdict"], "unwanted");
    assert!(verdict["ruleset"].as_str().unwrap().starts_with("sha256:"));
    assert!(!verdict["findings"].as_array().unwrap().is_empty());
    assert_eq!(judged(&["--map", "text=body", "b.csv"]), plain);
    assert_eq!(judged(&["--map", "text=body", "c.tsv"]), plain);
    let table = judged(&["--format", "text", "a.jsonl"]);
    assert!(
        table.lines().count() == 2 && table.contains("unwanted"),
        "{table}"
    );
}

#[test]
fn bad_lines_are_named_and_the_rest_goes_on() {
    let here = folder();
    let input = concat!(
        "{\"id\":\"1\",\"text\":\"see you\"}\n",
        "{\"id\":\"2\",\"text\":7}\n",
        "{\"id\":\"3\",\"text\":\"see you\",\"channel\":\"pigeon\"}\n",
        "{\"id\":\"4\",\"text\":\"see you\"}\n",
    );
    fs::write(here.path().join("mixed.jsonl"), input).unwrap();
    let judged = run(here.path(), &["judge", "mixed.jsonl"]);
    let complaints: Vec<&str> = judged.stderr.lines().collect();
    assert_eq!(complaints.len(), 2, "{judged:#?}");
    assert!(
        complaints[0].starts_with("mixed.jsonl:2:"),
        "{complaints:?}"
    );
    assert!(
        complaints[1].starts_with("mixed.jsonl:3:"),
        "{complaints:?}"
    );
    assert!(complaints[1].contains("pigeon"), "{complaints:?}");
    // After the line comes the column.
    for complaint in complaints {
        let column = complaint.split(':').nth(2).unwrap();
        assert!(
            column.parse::<u32>().is_ok_and(|column| column > 1),
            "{complaint}"
        );
    }
    let ids: Vec<Value> = read_lines(&judged.expect(1))
        .into_iter()
        .map(|verdict| verdict["id"].clone())
        .collect();
    assert_eq!(ids, ["1", "4"]);
}

#[test]
fn the_same_reports_imported_twice_are_there_once() {
    let here = folder();
    let reports: Vec<_> = (0..30).map(smishing).chain((0..30).map(harmless)).collect();
    fs::write(here.path().join("reports.jsonl"), lines(&reports)).unwrap();
    let import = || {
        let import = run(here.path(), &["report", "import", "reports.jsonl"]);
        let said = import.stderr.clone();
        import.expect(0);
        said
    };
    assert!(import().contains("60 reports imported"));
    let before = check(here.path());
    let said = import();
    assert!(
        said.contains("0 reports imported") && said.contains("60 were there"),
        "{said}"
    );
    assert_eq!(check(here.path()), before);
}

#[test]
fn a_reports_life_on_the_command_line() {
    let here = folder();
    let reports: Vec<_> = (0..30).map(smishing).chain((0..30).map(harmless)).collect();
    fs::write(here.path().join("reports.jsonl"), lines(&reports)).unwrap();
    let at = |arguments: &[&str]| run(here.path(), arguments);
    at(&["report", "import", "reports.jsonl"]).expect(0);

    let incidents = at(&["incident", "list", "--format", "json"]).json_lines();
    assert_eq!(incidents.len(), 1, "{incidents:?}");
    assert_eq!(incidents[0]["reports"], 30);
    let id = incidents[0]["id"].as_str().unwrap();
    assert!(at(&["incident", "list"]).expect(0).contains(id));
    let shown = at(&["incident", "show", id, "--format", "json"]).json_lines();
    assert!(!shown[0]["actions"].as_array().unwrap().is_empty());
    assert!(
        at(&["incident", "show", id])
            .expect(0)
            .contains("secure-login.example")
    );
    for (format, word) in [
        ("iodef-xml", "IODEF-Document"),
        ("iodef-json", "Incident"),
        ("json", "ruleset"),
    ] {
        let document = at(&["incident", "export", id, "--format", format]).expect(0);
        assert!(document.contains(word) && document.contains("secure-login.example"));
    }
    at(&["incident", "show", "inc-999"]).expect_failure(&["inc-999"]);
    at(&["incident", "show", "nonsense"]).expect_failure(&["nonsense"]);

    let report = shown[0]["reports"][0]["id"].as_str().unwrap();
    let key = at(&["proof", "key"]).expect(0);
    for subject in [report, "act-1", "exp-3", "leaf-0"] {
        let proof = at(&["proof", "show", subject]).expect(0);
        let elsewhere = folder();
        let verify = ["proof", "verify", "-", "--key", key.trim()];
        let proven = run_with(elsewhere.path(), &verify, proof.as_bytes()).expect(0);
        assert!(proven.contains("proven"), "{proven}");
        assert!(
            fs::read_dir(elsewhere.path()).unwrap().next().is_none(),
            "verifying needs no node and makes none"
        );
        run_with(here.path(), &["proof", "verify", "-"], proof.as_bytes()).expect(0);
    }
    at(&["proof", "show", "act-999"]).expect_failure(&["act-999"]);
    at(&["proof", "check"]).expect(0);
}

#[test]
fn rules_can_be_read() {
    let here = folder();
    let rules = run(here.path(), &["rule", "--format", "json"]).json_lines();
    assert!(rules.len() >= 25, "{} rules", rules.len());
    let id = "text/brand-imitated";
    assert!(rules.iter().any(|rule| rule["id"] == id));
    let page = run(here.path(), &["rule", id]).expect(0);
    assert!(page.contains(id) && page.lines().count() > 10, "{page}");
    run(here.path(), &["rule", "text/no-such-rule"]).expect_failure(&["text/no-such-rule"]);
}

#[test]
fn vectors_are_scored_as_they_come() {
    let here = folder();
    let four = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N/E:P";
    let told = run(here.path(), &["cvss", four]).expect(0);
    for words in ["CVSS-BT", "001210", "AV:N", "Attack Vector: Network"] {
        assert!(told.contains(words), "{words:?} in {told}");
    }
    let wrong = "CVSS:3.1/AV:N/AC:L/PR:N/UI:n/S:U/C:H/I:H/A:H";
    let marked = run(here.path(), &["cvss", wrong]).expect(1);
    let caret = marked.lines().nth(1).and_then(|line| line.find('^'));
    assert_eq!(caret, wrong.find("n/S"), "{marked}");
    let table = run(here.path(), &["cvss", four, wrong]).expect(1);
    assert_eq!(table.lines().count(), 3, "{table}");

    let mut input = format!("{four}\r\n{wrong}\n\n").into_bytes();
    input.extend(b"AV:\xff\n");
    input.extend("x".repeat(1_000_000).bytes());
    input.extend(b"\nAV:N/AC:L/Au:N/C:C/I:C/A:C");
    let run = run_with(here.path(), &["cvss", "--format", "json"], &input);
    let lines = read_lines(&run.expect(1));
    let valid: Vec<bool> = lines
        .iter()
        .filter_map(|line| line["valid"].as_bool())
        .collect();
    assert_eq!(valid, [true, false, false, false, false, true]);
    assert_eq!(lines[0]["vector"], four);
    assert_eq!(lines[1]["at"], 27);
    assert_eq!(lines[5]["score"].to_string(), "10.0");
    assert_eq!(lines[5]["severity"], "High");
    assert_eq!(lines[5].get("macrovector"), None);
}

#[test]
fn the_demo_runs_twice_on_its_own_data() {
    let here = folder();
    let demo = || run(here.path(), &["demo", "--once", "--format", "json"]);
    let first = demo();
    assert!(first.stderr.contains("one-time password"), "{first:#?}");
    let first = first.json_lines().remove(0);
    assert!(first["reports"].as_u64().unwrap() >= 5_000, "{first}");
    assert_eq!(first["new"], first["reports"]);
    let before = check(here.path());
    let second = demo().json_lines().remove(0);
    assert_eq!(second["new"], 0);
    assert_eq!(second["rows"], first["rows"]);
    assert!(check(here.path()) >= before);
    let incidents = run(here.path(), &["incident", "list", "--format", "json"]).json_lines();
    assert!(!incidents.is_empty());
}

#[test]
fn a_restored_backup_is_the_same_node() {
    let here = folder();
    let at = |arguments: &[&str]| run(here.path(), arguments);
    let first: Vec<_> = (0..40).map(smishing).collect();
    fs::write(here.path().join("first.jsonl"), lines(&first)).unwrap();
    at(&["report", "import", "first.jsonl"]).expect(0);
    at(&["backup", "monday"]).expect(0);
    at(&["backup", "monday"]).expect_failure(&["monday", "exists"]);
    at(&["restore", "monday"]).expect_failure(&["exists"]);
    at(&["restore", "monday", "--data", "again"]).expect(0);

    let list = ["incident", "list", "--format", "json"];
    let there = at(&list).expect(0);
    assert_eq!(
        at(&[&list[..], &["--data", "again"]].concat()).expect(0),
        there
    );
    let key = at(&["proof", "key"]).expect(0);
    assert_eq!(at(&["proof", "key", "--data", "again"]).expect(0), key);

    // Life goes on in the restored node; what was sealed before stays what it was.
    let old = at(&["proof", "show", "leaf-3"]).expect(0);
    let second: Vec<_> = (0..40).map(harmless).collect();
    fs::write(here.path().join("second.jsonl"), lines(&second)).unwrap();
    at(&["report", "import", "second.jsonl", "--data", "again"]).expect(0);
    let grown = check(&here.path().join("again"));
    assert!(grown >= check(here.path()) + 40, "{grown} leaves");
    let new = at(&["proof", "show", "leaf-3", "--data", "again"]).expect(0);
    let leaf = |proof: &str| {
        let verify = [
            "proof",
            "verify",
            "-",
            "--format",
            "json",
            "--key",
            key.trim(),
        ];
        let verified = run_with(here.path(), &verify, proof.as_bytes()).json_lines();
        verified[0]["leaf"].clone()
    };
    assert_eq!(leaf(&new), leaf(&old));
    is_continued(
        &here.path().join("watchbell-data"),
        &here.path().join("again"),
        &key,
    );
    at(&["report", "import", "first.jsonl", "--data", "again"]).expect(0);
    assert_eq!(
        check(&here.path().join("again")),
        grown,
        "known reports stay known"
    );
}

#[tokio::test]
async fn a_database_is_copied_to_postgresql_and_back() {
    let Some(database) = Postgres::make().await else {
        return;
    };
    let here = folder();
    let at = |arguments: &[&str]| run(here.path(), arguments);
    let reports: Vec<_> = (0..40).map(smishing).collect();
    fs::write(here.path().join("reports.jsonl"), lines(&reports)).unwrap();
    at(&["report", "import", "reports.jsonl"]).expect(0);
    let url = database.url.as_str();
    let copy = [
        "copy",
        "--from",
        "sqlite:watchbell-data/watchbell.db",
        "--to",
        url,
    ];
    at(&copy).expect(0);
    let again = at(&copy);
    assert_eq!(
        again.code, 2,
        "a database with reports in it is left alone: {again:#?}"
    );

    let config = format!("[store]\nurl = \"{url}\"\n");
    fs::write(here.path().join("watchbell.toml"), config).unwrap();
    let list = ["incident", "list", "--format", "json"];
    let there = at(&list).expect(0);
    let on_postgres = [&list[..], &["--config", "watchbell.toml"]].concat();
    assert_eq!(at(&on_postgres).expect(0), there);
    // The node goes on, on the other database, with the same log.
    let more: Vec<_> = (0..20).map(harmless).collect();
    fs::write(here.path().join("more.jsonl"), lines(&more)).unwrap();
    let before = check(here.path());
    at(&[
        "report",
        "import",
        "more.jsonl",
        "--config",
        "watchbell.toml",
    ])
    .expect(0);
    assert_eq!(check(here.path()), before + 20);

    at(&["copy", "--from", url, "--to", "sqlite:back.db"]).expect(0);
    let back = "[store]\nurl = \"sqlite:back.db\"\n";
    fs::write(here.path().join("back.toml"), back).unwrap();
    let from_back = [&list[..], &["--config", "back.toml"]].concat();
    assert_eq!(at(&from_back).expect(0), at(&on_postgres).expect(0));
    at(&["backup", "kept", "--config", "watchbell.toml"]).expect(0);
    database.drop().await;
}

/// Checks the whole log of the node in a folder, or in `watchbell-data` below
/// it; returns its size.
fn check(folder: &Path) -> u64 {
    let inner = folder.join("watchbell-data");
    let data = if inner.is_dir() {
        inner
    } else {
        folder.to_owned()
    };
    let data = data.to_string_lossy();
    let checked: Run = run(folder, &["proof", "check", "--data", &data]);
    let said = checked.expect(0);
    let size = said.split(' ').next().and_then(|size| size.parse().ok());
    size.unwrap_or_else(|| panic!("{said}"))
}

/// Expects that the log in `after` begins with all of the log in `before`.
fn is_continued(before: &Path, after: &Path, key: &str) {
    use watchbell_tlog::log::{Directory, Tree};
    let open = |data: &Path| {
        let key = key.trim().parse().expect("a verifier key");
        Tree::open(Directory::reading(data.join("log")), &key).expect("a log")
    };
    let (before, after) = (open(before), open(after));
    assert_eq!(
        after.root_at(before.size()).expect("the older tree"),
        before.checkpoint().root
    );
    let proof = after.consistency_proof(before.size());
    proof.expect("it is consistent");
    assert!(after.size() > before.size());
}

#[test]
fn incident_documents_are_checked_offline() {
    let here = folder();
    let good = r#"<IODEF-Document version="2.00" xml:lang="en" xmlns="urn:ietf:params:xml:ns:iodef-2.0"><Incident purpose="reporting">
<IncidentID name="csirt.example.com">1</IncidentID><GenerationTime>2026-11-26T09:00:00Z</GenerationTime>
<Contact type="organization" role="creator"><Email><EmailTo>a@example.com</EmailTo></Email></Contact></Incident></IODEF-Document>"#;
    let write = |name: &str, text: &str| fs::write(here.path().join(name), text).unwrap();
    write("good.xml", good);
    write(
        "bad.xml",
        &good.replace("purpose=\"reporting\"", "purpose=\"gossip\""),
    );
    write("broken.xml", &good[..200]);
    write("bad.json", "{\"version\": \"2.0\"}");
    let check = |arguments: &[&str]| {
        run(
            here.path(),
            &[&["iodef", "check", "--format", "json"], arguments].concat(),
        )
    };
    let lines = read_lines(&check(&["good.xml", "bad.xml", "broken.xml", "bad.json"]).expect(1));
    let verdicts: Vec<(bool, &str, &str)> = lines
        .iter()
        .map(|line| {
            let code = line["errors"][0]["code"].as_str().unwrap_or_default();
            (
                line["valid"].as_bool().unwrap(),
                line["format"].as_str().unwrap(),
                code,
            )
        })
        .collect();
    assert_eq!(
        verdicts,
        [
            (true, "xml", ""),
            (false, "xml", "value"),
            (false, "xml", "xml"),
            (false, "json", "rule")
        ]
    );
    assert_eq!(
        (&lines[0]["version"], &lines[1]["errors"][0]["line"]),
        (&json!("2.0"), &json!(1))
    );
    // What can be read is enough where one is lenient.
    let lenient = read_lines(&check(&["--lenient", "bad.xml"]).expect(0)).remove(0);
    assert_eq!(
        lenient["warnings"][0]["path"],
        json!("/IODEF-Document/Incident/@purpose")
    );
    check(&["absent.xml"]).expect(2);
    let said = run(here.path(), &["iodef", "check", "bad.xml"]).expect(1);
    assert!(
        said.contains("bad.xml: not valid IODEF 2.0 (xml)")
            && said.contains("1:87: error value at"),
        "{said}"
    );
}

#[test]
fn content_of_stix_is_checked_offline() {
    let here = folder();
    let good = r#"{"type": "tool", "spec_version": "2.1", "id": "tool--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f",
"created": "2026-11-21T08:30:00.000Z", "modified": "2026-11-21T08:30:00.000Z", "name": "a", "tool_types": ["own"]}"#;
    let write = |name: &str, text: &str| fs::write(here.path().join(name), text).unwrap();
    write("good.json", good);
    write("bad.json", &good.replace("\"name\": \"a\"", "\"name\": 1"));
    write("broken.json", &good[..100]);
    let check = |arguments: &[&str]| {
        run(
            here.path(),
            &[&["stix", "check", "--format", "json"], arguments].concat(),
        )
    };
    let lines = read_lines(&check(&["good.json", "bad.json", "broken.json"]).expect(1));
    assert_eq!(
        (
            &lines[0]["valid"],
            &lines[0]["objects"],
            &lines[0]["version"]
        ),
        (&json!(true), &json!(1), &json!("2.1"))
    );
    assert_eq!(lines[0]["warnings"][0]["code"], json!("open-word"));
    let error = &lines[1]["errors"][0];
    assert_eq!(
        (&error["code"], &error["path"], &error["line"]),
        (&json!("value-type"), &json!("/name"), &json!(2))
    );
    assert_eq!(lines[2]["errors"][0]["code"], json!("json"));
    check(&["good.json"]).expect(0);
    check(&["--strict", "good.json"]).expect(1);
    check(&["absent.json"]).expect(2);
    let said = run(here.path(), &["stix", "check", "bad.json"]).expect(1);
    assert!(
        said.contains("bad.json: not valid STIX 2.1 (1 objects)")
            && said.contains("2:88: error value-type at /name: 1 is not a text"),
        "{said}"
    );
}
