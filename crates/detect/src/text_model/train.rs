//! Fits the weights to labelled texts.

use watchbell_model::Class;

use super::{
    CLASS_ORDER, CLASSES, Model, augment,
    corpus::Sample,
    features::{self, CLASS_ROWS, DENSE, HASHED, Scratch, class_row},
    random::Random,
};
use crate::normalise::Normalised;

/// How to train.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// Where chance begins.
    pub seed: u64,
    /// How often each text is met.
    pub epochs: u32,
    /// Step length.
    pub rate: f32,
    /// Pull of every weight towards zero.
    pub decay: f32,
    /// Share of a text's pieces that are left out each time, so that no few of them decide.
    pub dropped: f32,
    /// Whether texts are disguised.
    pub augment: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            seed: 1,
            epochs: 20,
            rate: 0.5,
            decay: 1e-5,
            dropped: 0.4,
            augment: true,
        }
    }
}

/// Fits a model to `samples`, each with its weight, and tells `progress` how many epochs are done.
pub fn train(samples: &[(Sample, f32)], options: &Options, mut progress: impl FnMut(u32)) -> Model {
    let mut random = Random::new(options.seed);
    let mut weights = vec![0.0_f32; HASHED + DENSE];
    let mut squares = vec![1e-3_f32; HASHED + DENSE];
    let mut mean = vec![0.0_f32; HASHED + DENSE];
    let mut means = 0.0_f32;
    let mut order: Vec<usize> = (0..samples.len()).collect();
    let mut text = Normalised::default();
    let mut scratch = Scratch::default();
    let mut found: Vec<usize> = Vec::new();
    for epoch in 0..options.epochs {
        random.shuffle(&mut order);
        let rate = options.rate * (1.0 - epoch as f32 / options.epochs as f32 * 0.8);
        for &at in &order {
            let Some((sample, weight)) = samples.get(at) else {
                continue;
            };
            let mut written = sample.written(&mut random);
            if options.augment {
                written = augment::vary(&written, &mut random);
            }
            text.read(&written);
            found.clear();
            let (_, counts) = features::visit(&text, &mut scratch, |index, _, _| found.push(index));
            found.retain(|_| !random.chance(options.dropped));
            let scale = 1.0 / (found.len().max(1) as f32).sqrt();
            let values = features::dense(&text, &counts);
            let mut sum = 0.0;
            for &index in &found {
                sum += weights[index];
            }
            sum *= scale;
            for (value, weight) in values.iter().zip(&weights[HASHED..]) {
                sum += value * weight;
            }
            let target = if sample.unwanted { 1.0 } else { 0.0 };
            let gradient = (1.0 / (1.0 + (-sum).exp()) - target) * weight;
            let mut step = |index: usize, gradient: f32| {
                let gradient = gradient + options.decay * weights[index];
                squares[index] += gradient * gradient;
                weights[index] -= rate * gradient / squares[index].sqrt();
            };
            for &index in &found {
                step(index, gradient * scale);
            }
            for (at, value) in values.iter().enumerate() {
                if *value != 0.0 {
                    step(HASHED + at, gradient * value * 0.3);
                }
            }
        }
        progress(epoch + 1);
        // the model is the mean of the second half: no one epoch's chance is in it
        if epoch * 2 >= options.epochs {
            means += 1.0;
            for (mean, weight) in mean.iter_mut().zip(&weights) {
                *mean += weight;
            }
        }
    }
    for mean in &mut mean {
        *mean /= means.max(1.0);
    }
    let mut dense = [0.0; DENSE];
    for (slot, value) in dense.iter_mut().zip(mean.iter().skip(HASHED)) {
        *slot = *value;
    }
    mean.truncate(HASHED);
    let classes = classes(samples, options);
    Model::quantised(&mean, dense, &classes)
}

/// Fits the weights that tell the classes of unwanted texts apart.
fn classes(samples: &[(Sample, f32)], options: &Options) -> Vec<[f32; CLASSES]> {
    let mut random = Random::new(options.seed ^ 0xC1A5);
    let mut weights = vec![[0.0_f32; CLASSES]; CLASS_ROWS];
    let mut squares = vec![[1e-3_f32; CLASSES]; CLASS_ROWS];
    let known = |sample: &Sample| sample.unwanted && sample.class != Class::Other;
    let mut order: Vec<&(Sample, f32)> =
        samples.iter().filter(|(sample, _)| known(sample)).collect();
    let mut text = Normalised::default();
    let mut scratch = Scratch::default();
    let mut found: Vec<usize> = Vec::new();
    for epoch in 0..options.epochs {
        random.shuffle(&mut order);
        let rate = options.rate * (1.0 - epoch as f32 / options.epochs as f32 * 0.8);
        for (sample, weight) in &order {
            text.read(&sample.written(&mut random));
            found.clear();
            let (pieces, _) = features::visit(&text, &mut scratch, |index, _, _| {
                found.push(class_row(index));
            });
            let scale = 1.0 / (pieces.max(1) as f32).sqrt();
            let mut sums = [0.0_f32; CLASSES];
            for &row in &found {
                for (sum, weight) in sums.iter_mut().zip(weights[row]) {
                    *sum += weight * scale;
                }
            }
            let highest = sums.iter().copied().fold(f32::MIN, f32::max);
            let shares = sums.map(|sum| (sum - highest).exp());
            let all: f32 = shares.iter().sum();
            for &row in &found {
                for (at, class) in CLASS_ORDER.iter().enumerate() {
                    let target = f32::from(u8::from(*class == sample.class));
                    let gradient = (shares[at] / all - target) * scale * weight;
                    squares[row][at] += gradient * gradient;
                    weights[row][at] -= rate * gradient / squares[row][at].sqrt();
                }
            }
        }
    }
    weights
}
