//! The text of a document as far as it is looked at: all of it, or a window on a stream.

use std::{borrow::Cow, io::Read, ops::Range};

use super::{encoding::Decoded, events::is_blank};
use crate::{Error, MAX_BYTES, Result, error::Problem};

/// How much is read from a stream at once.
const CHUNK: usize = 64 << 10;

/// A text and where its reader stands.
///
/// Ranges are of the window; they hold until [`Text::forget`].
pub(super) struct Text<'a> {
    window: Cow<'a, str>,
    /// Where the rest comes from.
    from: Option<Decoded<'a>>,
    is_stream: bool,
    /// What is read into.
    chunk: Vec<u8>,
    /// How many bytes there are no whole character yet.
    broken: usize,
    /// The byte of the document at which the window begins.
    base: usize,
    /// The byte of the window at which the reader stands.
    at: usize,
    /// A byte of the document, and its line and column.
    mark: (usize, u64, u64),
}

impl<'a> Text<'a> {
    pub(super) fn whole(text: &'a str) -> Result<Self> {
        if text.len() > MAX_BYTES {
            return Err(Error::TooLong { bytes: text.len() });
        }
        Ok(Self::of(Cow::Borrowed(text), None))
    }

    pub(super) fn stream(from: &'a mut dyn Read) -> Self {
        Self::of(Cow::Owned(String::new()), Some(Decoded::of(from)))
    }

    const fn of(window: Cow<'a, str>, from: Option<Decoded<'a>>) -> Self {
        Self {
            window,
            is_stream: from.is_some(),
            from,
            chunk: Vec::new(),
            broken: 0,
            base: 0,
            at: 0,
            mark: (0, 1, 1),
        }
    }

    pub(super) const fn is_stream(&self) -> bool {
        self.is_stream
    }

    /// The byte of the document at which the reader stands.
    pub(super) const fn at(&self) -> usize {
        self.base + self.at
    }

    pub(super) fn get(&self, range: Range<usize>) -> &str {
        self.window.get(range).unwrap_or_default()
    }

    /// Passes over a byte order mark.
    pub(super) fn begin(&mut self) -> Result<()> {
        while self.skip("\u{FEFF}")? {
            self.mark = (self.at(), 1, 1);
        }
        Ok(())
    }

    /// Lets go of what was passed.
    pub(super) fn forget(&mut self) {
        if self.is_stream && self.at > CHUNK {
            self.place(self.at());
            self.window.to_mut().drain(..self.at);
            self.base += self.at;
            self.at = 0;
        }
    }

    /// Line and column of a byte that is not before the last that was asked for.
    pub(super) fn place(&mut self, at: usize) -> (u64, u64) {
        let (from, mut line, mut column) = self.mark;
        let window = self.window.as_bytes();
        let range = from.saturating_sub(self.base)..at.saturating_sub(self.base);
        let between = window.get(range).unwrap_or_default();
        match memchr::memrchr(b'\n', between) {
            Some(last) => {
                line += memchr::memchr_iter(b'\n', between).count() as u64;
                column = 1 + signs(&between[last + 1..]);
            }
            None => column += signs(between),
        }
        self.mark = (from.max(at), line, column);
        (line, column)
    }

    pub(super) fn wrong(&mut self, problem: Problem) -> Error {
        let (line, column) = self.place(self.at());
        Error::Xml {
            line,
            column,
            problem,
        }
    }

