//! One header as it came: folded, and at its place.

use super::{
    Fault, Header, Name, Place, Problem, Wrong,
    fault::Faults,
    scan::{is_blank, shown},
};

/// A header and where its value is.
pub(super) struct Raw<'a> {
    pub(super) header: Header,
    /// The line that the value starts on.
    line: usize,
    /// The byte of that line that the value starts at, from 1.
    column: usize,
    value: &'a [u8],
}

impl<'a> Raw<'a> {
    /// Reads the lines of a header, the first of which has this number; nothing where they are none.
    pub(super) fn read(raw: &'a [u8], line: usize, faults: &mut Faults) -> Option<Self> {
        let colon = memchr::memchr(b':', raw)?;
        let name = std::str::from_utf8(raw.get(..colon)?).ok()?;
        let name = Name::read(name.trim_end_matches([' ', '\t']))?;
        let after = raw.get(colon + 1..)?;
        let blanks = after.iter().take_while(|byte| is_space(**byte)).count();
        let (skipped, value) = after.split_at_checked(blanks)?;
        let folds = memchr::memchr_iter(b'\n', skipped).count();
        let column = match memchr::memrchr(b'\n', skipped) {
            Some(end) => skipped.len() - end,
            None => colon + 2 + skipped.len(),
        };
        let blanks = value.iter().rev().take_while(|byte| is_space(**byte));
        let length = value.len() - blanks.count();
        let (unfolded, is_utf8) = unfold(value.get(..length)?);
        let raw = Self {
            header: Header {
                name,
                value: unfolded,
            },
            line: line + folds,
            column,
            value,
        };
        if !is_utf8 {
            faults.note(raw.fault(Problem::NotUtf8.at(0)));
        }
        Some(raw)
    }

    /// Returns the fault of a byte of the unfolded value.
    pub(super) fn fault(&self, wrong: Wrong) -> Fault {
        // Lines are counted anew as they were before they were unfolded.
        let (mut line, mut column, mut out) = (self.line, self.column, 0);
        let mut bytes = self.value.iter().peekable();
        while let Some(byte) = bytes.next() {
            if out >= wrong.at {
                break;
            }
            let is_end = *byte == b'\n' || (*byte == b'\r' && bytes.peek() == Some(&&b'\n'));
            out += usize::from(!is_end);
            column += 1;
            if *byte == b'\n' {
                (line, column) = (line + 1, 1);
                // A fold is one blank in the value.
                while bytes.next_if(|byte| is_blank(**byte)).is_some() {
                    column += 1;
                }
                out += 1;
            }
        }
        let place = Place {
            line,
            column,
            header: Some(self.header.name.clone()),
        };
        Fault::new(wrong.problem, place, shown(&self.header.value, wrong.at))
    }
}

/// Tells whether a byte may stand around a value.
const fn is_space(byte: u8) -> bool {
    is_blank(byte) || matches!(byte, b'\r' | b'\n')
}

/// Returns a value with each fold as one blank, and whether it was UTF-8.
fn unfold(raw: &[u8]) -> (String, bool) {
    let one = |bytes: &[u8]| match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), true),
        Err(_) => (String::from_utf8_lossy(bytes).into_owned(), false),
    };
    if memchr::memchr2(b'\r', b'\n', raw).is_none() {
        return one(raw);
    }
    let mut out = Vec::with_capacity(raw.len());
    let mut is_folded = false;
    let mut bytes = raw.iter().peekable();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\r' if bytes.peek() == Some(&&b'\n') => {}
            b'\n' => {
                out.push(b' ');
                is_folded = true;
            }
            b' ' | b'\t' if is_folded => {}
            byte => {
                out.push(*byte);
                is_folded = false;
            }
        }
    }
    one(&out)
}
