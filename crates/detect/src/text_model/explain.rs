//! Which parts of a text weigh most: what a person is shown.

use std::ops::Range;

use watchbell_model::Class;

use super::{
    CLASS_ORDER, CLASSES, Model, Scratch,
    features::{self, class_row},
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

/// Sums up the classes, spreads the weight of every piece over its letters, and finds the
/// words that gathered most.
pub(super) fn explain(
    model: &Model,
    text: &Normalised,
    scratch: &mut Scratch,
    limit: usize,
) -> Explained {
    // taken out while the text is read, put back for the next one
    let mut share = std::mem::take(&mut scratch.share);
    share.clear();
    share.resize(text.folded.len() + 1, 0.0);
    let mut sums = [0_i32; CLASSES];
    let (pieces, _) = features::visit(text, scratch, |index, start, end| {
        if let Some(row) = model.classes.get(class_row(index)) {
            for (sum, weight) in sums.iter_mut().zip(row) {
                *sum += i32::from(*weight);
            }
        }
        let weight = f32::from(model.hashed.get(index).copied().unwrap_or_default());
        let part = weight / end.saturating_sub(start).max(1) as f32;
        // only the steps are noted here; they are summed up once, below
        if let Some(step) = share.get_mut(start as usize) {
            *step += part;
        }
        if let Some(step) = share.get_mut(end as usize) {
            *step -= part;
        }
    });
    let mut height = 0.0;
    for step in &mut share {
        height += *step;
        *step = height;
    }
    let scale = model.scale / (pieces.max(1) as f32).sqrt();
    let mut fragments: Vec<Fragment> = Vec::with_capacity(limit + 1);
    parts(&text.folded, |at| {
        let weight = share
            .get(at.clone())
            .unwrap_or_default()
            .iter()
            .sum::<f32>()
            * scale;
        let place = fragments.partition_point(|fragment| fragment.weight >= weight);
        if weight > 0.0 && place < limit {
            fragments.insert(place, Fragment { at, weight });
            fragments.truncate(limit);
        }
    });
    scratch.share = share;
    let mut best = (0, Class::Other);
    for (sum, class) in sums.into_iter().zip(CLASS_ORDER) {
        if sum > best.0 {
            best = (sum, class);
        }
    }
    Explained {
        class: best.1,
        fragments,
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
