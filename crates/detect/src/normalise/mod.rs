//! Undoes evasion before anything looks at the text.
//!
//! Most text hides nothing and is read as it stands, if every character is `plain`.
//! Otherwise three steps over one reused buffer: `decode` reads characters and drops what
//! nobody sees, `spacing` joins words whose letters were set apart, `words` folds
//! letters and digits that stand in for others, word by word.

mod decode;
mod plain;
mod spacing;
mod tables;
mod words;

use std::ops::Range;

use decode::Item;
use plain::Plain;

/// Text after evasion has been undone, with the way back to the original.
#[derive(Clone, Debug, Default)]
pub struct Normalised {
    /// Lower-case, composed, confusables folded, invisible characters gone,
    /// spaced-out and leetspeak words joined. Accents stay.
    pub folded: String,
    /// What was undone, counted.
    pub signs: Signs,
    /// How the original was written, counted.
    pub shape: Shape,
    /// For each byte of `folded` and one past the end, its offset in the original;
    /// empty when the two are the same length, byte for byte.
    map: Vec<u32>,
    original: u32,
    items: Vec<Item>,
    chunks: Vec<Range<usize>>,
    word: String,
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

/// How a text was written, before case and style were folded.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Shape {
    /// Characters that are seen.
    pub characters: u32,
    /// Letters of any script.
    pub letters: u32,
    /// Capital letters among them.
    pub capitals: u32,
    /// Decimal digits.
    pub digits: u32,
    /// Emoji and other pictures.
    pub pictures: u32,
}

impl Normalised {
    /// Normalises `original` into `self`, reusing its memory.
    ///
    /// Never longer than [`MAX_GROWTH`] times the original.
    pub fn read(&mut self, original: &str) {
        self.folded.clear();
        self.map.clear();
        self.signs = Signs::default();
        self.original = u32::try_from(original.len()).unwrap_or(u32::MAX);
        if self.read_plain(original) {
            return;
        }
        self.folded.clear();
        self.signs = Signs::default();
        let kinds;
        (self.shape, kinds) = decode::read(original, &mut self.items, &mut self.signs);
        spacing::join(&mut self.items, &mut self.signs);
        words::fold(&mut self.items, kinds, &mut self.signs);
        self.folded.reserve(original.len());
        self.map.reserve(original.len() + 1);
        for item in &self.items {
            if item.is_dropped() {
                continue;
            }
            self.folded.push(item.c);
            self.map.resize(self.folded.len(), item.at);
        }
        self.map.push(self.original);
    }

    /// Reads text of ASCII and of scripts without case whose letters stand where they should;
    /// most is. Digits that stand in for letters are folded in place. Returns whether it could.
    fn read_plain(&mut self, original: &str) -> bool {
        let mut shape = Shape::default();
        let mut last = Plain::Other;
        let mut before = '\0';
        // Letters and digits since the last separator, and how often in a row there was
        // only one: a lone letter between separators may be one of many.
        let (mut together, mut lone) = (0, 0);
        // Where this run of visible characters began, and whether kinds of them touch in it.
        let (mut start, mut touching) = (0, false);
        self.chunks.clear();
        for (at, c) in original.char_indices() {
            let kind = plain::kind(c, before);
            let mut ended = false;
            match kind {
                Plain::Capital | Plain::Small => {
                    shape.letters += 1;
                    shape.capitals += u32::from(kind == Plain::Capital);
                    together += 1;
                    touching |= matches!(last, Plain::Leet | Plain::Caseless);
                }
                Plain::Caseless => {
                    shape.letters += 1;
                    // never set apart, however few
                    together += 2;
                    touching |= last == Plain::Leet || last.is_cased();
                }
                Plain::Leet => {
                    shape.digits += u32::from(c.is_ascii_digit());
                    ended = matches!(c, '!' | '|');
                    together += u32::from(!ended);
                    touching |= last == Plain::Caseless || last.is_cased();
                }
                Plain::Space => {
                    if touching {
                        self.chunks.push(start..at);
                    }
                    (start, touching) = (at + 1, false);
                    ended = true;
                }
                Plain::Picture => {
                    shape.pictures += 1;
                    ended = true;
                }
                Plain::Other => ended = true,
                Plain::Odd => return false,
            }
            shape.characters += 1;
            (last, before) = (kind, c);
            if ended && together > 0 {
                lone = if together > 1 { 0 } else { lone + 1 };
                together = 0;
                if lone >= spacing::SHORTEST {
                    return false;
                }
            }
        }
        if together == 1 && lone + 1 >= spacing::SHORTEST {
            return false;
        }
        if touching {
            self.chunks.push(start..original.len());
        }
        self.shape = shape;
        self.folded.push_str(original);
        self.folded.make_ascii_lowercase();
        for chunk in &self.chunks {
            let text = original.get(chunk.clone()).unwrap_or_default();
            let before = self.signs;
            let (_, kinds) = decode::read(text, &mut self.items, &mut self.signs);
            words::fold(&mut self.items, kinds, &mut self.signs);
            let digits = kinds.has(decode::Kind::Digit);
            if self.signs != before || digits {
                // a stand-in is nearly always as long as what it stands for: then nothing moves
                self.word.clear();
                self.word.extend(self.items.iter().map(|item| item.c));
                if self.word.len() != text.len() {
                    return false;
                }
                self.folded.replace_range(chunk.clone(), &self.word);
            }
        }
        true
    }

    /// Returns the bytes of the original that `range` of `folded` came from.
    ///
    /// Text whose direction was turned round comes from the whole of what was turned.
    pub fn original(&self, range: Range<usize>) -> Range<usize> {
        if self.map.is_empty() {
            let end = self.original as usize;
            return range.start.min(end)..range.end.min(end);
        }
        let at = |i: usize| self.map.get(i).map_or(self.original, |&at| at);
        let start = at(range.start);
        let mut end = at(range.end);
        if end == start && range.end > range.start {
            // one original character became several, and the range ends among them
            let rest = self.map.get(range.end..).unwrap_or_default();
            end = rest
                .iter()
                .copied()
                .find(|&at| at > start)
                .unwrap_or(self.original);
        }
        start as usize..end as usize
    }
}

/// `folded` is at most this many times as long as the original, in bytes.
///
/// The worst are squared words, such as U+3300: three bytes that become four letters of three.
pub const MAX_GROWTH: usize = 4;

#[cfg(test)]
mod tests;
