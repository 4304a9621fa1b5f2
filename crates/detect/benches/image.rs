//! What hashing a picture and searching a million samples cost, beside going through all of them in the same run:
//! `cargo bench -p watchbell-detect --bench image`.

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use watchbell_detect::image::{Hash, Library, MATCH, Picture, pdq, qr};

const SAMPLES: usize = 1_000_000;

/// A chance that is the same in every run.
struct Chance(u64);

impl Chance {
    const fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    const fn hash(&mut self) -> Hash {
        Hash([self.next(), self.next(), self.next(), self.next()])
    }

    /// A hash that differs in up to twenty bits.
    fn near(&mut self, hash: Hash) -> Hash {
        let Hash(mut limbs) = hash;
        for number in 0..20_usize {
            if let Some(limb) = limbs.get_mut(number % 4) {
                *limb ^= 1 << (self.next() >> 32 & 63);
            }
        }
        Hash(limbs)
    }
}

fn searches(c: &mut Criterion) {
    let mut chance = Chance(20_261_127);
    let mut group = c.benchmark_group("a million samples");
    group.sample_size(20);
    for (name, campaigns) in [
        ("all different", SAMPLES),
        ("in campaigns of a thousand", 1_000),
    ] {
        let seeds: Vec<Hash> = (0..campaigns).map(|_| chance.hash()).collect();
        let of_seed = |number: usize| seeds.get(number % campaigns).copied().unwrap_or_default();
        let all: Vec<Hash> = (0..SAMPLES)
            .map(|number| match campaigns {
                SAMPLES => of_seed(number),
                _ => chance.near(of_seed(number)),
            })
            .collect();
        let library: Library = all.iter().copied().collect();
        let sought: Vec<Hash> = (0..512)
            .map(|number| chance.near(of_seed(number)))
            .collect();
        let mut next = sought.iter().cycle();
        let mut another = move || next.next().copied().unwrap_or_default();
        for hash in sought.iter().take(20) {
            let found = library.near(hash, MATCH);
            assert_eq!(found, library.near_by_looking_at_all(hash, MATCH));
            assert!(!found.is_empty());
        }
        group.bench_function(format!("{name}: near"), |b| {
            b.iter_batched(
                &mut another,
                |hash| library.near(&hash, MATCH),
                BatchSize::SmallInput,
            );
        });
        group.bench_function(format!("{name}: nothing near"), |b| {
            b.iter_batched(
                || chance.hash(),
                |hash| library.near(&hash, MATCH),
                BatchSize::SmallInput,
            );
        });
        group.bench_function(format!("{name}: all looked at"), |b| {
            b.iter_batched(
                &mut another,
                |hash| library.near_by_looking_at_all(&hash, MATCH),
                BatchSize::SmallInput,
            );
        });
    }
    group.finish();
}

fn hashes(c: &mut Criterion) {
    let mut chance = Chance(7);
    let mut group = c.benchmark_group("hash");
    group.sample_size(20);
    for (width, height) in [(640, 480), (1_600, 1_200), (4_000, 3_000)] {
        let pixels =
            (0..width * height).map(|_| u16::try_from(chance.next() >> 49).unwrap_or_default());
        let picture = Picture::new(width, height, pixels.collect()).expect("it is small enough");
        group.bench_function(format!("pdq/{width} x {height}"), |b| {
            b.iter(|| pdq(&picture));
        });
        group.bench_function(format!("qr/{width} x {height}, noise"), |b| {
            b.iter(|| qr::read(&picture));
        });
    }
    group.finish();
}

criterion_group!(benches, searches, hashes);
criterion_main!(benches);
