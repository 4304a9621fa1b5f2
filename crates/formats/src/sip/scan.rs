//! The lexical rules of SIP (RFC 3261, section 25.1), and a place in a text that moves by them.

use std::borrow::Cow;

use super::{Problem, Wrong};

/// Tells whether a byte may be in a token.
pub(super) const fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'-' | b'.' | b'!' | b'%' | b'*' | b'_' | b'+' | b'`' | b'\'' | b'~'
        )
}

/// Tells whether this is a token.
pub(super) fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(is_token)
}

pub(super) const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// Tells whether a byte may be in the value of a parameter that is not quoted: those of tokens and
/// hosts, and what agents put into branches and tags although they should not.
const fn is_value(byte: u8) -> bool {
    byte > b' ' && byte != 0x7F && !matches!(byte, b';' | b',' | b'"' | b'<' | b'>' | b'?' | b'\\')
}

/// A text and how far it is read.
#[derive(Clone, Debug)]
pub(super) struct Scan<'a> {
    text: &'a str,
    pub(super) at: usize,
    /// What was read although it is not of the grammar.
    pub(super) odd: Option<Wrong>,
}

impl<'a> Scan<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            odd: None,
        }
    }

    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    pub(super) fn is_done(&self) -> bool {
        self.at >= self.text.len()
    }

    pub(super) const fn wrong(&self, problem: Problem) -> Wrong {
        Wrong {
            problem,
            at: self.at,
        }
    }

    pub(super) fn note(&mut self, problem: Problem) {
        let wrong = self.wrong(problem);
        self.odd.get_or_insert(wrong);
    }

    /// Moves past blanks.
    pub(super) fn blanks(&mut self) {
        self.run(is_blank);
    }

    /// Moves past a sign, if it comes next.
    pub(super) fn eat(&mut self, sign: u8) -> bool {
        let comes = self.peek() == Some(sign);
        self.at += usize::from(comes);
        comes
    }

    /// Moves past a sign with blanks around it, if it comes next.
    pub(super) fn separator(&mut self, sign: u8) -> bool {
        let before = self.at;
        self.blanks();
        if self.eat(sign) {
            self.blanks();
            return true;
        }
        self.at = before;
        false
    }

    /// Returns what comes next of these bytes.
    pub(super) fn run(&mut self, belongs: impl Fn(u8) -> bool) -> &'a str {
        let rest = self.rest();
        let end = rest.bytes().position(|byte| !belongs(byte));
        // A byte that is left out begins a character: all that is beyond ASCII belongs, or none.
        let run = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
        self.at += run.len();
        run
    }

    pub(super) fn token(&mut self) -> Result<&'a str, Wrong> {
        let token = self.run(is_token);
        if token.is_empty() {
            return Err(self.wrong(Problem::Token));
        }
        Ok(token)
    }

    /// Reads a whole number up to `most`.
    pub(super) fn number(&mut self, most: u64) -> Result<u64, Wrong> {
        let start = self.at;
        let digits = self.run(|byte| byte.is_ascii_digit());
        let wrong = |problem| Wrong { problem, at: start };
        if digits.is_empty() {
            return Err(wrong(Problem::Number));
        }
        let number = digits.parse().ok().filter(|number| *number <= most);
        number.ok_or_else(|| wrong(Problem::NumberLarge))
    }

    /// Reads a quoted string and returns it with its quotes.
    pub(super) fn quoted(&mut self) -> Result<&'a str, Wrong> {
        let start = self.at;
        let text = self.rest();
        // No quoted string follows another one directly.
        let ends = |end: &usize| text.as_bytes().get(*end) != Some(&b'"');
        let end = quoted_end(text).filter(ends).or_else(|| {
            let end = doubled_end(text)?;
            self.note(Problem::QuoteDoubled);
            Some(end)
        });
        let end = end.ok_or_else(|| Problem::Quote.at(start))?;
        self.at += end;
        Ok(text.get(..end).unwrap_or_default())
    }

    /// Reads the value of a parameter: a quoted string, which keeps its quotes, or what goes for a
    /// token or a host.
    pub(super) fn value(&mut self) -> Result<&'a str, Wrong> {
        if self.peek() == Some(b'"') {
            return self.quoted();
        }
        if self.peek() == Some(b'=') {
            return Err(self.wrong(Problem::Param));
        }
        let value = self.run(is_value);
        if value.is_empty() {
            return Err(self.wrong(Problem::Param));
        }
        Ok(value)
    }

    /// Makes sure that nothing follows but blanks.
    pub(super) fn end(&mut self) -> Result<(), Wrong> {
        self.blanks();
        if self.is_done() {
            Ok(())
        } else {
            Err(self.wrong(Problem::Trailing))
        }
    }
}

