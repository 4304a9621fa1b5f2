//! Versions as a row of words and numbers that goes on for ever: what Maven's order and the heuristic share.
//!
//! Behind its last token a version goes on with the word that says "released". A zero is kept only where a number
//! above zero follows before any word, so every row that starts with a zero is above the end of the version. With that
//! the comparison is that of endless rows over one order of tokens, and total.

use std::cmp::Ordering;

use super::part::{Folded, Number};

/// The rank of a release; words of lower rank come before it, of higher rank after it.
pub(super) const RELEASED: u8 = 100;

/// Words below numbers, and numbers after a hyphen below those after a dot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Token<'a> {
    /// A rank, and the word itself where its rank is shared with others.
    Word(u8, Folded<'a>),
    Hyphen(Number<'a>),
    Dot(Number<'a>),
}

impl<'a> Token<'a> {
    const END: Self = Self::word(RELEASED);

    /// A word that its rank tells from all others.
    pub(super) const fn word(rank: u8) -> Self {
        Self::Word(rank, Folded(""))
    }

    pub(super) const fn is_zero(self) -> bool {
        matches!(self, Self::Hyphen(number) | Self::Dot(number) if number.is_zero())
    }

    pub(super) const fn is_release(self) -> bool {
        matches!(self, Self::Word(RELEASED, _))
    }
}

#[derive(Debug, Clone)]
pub(super) struct Key<'a>(Vec<Token<'a>>);

impl<'a> Key<'a> {
    /// Takes tokens; those at the end that say nothing are cut off.
    pub(super) fn new(mut tokens: Vec<Token<'a>>) -> Self {
        trim(&mut tokens, |token| token.is_zero() || token.is_release());
        Self(tokens)
    }

    pub(super) fn cmp(&self, other: &Key<'_>) -> Ordering {
        let length = self.0.len().max(other.0.len());
        (0..length)
            .map(|at| {
                let mine = self.0.get(at).copied().unwrap_or(Token::END);
                mine.cmp(&other.0.get(at).copied().unwrap_or(Token::END))
            })
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
    }
}

/// Cuts tokens off the end while they are unwanted.
pub(super) fn trim<'a>(tokens: &mut Vec<Token<'a>>, unwanted: impl Fn(Token<'a>) -> bool) {
    while tokens.last().is_some_and(|token| unwanted(*token)) {
        tokens.pop();
    }
}
