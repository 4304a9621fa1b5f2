//! Reports that are none.

use std::{fmt::Write as _, fs, io::Write as _, process::Stdio};

use crate::support::{
    folder,
    program::{Run, read_lines, run, run_with, watchbell},
};

const GOOD: &str = "{\"id\":\"good\",\"text\":\"see you at the gate\"}\n";

/// Judges `bad` as a line between two good ones; expects that both are judged
/// and that the complaint names line and reason.
#[track_caller]
fn expect_refused(bad: &[u8], word: &str) {
    let here = folder();
    let mut input = GOOD.as_bytes().to_vec();
    input.extend(bad);
    input.push(b'\n');
    input.extend(GOOD.as_bytes());
    for command in [&["judge", "-"][..], &["report", "import", "-"]] {
        let run = run_with(here.path(), command, &input);
        assert!(run.stderr.contains("stdin:2:"), "{run:#?}");
        assert!(run.stderr.contains(word), "{word:?} in {run:#?}");
        assert!(run.stderr.len() < 2_000, "the complaint is short");
        assert_eq!(run.code, 1, "{run:#?}");
        if command[0] == "judge" {
            assert_eq!(read_lines(&run.stdout).len(), 2);
        }
    }
}

#[test]
fn lines_of_ten_mebibytes() {
    let mut line = b"{\"text\":\"".to_vec();
    line.resize(10 << 20, b'x');
    expect_refused(&line, "bytes");
    line.extend(b"\"}");
    expect_refused(&line, "bytes");
}

#[test]
fn nul_bytes() {
    expect_refused(b"{\"text\":\"a\\u0000b\"}", "NUL");
    expect_refused(b"{\"text\":\"a\0b\"}", "");
    expect_refused(&[0; 4_096], "");
}

#[test]
fn bytes_that_are_no_text() {
    expect_refused(b"{\"text\":\"a\xFF\xFEb\"}", "UTF-8");
    expect_refused(b"\xC3\x28", "");
    let here = folder();
    let utf16: Vec<u8> = "\u{FEFF}{\"text\":\"x\"}"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    run_with(here.path(), &["judge"], &utf16).expect_failure(&["UTF-16"]);
}

#[test]
fn values_of_wrong_types_and_forms() {
    for (line, word) in [
        ("{\"text\":7}", "text"),
        ("{\"text\":null}", "text"),
        ("{\"text\":[\"x\"]}", "text"),
        ("{}", "text"),
        ("[]", ""),
        ("7", ""),
        ("nonsense", ""),
        ("{\"text\":\"x\"", ""),
        ("{\"text\":\"x\",\"text\":\"y\"}", "text"),
        (
            "{\"text\":\"x\",\"received_at\":\"yesterday\"}",
            "yesterday",
        ),
        ("{\"text\":\"x\",\"consent\":\"perhaps\"}", "perhaps"),
        ("{\"text\":\"x\",\"channel\":\"pigeon\"}", "pigeon"),
        ("{\"text\":\"x\",\"originator\":{\"a\":1}}", "originator"),
    ] {
        expect_refused(line.as_bytes(), word);
    }
}

#[test]
fn json_nested_without_end() {
    let deep = "[".repeat(500_000);
    expect_refused(format!("{{\"text\":\"x\",\"y\":{deep}").as_bytes(), "");
    let closed = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
    expect_refused(format!("{{\"text\":\"x\",\"y\":{closed}}}").as_bytes(), "");
    let objects = format!("{}1{}", "{\"a\":".repeat(100_000), "}".repeat(100_000));
    expect_refused(format!("{{\"text\":\"x\",\"y\":{objects}}}").as_bytes(), "");
}

#[test]
fn a_million_columns() {
    let here = folder();
    let commas = ",".repeat(999_999);
    fs::write(
        here.path().join("wide.csv"),
        format!("text{commas}\nsee you\n"),
    )
    .unwrap();
    run(here.path(), &["judge", "wide.csv"]).expect_failure(&["wide.csv:1:", "columns"]);
    let named = format!("text{}\nsee you\n", ",name".repeat(999_999));
    fs::write(here.path().join("named.csv"), named).unwrap();
    run(here.path(), &["judge", "named.csv"]).expect_failure(&["named.csv:1:", "bytes"]);
    let row = format!("text,a\nsee you{commas}\nsee you,1\n");
    fs::write(here.path().join("row.csv"), row).unwrap();
    let judged = run(here.path(), &["judge", "row.csv"]);
    assert!(judged.stderr.contains("row.csv:2:"), "{judged:#?}");
    assert_eq!(read_lines(&judged.expect(1)).len(), 1);
}

#[test]
fn text_longer_than_a_node_takes() {
    let here = folder();
    let long = format!("{{\"text\":\"{}\"}}\n{GOOD}", "x".repeat(64 * 1024 + 1));
    let imported = run_with(here.path(), &["report", "import", "-"], long.as_bytes());
    assert!(
        imported.stderr.contains("text: 65537 bytes"),
        "{imported:#?}"
    );
    assert!(
        imported.stderr.contains("1 reports imported"),
        "{imported:#?}"
    );
    imported.expect(1);
}

#[test]
fn memory_stays_the_same_however_much_is_read() {
    // Peak memory after a tenth of the input and after all of it, in KiB.
    const LINES: usize = 100_000;
    let here = folder();
    let mut child = watchbell(here.path())
        .arg("judge")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut input = child.stdin.take().unwrap();
    let mut peaks = Vec::new();
    let mut line = String::new();
    for number in 0..LINES {
        line.clear();
        writeln!(
            line,
            "{{\"id\":{number},\"text\":\"your parcel {number} waits at http://pay{number}.example/{number} today\"}}"
        )
        .unwrap();
        if number % 1_000 == 7 {
            // Now and then a line that is none.
            line.insert(0, '}');
        }
        input.write_all(line.as_bytes()).unwrap();
        if number == LINES / 10 || number == LINES - 1 {
            let Ok(status) = fs::read_to_string(&status) else {
                break;
            };
            let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
            let peak = peak.and_then(|peak| peak.trim().split(' ').next()?.parse::<u64>().ok());
            peaks.push(peak.unwrap());
        }
    }
    drop(input);
    Run::of(&child.wait_with_output().unwrap()).expect(1);
    if let [early, late] = peaks[..] {
        assert!(late < 200 * 1024, "{late} KiB");
        assert!(late < early + 16 * 1024, "grew from {early} to {late} KiB");
    }
}
