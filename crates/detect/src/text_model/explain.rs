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

/// So many weights of one byte add up within two.
const PIECES: usize = 256;

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
    /// Returns what an unwanted text is most likely after.
    pub fn class(&self) -> Class {
        let mut sums = [0_i32; CLASSES];
        for pieces in self.scratch.pieces.chunks(PIECES) {
            let mut some = [0_i16; CLASSES];
            for piece in pieces {
                let row = self.model.classes.get(class_row(piece.index as usize));
                for (sum, weight) in some.iter_mut().zip(row.unwrap_or(&[0; CLASSES])) {
                    *sum += i16::from(*weight);
                }
            }
            for (sum, some) in sums.iter_mut().zip(some) {
                *sum += i32::from(some);
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

    /// Returns the parts of the text that weigh most towards unwanted, at most `limit`, heaviest first.
    pub fn fragments(&mut self, limit: usize) -> Vec<Fragment> {
        let Scratch { pieces, share, .. } = &mut *self.scratch;
        let folded = &self.text.folded;
        share.clear();
        share.resize(folded.len() + 1, 0.0);
        spread(self.model, pieces, share);
        let scale = self.model.scale / (pieces.len().max(1) as f32).sqrt();
        let mut fragments: Vec<Fragment> = Vec::with_capacity(limit + 1);
        parts(folded, |at| {
            let letters = share.get(at.clone()).unwrap_or_default();
            let weight = letters.iter().sum::<f32>() * scale;
            let least = fragments.get(limit.saturating_sub(1));
            if weight > least.map_or(0.0, |least| least.weight) {
                let place = fragments.partition_point(|fragment| fragment.weight >= weight);
                fragments.insert(place, Fragment { at, weight });
                fragments.truncate(limit);
            }
        });
        fragments
    }
}

/// Spreads the weight of every piece over its letters: what each byte of the text weighs.
fn spread(model: &Model, pieces: &[Piece], share: &mut [f32]) {
    for piece in pieces {
        let weight = model.hashed.get(piece.index as usize).copied();
        let length = piece.end.saturating_sub(piece.start).max(1);
        let part = f32::from(weight.unwrap_or_default()) / length as f32;
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
