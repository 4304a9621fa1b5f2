//! Samples, and which of them an image looks like.
//!
//! A hash has sixteen words of sixteen bits. Two hashes that differ in at most 31 bits differ in at most one
//! bit of some word, for sixteen words that differ in two make 32. So the samples are sorted by each of their
//! words; a search looks at those that share a word with what is sought, or all but one bit of it: 272 runs
//! of samples, of a million some four thousand altogether instead of all of them.
//!
//! Samples that share words by somebody's design, or by being alike, make runs long. A search counts what it
//! would have to look at and looks at all samples instead where that is no more, so that it is never slower
//! than going through them.

use super::pdq::Hash;

/// The most bits in which two hashes differ whose images are said to look alike (Meta's threshold).
pub const MATCH: u32 = 31;

/// Words of a hash.
const WORDS: usize = 16;
/// Values of a word.
const VALUES: usize = 1 << 16;
/// Most samples that are not sorted in yet; they are looked at one by one.
const MAX_LOOSE: usize = 16 << 10;
/// Candidates from all over the memory cost as much as this many samples in a row.
const COST: usize = 4;

/// Samples that an image may look like, numbered in the order in which they came.
#[derive(Clone, Debug, Default)]
pub struct Library {
    hashes: Vec<Hash>,
    /// For each word: where the samples begin that have each of its values, and those samples.
    tables: Vec<Table>,
    /// How many samples are in the tables.
    sorted: usize,
}

/// A sample that an image looks like.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Near {
    /// In how many bits they differ.
    pub distance: u32,
    /// The number of the sample.
    pub sample: usize,
}

#[derive(Clone, Debug)]
struct Table {
    starts: Vec<u32>,
    samples: Vec<u32>,
}

impl FromIterator<Hash> for Library {
    fn from_iter<I: IntoIterator<Item = Hash>>(hashes: I) -> Self {
        let mut library = Self {
            hashes: hashes.into_iter().collect(),
            ..Self::default()
        };
        library.sort();
        library
    }
}

impl Library {
    /// Most samples: more do not fit into their numbers.
    pub const MAX: usize = u32::MAX as usize;

    /// Returns how many samples there are.
    pub const fn len(&self) -> usize {
        self.hashes.len()
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    /// Adds a sample; returns its number, or nothing where there is no room.
    ///
    /// Once in [some thousand](Self::from_iter) it sorts all samples anew.
    pub fn add(&mut self, hash: Hash) -> Option<usize> {
        let number = self.hashes.len();
        if number >= Self::MAX {
            return None;
        }
        self.hashes.push(hash);
        if self.hashes.len() - self.sorted > MAX_LOOSE {
            self.sort();
        }
        Some(number)
    }

    /// Returns the samples that differ in at most `within` bits, the nearest first; of those as near, the
    /// first that came. Up to [`MATCH`] this is fast, beyond it goes through all of them.
    pub fn near(&self, hash: &Hash, within: u32) -> Vec<Near> {
        let mut found = Vec::new();
        let sorted = self.hashes.get(..self.sorted).unwrap_or_default();
        let is_indexed =
            within <= MATCH && self.candidates(hash).saturating_mul(COST) < sorted.len();
        if is_indexed {
            self.look_up(hash, within, &mut found);
        } else {
            look_at(sorted, 0, hash, within, &mut found);
        }
        let loose = self.hashes.get(self.sorted..).unwrap_or_default();
        look_at(loose, self.sorted, hash, within, &mut found);
        found.sort_unstable();
        found
    }

    /// Goes through all samples; [`Self::near`] finds the same.
    pub fn near_by_looking_at_all(&self, hash: &Hash, within: u32) -> Vec<Near> {
        let mut found = Vec::new();
        look_at(&self.hashes, 0, hash, within, &mut found);
        found.sort_unstable();
        found
    }

    /// How many samples are in the runs of a search.
    fn candidates(&self, hash: &Hash) -> usize {
        let tables = self.tables.iter().zip(words(hash));
        let sizes =
            tables.flat_map(|(table, word)| neighbours(word).map(|value| table.run(value).len()));
        sizes.sum()
    }

    fn look_up(&self, hash: &Hash, within: u32, found: &mut Vec<Near>) {
        for (number, (table, word)) in self.tables.iter().zip(words(hash)).enumerate() {
            for value in neighbours(word) {
                for sample in table.run(value) {
                    let sample = usize::try_from(*sample).unwrap_or_default();
                    let Some(other) = self.hashes.get(sample) else {
                        continue;
                    };
                    let distance = hash.distance(other);
                    if distance <= within && is_first(hash, other, number) {
                        found.push(Near { distance, sample });
                    }
                }
            }
        }
    }

    fn sort(&mut self) {
        self.tables = (0..WORDS)
            .map(|word| Table::of(&self.hashes, word))
            .collect();
        self.sorted = self.hashes.len();
    }
}

impl Table {
    /// Sorts the numbers of samples by one of their words, by counting.
    fn of(hashes: &[Hash], word: usize) -> Self {
        let value = |hash: &Hash| words(hash).nth(word).map_or(0, usize::from);
        let mut starts = vec![0_u32; VALUES + 1];
        for hash in hashes {
            if let Some(count) = starts.get_mut(value(hash) + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut samples = vec![0; hashes.len()];
        for (number, hash) in (0_u32..).zip(hashes) {
            if let Some(at) = next.get_mut(value(hash)) {
                let place = usize::try_from(*at).unwrap_or_default();
                if let Some(sample) = samples.get_mut(place) {
                    *sample = number;
                }
                *at += 1;
            }
        }
        Self { starts, samples }
    }

    /// The samples that have a value.
    fn run(&self, value: u16) -> &[u32] {
        let at = usize::from(value);
        let bound = |at: usize| {
            let start = self.starts.get(at).copied().unwrap_or_default();
            usize::try_from(start).unwrap_or_default()
        };
        self.samples
            .get(bound(at)..bound(at + 1))
            .unwrap_or_default()
    }
}

/// The words of a hash, the lowest first.
fn words(hash: &Hash) -> impl Iterator<Item = u16> + use<> {
    let Hash(limbs) = *hash;
    let word =
        |limb: u64, number: u32| u16::try_from(limb >> (16 * number) & 0xFFFF).unwrap_or_default();
    limbs
        .into_iter()
        .flat_map(move |limb| (0..4).map(move |number| word(limb, number)))
}

/// A word, and those that differ from it in one bit.
fn neighbours(word: u16) -> impl Iterator<Item = u16> {
    let flips = (0..16).map(move |bit| word ^ 1 << bit);
    std::iter::once(word).chain(flips)
}

/// Whether no word before this one is near, so that a sample is found once.
fn is_first(one: &Hash, other: &Hash, number: usize) -> bool {
    let mut pairs = words(one).zip(words(other)).take(number);
    pairs.all(|(one, other)| (one ^ other).count_ones() > 1)
}

fn look_at(hashes: &[Hash], first: usize, hash: &Hash, within: u32, found: &mut Vec<Near>) {
    for (sample, other) in (first..).zip(hashes) {
        let distance = hash.distance(other);
        if distance <= within {
            found.push(Near { distance, sample });
        }
    }
}
