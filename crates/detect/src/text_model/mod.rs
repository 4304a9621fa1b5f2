//! The trained text model: how much a text reads like the unwanted ones.

use std::ops::Range;

use watchbell_model::Class;

use crate::normalise::Normalised;

/// Trained weights, ready to score; never changes.
#[derive(Debug, Default)]
pub struct Model {}

/// Memory that a thread reuses from one text to the next.
#[derive(Debug, Default)]
pub struct Scratch {}

/// A piece of the text and what it added to the score.
#[derive(Clone, Debug, PartialEq)]
pub struct Fragment {
    /// Where, in [`Normalised::folded`].
    pub at: Range<usize>,
    /// What it added, in log-odds.
    pub weight: f32,
}

impl Model {
    /// Returns the weights that were built in.
    pub fn embedded() -> &'static Self {
        static EMPTY: Model = Model {};
        &EMPTY
    }

    /// Returns the digest of the weights, 64 hex digits.
    pub fn digest(&self) -> &str {
        ""
    }

    /// Returns the log-odds that `text` is unwanted: above zero is more likely than not.
    pub fn score(&self, text: &Normalised, _scratch: &mut Scratch) -> f32 {
        let _ = text;
        0.0
    }

    /// Returns what an unwanted text is most likely after.
    ///
    /// Costs as much as [`Model::score`]: ask only about texts that are not clean.
    pub fn class(&self, text: &Normalised, _scratch: &mut Scratch) -> Class {
        let _ = text;
        Class::Other
    }

    /// Returns the pieces of `text` that weigh most towards unwanted, heaviest first, at most `limit`.
    ///
    /// Slower than [`Model::score`]: ask only about texts that are not clean.
    pub fn fragments(&self, text: &Normalised, limit: usize) -> Vec<Fragment> {
        let _ = (text, limit);
        Vec::new()
    }
}
