//! The labels of RPM packages: `rpm-version(7)` and `rpmvercmp` of rpm, `[epoch:]version[-release]`.
//!
//! A missing epoch is zero. A label with more components is newer (`rpm-version(7)`, "Comparing"), so `1.0` comes
//! before `1.0-1`. In a dependency rpm does not compare a release with none (`rpmverOverlap`): `1.0-5` is within
//! `≤ 1.0` and `1.0` within every bound at `1.0-5`. That is no order (`1-1 = 1 = 1-2` yet `1-1 < 1-2`), so it is
//! asked for apart, by [`super::Scheme::is_open`]; ranges of versions ask it.

use std::cmp::Ordering;

use super::{
    Reason,
    error::Fault,
    part::{Number, digits, run},
};

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key<'a> {
    epoch: Number<'a>,
    version: Label<'a>,
    release: Option<Label<'a>>,
}

pub(super) fn parse(text: &str) -> Result<Key<'_>, Fault> {
    if let Some(at) = text.find(|char: char| char.is_whitespace() || char.is_control()) {
        return Err(Fault::unexpected(text, at));
    }
    let end = digits(text, 0);
    let (epoch, start) = match text.as_bytes().get(end) {
        Some(b':') => (Number::new(&text[..end]), end + 1),
        _ => (Number::ZERO, 0),
    };
    let rest = &text[start..];
    let (version, release) = match rest.rsplit_once('-') {
        Some((version, release)) => (version, Some(release)),
        None => (rest, None),
    };
    if !version.bytes().any(|byte| byte.is_ascii_alphanumeric()) {
        return Err(Fault::at(start, Reason::PartEmpty));
    }
    if release.is_some_and(str::is_empty) {
        return Err(Fault::at(text.len(), Reason::PartEmpty));
    }
    Ok(Key {
        epoch,
        version: Label(version),
        release: release.map(Label),
    })
}

impl Key<'_> {
    pub(super) fn is_open(&self, other: &Key<'_>) -> bool {
        (&self.epoch, self.version) == (&other.epoch, other.version)
            && self.release.is_some() != other.release.is_some()
    }
}

/// A version or a release, compared segment by segment.
#[derive(Debug, Clone, Copy)]
struct Label<'a>(&'a str);

/// The segments in the order `rpmvercmp` gives them; the end of a label sorts as [`Segment::End`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Segment<'a> {
    /// `~`, below everything, even the end.
    Tilde,
    End,
    /// `^`, above the end and below all else.
    Caret,
    Letters(&'a str),
    Digits(Number<'a>),
}

impl<'a> Label<'a> {
    /// Returns the segment at a byte, separators skipped, and where the next begins.
    fn segment(self, at: usize) -> (Segment<'a>, usize) {
        let start = run(self.0, at, |byte| {
            !byte.is_ascii_alphanumeric() && byte != b'~' && byte != b'^'
        });
        match self.0.as_bytes().get(start) {
            None => (Segment::End, start),
            Some(b'~') => (Segment::Tilde, start + 1),
            Some(b'^') => (Segment::Caret, start + 1),
            Some(byte) if byte.is_ascii_digit() => {
                let end = digits(self.0, start);
                (Segment::Digits(Number::new(&self.0[start..end])), end)
            }
            Some(_) => {
                let end = run(self.0, start, |byte| byte.is_ascii_alphabetic());
                (Segment::Letters(&self.0[start..end]), end)
            }
        }
    }
}

impl Ord for Label<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let (mut mine, mut theirs) = (0, 0);
        loop {
            let (left, next_left) = self.segment(mine);
            let (right, next_right) = other.segment(theirs);
            let order = left.cmp(&right);
            if order.is_ne() || left == Segment::End {
                return order;
            }
            (mine, theirs) = (next_left, next_right);
        }
    }
}

impl PartialOrd for Label<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Label<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Label<'_> {}
