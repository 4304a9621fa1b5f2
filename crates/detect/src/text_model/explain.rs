//! Which parts of a text weigh most: what a person is shown.

use std::ops::Range;

use watchbell_model::Class;

use super::{
    CLASS_ORDER, CLASSES, Model, Scratch,
    features::{Piece, class_row},
};
use crate::normalise::Normalised;

/// A piece of the text and what it added to the score.
#[derive(Clone, Debug, PartialEq)]
pub struct Fragment {
    /// Where, in [`Normalised::folded`].
    pub at: Range<usize>,
    /// What it added, in log-odds.
    pub weight: f32,
}

/// Texts without spaces are shown in parts of this many letters.
const PART: usize = 8;

/// What the model says about a text besides its score.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Explained {
    /// What the text is most likely after.
    pub class: Class,
    /// The pieces that weigh most towards unwanted, heaviest first.
    pub fragments: Vec<Fragment>,
}

/// A text that the model has weighed, and what it saw of it.
#[derive(Debug)]
pub struct Weighed<'a> {
    /// The log-odds that the text is unwanted: above zero is more likely than not.
    pub log_odds: f32,
    pub(super) model: &'a Model,
    pub(super) text: &'a Normalised,
    pub(super) scratch: &'a mut Scratch,
}

impl Weighed<'_> {
    /// Returns what an unwanted text is most likely after, and which of its pieces weigh most
    /// towards unwanted, at most `limit`.
    ///
    /// Costs about as much as weighing it: ask only about texts that are not clean.
    pub fn explain(self, limit: usize) -> Explained {
        let Scratch { pieces, share, .. } = self.scratch;
        let class = class(self.model, pieces);
        spread(self.model, pieces, self.text.folded.len(), share);
        let scale = self.model.scale / (pieces.len().max(1) as f32).sqrt();
        let mut fragments: Vec<Fragment> = Vec::with_capacity(limit + 1);
        parts(&self.text.folded, |at| {
            let letters = share.get(at.clone()).unwrap_or_default();
            let weight = letters.iter().sum::<f32>() * scale;
            let least = fragments.get(limit.saturating_sub(1));
            if weight > least.map_or(0.0, |least| least.weight) {
                let place = fragments.partition_point(|fragment| fragment.weight >= weight);
                fragments.insert(place, Fragment { at, weight });
                fragments.truncate(limit);
            }
        });
        Explained { class, fragments }
    }
}

/// Sums up what the pieces say about each class; the heaviest wins.
fn class(model: &Model, pieces: &[Piece]) -> Class {
    let mut sums = [0_i32; CLASSES];
    for piece in pieces {
        if let Some(row) = model.classes.get(class_row(piece.index as usize)) {
            for (sum, weight) in sums.iter_mut().zip(row) {
                *sum += i32::from(*weight);
            }
        }
    }
    let mut best = (0, Class::Other);
    for (sum, class) in sums.into_iter().zip(CLASS_ORDER) {
        if sum > best.0 {
            best = (sum, class);
        }
    }
    best.1
}

/// Spreads the weight of every piece over its letters: into `share`, one value a byte of the text.
fn spread(model: &Model, pieces: &[Piece], length: usize, share: &mut Vec<f32>) {
    share.clear();
    share.resize(length + 1, 0.0);
    for piece in pieces {
        let weight = f32::from(
            model
                .hashed
                .get(piece.index as usize)
                .copied()
                .unwrap_or_default(),
        );
        let part = weight / piece.end.saturating_sub(piece.start).max(1) as f32;
        // only the steps are noted here; they are summed up once, below
        if let Some(step) = share.get_mut(piece.start as usize) {
            *step += part;
        }
        if let Some(step) = share.get_mut(piece.end as usize) {
            *step -= part;
        }
    }
    let mut height = 0.0;
    for step in share {
        height += *step;
        *step = height;
    }
}

/// Calls `found` for each word of a text; words of scripts without spaces come in parts.
fn parts(folded: &str, mut found: impl FnMut(Range<usize>)) {
    let mut start = None;
    let mut letters = 0;
    for (at, c) in folded.char_indices() {
        let inside = !c.is_whitespace();
        if let Some(from) = start
            && (!inside || letters >= PART && !c.is_ascii())
        {
            found(from..at);
            start = None;
        }
        if inside {
            if start.is_none() {
                start = Some(at);
                letters = 0;
            }
            letters += 1;
        }
    }
    if let Some(from) = start {
        found(from..folded.len());
    }
}
