//! The pieces that versions are made of: numbers of any length, and words that ignore case.

use std::cmp::Ordering;

/// Decimal digits without leading zeros; zero is the empty text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number<'a>(&'a str);

impl<'a> Number<'a> {
    pub(super) const ZERO: Self = Self("");

    /// Takes digits; the caller has looked that there is nothing else.
    pub(super) fn new(digits: &'a str) -> Self {
        Self(digits.trim_start_matches('0'))
    }

    pub(super) const fn is_zero(self) -> bool {
        self.0.is_empty()
    }
}

impl Ord for Number<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0
            .len()
            .cmp(&other.0.len())
            .then_with(|| self.0.cmp(other.0))
    }
}

impl PartialOrd for Number<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A word whose ASCII case does not count.
#[derive(Debug, Clone, Copy)]
pub(super) struct Folded<'a>(pub(super) &'a str);

impl Ord for Folded<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let (mine, theirs) = (self.0.bytes(), other.0.bytes());
        mine.map(|byte| byte.to_ascii_lowercase())
            .cmp(theirs.map(|byte| byte.to_ascii_lowercase()))
    }
}

impl PartialOrd for Folded<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Folded<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Folded<'_> {}

/// Returns the end of the run of bytes from `start` that are wanted.
pub(super) fn run(text: &str, start: usize, wanted: impl Fn(u8) -> bool) -> usize {
    let rest = text.as_bytes().get(start..).unwrap_or_default();
    start + rest.iter().take_while(|byte| wanted(**byte)).count()
}

/// Returns the end of the digits from `start`.
pub(super) fn digits(text: &str, start: usize) -> usize {
    run(text, start, |byte| byte.is_ascii_digit())
}
