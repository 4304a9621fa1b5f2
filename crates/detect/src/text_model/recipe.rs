//! From collections to a training set: near-duplicates, weights, splits.

use std::collections::{HashMap, HashSet};

use super::{
    Error, Result,
    corpus::{self, Sample},
};
use crate::normalise::Normalised;

/// The templates that are always trained on.
const SEED: &[&str] = &[
    include_str!("seed/ar_sw_wanted.tsv"),
    include_str!("seed/calls.tsv"),
    include_str!("seed/en_unwanted.tsv"),
    include_str!("seed/en_wanted.tsv"),
    include_str!("seed/en_more.tsv"),
    include_str!("seed/fr_es_ar_sw.tsv"),
    include_str!("seed/links.tsv"),
    include_str!("seed/notices.tsv"),
    include_str!("seed/others.tsv"),
    include_str!("seed/ru.tsv"),
    include_str!("seed/th.tsv"),
    include_str!("seed/th_more.tsv"),
    include_str!("seed/th_service.tsv"),
    include_str!("seed/zh.tsv"),
    include_str!("seed/zh_more.tsv"),
];

/// How often each template is written out in an epoch.
const SEED_COPIES: usize = 10;

/// What one text of a collection weighs: unwanted, wanted.
///
/// Small collections count more, so that they are heard; wanted texts count more
/// where a false alarm costs most.
const WEIGHTS: &[(&str, f32, f32)] = &[
    ("uci_sms_spam", 2.0, 1.0),
    ("mishra_soni_smishing", 2.0, 1.0),
    ("nus_en_ham", 1.0, 2.5),
    ("nus_zh_ham", 1.0, 1.8),
    ("fbs_zh", 1.6, 1.0),
    ("thai_sms", 1.0, 1.3),
    ("telegram_tgspam", 3.0, 3.0),
    ("seed", 0.6, 0.6),
];

/// Of a group of near-duplicates each weighs this power of the group's size less.
const CROWDING: f32 = 0.3;

/// Returns the templates that are always trained on.
///
/// # Errors
/// As [`corpus::read_seed`]; a test reads them all.
pub fn seed() -> Result<Vec<Sample>> {
    let mut samples = Vec::new();
    for table in SEED {
        samples.extend(corpus::read_seed(table)?);
    }
    Ok(samples)
}

/// Splits texts into those to train on and one of `folds` parts to test with;
/// near-duplicates stay together.
///
/// # Errors
/// [`Error::Fold`] when there is no such part.
pub fn split(samples: &[Sample], fold: u64, folds: u64) -> Result<(Vec<Sample>, Vec<Sample>)> {
    if fold >= folds {
        return Err(Error::Fold { fold, folds });
    }
    let groups = groups(samples);
    let (mut train, mut test) = (Vec::new(), Vec::new());
    let mut seen = HashSet::new();
    for (sample, group) in samples.iter().zip(groups) {
        // by what the group says, not by where it stands
        let first = samples
            .get(group)
            .map_or(0, |first| hash(&letters(&first.text), 3));
        if first % folds != fold {
            train.push(sample.clone());
        } else if seen.insert((&sample.set, &sample.text)) {
            test.push(sample.clone());
        }
    }
    Ok((train, test))
}

/// Makes the training set of labelled texts and the templates: each with its weight.
///
/// The same text under the same label is kept once, whichever collections it is in.
///
/// # Errors
/// As [`seed`].
pub fn weigh(samples: &[Sample]) -> Result<Vec<(Sample, f32)>> {
    let groups = groups(samples);
    let mut sizes: HashMap<usize, u32> = HashMap::new();
    for group in &groups {
        *sizes.entry(*group).or_default() += 1;
    }
    let mut weighed = Vec::new();
    let mut seen = HashSet::new();
    for (sample, group) in samples.iter().zip(&groups) {
        if !seen.insert((letters(&sample.text), sample.unwanted)) {
            continue;
        }
        let size = sizes.get(group).copied().unwrap_or(1);
        weighed.push((
            sample.clone(),
            weight(sample) / (size as f32).powf(CROWDING),
        ));
    }
    for sample in seed()? {
        let weight = weight(&sample);
        weighed.extend(std::iter::repeat_n((sample, weight), SEED_COPIES));
    }
    Ok(weighed)
}

