//! Speed of appending, proving and verifying; the figures in the crate's documentation come from here.

use std::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use watchbell_tlog::{
    canonical,
    log::{Directory, Memory, Publisher, Tree},
    note::SigningKey,
    proof::Proof,
};

fn key() -> SigningKey {
    SigningKey::from_seed("bench.example", &[7; 32]).expect("a good name")
}

/// Entries as long as a sealed verdict.
fn entries(count: u64) -> Vec<Vec<u8>> {
    (0..count)
        .map(|i| {
            format!(
                "{{\"verdict\":\"unwanted\",\"number\":{i:010},\"pad\":\"{:0>160}\"}}",
                i
            )
            .into_bytes()
        })
        .collect()
}

fn append(c: &mut Criterion) {
    let mut group = c.benchmark_group("append");
    group.sample_size(20);
    let all = entries(65_536);
    group.throughput(Throughput::Elements(all.len() as u64));
    for batch in [256, 1000, 4096] {
        group.bench_function(format!("memory, batches of {batch}"), |b| {
            b.iter_batched(
                || Publisher::open(Memory::default(), key()).expect("opens"),
                |mut log| fill(&mut log, &all, batch),
                BatchSize::PerIteration,
            );
        });
        group.bench_function(format!("disk, batches of {batch}"), |b| {
            b.iter_batched(
                || {
                    let folder = tempfile::tempdir().expect("a folder");
                    let disk = Directory::writing(folder.path()).expect("a folder");
                    (Publisher::open(disk, key()).expect("opens"), folder)
                },
                |(mut log, folder)| {
                    fill(&mut log, &all, batch);
                    folder
                },
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}

fn fill<B: watchbell_tlog::log::Backend>(
    log: &mut Publisher<B>,
    entries: &[Vec<u8>],
    batch: usize,
) {
    for (i, entries) in entries.chunks(batch).enumerate() {
        log.append((i * batch) as u64, entries).expect("appends");
    }
}

fn prove(c: &mut Criterion) {
    let disk = Memory::default();
    fill(
        &mut Publisher::open(&disk, key()).expect("opens"),
        &entries(1_000_003),
        10_000,
    );
    let vkey = key().verifier();
    let tree = Tree::open(&disk, &vkey).expect("opens");
    let mut index = 0;
    c.bench_function("prove one of a million", |b| {
        b.iter(|| {
            index = (index + 618_033) % tree.size();
            tree.prove(index).expect("proves")
        });
    });
    let file = tree.prove(123_456).expect("proves").to_string();
    c.bench_function("verify a proof file", |b| {
        b.iter(|| {
            Proof::parse(black_box(file.as_bytes()))
                .and_then(|proof| proof.verify(&vkey))
                .expect("holds")
        });
    });
}

fn canonicalise(c: &mut Criterion) {
    let leaf = serde_json::json!({
        "verdict": "unwanted", "class": "phishing", "score": 0.9731, "id": "01J9ZK3V5X8Y7W6T5S4R3Q2P1N",
        "findings": [{"rule": "text/parcel-lure", "weight": 2.5}, {"rule": "text/shortened-link", "weight": 1.25}],
    });
    c.bench_function("canonical JSON of a verdict", |b| {
        b.iter(|| canonical::to_vec(black_box(&leaf)).expect("canonical"));
    });
}

criterion_group!(benches, append, prove, canonicalise);
criterion_main!(benches);
