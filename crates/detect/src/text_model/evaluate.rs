//! Counts how well a model tells labelled texts apart.

use std::collections::BTreeMap;

use super::{Model, Scratch, corpus::Sample, random::Random};
use crate::normalise::Normalised;

/// How many texts were judged which way.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Figures {
    /// Unwanted and found so.
    pub hits: u32,
    /// Unwanted and not found.
    pub misses: u32,
    /// Wanted and called unwanted.
    pub false_alarms: u32,
    /// Wanted and left alone.
    pub passes: u32,
}

impl Figures {
    /// Returns the share of unwanted texts that were found.
    pub fn recall(&self) -> f64 {
        share(self.hits, self.misses)
    }

    /// Returns the share of wanted texts that were called unwanted.
    pub fn alarm_rate(&self) -> f64 {
        share(self.false_alarms, self.passes)
    }

    /// Returns the harmonic mean of precision and recall.
    pub fn f1(&self) -> f64 {
        share(2 * self.hits, self.misses + self.false_alarms)
    }

    fn add(&mut self, unwanted: bool, found: bool) {
        let slot = match (unwanted, found) {
            (true, true) => &mut self.hits,
            (true, false) => &mut self.misses,
            (false, true) => &mut self.false_alarms,
            (false, false) => &mut self.passes,
        };
        *slot += 1;
    }
}

fn share(part: u32, rest: u32) -> f64 {
    let all = part + rest;
    if all == 0 {
        0.0
    } else {
        f64::from(part) / f64::from(all)
    }
}

/// Asks `unwanted` about every text and counts, by collection and language.
pub fn count(
    samples: &[Sample],
    seed: u64,
    mut unwanted: impl FnMut(&str) -> bool,
) -> BTreeMap<(String, String), Figures> {
    let mut random = Random::new(seed);
    let mut figures: BTreeMap<(String, String), Figures> = BTreeMap::new();
    for sample in samples {
        let found = unwanted(&sample.written(&mut random));
        figures
            .entry((sample.set.clone(), sample.lang.clone()))
            .or_default()
            .add(sample.unwanted, found);
    }
    figures
}

/// Asks the model alone, without rules, at `threshold`; figures by collection and language.
pub fn evaluate(
    model: &Model,
    samples: &[Sample],
    threshold: f32,
    seed: u64,
) -> BTreeMap<(String, String), Figures> {
    let mut text = Normalised::default();
    let mut scratch = Scratch::default();
    count(samples, seed, |written| {
        text.read(written);
        model.score(&text, &mut scratch) > threshold
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_shares() {
        let mut figures = Figures::default();
        assert_eq!((figures.recall(), figures.f1()), (0.0, 0.0));
        for (unwanted, found) in [(true, true), (true, false), (false, false), (false, true)] {
            figures.add(unwanted, found);
        }
        assert_eq!(
            (figures.recall(), figures.alarm_rate(), figures.f1()),
            (0.5, 0.5, 0.5)
        );
    }
}
