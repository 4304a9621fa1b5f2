//! Cells of a CSV or TSV record, found in one pass that can pause at a line end.

use std::borrow::Cow;

use super::{
    MAX_COLUMNS,
    bad::{Fault, Reason},
    lines::trimmed,
};

/// Where a cell stands in its record.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cell {
    pub(crate) start: usize,
    end: usize,
    /// It was quoted and holds doubled quotes.
    doubled: bool,
}

impl Cell {
    /// Returns the cell's text; `record` is the text it was found in.
    pub(crate) fn text<'a>(&self, record: &'a str) -> Cow<'a, str> {
        let text = &record[self.start..self.end];
        if self.doubled {
            Cow::Owned(text.replace("\"\"", "\""))
        } else {
            Cow::Borrowed(text)
        }
    }
}

/// Whether a record is all there.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Progress {
    Complete,
    /// A quote that opened at this byte is not closed yet.
    Open(usize),
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum State {
    Start,
    Plain,
    Quoted,
    AfterQuote,
}

/// The cells of one record.
#[derive(Debug)]
pub(crate) struct Cells {
    separator: u8,
    quotes: bool,
    pub(crate) found: Vec<Cell>,
    state: State,
    at: usize,
    cell: Cell,
}

impl Cells {
    pub(crate) const fn new(separator: u8, quotes: bool) -> Self {
        Self {
            separator,
            quotes,
            found: Vec::new(),
            state: State::Start,
            at: 0,
            cell: Cell {
                start: 0,
                end: 0,
                doubled: false,
            },
        }
    }

    /// Starts over for another record.
    pub(crate) fn clear(&mut self) {
        self.found.clear();
        self.state = State::Start;
        self.at = 0;
    }

    /// Goes on through `record`, which has grown by a line.
    pub(crate) fn scan(&mut self, record: &[u8]) -> Result<Progress, Fault> {
        let end = trimmed(record).len();
        loop {
            match self.state {
                State::Start => {
                    let quoted = self.quotes && self.at < end && record[self.at] == b'"';
                    self.at += usize::from(quoted);
                    self.state = if quoted { State::Quoted } else { State::Plain };
                    self.cell = Cell {
                        start: self.at,
                        end: self.at,
                        doubled: false,
                    };
                }
                State::Plain => {
                    let rest = record.get(self.at..end).unwrap_or_default();
                    let length = memchr::memchr(self.separator, rest);
                    self.cell.end = self.at + length.unwrap_or(rest.len());
                    self.push()?;
                    if length.is_none() {
                        return Ok(Progress::Complete);
                    }
                    self.at = self.cell.end + 1;
                    self.state = State::Start;
                }
                State::Quoted => {
                    let rest = record.get(self.at..).unwrap_or_default();
                    let Some(length) = memchr::memchr(b'"', rest) else {
                        self.at = record.len();
                        return Ok(Progress::Open(self.cell.start - 1));
                    };
                    self.cell.end = self.at + length;
                    self.at = self.cell.end + 1;
                    if record.get(self.at) == Some(&b'"') {
                        self.cell.doubled = true;
                        self.at += 1;
                    } else {
                        self.state = State::AfterQuote;
                    }
                }
                State::AfterQuote => {
                    if self.at >= end {
                        self.push()?;
                        return Ok(Progress::Complete);
                    }
                    if record[self.at] != self.separator {
                        return Err(after_quote(record, self.at));
                    }
                    self.push()?;
                    self.at += 1;
                    self.state = State::Start;
                }
            }
        }
    }

    fn push(&mut self) -> Result<(), Fault> {
        if self.found.len() == MAX_COLUMNS {
            return Err(Fault::new(self.cell.start, Reason::TooManyColumns));
        }
        self.found.push(self.cell);
        Ok(())
    }
}

fn after_quote(record: &[u8], at: usize) -> Fault {
    let fault = Fault::new(at, Reason::AfterQuote);
    let rest = record
        .get(at..(at + 4).min(record.len()))
        .unwrap_or_default();
    match String::from_utf8_lossy(rest).chars().next() {
        Some(found) => fault.showing(found.encode_utf8(&mut [0; 4])),
        None => fault,
    }
}
