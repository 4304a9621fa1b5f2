//! How long reading and checking a bundle of STIX take, on one core.
//!
//! `cargo bench -p watchbell-formats --bench stix` prints objects a second. With `WRITE` as its argument it prints the
//! bundle instead, so that others can be measured on the same.
#![expect(clippy::print_stdout, reason = "printing figures is what it is for")]

use std::{hint::black_box, time::Instant};

use watchbell_formats::stix;

const OBJECTS: u32 = 10_000;
const ROUNDS: u32 = 10;

fn main() {
    let text = bundle();
    if std::env::args().any(|argument| argument == "WRITE") {
        println!("{text}");
        return;
    }
    println!("{OBJECTS} indicators, {} bytes", text.len());
    measure("value of JSON", || {
        serde_json::from_str::<serde_json::Value>(&text).expect("JSON");
    });
    measure("check", || {
        let found = stix::check::check(black_box(&text));
        assert!(found.is_valid(), "{:?}", found.errors);
    });
    measure("read", || {
        black_box(stix::read(black_box(&text)).expect("a bundle"));
    });
}

fn measure(what: &str, mut run: impl FnMut()) {
    run();
    let start = Instant::now();
    for _ in 0..ROUNDS {
        run();
    }
    let seconds = start.elapsed().as_secs_f64();
    let a_second = f64::from(OBJECTS * ROUNDS) / seconds;
    println!("{what:<16} {a_second:>10.0} objects/s");
}

fn bundle() -> String {
    let objects: Vec<String> = (0..OBJECTS).map(indicator).collect();
    format!(
        r#"{{"type":"bundle","id":"bundle--5d0092c5-5f74-4287-9642-33f4c354e56d","objects":[{}]}}"#,
        objects.join(",")
    )
}

fn indicator(number: u32) -> String {
    let (high, low) = (number / 250, number % 250);
    let (kind, pattern) = match number % 3 {
        0 => (
            "address",
            format!("[ipv4-addr:value = '198.51.{high}.{low}']"),
        ),
        1 => (
            "domain",
            format!("[domain-name:value = 'host{number}.example.com']"),
        ),
        _ => ("file", format!("[file:hashes.'SHA-256' = '{number:064x}']")),
    };
    format!(
        r#"{{"type":"indicator","spec_version":"2.1","id":"indicator--{number:08x}-17d4-4cbf-938f-98ee46b3cd3f","created":"2026-11-21T08:30:00.000Z","modified":"2026-11-21T08:30:00.000Z","name":"A {kind} of fraud","description":"It was seen in messages","indicator_types":["malicious-activity"],"pattern":"{pattern}","pattern_type":"stix","valid_from":"2026-11-21T08:30:00Z"}}"#
    )
}