/// Returns what to show of a value that is wrong at this byte.
pub(super) fn shown(text: &str, at: usize) -> &str {
    match text.get(at..) {
        Some(rest) if !rest.is_empty() => rest,
        _ => text,
    }
}

/// Returns where a quoted string ends, with its last quote.
fn quoted_end(text: &str) -> Option<usize> {
    let mut bytes = text.bytes().enumerate();
    if bytes.next()?.1 != b'"' {
        return None;
    }
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'"' => return Some(at + 1),
            b'\\' => drop(bytes.next()?),
            _ => {}
        }
    }
    None
}

/// Returns where a quoted string ends in which quotes are doubled and backslashes mean themselves:
/// some agents write so. Nothing where no quote is doubled.
fn doubled_end(text: &str) -> Option<usize> {
    let mut bytes = text.bytes().enumerate().peekable();
    if bytes.next()?.1 != b'"' {
        return None;
    }
    let mut is_doubled = false;
    while let Some((at, byte)) = bytes.next() {
        if byte != b'"' {
            continue;
        }
        if bytes.next_if(|(_, byte)| *byte == b'"').is_none() {
            return is_doubled.then_some(at + 1);
        }
        is_doubled = true;
    }
    None
}

/// Returns what a value says: a quoted string without its quotes and escapes.
pub(super) fn unquoted(text: &str) -> Cow<'_, str> {
    let inner = text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'));
    let Some(inner) = inner else {
        return Cow::Borrowed(text);
    };
    if quoted_end(text) != Some(text.len()) {
        return Cow::Owned(inner.replace("\"\"", "\""));
    }
    if !inner.contains('\\') {
        return Cow::Borrowed(inner);
    }
    let mut signs = inner.chars();
    let mut out = String::with_capacity(inner.len());
    while let Some(sign) = signs.next() {
        out.extend(if sign == '\\' {
            signs.next()
        } else {
            Some(sign)
        });
    }
    Cow::Owned(out)
}

/// Writes a text as a quoted string.
pub(super) fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for sign in text.chars() {
        // Line ends cannot be escaped (section 25.1, quoted-pair).
        let sign = if matches!(sign, '\r' | '\n') {
            ' '
        } else {
            sign
        };
        if matches!(sign, '"' | '\\') || (sign.is_ascii_control() && sign != '\t') {
            out.push('\\');
        }
        out.push(sign);
    }
    out.push('"');
    out
}

/// Parts a list at its commas, but not within quotes and angle brackets, and tells where each part
/// begins. Blanks around parts are left out; parts may be empty.
pub(super) fn parts(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut next = Some(0);
    std::iter::from_fn(move || {
        let start = next?;
        let rest = text.get(start..)?;
        let end = comma(rest);
        next = (end < rest.len()).then_some(start + end + 1);
        let part = rest.get(..end).unwrap_or(rest);
        let blanks = part.len() - part.trim_start().len();
        Some((start + blanks, part.trim()))
    })
}

/// Returns the parts of a list that are not empty.
pub(super) fn list(text: &str) -> impl Iterator<Item = &str> {
    parts(text)
        .map(|(_, part)| part)
        .filter(|part| !part.is_empty())
}

/// Returns where the first part of a list ends.
fn comma(text: &str) -> usize {
    let mut scan = Scan::new(text);
    let mut is_inside = false;
    while let Some(sign) = scan.peek() {
        match sign {
            // A quote that does not end is the rest of the text.
            b'"' if !is_inside => match scan.quoted() {
                Ok(_) => continue,
                Err(_) => return text.len(),
            },
            b'<' => is_inside = true,
            b'>' => is_inside = false,
            b',' if !is_inside => return scan.at,
            _ => {}
        }
        scan.at += 1;
    }
    text.len()
}
