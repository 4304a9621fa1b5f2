//! Where vectors come from: arguments, and lines of bounded length.

use std::{
    borrow::Cow,
    ffi::OsString,
    io::{self, BufRead, BufReader, IsTerminal as _, StdinLock, stdin},
    slice::Iter,
};

use anyhow::Context as _;
use watchbell_cvss::{MAX_LENGTH, Vector};

use crate::talk;

/// Bytes kept of one line; what is behind them is counted only. No vector is
/// nearly as long.
const KEPT: usize = 4 * MAX_LENGTH;
/// Bytes read at a time.
const BUFFER: usize = 256 * 1024;

/// One vector as it was given, valid or not.
#[derive(Debug, Default)]
pub(super) struct Line {
    /// Its first [`KEPT`] bytes.
    bytes: Vec<u8>,
    /// How many it has.
    length: usize,
}

/// Why a line is not a vector, and at which byte.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) error: String,
    pub(super) at: usize,
}

impl Line {
    /// The text, as far as it was kept and is UTF-8.
    pub(super) fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.bytes)
    }

    /// Reads the vector.
    pub(super) fn vector(&self) -> Result<Vector, Fault> {
        let fault = |error: String, at| Err(Fault { error, at });
        if self.length == 0 {
            return fault("an empty line".to_owned(), 0);
        }
        if self.length > self.bytes.len() {
            let error = watchbell_cvss::Error::TooLong {
                length: self.length,
            };
            return fault(error.to_string(), error.at());
        }
        match str::from_utf8(&self.bytes) {
            Ok(text) => Vector::parse(text).or_else(|error| fault(error.to_string(), error.at())),
            Err(error) => {
                let at = error.valid_up_to();
                fault(format!("not UTF-8 at byte {at}"), at)
            }
        }
    }

    fn clear(&mut self) {
        self.bytes.clear();
        self.length = 0;
    }

    fn push(&mut self, bytes: &[u8]) {
        let room = KEPT - self.bytes.len();
        self.bytes
            .extend_from_slice(bytes.get(..room).unwrap_or(bytes));
        self.length += bytes.len();
    }

    /// Reads up to a line feed; `false` where nothing is left.
    fn read(&mut self, input: &mut impl BufRead) -> io::Result<bool> {
        self.clear();
        let mut any = false;
        loop {
            let buffer = match input.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                buffer => buffer?,
            };
            if buffer.is_empty() {
                return Ok(any);
            }
            any = true;
            let end = buffer.iter().position(|byte| *byte == b'\n');
            self.push(&buffer[..end.unwrap_or(buffer.len())]);
            let used = end.map_or(buffer.len(), |end| end + 1);
            input.consume(used);
            if end.is_some() {
                if self.length == self.bytes.len() && self.bytes.last() == Some(&b'\r') {
                    self.bytes.pop();
                    self.length -= 1;
                }
                return Ok(true);
            }
        }
    }
}

/// Every vector, one after another.
#[derive(Debug)]
pub(super) struct Source<'a> {
    arguments: Iter<'a, OsString>,
    input: Option<BufReader<StdinLock<'static>>>,
}

impl<'a> Source<'a> {
    /// Reads what the arguments say, or standard input where there are none.
    pub(super) fn new(arguments: &'a [OsString]) -> Self {
        Self {
            arguments: arguments.iter(),
            input: arguments.is_empty().then(open),
        }
    }

    /// Puts the next vector into `line`; `false` where nothing is left.
    pub(super) fn next(&mut self, line: &mut Line) -> anyhow::Result<bool> {
        loop {
            if let Some(input) = &mut self.input {
                if line.read(input).context("standard input")? {
                    return Ok(true);
                }
                self.input = None;
            }
            let Some(argument) = self.arguments.next() else {
                return Ok(false);
            };
            if argument == "-" {
                self.input = Some(open());
                continue;
            }
            line.clear();
            line.push(argument.as_encoded_bytes());
            return Ok(true);
        }
    }
}

fn open() -> BufReader<StdinLock<'static>> {
    let input = stdin().lock();
    if input.is_terminal() {
        talk::say("Reading vectors from standard input, one a line.");
    }
    BufReader::with_capacity(BUFFER, input)
}

#[cfg(test)]
mod tests {
    use super::*;

    const VECTOR: &str = "AV:N/AC:L/Au:N/C:P/I:N/A:N";

    /// What each line of `input` is: a score, or a fault.
    fn all(input: &[u8]) -> Vec<String> {
        // A small buffer, so that lines cross it.
        let mut input = BufReader::with_capacity(7, input);
        let mut line = Line::default();
        let mut all = Vec::new();
        while line.read(&mut input).unwrap() {
            all.push(match line.vector() {
                Ok(vector) => vector.score().to_string(),
                Err(fault) => format!("{} {}", fault.at, fault.error),
            });
        }
        all
    }

    #[test]
    fn lines_end_as_they_like_and_bad_ones_do_not_stop_the_rest() {
        let mut input = Vec::new();
        input.extend(format!("{VECTOR}\r\n\n").bytes());
        input.extend(b"AV:\xff\n");
        input.extend("AV:N/".repeat(100_000).bytes());
        input.extend(format!("\r\n{VECTOR}").bytes());
        assert_eq!(
            all(&input),
            [
                "5.0",
                "0 an empty line",
                "3 not UTF-8 at byte 3",
                "256 500001 bytes are more than the 256 a vector may have",
                "5.0",
            ]
        );
        assert!(all(b"").is_empty());
        assert_eq!(all(b"\n").len(), 1);
    }

    #[test]
    fn little_is_kept_of_a_long_line() {
        let mut line = Line::default();
        line.read(&mut vec![b'x'; 10_000_000].as_slice()).unwrap();
        assert_eq!((line.bytes.len(), line.length), (KEPT, 10_000_000));
        assert!(line.bytes.capacity() <= 2 * KEPT);
    }
}
