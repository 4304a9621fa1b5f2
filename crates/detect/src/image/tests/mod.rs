mod hashes;
mod images;
mod libraries;

use std::{env, fs, path::PathBuf};

use super::{Hash, Picture};

/// Returns the path of a file of the shared test data.
fn path(name: &str) -> PathBuf {
    let named = env::var_os("WATCHBELL_TESTDATA").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| {
        PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data"))
    });
    folder.join("mms/pdq").join(name)
}

/// Returns a file of the shared test data, or says that it is absent.
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn data(name: &str) -> Option<Vec<u8>> {
    let path = path(name);
    if let Ok(bytes) = fs::read(&path) {
        return Some(bytes);
    }
    let required = env::var_os("CI").is_some_and(|value| value == "true");
    assert!(!required, "{} is absent", path.display());
    eprintln!("skipped: {} is absent", path.display());
    None
}

fn text(name: &str) -> Option<String> {
    data(name).map(|bytes| String::from_utf8(bytes).expect("it is text"))
}

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

    /// A hash that differs in that many bits.
    fn flipped(&mut self, hash: Hash, bits: u32) -> Hash {
        let mut other = hash;
        while other.distance(&hash) < bits {
            let bit = self.next() >> 32 & 0xFF;
            other.0[usize::try_from(bit / 64).unwrap()] |= 1 << (bit % 64);
            other.0[usize::try_from(bit / 64).unwrap()] ^=
                (hash.0[usize::try_from(bit / 64).unwrap()] >> (bit % 64) & 1) << (bit % 64);
        }
        other
    }
}

/// A picture with something to see in it, the same at every size.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a picture is made by chance"
)]
fn picture(width: usize, height: usize) -> Picture {
    let mut chance = Chance(5);
    let mut wave = || (chance.next() % 1_000) as f64 / 1_000.0;
    let waves: Vec<[f64; 3]> = (0..40).map(|_| [wave(), wave(), wave()]).collect();
    let bright = |at: usize| {
        let across = (at % width) as f64 / width as f64;
        let down = (at / width) as f64 / height as f64;
        let all = waves
            .iter()
            .map(|[x, y, start]| (x * 24.0 * across + (y - 0.5) * 40.0 * down + start * 6.0).sin());
        let bright = 128.0 + 18.0 * all.sum::<f64>();
        u16::from(bright.clamp(0.0, 255.0) as u8) << 8
    };
    Picture::new(width, height, (0..width * height).map(bright).collect()).unwrap()
}

/// The same pixels with eight bits each.
fn eight_bits(seen: &Picture) -> Vec<u8> {
    let pixels = seen.rows().flatten();
    pixels
        .map(|pixel| u8::try_from(pixel >> 8).unwrap())
        .collect()
}
