//! The versions of Python packages: PEP 440, <https://packaging.python.org/specifications/version-specifiers/>.
//!
//! Every spelling that its section "Normalization" allows is read: case, leading `v`, separators, `alpha`, `preview`,
//! `rev`, implicit numbers and implicit post releases.

use super::{
    Reason,
    error::Fault,
    part::{Folded, Number, digits, run},
};

/// Compares in the order of its fields, section "Summary of permitted suffixes and relative ordering".
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key<'a> {
    epoch: Number<'a>,
    /// Without zeros at the end.
    release: Vec<Number<'a>>,
    pre: Pre<'a>,
    /// A version without post release comes first.
    post: Option<Number<'a>>,
    dev: Dev<'a>,
    /// A version without local label comes first.
    local: Vec<Local<'a>>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Pre<'a> {
    /// A development release of the final release: `1.0.dev1 < 1.0a1`.
    BeforeAll,
    At(Phase, Number<'a>),
    Absent,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    Alpha,
    Beta,
    Candidate,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Dev<'a> {
    At(Number<'a>),
    Absent,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Local<'a> {
    Text(Folded<'a>),
    Number(Number<'a>),
}

/// Longer words first, so that none hides another.
const PRE: &[(&str, Phase)] = &[
    ("alpha", Phase::Alpha),
    ("a", Phase::Alpha),
    ("beta", Phase::Beta),
    ("b", Phase::Beta),
    ("preview", Phase::Candidate),
    ("pre", Phase::Candidate),
    ("rc", Phase::Candidate),
    ("c", Phase::Candidate),
];
const POST: &[&str] = &["post", "rev", "r"];

pub(super) fn parse(text: &str) -> Result<Key<'_>, Fault> {
    let mut reader = Reader { text, at: 0 };
    reader.at += usize::from(text.starts_with(['v', 'V']));
    let mut epoch = Number::ZERO;
    let mut first = reader.number()?;
    if reader.next() == Some(b'!') {
        reader.at += 1;
        epoch = first;
        first = reader.number()?;
    }
    let mut release = vec![first];
    while reader.next() == Some(b'.') && digits(text, reader.at + 1) > reader.at + 1 {
        reader.at += 1;
        release.push(reader.number()?);
    }
    while release.last().is_some_and(|number| number.is_zero()) {
        release.pop();
    }
    let pre = PRE
        .iter()
        .find_map(|(word, phase)| Some(Pre::At(*phase, reader.suffix(word)?)));
    let post = reader
        .implicit_post()
        .or_else(|| POST.iter().find_map(|word| reader.suffix(word)));
    let dev = reader.suffix("dev").map_or(Dev::Absent, Dev::At);
    let local = reader.local()?;
    if reader.at < text.len() {
        return Err(Fault::unexpected(text, reader.at));
    }
    let before_all = post.is_none() && dev != Dev::Absent;
    Ok(Key {
        epoch,
        release,
        pre: pre.unwrap_or(if before_all {
            Pre::BeforeAll
        } else {
            Pre::Absent
        }),
        post,
        dev,
        local,
    })
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn next(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn number(&mut self) -> Result<Number<'a>, Fault> {
        let end = digits(self.text, self.at);
        if end == self.at {
            return Err(Fault::at(self.at, Reason::DigitMissing));
        }
        let number = Number::new(&self.text[self.at..end]);
        self.at = end;
        Ok(number)
    }

    /// Reads `[-_.]? word [-_.]? number?`; a missing number is zero.
    fn suffix(&mut self, word: &str) -> Option<Number<'a>> {
        let separator = |at: usize| {
            let byte = self.text.as_bytes().get(at);
            usize::from(matches!(byte, Some(b'-' | b'_' | b'.')))
        };
        let start = self.at + separator(self.at);
        let end = start + word.len();
        if !self.text.get(start..end)?.eq_ignore_ascii_case(word) {
            return None;
        }
        let start = end + separator(end);
        let end = digits(self.text, start);
        self.at = end;
        Some(Number::new(&self.text[start..end]))
    }

    /// Reads `-1`, which is `.post1`.
    fn implicit_post(&mut self) -> Option<Number<'a>> {
        let end = digits(self.text, self.at + 1);
        if self.next() != Some(b'-') || end == self.at + 1 {
            return None;
        }
        let number = Number::new(&self.text[self.at + 1..end]);
        self.at = end;
        Some(number)
    }

    /// Reads `+label[.label]*`.
    fn local(&mut self) -> Result<Vec<Local<'a>>, Fault> {
        let mut labels = Vec::new();
        if self.next() != Some(b'+') {
            return Ok(labels);
        }
        loop {
            let start = self.at + 1;
            let end = run(self.text, start, |byte| byte.is_ascii_alphanumeric());
            let label = &self.text[start..end];
            if label.is_empty() {
                return Err(Fault::unexpected(self.text, start));
            }
            labels.push(if digits(label, 0) == label.len() {
                Local::Number(Number::new(label))
            } else {
                Local::Text(Folded(label))
            });
            self.at = end;
            if !matches!(self.next(), Some(b'-' | b'_' | b'.')) {
                return Ok(labels);
            }
        }
    }
}