    /// Reads more of a stream; says whether there was more.
    fn fill(&mut self) -> Result<bool> {
        let Some(from) = &mut self.from else {
            return Ok(false);
        };
        if self.window.len() - self.at > MAX_BYTES {
            let bytes = self.window.len() - self.at;
            return Err(Error::TooLong { bytes });
        }
        self.chunk.resize(CHUNK, 0);
        let read = loop {
            match from.read(&mut self.chunk[self.broken..]) {
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        let read = read.map_err(|error| Error::Read {
            problem: error.to_string(),
        })?;
        let bytes = self.broken + read;
        if read == 0 {
            self.from = None;
        }
        let (whole, is_wrong) = match std::str::from_utf8(&self.chunk[..bytes]) {
            Ok(_) => (bytes, false),
            Err(error) => {
                // The rest of a character may still come.
                let is_cut = error.error_len().is_none() && read > 0;
                (error.valid_up_to(), !is_cut)
            }
        };
        let text = std::str::from_utf8(&self.chunk[..whole]).unwrap_or_default();
        self.window.to_mut().push_str(text);
        if is_wrong {
            self.at = self.window.len();
            return Err(self.wrong(Problem::Utf8));
        }
        self.chunk.copy_within(whole..bytes, 0);
        self.broken = bytes - whole;
        Ok(read > 0)
    }

    /// What follows: `bytes` of it and perhaps more, less at the end alone.
    pub(super) fn ahead(&mut self, bytes: usize) -> Result<&str> {
        while self.window.len() - self.at < bytes && self.fill()? {}
        Ok(&self.window[self.at..])
    }

    /// The character `bytes` farther on.
    pub(super) fn sign(&mut self, bytes: usize) -> Result<Option<char>> {
        const LONGEST: usize = 4;
        let ahead = self.ahead(bytes + LONGEST)?;
        Ok(ahead.get(bytes..).and_then(|rest| rest.chars().next()))
    }

    pub(super) fn is_end(&mut self) -> Result<bool> {
        Ok(self.ahead(1)?.is_empty())
    }

    /// Whether a range ends where all that there is ends.
    pub(super) fn is_end_at(&self, range: &Range<usize>) -> bool {
        range.end == self.window.len() && self.from.is_none()
    }

    pub(super) fn starts_with(&mut self, token: &str) -> Result<bool> {
        Ok(self.ahead(token.len())?.starts_with(token))
    }

    /// Passes a token if it follows; says whether it did.
    pub(super) fn skip(&mut self, token: &str) -> Result<bool> {
        let found = self.starts_with(token)?;
        self.at += if found { token.len() } else { 0 };
        Ok(found)
    }

    pub(super) fn step(&mut self, bytes: usize) {
        self.at += bytes;
    }

    pub(super) fn pass(&mut self, range: Range<usize>) {
        self.at = range.end;
    }

    /// Moves past blanks; says whether there were any.
    pub(super) fn blank(&mut self) -> Result<bool> {
        let range = self.while_(is_blank)?;
        let found = !range.is_empty();
        self.pass(range);
        Ok(found)
    }

    /// What follows as long as its characters are such.
    pub(super) fn while_(&mut self, is: impl Fn(char) -> bool) -> Result<Range<usize>> {
        // What is plain is seen without decoding.
        let is_other = |byte: &u8| !byte.is_ascii() || !is(char::from(*byte));
        self.to(
            |rest| {
                let plain = rest.as_bytes().iter().position(is_other)?;
                let other = rest[plain..].find(|c| !is(c))?;
                Some(plain + other)
            },
            0,
        )
    }

    /// What follows up to one of some characters.
    pub(super) fn run(&mut self, ends: &[char]) -> Result<Range<usize>> {
        let is_end = |byte: &u8| ends.iter().any(|end| u32::from(*byte) == u32::from(*end));
        self.to(|rest| rest.as_bytes().iter().position(is_end), 0)
    }

    /// What follows up to a token; nothing where the token does not come.
    pub(super) fn find(&mut self, token: &str) -> Result<Option<Range<usize>>> {
        let range = self.to(|rest| rest.find(token), token.len() - 1)?;
        Ok(self.window[range.end..].starts_with(token).then_some(range))
    }

    /// What follows up to what is looked for, or to the end. `again` bytes are looked at again when more
    /// was read.
    fn to(&mut self, find: impl Fn(&str) -> Option<usize>, again: usize) -> Result<Range<usize>> {
        let mut from = self.at;
        loop {
            if let Some(found) = find(&self.window[from..]) {
                return Ok(self.at..from + found);
            }
            let mut seen = self.window.len().saturating_sub(again).max(self.at);
            while !self.window.is_char_boundary(seen) {
                seen -= 1;
            }
            from = seen;
            if !self.fill()? {
                return Ok(self.at..self.window.len());
            }
        }
    }
}

/// How many characters begin in these bytes of UTF-8.
fn signs(bytes: &[u8]) -> u64 {
    if bytes.is_ascii() {
        return bytes.len() as u64;
    }
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count() as u64
}
