//! Undoes evasion before anything looks at the text.
//!
//! Three steps over one reused buffer: [`decode`] reads characters and drops what
//! nobody sees, [`spacing`] joins words whose letters were set apart, [`words`] folds
//! letters and digits that stand in for others, word by word.

mod decode;
mod spacing;
mod tables;
mod words;

use std::ops::Range;

use decode::Item;

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
        self.shape = decode::read(original, &mut self.items, &mut self.signs);
        spacing::join(&mut self.items, &mut self.signs);
        words::fold(&mut self.items, &mut self.signs);
        for item in &self.items {
            if item.is_dropped() {
                continue;
            }
            self.folded.push(item.c);
            self.map.resize(self.folded.len(), item.at);
        }
        self.map.push(self.original);
    }

    /// Reads text that is ASCII and holds nothing to undo; most is. Returns whether it could.
    fn read_plain(&mut self, original: &str) -> bool {
        if !original.is_ascii() {
            return false;
        }
        let mut shape = Shape {
            characters: self.original,
            ..Shape::default()
        };
        // What the last two bytes were: a lone letter between separators may be one of many.
        let (mut before, mut last) = (Byte::Other, Byte::Other);
        let mut lone = 0;
        for byte in original.bytes() {
            let kind = BYTES[usize::from(byte)];
            match kind {
                Byte::Capital | Byte::Small => {
                    shape.letters += 1;
                    shape.capitals += u32::from(kind == Byte::Capital);
                    if last == Byte::Leet || last == Byte::Both {
                        return false;
                    }
                }
                Byte::Leet | Byte::Both => {
                    shape.digits += u32::from(byte.is_ascii_digit());
                    // a word may end in a lone 0, 1 or 3 that stands for a letter
                    if last.is_letter() && kind == Byte::Both {
                        return false;
                    }
                }
                Byte::Odd => return false,
                Byte::Other => {
                    if last.is_letter() && !before.is_letter() {
                        lone += 1;
                        if lone >= spacing::SHORTEST {
                            return false;
                        }
                    } else if last != Byte::Other {
                        lone = 0;
                    }
                }
            }
            (before, last) = (last, kind);
        }
        if last.is_letter() && !before.is_letter() && lone + 1 >= spacing::SHORTEST {
            return false;
        }
        self.shape = shape;
        self.folded.push_str(original);
        self.folded.make_ascii_lowercase();
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

/// What an ASCII byte can mean for evasion.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Byte {
    /// `A` to `Z`.
    Capital,
    /// `a` to `z`.
    Small,
    /// A digit or sign that stands for a letter in the middle of a word.
    Leet,
    /// One that also does so at its end.
    Both,
    /// Needs a closer look wherever it stands.
    Odd,
    /// Anything else.
    Other,
}

impl Byte {
    fn is_letter(self) -> bool {
        matches!(self, Self::Capital | Self::Small)
    }
}

static BYTES: [Byte; 256] = {
    let mut table = [Byte::Other; 256];
    let mut i = 0;
    while i < 256 {
        let byte = i as u8;
        table[i] = match byte {
            b'A'..=b'Z' => Byte::Capital,
            b'a'..=b'z' => Byte::Small,
            b'0' | b'1' | b'3' | b'$' => Byte::Both,
            b'2' | b'4'..=b'9' | b'@' | b'!' | b'|' | b'+' => Byte::Leet,
            b'&' => Byte::Odd,
            0..=8 | 11..=12 | 14..=31 | 127 => Byte::Odd,
            _ => Byte::Other,
        };
        i += 1;
    }
    table
};

#[cfg(test)]
mod tests;
