//! The versions of Alpine packages: `pkgver` and `pkgrel` of an APKBUILD, as apk-tools 3 reads and orders them,
//! `number{.number}[letter]{_suffix[number]}[~hash][-rN]`.
//!
//! Numbers with a leading zero compare as text and come before those without one. `_alpha`, `_beta`, `_pre` and
//! `_rc` come before the version without suffix, `_cvs`, `_svn`, `_git`, `_hg` and `_p` after it. Where one version
//! goes on and the other does otherwise, a number beats a letter beats a suffix beats a hash beats `-rN`.

use std::cmp::Ordering;

use super::{
    Reason,
    error::Fault,
    part::{Number, digits, run},
};

#[derive(Debug, Clone)]
pub(super) struct Key<'a>(Vec<Token<'a>>);

/// In rising order of what may stand at one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Token<'a> {
    Before(usize),
    End,
    Revision(Number<'a>),
    Hash(&'a str),
    SuffixNumber(Number<'a>),
    After(usize),
    Letter(u8),
    /// A number behind a dot that begins with a zero.
    Zero(&'a str),
    Number(Number<'a>),
}

const BEFORE: &[&str] = &["alpha", "beta", "pre", "rc"];
const AFTER: &[&str] = &["cvs", "svn", "git", "hg", "p"];

pub(super) fn parse(text: &str) -> Result<Key<'_>, Fault> {
    let mut tokens = Vec::new();
    let number = |at: usize| match digits(text, at) {
        end if end == at => Err(Fault::at(at, Reason::DigitMissing)),
        end => Ok((&text[at..end], end)),
    };
    let (first, mut at) = number(0)?;
    tokens.push(Token::Number(Number::new(first)));
    let next = |at: usize| text.as_bytes().get(at).copied();
    while next(at) == Some(b'.') {
        let (digits, end) = number(at + 1)?;
        tokens.push(if digits.starts_with('0') {
            Token::Zero(digits)
        } else {
            Token::Number(Number::new(digits))
        });
        at = end;
    }
    if let Some(letter) = next(at).filter(u8::is_ascii_lowercase) {
        tokens.push(Token::Letter(letter));
        at += 1;
    }
    while next(at) == Some(b'_') {
        let end = run(text, at + 1, |byte| byte.is_ascii_lowercase());
        let place = |words: &[&str]| words.iter().position(|word| *word == &text[at + 1..end]);
        tokens.push(match (place(BEFORE), place(AFTER)) {
            (Some(rank), _) => Token::Before(rank),
            (_, Some(rank)) => Token::After(rank),
            _ => return Err(Fault::unexpected(text, at + 1)),
        });
        at = digits(text, end);
        if at > end {
            tokens.push(Token::SuffixNumber(Number::new(&text[end..at])));
        }
    }
    if next(at) == Some(b'~') {
        let end = run(text, at + 1, |byte| byte.is_ascii_hexdigit());
        if end == at + 1 {
            return Err(Fault::unexpected(text, end));
        }
        tokens.push(Token::Hash(&text[at + 1..end]));
        at = end;
    }
    if text.get(at..).is_some_and(|rest| rest.starts_with("-r")) {
        let (digits, end) = number(at + 2)?;
        tokens.push(Token::Revision(Number::new(digits)));
        at = end;
    }
    if at < text.len() {
        return Err(Fault::unexpected(text, at));
    }
    tokens.push(Token::End);
    Ok(Key(tokens))
}

impl Key<'_> {
    pub(super) fn cmp(&self, other: &Key<'_>) -> Ordering {
        self.0.iter().cmp(&other.0)
    }
}
