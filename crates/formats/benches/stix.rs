//! How long reading and checking a bundle of STIX take, on one core.
//!
//! `cargo bench -p watchbell-formats --bench stix` prints objects a second. With `WRITE` as its argument it prints the
//! bundle instead, so that others can be measured on the same; with the name of a file, that bundle is read.
#![expect(clippy::print_stdout, reason = "printing figures is what it is for")]

use std::{hint::black_box, time::Instant};

use watchbell_formats::stix;

const OBJECTS: u32 = 10_000;
const ROUNDS: u32 = 10;

fn main() {
    let mut arguments = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench");
    match arguments.next().as_deref() {
        Some("WRITE") => println!("{}", bundle()),
        Some(path) => {
            let text = std::fs::read_to_string(path).expect("a file");
            let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
            let objects = value["objects"].as_array().map_or(0, Vec::len);
            println!("{objects} objects, {} bytes", text.len());
            read(objects, &text);
        }
        None => indicators(),
    }
}

fn indicators() {
    let text = bundle();
    println!("{OBJECTS} indicators, {} bytes", text.len());
    let objects = OBJECTS as usize;
    measure("value of JSON", objects, || {
        serde_json::from_str::<serde_json::Value>(&text).expect("JSON");
    });
    measure("check", objects, || {
        let found = stix::check::check(black_box(&text));
        assert!(found.is_valid(), "{:?}", found.errors);
    });
    read(objects, &text);
}

fn read(objects: usize, text: &str) {
    measure("read", objects, || {
        black_box(stix::read(black_box(text)).expect("a bundle"));
    });
}

fn measure(what: &str, objects: usize, mut run: impl FnMut()) {
    run();
    let start = Instant::now();
    for _ in 0..ROUNDS {
        run();
    }
    let seconds = start.elapsed().as_secs_f64();
    let a_second = objects as f64 * f64::from(ROUNDS) / seconds;
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
