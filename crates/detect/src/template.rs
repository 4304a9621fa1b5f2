//! Near-duplicate signatures: texts of one template share a band.
//!
//! A text becomes a row of tokens: words, single characters where a script
//! runs words together, one mask for any figure and one for any link. Every
//! stretch of tokens with `STRETCH` letters is hashed, and the smallest
//! hashes are the bands. Two texts share a band when they share one of the
//! stretches that both selected: likely when one in five words was changed,
//! next to impossible for texts that merely are about the same thing.

use crate::{facts::LinkSeen, normalise::Normalised};

/// Letters in the stretches that are compared: four words of a language that has gaps, eight ideographs.
const STRETCH: u32 = 22;
/// Fewest tokens in a stretch.
const TOKENS: usize = 3;
/// Letters that one ideograph stands for.
const IDEOGRAPH: u32 = 3;
/// Fewest letters of a text that has a template at all.
const SHORTEST: u32 = 12;
/// Tokens of one text that are looked at.
pub const MAX_TOKENS: usize = 4096;

const FIGURE: u64 = 0x9e37_79b9_7f4a_7c15;
const LINK: u64 = 0xc2b2_ae3d_27d4_eb4f;

/// The near-duplicate signature of a text.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Signature {
    bands: [u64; Self::BANDS],
    len: u8,
}

impl Signature {
    /// Most bands of a signature.
    pub const BANDS: usize = 7;

    /// Returns the signature of `text`; `links` are masked.
    pub fn of(text: &Normalised, links: &[LinkSeen]) -> Self {
        let tokens = tokens(&text.folded, links);
        let mut signature = Self::default();
        if tokens.iter().map(|token| token.letters).sum::<u32>() < SHORTEST {
            return signature;
        }
        for first in 0..tokens.len() {
            let (mut letters, mut hash) = (0, 0);
            for (count, token) in tokens.iter().skip(first).enumerate() {
                letters += token.letters;
                hash = mix(hash ^ token.hash);
                if letters >= STRETCH && count + 1 >= TOKENS {
                    signature.select(hash);
                    break;
                }
                // A text shorter than a stretch is one stretch.
                if first == 0 && count + 1 == tokens.len() {
                    signature.select(hash);
                }
            }
        }
        signature
    }

    /// Returns the bands, smallest first.
    pub fn bands(&self) -> &[u64] {
        self.bands.get(..usize::from(self.len)).unwrap_or_default()
    }

    /// Returns whether the two signatures share a band.
    pub fn meets(&self, other: &Self) -> bool {
        self.bands().iter().any(|band| other.bands().contains(band))
    }

    fn select(&mut self, hash: u64) {
        let Err(at) = self.bands().binary_search(&hash) else {
            return;
        };
        if at == Self::BANDS {
            return;
        }
        let len = (usize::from(self.len) + 1).min(Self::BANDS);
        if let Some(room) = self.bands.get_mut(at..len) {
            room.rotate_right(1);
            room[0] = hash;
        }
        self.len = len as u8;
    }
}

struct Token {
    hash: u64,
    letters: u32,
}

fn tokens(folded: &str, links: &[LinkSeen]) -> Vec<Token> {
    let mut list: Vec<Token> = Vec::with_capacity(folded.len().min(MAX_TOKENS * 4) / 4);
    let mut word = Token {
        hash: 0,
        letters: 0,
    };
    let mut figure = false;
    let mut links = links
        .iter()
        .map(|link| link.at.start as usize..link.at.end as usize)
        .peekable();
    for (at, c) in folded.char_indices() {
        if list.len() >= MAX_TOKENS {
            break;
        }
        while links.peek().is_some_and(|link| link.end <= at) {
            links.next();
        }
        if let Some(link) = links.peek().filter(|link| link.contains(&at)) {
            if link.start == at || list.is_empty() {
                close(&mut list, &mut word, &mut figure);
                mask(&mut list, LINK);
            }
            continue;
        }
        if c.is_ascii_digit() {
            figure = true;
        } else if alone(c) {
            close(&mut list, &mut word, &mut figure);
            let letters = if c >= '\u{2e80}' { IDEOGRAPH } else { 1 };
            list.push(Token {
                hash: mix(u64::from(u32::from(c))),
                letters,
            });
        } else if c.is_alphanumeric() {
            word.hash = mix(word.hash ^ u64::from(u32::from(c)));
            word.letters += 1;
        } else if !matches!(c, '.' | ',' | '-' | '\'' | '/' | ':') || word.letters > 0 && !figure {
            close(&mut list, &mut word, &mut figure);
        }
    }
    close(&mut list, &mut word, &mut figure);
    list
}

/// Ends a word; a word with a digit in it is a figure.
fn close(list: &mut Vec<Token>, word: &mut Token, figure: &mut bool) {
    if *figure {
        mask(list, FIGURE);
    } else if word.letters > 0 {
        list.push(Token {
            hash: word.hash,
            letters: word.letters,
        });
    }
    *word = Token {
        hash: 0,
        letters: 0,
    };
    *figure = false;
}

/// Adds a mask; figures beside each other are one.
fn mask(list: &mut Vec<Token>, hash: u64) {
    if list.last().is_none_or(|last| last.hash != hash) {
        list.push(Token { hash, letters: 1 });
    }
}

/// Returns whether `c` is a token of its own.
fn alone(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{2e80}'..='\u{2fff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30) ^ 0x1234_5678_9abc_def1).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}
