//! The versions of Debian packages: `deb-version(7)`, `[epoch:]upstream[-revision]`.
//!
//! A missing epoch and a missing revision are zero. An upstream version that does not start with a digit is read, as
//! dpkg reads it with a warning.

use std::cmp::Ordering;

use super::{
    Reason,
    error::Fault,
    part::{Number, digits},
};

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key<'a> {
    epoch: Number<'a>,
    upstream: Part<'a>,
    revision: Part<'a>,
}

pub(super) fn parse(text: &str) -> Result<Key<'_>, Fault> {
    let (epoch, start) = match text.find(':') {
        Some(colon) => {
            let end = digits(text, 0);
            if end == 0 || end != colon {
                return Err(Fault::unexpected(text, end));
            }
            (Number::new(&text[..end]), end + 1)
        }
        None => (Number::ZERO, 0),
    };
    let hyphen = text[start..].rfind('-').map(|at| at + start);
    let upstream = &text[start..hyphen.unwrap_or(text.len())];
    if upstream.is_empty() {
        return Err(Fault::at(start, Reason::PartEmpty));
    }
    allowed(text, start, upstream, "+.~-:")?;
    let revision = match hyphen {
        Some(hyphen) if hyphen + 1 == text.len() => {
            return Err(Fault::at(text.len(), Reason::PartEmpty));
        }
        Some(hyphen) => {
            allowed(text, hyphen + 1, &text[hyphen + 1..], "+.~")?;
            &text[hyphen + 1..]
        }
        None => "",
    };
    Ok(Key {
        epoch,
        upstream: Part(upstream),
        revision: Part(revision),
    })
}

/// Refuses characters that the manual does not list for a part.
fn allowed(text: &str, start: usize, part: &str, others: &str) -> Result<(), Fault> {
    let wrong = |char: char| !char.is_ascii_alphanumeric() && !others.contains(char);
    match part.find(wrong) {
        Some(at) => Err(Fault::unexpected(text, start + at)),
        None => Ok(()),
    }
}

/// Non-digits and digits in turn, section "Sorting algorithm" of the manual.
#[derive(Debug, Clone, Copy)]
struct Part<'a>(&'a str);

/// `~` below the end of the run, letters above it, all else above letters.
fn weight(byte: Option<&u8>) -> u16 {
    match byte {
        Some(b'~') => 0,
        None => 1,
        Some(byte) if byte.is_ascii_digit() => 1,
        Some(byte) if byte.is_ascii_alphabetic() => 2 + u16::from(*byte),
        Some(byte) => 258 + u16::from(*byte),
    }
}

impl Ord for Part<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let (left, right) = (self.0.as_bytes(), other.0.as_bytes());
        let (mut mine, mut theirs) = (0, 0);
        loop {
            loop {
                let weights = (weight(left.get(mine)), weight(right.get(theirs)));
                if weights.0 != weights.1 {
                    return weights.0.cmp(&weights.1);
                }
                if weights.0 == 1 {
                    break;
                }
                (mine, theirs) = (mine + 1, theirs + 1);
            }
            let (my_end, their_end) = (digits(self.0, mine), digits(other.0, theirs));
            let order =
                Number::new(&self.0[mine..my_end]).cmp(&Number::new(&other.0[theirs..their_end]));
            if order.is_ne() || (my_end == left.len() && their_end == right.len()) {
                return order;
            }
            (mine, theirs) = (my_end, their_end);
        }
    }
}

impl PartialOrd for Part<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Part<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Part<'_> {}
