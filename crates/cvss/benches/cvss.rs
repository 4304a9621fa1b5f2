//! Parsing and scoring beside two other crates, in one run; the figures in the crate's documentation come from here.
//!
//! The lines at the end are ratios of the best of many interleaved rounds, so that a busy neighbour spoils all alike.
#![expect(clippy::print_stdout, reason = "the ratios are for whoever runs it")]

use std::{
    collections::BTreeMap,
    env,
    hint::black_box,
    path::PathBuf,
    process::Command,
    time::{Duration, Instant},
};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use watchbell_cvss::{Vector, Version};

const ROUNDS: usize = 60;
/// Vectors in a set.
const COUNT: usize = 2_000;

type Candidate = (&'static str, fn(&str) -> Option<u32>);

/// Each reads a vector and gives its score in tenths.
const CANDIDATES: [Candidate; 3] = [
    ("watchbell-cvss", ours),
    ("polycvss", polycvss),
    ("cvss", cvss),
];

fn ours(text: &str) -> Option<u32> {
    Some(u32::from(Vector::parse(text).ok()?.score().tenths()))
}

fn polycvss(text: &str) -> Option<u32> {
    let vector: polycvss::Vector = text.parse().ok()?;
    let score = f32::from(polycvss::Score::from(vector));
    Some((score * 10.0).round() as u32)
}

fn cvss(text: &str) -> Option<u32> {
    let vector: cvss::Cvss = text.parse().ok()?;
    Some((vector.score() * 10.0).round() as u32)
}

/// Sets by kind and version; a vector that any of the three refuses is left out.
fn sets() -> BTreeMap<String, Vec<String>> {
    let mut sets: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut seed = 41_u64;
    let mut below = |sides: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed >> 11).expect("a small number") % sides
    };
    for version in [Version::V2, Version::V31, Version::V4] {
        for (kind, optional) in [("base", false), ("random", true)] {
            for _ in 0..COUNT {
                let mut vector = Vector::new(version);
                for metric in version.metrics() {
                    if optional || metric.is_mandatory() {
                        let value = metric.values[below(metric.values.len())].abbreviation;
                        vector = vector
                            .with_value(metric.abbreviation, value)
                            .expect("both are in the table");
                    }
                }
                sets.entry(format!("v{version} {kind}"))
                    .or_default()
                    .push(vector.to_string());
            }
        }
    }
    for text in real() {
        if let Ok(vector) = Vector::parse(&text) {
            let major = if vector.version() == Version::V30 {
                Version::V31
            } else {
                vector.version()
            };
            sets.entry(format!("v{major} real")).or_default().push(text);
        }
    }
    for (name, set) in &mut sets {
        let before = set.len();
        set.retain(|text| CANDIDATES.iter().all(|(_, score)| score(text).is_some()));
        if set.len() < before {
            println!(
                "{name}: {} of {before} vectors are refused by a peer and left out",
                before - set.len()
            );
        }
        set.truncate(COUNT);
    }
    sets
}

/// Vectors from CVE records, where the test data are.
fn real() -> Vec<String> {
    let data = env::var_os("WATCHBELL_TESTDATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    );
    let packed = data.join("cvss/realworld/cve_cvss_pairs.tsv.xz");
    let output = Command::new("xz").arg("-dc").arg(&packed).output();
    let text = output
        .ok()
        .and_then(|output| String::from_utf8(output.stdout).ok())
        .unwrap_or_default();
    if text.is_empty() {
        println!("no real vectors: {} or xz is not there", packed.display());
    }
    text.lines()
        .skip(1)
        .filter_map(|line| line.split('\t').nth(4))
        .map(str::to_owned)
        .collect()
}

fn run(set: &[String], score: fn(&str) -> Option<u32>) -> u32 {
    set.iter().filter_map(|text| score(black_box(text))).sum()
}

fn parse_and_score(c: &mut Criterion) {
    let sets = sets();
    for (name, set) in &sets {
        let mut group = c.benchmark_group(name);
        group
            .sample_size(20)
            .measurement_time(Duration::from_secs(1))
            .warm_up_time(Duration::from_millis(300));
        group.throughput(Throughput::Elements(set.len() as u64));
        for (candidate, score) in CANDIDATES {
            group.bench_function(candidate, |b| b.iter(|| black_box(run(set, score))));
        }
        group.finish();
    }
    ratios(&sets);
}

fn ratios(sets: &BTreeMap<String, Vec<String>>) {
    println!(
        "{:12} {:>16} {:>16} {:>16}",
        "set", "watchbell-cvss", "polycvss", "cvss"
    );
    for (name, set) in sets {
        let mut best = [Duration::MAX; 3];
        for _ in 0..ROUNDS {
            for (best, (_, score)) in best.iter_mut().zip(CANDIDATES) {
                let start = Instant::now();
                black_box(run(set, score));
                *best = start.elapsed().min(*best);
            }
        }
        let each = best.map(|best| best.as_secs_f64() * 1e9 / set.len() as f64);
        let cell = |at: usize| format!("{:.0} ns, {:.1}×", each[at], each[at] / each[0]);
        println!(
            "{name:12} {:>16} {:>16} {:>16}",
            format!("{:.0} ns", each[0]),
            cell(1),
            cell(2)
        );
    }
}

criterion_group!(benches, parse_and_score);
criterion_main!(benches);
