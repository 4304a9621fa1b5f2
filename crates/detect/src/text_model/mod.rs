//! The trained text model: how much a text reads like the unwanted ones.
//!
//! A linear model over hashed pieces of the normalised text. What it sees of a text is
//! in `features.rs`; how its weights came to be is in `provenance.md`. Operators train
//! on their own labelled reports with [`train::train`] and read the result with
//! [`Model::read`]; rolling back is reading the file before it.

pub mod augment;
pub mod corpus;
mod error;
pub mod evaluate;
mod explain;
mod features;
pub mod masks;
mod padding;
pub mod random;
pub mod recipe;
pub mod slots;
pub mod train;
mod weights;

use std::sync::LazyLock;

use watchbell_model::Class;

use crate::normalise::Normalised;

pub use error::{Error, Result};
pub use explain::{Fragment, Weighed};
pub use features::Scratch;
use features::{DENSE, Piece};

/// Trained weights, ready to score; never changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// One weight a hashed piece, in units of `scale`.
    hashed: Vec<i8>,
    scale: f32,
    /// One weight a count.
    dense: [f32; DENSE],
    /// For each row of pieces, one weight a class, in units of `class_scale`.
    classes: Vec<[i8; CLASSES]>,
    class_scale: f32,
    digest: String,
}

/// The classes that the model tells apart.
const CLASSES: usize = 8;

/// The classes in the order of their weights.
const CLASS_ORDER: [Class; CLASSES] = [
    Class::Phishing,
    Class::Fraud,
    Class::Malware,
    Class::Advertising,
    Class::Adult,
    Class::Gambling,
    Class::Loan,
    Class::Other,
];

impl Model {
    /// Returns the weights that were built in.
    pub fn embedded() -> &'static Self {
        static EMBEDDED: LazyLock<Model> = LazyLock::new(|| {
            Model::read(include_bytes!("weights/text.bin"))
                .expect("the built-in weights are read by a test")
        });
        &EMBEDDED
    }

    /// Returns the digest of the weights, 64 hex digits.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// Returns the log-odds that `text` is unwanted: above zero is more likely than not.
    pub fn score(&self, text: &Normalised, scratch: &mut Scratch) -> f32 {
        self.weigh(text, scratch).log_odds
    }

    /// Weighs `text`, so that it can be asked why.
    pub fn weigh<'a>(&'a self, text: &'a Normalised, scratch: &'a mut Scratch) -> Weighed<'a> {
        let counts = features::read(text, scratch);
        let weight = |piece: &Piece| self.hashed.get(piece.index as usize).copied();
        let weights = scratch.pieces.iter().filter_map(weight);
        let sum: i32 = weights.map(i32::from).sum();
        let values = features::dense(text, &counts);
        let dense: f32 = values.iter().zip(&self.dense).map(|(a, b)| a * b).sum();
        let root = (scratch.pieces.len().max(1) as f32).sqrt();
        Weighed {
            log_odds: sum as f32 * self.scale / root + dense,
            model: self,
            text,
            scratch,
        }
    }
}

#[cfg(test)]
mod tests;
