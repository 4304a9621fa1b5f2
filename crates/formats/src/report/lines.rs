//! Bytes of the input by lines, with a bound and a way back.

use std::io::{self, BufRead, ErrorKind};

/// What came of reading a line.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Line {
    /// There is none.
    End,
    /// One, with its line end where it has one.
    Whole,
    /// Its beginning; the rest did not fit and is still to come.
    Cut,
}

/// An input that knows its line and takes bytes back.
#[derive(Debug)]
pub(crate) struct Lines<R> {
    input: R,
    /// Taken back; read before the rest of the input.
    pushed: Vec<u8>,
    pushed_at: usize,
    /// Line of the next byte, from 1.
    pub(crate) number: u64,
    /// Characters of that line before it, kept by [`Lines::walk`] alone.
    pub(crate) column: u64,
}

impl<R: BufRead> Lines<R> {
    pub(crate) const fn new(input: R) -> Self {
        Self {
            input,
            pushed: Vec::new(),
            pushed_at: 0,
            number: 1,
            column: 0,
        }
    }

    /// Returns some bytes that come next; none at the end of the input.
    pub(crate) fn peek(&mut self) -> io::Result<&[u8]> {
        if self.pushed_at < self.pushed.len() {
            return Ok(&self.pushed[self.pushed_at..]);
        }
        loop {
            match self.input.fill_buf() {
                Ok(_) => break,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.input.fill_buf()
    }

    /// Moves past `count` of the bytes that [`Lines::peek`] gave; the caller
    /// counts the lines among them.
    pub(crate) fn pass(&mut self, count: usize) {
        if self.pushed_at < self.pushed.len() {
            self.pushed_at += count;
        } else {
            self.input.consume(count);
        }
    }

    /// Moves past `count` bytes like [`Lines::pass`], counting lines and characters.
    pub(crate) fn walk(&mut self, count: usize) -> io::Result<()> {
        let bytes = self.peek()?;
        let bytes = &bytes[..count.min(bytes.len())];
        let ends = memchr::memchr_iter(b'\n', bytes).count() as u64;
        let last = memchr::memrchr(b'\n', bytes).map_or(bytes, |end| &bytes[end + 1..]);
        let characters = characters(last);
        self.number += ends;
        self.column = if ends > 0 { 0 } else { self.column } + characters;
        self.pass(count);
        Ok(())
    }

    /// Appends the next line to `record`, which grows to `limit` bytes and one
    /// line end at most.
    pub(crate) fn append(&mut self, record: &mut Vec<u8>, limit: usize) -> io::Result<Line> {
        let before = record.len();
        loop {
            // Room for the text and for a line end of two bytes.
            let room = (limit + 2).saturating_sub(record.len());
            let bytes = self.peek()?;
            if bytes.is_empty() {
                return Ok(match record.len() {
                    now if now == before => Line::End,
                    now if now > limit => Line::Cut,
                    _ => Line::Whole,
                });
            }
            let bytes = &bytes[..bytes.len().min(room)];
            let end = memchr::memchr(b'\n', bytes);
            let count = end.map_or(bytes.len(), |at| at + 1);
            record.extend_from_slice(&bytes[..count]);
            self.pass(count);
            if end.is_some() {
                self.number += 1;
                let text = trimmed(record).len();
                return Ok(if text > limit { Line::Cut } else { Line::Whole });
            }
            if record.len() >= limit + 2 {
                return Ok(Line::Cut);
            }
        }
    }

    /// Moves past the rest of a line whose beginning was read, unless the
    /// beginning held its line end already.
    pub(crate) fn skip_rest(&mut self, beginning: &[u8]) -> io::Result<()> {
        if beginning.last() == Some(&b'\n') {
            return Ok(());
        }
        loop {
            let bytes = self.peek()?;
            if bytes.is_empty() {
                return Ok(());
            }
            let end = memchr::memchr(b'\n', bytes);
            let count = end.map_or(bytes.len(), |at| at + 1);
            self.pass(count);
            if end.is_some() {
                self.number += 1;
                return Ok(());
            }
        }
    }

    /// Takes back `bytes`, which were read last.
    pub(crate) fn push_back(&mut self, bytes: &[u8]) {
        let rest = self.pushed.split_off(self.pushed_at.min(self.pushed.len()));
        self.pushed.clear();
        self.pushed.extend_from_slice(bytes);
        self.pushed.extend_from_slice(&rest);
        self.pushed_at = 0;
        self.number -= memchr::memchr_iter(b'\n', bytes).count() as u64;
    }
}

/// Returns a line without its end.
pub(crate) fn trimmed(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// Counts characters: every byte but the continuation bytes of UTF-8 starts one.
pub(crate) fn characters(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count() as u64
}
