//! PDQ, the perceptual hash of Meta: images that look alike have hashes that differ in few bits.
//!
//! Written after its description (facebook/ThreatExchange, `pdq/README.md` and `hashing.pdf`): smooth, take
//! 64 by 64 points, keep 16 by 16 low frequencies of their cosine transform, and of each whether it is above
//! the median.

use std::{fmt, str::FromStr, sync::LazyLock};

use super::{
    Picture,
    filter::{SIDE, points},
};

/// Frequencies along each side.
const FREQUENCIES: usize = 16;
/// Images with fewer rows or columns have no hash.
const MIN_SIDE: usize = 5;
/// The quality from which on a hash is worth comparing, as its description has it.
pub const TRUSTED: u8 = 50;

/// 256 bits that say how an image looks.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Hash(
    /// Bits 0 to 63 in the first, and so on.
    pub [u64; 4],
);

/// The hash of an image, and of the image turned and mirrored.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Pdq {
    /// Its hash.
    pub hash: Hash,
    /// How much there is to see in it, from 0 to 100; see [`TRUSTED`].
    pub quality: u8,
    /// The hashes of what its mirror images and turns look like: turned left by a quarter, half and three
    /// quarters, upside down, left and right swapped, mirrored along either diagonal.
    pub turned: [Hash; 7],
}

impl Pdq {
    /// Returns the hash and those of the turned image: eight ways in which a sample may lie in a library.
    pub fn all(&self) -> [Hash; 8] {
        let [a, b, c, d, e, f, g] = self.turned;
        [self.hash, a, b, c, d, e, f, g]
    }
}

type Coefficients = [[f32; FREQUENCIES]; FREQUENCIES];

/// Rows of the cosine transform (type II) for frequencies 1 to 16.
static TRANSFORM: LazyLock<[[f32; SIDE]; FREQUENCIES]> = LazyLock::new(|| {
    let mut rows = [[0.0; SIDE]; FREQUENCIES];
    let scale = f64::from(2.0_f32 / 64.0).sqrt();
    for (frequency, row) in (1_u8..).zip(&mut rows) {
        for (place, value) in (0_u8..).zip(row) {
            let turn = f64::from(frequency) * (2.0 * f64::from(place) + 1.0);
            #[expect(clippy::cast_possible_truncation, reason = "the hash is made of these")]
            let cosine = (scale * (std::f64::consts::PI / 128.0 * turn).cos()) as f32;
            *value = cosine;
        }
    }
    rows
});

/// Returns the hash of an image; one with fewer than five rows or columns has quality 0 and no bit set.
pub fn pdq(picture: &Picture) -> Pdq {
    if picture.width() < MIN_SIDE || picture.height() < MIN_SIDE {
        return Pdq {
            hash: Hash::default(),
            quality: 0,
            turned: [Hash::default(); 7],
        };
    }
    let points = points(picture);
    let plain = transformed(&points);
    // A turned image has the same frequencies, some with the other sign, some with rows for columns.
    let changed = |is_transposed: bool, is_flipped: fn(usize, usize) -> bool| {
        let mut out = Coefficients::default();
        for (row, line) in out.iter_mut().enumerate() {
            for (column, value) in line.iter_mut().enumerate() {
                let (i, j) = if is_transposed {
                    (column, row)
                } else {
                    (row, column)
                };
                let from = plain.get(i).and_then(|line| line.get(j));
                let from = from.copied().unwrap_or_default();
                *value = if is_flipped(i, j) { -from } else { from };
            }
        }
        hash(&out)
    };
    Pdq {
        hash: hash(&plain),
        quality: quality(&points),
        turned: [
            changed(true, |_, j| j % 2 == 0),
            changed(false, |i, j| (i + j) % 2 == 1),
            changed(true, |i, _| i % 2 == 0),
            changed(false, |i, _| i % 2 == 0),
            changed(false, |_, j| j % 2 == 0),
            changed(true, |_, _| false),
            changed(true, |i, j| (i + j) % 2 == 1),
        ],
    }
}

/// The low frequencies of the points, down and across.
fn transformed(points: &[[f32; SIDE]; SIDE]) -> Coefficients {
    let mut out = Coefficients::default();
    for (down, line) in TRANSFORM.iter().zip(&mut out) {
        let mut sums = [0.0_f32; SIDE];
        for (weight, row) in down.iter().zip(points) {
            for (sum, point) in sums.iter_mut().zip(row) {
                *sum += weight * point;
            }
        }
        for (across, value) in TRANSFORM.iter().zip(line) {
            *value = across
                .iter()
                .zip(&sums)
                .map(|(weight, sum)| weight * sum)
                .sum();
        }
    }
    out
}

/// A bit is set for each frequency above the lower median of all.
fn hash(coefficients: &Coefficients) -> Hash {
    let mut sorted: Vec<f32> = coefficients.iter().flatten().copied().collect();
    sorted.sort_unstable_by(f32::total_cmp);
    let median = sorted
        .get(sorted.len() / 2 - 1)
        .copied()
        .unwrap_or_default();
    let mut limbs = [0; 4];
    for (limb, rows) in limbs.iter_mut().zip(coefficients.chunks(4)) {
        for (bit, value) in rows.iter().flatten().enumerate() {
            *limb |= u64::from(*value > median) << bit;
        }
    }
    Hash(limbs)
}

/// Counts steps in brightness between neighbours that are large enough to be seen.
fn quality(points: &[[f32; SIDE]; SIDE]) -> u8 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a step is counted in whole hundredths"
    )]
    let step = |one: f32, other: f32| ((one - other) * 100.0 / 255.0) as i32;
    let mut sum = 0;
    for (row, next) in points.iter().zip(points.iter().skip(1)) {
        let steps = row.iter().zip(next).map(|(one, other)| step(*one, *other));
        sum += steps.map(i32::abs).sum::<i32>();
    }
    for row in points {
        let steps = row.windows(2).map(|pair| match *pair {
            [one, other] => step(one, other),
            _ => 0,
        });
        sum += steps.map(i32::abs).sum::<i32>();
    }
    u8::try_from((sum / 90).min(100)).unwrap_or_default()
}

impl Hash {
    /// Returns in how many bits this differs from another, from 0 to 256.
    pub const fn distance(&self, other: &Self) -> u32 {
        let Self([a, b, c, d]) = *self;
        let Self([e, f, g, h]) = *other;
        (a ^ e).count_ones() + (b ^ f).count_ones() + (c ^ g).count_ones() + (d ^ h).count_ones()
    }
}

impl fmt::Display for Hash {
    /// Writes 64 hexadecimal digits, the highest bits first.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self([a, b, c, d]) = self;
        write!(f, "{d:016x}{c:016x}{b:016x}{a:016x}")
    }
}

/// A text that is not 64 hexadecimal digits.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("a hash has 64 hexadecimal digits")]
pub struct HashError;

impl FromStr for Hash {
    type Err = HashError;

    fn from_str(text: &str) -> Result<Self, HashError> {
        let is_hash = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let digits = Some(text).filter(|_| is_hash).ok_or(HashError)?;
        let mut limbs = [0; 4];
        for (limb, at) in limbs.iter_mut().zip([48, 32, 16, 0]) {
            let piece = digits.get(at..at + 16).ok_or(HashError)?;
            *limb = u64::from_str_radix(piece, 16).map_err(|_| HashError)?;
        }
        Ok(Self(limbs))
    }
}
