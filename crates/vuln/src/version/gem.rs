//! The versions of Ruby gems: `Gem::Version`, <https://docs.ruby-lang.org/en/3.4/Gem/Version.html>.
//!
//! Segments are runs of digits or letters; a segment of letters makes a pre-release and sorts below every number.
//! A hyphen means `.pre.`. Zeros at the end and before the first letters do not count.

use std::cmp::Ordering;

use super::{
    error::Fault,
    part::{Number, digits, run},
};

/// Behind its last segment a version goes on with zeros.
#[derive(Debug, Clone)]
pub(super) struct Key<'a>(Vec<Segment<'a>>);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Segment<'a> {
    Letters(&'a str),
    Number(Number<'a>),
}

const ZERO: Segment<'static> = Segment::Number(Number::ZERO);

pub(super) fn parse(text: &str) -> Result<Key<'_>, Fault> {
    if !text.starts_with(|char: char| char.is_ascii_digit()) {
        return Err(Fault::at(0, super::Reason::DigitMissing));
    }
    let mut segments = Vec::new();
    let (mut at, mut pre) = (0, false);
    while at < text.len() {
        let end = match text.as_bytes()[at] {
            byte if byte.is_ascii_digit() => digits(text, at),
            byte if byte.is_ascii_alphabetic() => run(text, at, |byte| byte.is_ascii_alphabetic()),
            separator @ (b'.' | b'-') => {
                let behind = text.as_bytes().get(at + 1);
                let hyphen_too = pre || separator == b'-';
                if !behind.is_some_and(|byte| {
                    byte.is_ascii_alphanumeric() || (*byte == b'-' && hyphen_too)
                }) {
                    return Err(Fault::unexpected(text, at + 1));
                }
                if separator == b'-' {
                    pre = true;
                    push(&mut segments, Segment::Letters("pre"));
                }
                at += 1;
                continue;
            }
            _ => return Err(Fault::unexpected(text, at)),
        };
        let piece = &text[at..end];
        push(
            &mut segments,
            if piece.as_bytes()[0].is_ascii_digit() {
                Segment::Number(Number::new(piece))
            } else {
                Segment::Letters(piece)
            },
        );
        at = end;
    }
    Ok(Key(segments))
}

/// Adds a segment; before the first letters the zeros go.
fn push<'a>(segments: &mut Vec<Segment<'a>>, segment: Segment<'a>) {
    let has_letters = |segment: &Segment<'_>| matches!(segment, Segment::Letters(_));
    if has_letters(&segment) && !segments.iter().any(has_letters) {
        while segments.last() == Some(&ZERO) {
            segments.pop();
        }
    }
    segments.push(segment);
}

impl Key<'_> {
    pub(super) fn cmp(&self, other: &Key<'_>) -> Ordering {
        let length = self.0.len().max(other.0.len());
        (0..length)
            .map(|at| {
                let mine = self.0.get(at).copied().unwrap_or(ZERO);
                mine.cmp(&other.0.get(at).copied().unwrap_or(ZERO))
            })
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
    }
}
