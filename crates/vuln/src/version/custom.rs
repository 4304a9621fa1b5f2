//! A heuristic for versions whose rule nobody named (`versionType: custom`, or none).
//!
//! Nobody promises this order; it is used only where heuristics are switched on, and says so.
//!
//! 1. The text splits into runs of digits and runs of letters; all else separates and is otherwise ignored.
//! 2. A first word `v`, `ver`, `version`, `rel` or `release` before a digit is dropped.
//! 3. Numbers compare as numbers; zeros at the end and before a word do not count, so `2` equals `2.0`.
//! 4. Words that announce a release come before it: dev, nightly, snapshot < alpha < beta < milestone < preview < rc.
//!    The single letters `a`, `b` and `m` mean the words only before a digit.
//! 5. `final`, `ga`, `stable`, `release` and `rtm` are the release itself.
//! 6. Other words come after it in alphabetical order (`1.0.2` < `1.0.2a` < `1.0.2b`), and after them words for
//!    patches: patch, hotfix, fix, update, sp; `p` and `u` before a digit.
//! 7. A further number beats any word: `1.2` < `1.2-patch3` < `1.2.1`.

use super::{
    Reason,
    error::Fault,
    part::{Folded, Number},
    token::{Key, RELEASED, Token, trim},
};

const UNKNOWN: u8 = 120;
const PATCH: u8 = 150;

/// Words and their ranks; the second list holds those that need a digit behind them.
const WORDS: &[(u8, &[&str], &[&str])] = &[
    (10, &["dev", "nightly", "snapshot"], &[]),
    (20, &["alpha"], &["a"]),
    (30, &["beta"], &["b"]),
    (40, &["milestone"], &["m"]),
    (50, &["pre", "preview"], &[]),
    (60, &["rc", "cr", "candidate"], &[]),
    (RELEASED, &["final", "ga", "stable", "release", "rtm"], &[]),
    (
        PATCH,
        &["patch", "hotfix", "hf", "fix", "update", "sp"],
        &["p", "u"],
    ),
];

pub(super) fn parse(text: &str) -> Result<Key<'_>, Fault> {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return Err(Fault::at(0, Reason::DigitMissing));
    }
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let digits = first.is_ascii_digit();
        let end = if digits {
            rest.find(|char: char| !char.is_ascii_digit())
        } else if first.is_alphabetic() {
            rest.find(|char: char| !char.is_alphabetic())
        } else {
            rest = &rest[first.len_utf8()..];
            continue;
        };
        let (run, behind) = rest.split_at(end.unwrap_or(rest.len()));
        rest = behind;
        let before_digit = behind.starts_with(|char: char| char.is_ascii_digit());
        if digits {
            tokens.push(Token::Dot(Number::new(run)));
        } else if !(tokens.is_empty() && is_prefix(run, behind)) {
            trim(&mut tokens, Token::is_zero);
            tokens.push(word(run, before_digit));
        }
    }
    Ok(Key::new(tokens))
}

/// Rule 2.
fn is_prefix(word: &str, behind: &str) -> bool {
    let known = ["v", "ver", "version", "rel", "release"];
    known.iter().any(|known| known.eq_ignore_ascii_case(word))
        && behind
            .trim_start_matches(['.', ' ', '-', '_'])
            .starts_with(|char: char| char.is_ascii_digit())
}

/// Rules 4 to 6.
fn word(word: &str, before_digit: bool) -> Token<'_> {
    let is = |known: &[&str]| known.iter().any(|known| known.eq_ignore_ascii_case(word));
    WORDS
        .iter()
        .find(|(_, always, short)| is(always) || (before_digit && is(short)))
        .map_or(Token::Word(UNKNOWN, Folded(word)), |(rank, ..)| {
            Token::word(*rank)
        })
}