fn weight(sample: &Sample) -> f32 {
    let row = WEIGHTS.iter().find(|row| row.0 == sample.set);
    row.map_or(1.0, |row| if sample.unwanted { row.1 } else { row.2 })
}

/// Letters that two texts must share to be near-duplicates, in runs of this many.
const RUN: usize = 5;
const BANDS: u64 = 6;
const ROWS: u64 = 3;

/// Groups near-duplicates: for each text the first of its group.
fn groups(samples: &[Sample]) -> Vec<usize> {
    let mut parents: Vec<usize> = (0..samples.len()).collect();
    let mut seen: HashMap<(u64, u64), usize> = HashMap::new();
    for (at, sample) in samples.iter().enumerate() {
        let letters: Vec<char> = letters(&sample.text).chars().collect();
        let runs: Vec<u64> = if letters.len() <= RUN {
            vec![hash(&letters.iter().collect::<String>(), 7)]
        } else {
            letters
                .windows(RUN)
                .map(|run| hash(&run.iter().collect::<String>(), 7))
                .collect()
        };
        for band in 0..BANDS {
            let mut key = 0_u64;
            for row in 0..ROWS {
                let salt = (band * ROWS + row + 1).wrapping_mul(0xD6E8_FEB8_6659_FD93);
                let lowest = runs
                    .iter()
                    .map(|run| (run ^ salt).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 7)
                    .min();
                key = key
                    .wrapping_mul(31)
                    .wrapping_add(lowest.unwrap_or_default());
            }
            match seen.get(&(band, key)) {
                Some(&other) => {
                    let (a, b) = (root(&mut parents, at), root(&mut parents, other));
                    if let Some(slot) = parents.get_mut(a.max(b)) {
                        *slot = a.min(b);
                    }
                }
                None => {
                    seen.insert((band, key), at);
                }
            }
        }
    }
    (0..samples.len())
        .map(|at| root(&mut parents, at))
        .collect()
}

fn root(parents: &mut [usize], mut at: usize) -> usize {
    while let Some(&parent) = parents.get(at) {
        if parent == at {
            break;
        }
        let grand = parents.get(parent).copied().unwrap_or(parent);
        if let Some(slot) = parents.get_mut(at) {
            *slot = grand;
        }
        at = grand;
    }
    at
}

fn letters(text: &str) -> String {
    let mut normalised = Normalised::default();
    normalised.read(text);
    normalised
        .folded
        .chars()
        .filter(|c| c.is_alphabetic())
        .collect()
}

/// A hash that does not change from one build to the next.
fn hash(text: &str, salt: u64) -> u64 {
    let mut hash = salt;
    for byte in text.bytes() {
        hash = (hash ^ u64::from(byte))
            .wrapping_mul(0x9E37_79B9_7F4A_7C15)
            .rotate_left(23);
    }
    hash ^ hash >> 29
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(text: &str, unwanted: bool) -> Sample {
        let label = if unwanted { "spam" } else { "ham" };
        let table = format!("label\tlang\tdate\tsender\ttext\n{label}\ten\t\t\t{text}\n");
        corpus::read_table("own", &table)
            .expect("one good line")
            .remove(0)
    }

    #[test]
    fn every_template_is_read() {
        let seed = seed().unwrap();
        assert!(seed.len() > 300);
        assert!(seed.iter().any(|sample| !sample.unwanted));
    }

    #[test]
    fn near_duplicates_stay_on_one_side() {
        let texts: Vec<Sample> = (0..40)
            .map(|n| {
                sample(
                    &format!("You have won a prize of {n} pounds, call now to claim it"),
                    true,
                )
            })
            .collect();
        for fold in 0..4 {
            let (train, test) = split(&texts, fold, 4).unwrap();
            assert!(train.is_empty() || test.is_empty());
        }
        assert_eq!(split(&texts, 4, 4), Err(Error::Fold { fold: 4, folds: 4 }));
    }

    #[test]
    fn repeated_texts_are_weighed_once() {
        let texts = [
            sample("see you at seven then", false),
            sample("See you at seven, then!", false),
        ];
        let own = weigh(&texts)
            .unwrap()
            .into_iter()
            .filter(|(s, _)| s.set == "own")
            .count();
        assert_eq!(own, 1);
    }
}
