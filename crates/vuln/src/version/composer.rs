//! The versions of Composer packages: <https://getcomposer.org/doc/04-schema.md#version>, ordered by the
//! `version_compare` of PHP once they are normalised.
//!
//! Numbers, then a stability (`dev` < `alpha` < `beta` < `RC` < none < `patch`) with its own numbers, then `-dev`
//! for what comes before that. A leading `v` and build metadata do not count. Names of branches (`dev-main`,
//! `2.x-dev`) are no versions: nothing says where they stand.

use super::{
    error::Fault,
    part::{Number, digits, run},
    token::{Key, RELEASED, Token, trim},
};

const STABILITIES: &[(&str, u8)] = &[
    ("dev", 10),
    ("alpha", 20),
    ("a", 20),
    ("beta", 30),
    ("b", 30),
    ("rc", 40),
    ("stable", RELEASED),
    ("patch", 150),
    ("pl", 150),
    ("p", 150),
];

pub(super) fn parse(text: &str) -> Result<Key<'_>, Fault> {
    let text = &text[..text.find('+').unwrap_or(text.len())];
    let mut tokens = Vec::new();
    let mut at = usize::from(text.starts_with(['v', 'V']));
    loop {
        let end = digits(text, at);
        if end > at {
            tokens.push(Token::Dot(Number::new(&text[at..end])));
            at = end;
        } else if !tokens.is_empty() {
            let end = run(text, at, |byte| byte.is_ascii_alphabetic());
            let word = STABILITIES
                .iter()
                .find(|(word, _)| word.eq_ignore_ascii_case(&text[at..end]));
            let Some((_, rank)) = word else {
                return Err(Fault::unexpected(text, at));
            };
            trim(&mut tokens, Token::is_zero);
            tokens.push(Token::word(*rank));
            at = end;
        } else {
            return Err(Fault::at(at, super::Reason::DigitMissing));
        }
        match text.as_bytes().get(at) {
            None => return Ok(Key::new(tokens)),
            Some(b'.' | b'-' | b'_') => at += 1,
            Some(_) => {}
        }
    }
}
