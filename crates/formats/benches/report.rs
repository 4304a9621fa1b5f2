//! How long reading a report and writing a verdict take, on one core.
//!
//! `cargo bench -p watchbell-formats` prints nanoseconds a record.
#![expect(clippy::print_stdout, reason = "printing figures is what it is for")]

use std::{hint::black_box, time::Instant};

use watchbell_formats::{
    report::{ColumnMap, Format, Reader},
    verdict,
};
use watchbell_model::{Class, Finding, Judgement, Verdict};

const RECORDS: u32 = 400_000;

fn main() {
    let json = line_of(
        r#"{"id":"r-0001","channel":"sms","received_at":"2026-11-21T08:30:00Z","event_at":"2026-11-21T08:29:00Z","reporter":"+15550100","originator":"+15550199","recipient":"+15550100","text":"Your parcel waits: pay 1.99 at http://example.test/p now","lang":"en","consent":true}"#,
    );
    let bare = line_of(
        r#"{"channel":"sms","text":"Your parcel could not be delivered because of an unpaid fee of 1.99. Pay at http://parcel.example.test/pay?id=4711 within 24 hours or it will be returned to its sender, and the storage fee will be charged to you","consent":true}"#,
    );
    let escaped = line_of(
        r#"{"channel":"sms","text":"\u60a8\u7684\u5305\u88f9\u65e0\u6cd5\u9001\u8fbe\uff0c\u8bf7\u70b9\u51fb http://example.test/a \u652f\u4ed8\u8d39\u7528 \u60a8\u7684\u5305\u88f9\u65e0\u6cd5\u9001\u8fbe","consent":true}"#,
    );
    let mut csv = String::from("id,channel,originator,text,consent\n");
    csv.push_str(&line_of(
        r#"r-0001,sms,+15550199,"Your parcel waits, pay 1.99 at ""http://example.test/p"" now",true"#,
    ));
    read("json, every field", Format::Json, &json);
    read("json, text and channel", Format::Json, &bare);
    read("json, escaped", Format::Json, &escaped);
    read("csv", Format::Csv, &csv);
    write();
}

fn line_of(line: &str) -> String {
    format!("{line}\n").repeat(RECORDS as usize)
}

fn read(name: &str, format: Format, input: &str) {
    let start = Instant::now();
    let mut reader = Reader::new(input.as_bytes(), Some(format), ColumnMap::default());
    let mut length = 0;
    while let Some(record) = reader.next_record() {
        length += record.map_or(0, |record| record.text.len());
    }
    black_box(length);
    let each = start.elapsed() / RECORDS;
    println!(
        "read {name}: {each:?} ({} bytes a line)",
        input.len() / RECORDS as usize
    );
}

fn write() {
    let finding = |rule: &'static str| Finding {
        rule: rule.into(),
        weight: 1.25,
        evidence: "http://example.test/p pretends to be Example Post".into(),
        at: Some((10..30).into()),
    };
    let verdict = Verdict {
        verdict: Judgement::Unwanted,
        class: Class::Phishing,
        score: 0.9876,
        findings: vec![
            finding("text/brand-imitated"),
            finding("text/urgency"),
            finding("text/model"),
        ],
        ruleset: "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
    };
    let start = Instant::now();
    let mut out = Vec::new();
    for number in 0..RECORDS {
        out.clear();
        verdict::write_json(&mut out, verdict::Id::Number(number.into()), &verdict);
        black_box(&out);
    }
    println!(
        "write a verdict: {:?} ({} bytes)",
        start.elapsed() / RECORDS,
        out.len()
    );
}
