//! The versions of Maven artifacts: <https://maven.apache.org/pom.html#version-order-specification>.
//!
//! Tokens split at dots, hyphens and changes between digits and letters; a change counts as a hyphen, and so does a
//! dot before a word. Zeros and words for "released" are cut off before a hyphen and at the end, except that a word
//! for "released" stays before another word (`1.0.final-redhat < 1.0-sp1-redhat`, as `ComparableVersion` decides).
//! The published order of `ComparableVersion` has cycles among nested lists; the row of [`super::token`] has none.

use super::{
    Reason,
    error::Fault,
    part::{Folded, Number},
    token::{Key, RELEASED, Token, trim},
};

/// Unknown words come after all known ones, in alphabetical order.
const UNKNOWN: u8 = 120;

pub(super) fn parse(text: &str) -> Result<Key<'_>, Fault> {
    if let Some(at) = text.find(|char: char| char.is_whitespace() || char.is_control()) {
        return Err(Fault::unexpected(text, at));
    }
    if !text.contains(char::is_alphanumeric) {
        return Err(Fault::at(0, Reason::DigitMissing));
    }
    let bytes = text.as_bytes();
    let mut tokens = Vec::new();
    let (mut at, mut hyphen) = (0, false);
    loop {
        let digits = bytes.get(at).is_some_and(u8::is_ascii_digit);
        let end = super::part::run(text, at, |byte| {
            !matches!(byte, b'.' | b'-') && byte.is_ascii_digit() == digits
        });
        let word = &text[at..end];
        let before_digit = bytes.get(end).is_some_and(u8::is_ascii_digit);
        push(
            &mut tokens,
            word,
            digits || word.is_empty(),
            hyphen,
            before_digit,
        );
        match bytes.get(end) {
            None => return Ok(Key::new(tokens)),
            Some(separator @ (b'.' | b'-')) => (at, hyphen) = (end + 1, *separator == b'-'),
            Some(_) => (at, hyphen) = (end, true),
        }
    }
}

fn push<'a>(
    tokens: &mut Vec<Token<'a>>,
    word: &'a str,
    number: bool,
    hyphen: bool,
    before_digit: bool,
) {
    if !number {
        trim(tokens, Token::is_zero);
        tokens.push(qualifier(word, before_digit));
    } else if hyphen {
        trim(tokens, |token| token.is_zero() || token.is_release());
        tokens.push(Token::Hyphen(Number::new(word)));
    } else {
        tokens.push(Token::Dot(Number::new(word)));
    }
}

fn qualifier(word: &str, before_digit: bool) -> Token<'_> {
    let is = |known: &[&str]| known.iter().any(|known| known.eq_ignore_ascii_case(word));
    Token::word(if is(&["alpha"]) || (before_digit && is(&["a"])) {
        10
    } else if is(&["beta"]) || (before_digit && is(&["b"])) {
        20
    } else if is(&["milestone"]) || (before_digit && is(&["m"])) {
        30
    } else if is(&["rc", "cr"]) {
        40
    } else if is(&["snapshot"]) {
        50
    } else if is(&["ga", "final", "release"]) {
        RELEASED
    } else if is(&["sp"]) {
        110
    } else {
        return Token::Word(UNKNOWN, Folded(word));
    })
}
