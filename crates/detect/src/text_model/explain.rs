//! Which parts of a text weigh most: what a person is shown.

use std::ops::Range;

use super::{Model, Scratch, features};
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

/// Spreads the weight of every piece over its letters, and returns the words that gathered most.
pub(super) fn fragments(model: &Model, text: &Normalised, limit: usize) -> Vec<Fragment> {
    let mut share = vec![0.0_f32; text.folded.len()];
    let (pieces, _) = features::visit(text, &mut Scratch::default(), |index, start, end| {
        let weight = f32::from(model.hashed.get(index).copied().unwrap_or_default()) * model.scale;
        let (start, end) = (start as usize, end as usize);
        let length = end.saturating_sub(start).max(1) as f32;
        for slot in share.get_mut(start..end).unwrap_or_default() {
            *slot += weight / length;
        }
    });
    let scale = 1.0 / (pieces.max(1) as f32).sqrt();
    let mut found: Vec<Fragment> = parts(&text.folded)
        .into_iter()
        .map(|at| Fragment {
            weight: share
                .get(at.clone())
                .unwrap_or_default()
                .iter()
                .sum::<f32>()
                * scale,
            at,
        })
        .filter(|fragment| fragment.weight > 0.0)
        .collect();
    found.sort_by(|a, b| {
        b.weight
            .total_cmp(&a.weight)
            .then(a.at.start.cmp(&b.at.start))
    });
    found.truncate(limit);
    found
}

/// Cuts a text into words; words of scripts without spaces into parts.
fn parts(folded: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = None;
    let mut letters = 0;
    for (at, c) in folded.char_indices() {
        let inside = !c.is_whitespace();
        if let Some(from) = start
            && (!inside || letters >= PART && !c.is_ascii())
        {
            found.push(from..at);
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
        found.push(from..folded.len());
    }
    found
}
