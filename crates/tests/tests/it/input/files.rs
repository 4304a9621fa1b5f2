//! Files that are missing or hold something else.

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path};

use crate::support::{
    folder,
    messages::{lines, smishing},
    program::{Run, run},
};

/// A folder with a node that took a few reports.
fn with_node() -> tempfile::TempDir {
    let here = folder();
    let reports: Vec<_> = (0..20).map(smishing).collect();
    fs::write(here.path().join("reports.jsonl"), lines(&reports)).expect("a folder of ours");
    import(here.path()).expect(0);
    here
}

fn import(here: &Path) -> Run {
    run(here, &["report", "import", "reports.jsonl"])
}

#[test]
fn files_that_are_missing_or_folders() {
    let here = folder();
    for command in [&["judge"][..], &["report", "import"]] {
        let on = |file| run(here.path(), &[command, &[file]].concat());
        on("missing.csv").expect_failure(&["missing.csv", "No such file"]);
        on(".").expect_failure(&["directory"]);
    }
    let missing = ["incident", "list", "--config", "missing.toml"];
    run(here.path(), &missing).expect_failure(&["missing.toml"]);
    run(here.path(), &["restore", "missing"]).expect_failure(&["missing"]);
    let copy = [
        "copy",
        "--from",
        "sqlite:missing/x.db",
        "--to",
        "sqlite:y.db",
    ];
    run(here.path(), &copy).expect_failure(&["--from"]);
    let copy = ["copy", "--from", "oracle://x", "--to", "sqlite:y.db"];
    run(here.path(), &copy).expect_failure(&["oracle://x", "sqlite:PATH"]);
}

#[test]
fn one_missing_file_does_not_keep_the_others_out() {
    let here = folder();
    fs::write(here.path().join("good.jsonl"), "{\"text\":\"see you\"}\n").unwrap();
    let judged = run(here.path(), &["judge", "missing.jsonl", "good.jsonl"]);
    assert_eq!(judged.stdout.lines().count(), 1);
    judged.expect_failure(&["missing.jsonl"]);
}

#[test]
fn key_files_that_hold_no_key() {
    let here = with_node();
    for (name, content) in [
        ("log.key", &b""[..]),
        ("log.key", b"PRIVATE+KEY+nonsense"),
        ("log.key", &[0xFF; 64]),
        ("secret.key", b""),
        ("secret.key", b"zz"),
        ("secret.key", &[0; 64]),
    ] {
        let path = here.path().join("watchbell-data/keys").join(name);
        let good = fs::read(&path).unwrap();
        fs::write(&path, content).unwrap();
        import(here.path()).expect_failure(&[name]);
        assert_eq!(
            fs::read(&path).unwrap(),
            content,
            "it is left as it was found"
        );
        fs::write(&path, good).unwrap();
    }
    import(here.path()).expect(0);
}

#[test]
fn keys_of_another_node() {
    let (here, other) = (with_node(), with_node());
    for name in ["log.key", "secret.key"] {
        let path = here.path().join("watchbell-data/keys").join(name);
        let good = fs::read(&path).unwrap();
        fs::copy(other.path().join("watchbell-data/keys").join(name), &path).unwrap();
        import(here.path()).expect_failure(&["belongs to another", "same key files"]);
        fs::write(&path, good).unwrap();
    }
    import(here.path()).expect(0);
}

#[test]
fn keys_are_made_for_their_owner_only() {
    let here = with_node();
    for name in ["log.key", "secret.key"] {
        let path = here.path().join("watchbell-data/keys").join(name);
        let mode = fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{name} has mode {mode:o}");
    }
}

#[test]
fn databases_that_are_none_or_newer() {
    let here = with_node();
    let path = here.path().join("watchbell-data/watchbell.db");
    rusqlite::Connection::open(&path)
        .unwrap()
        .execute("INSERT INTO schema_version (version) VALUES (9999)", ())
        .unwrap();
    import(here.path()).expect_failure(&["9999", "newer watchbell"]);
    for end in ["", "-wal", "-shm"] {
        drop(fs::remove_file(format!("{}{end}", path.display())));
    }
    fs::write(
        &path,
        "this is no database, however long one looks at it\n".repeat(100),
    )
    .unwrap();
    import(here.path()).expect_failure(&["not a database"]);
}

#[test]
fn a_log_that_was_tampered_with() {
    let here = with_node();
    let data = here.path().join("watchbell-data");
    let checkpoint = data.join("log/checkpoint");
    let good = fs::read_to_string(&checkpoint).unwrap();
    fs::write(&checkpoint, good.replace('\n', "0\n")).unwrap();
    run(here.path(), &["proof", "show", "leaf-0"]).expect_failure(&[]);
    let checked = run(here.path(), &["proof", "check"]);
    assert_ne!(checked.code, 0, "{checked:#?}");
    fs::write(&checkpoint, good).unwrap();
    run(here.path(), &["proof", "check"]).expect(0);
}

#[test]
fn configuration_that_cannot_be() {
    let here = folder();
    for (name, content, words) in [
        ("a.toml", "[web", &["a.toml"][..]),
        ("b.toml", "[web]\nlissten = \"x\"\n", &["b.toml", "lissten"]),
        (
            "c.toml",
            "[act]\nmax-share = \"all\"\n",
            &["c.toml", "max-share"],
        ),
        ("d.toml", "[act]\nmax-share = 7.0\n", &["act.max-share"]),
        ("e.toml", "[store]\nurl = \"oracle://x\"\n", &["oracle://x"]),
        (
            "f.toml",
            "[judge]\nscores-file = \"missing.toml\"\n",
            &["missing.toml"],
        ),
        (
            "g.toml",
            "[judge]\nmodel-file = \"g.toml\"\n",
            &["judge.model-file"],
        ),
        ("h.toml", "[node]\nname = \"two words\"\n", &["node.name"]),
        ("i.toml", "\u{0}\u{1}", &["i.toml"]),
    ] {
        fs::write(here.path().join(name), content).unwrap();
        fs::write(here.path().join("one.jsonl"), "{\"text\":\"see you\"}\n").unwrap();
        run(
            here.path(),
            &["report", "import", "one.jsonl", "--config", name],
        )
        .expect_failure(words);
    }
}

#[test]
fn scores_and_models_that_are_none() {
    let here = folder();
    let write = |name: &str, content: &[u8]| fs::write(here.path().join(name), content).unwrap();
    write("one.jsonl", b"{\"text\":\"see you\"}\n");
    write("text", b"this is neither\n");
    write("zeros", &[0; 10_000]);
    write("ones", &[0xFF; 10_000]);
    write("empty", b"");
    write("rule.toml", b"[weights]\n\"text/no-such-rule\" = 1.0\n");
    for option in ["--scores", "--model"] {
        for file in ["text", "zeros", "ones", "missing"] {
            run(here.path(), &["judge", option, file, "one.jsonl"]).expect_failure(&[file]);
        }
    }
    run(here.path(), &["judge", "--model", "empty", "one.jsonl"]).expect_failure(&["empty"]);
    run(
        here.path(),
        &["judge", "--scores", "rule.toml", "one.jsonl"],
    )
    .expect_failure(&["rule.toml"]);
}
