//! Rows of a CSV text in memory, for lists of our own.

use std::borrow::Cow;

use super::{
    MAX_RECORD,
    bad::{Bad, Fault, Place, Reason},
    cells::{Cells, Progress},
    lines::{Line, Lines},
};

/// The rows of a CSV text; the first one that is wrong ends it.
#[derive(Debug)]
pub(crate) struct Rows<'a> {
    lines: Lines<&'a [u8]>,
    cells: Cells,
    record: Vec<u8>,
}

/// One row.
#[derive(Debug)]
pub(crate) struct Row<'a> {
    /// The line it starts on, from 1.
    pub(crate) line: u64,
    cells: &'a Cells,
    text: &'a str,
}

impl<'a> Rows<'a> {
    pub(crate) fn new(text: &'a [u8]) -> Self {
        Self {
            lines: Lines::new(text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text)),
            cells: Cells::new(b',', true),
            record: Vec::new(),
        }
    }

    /// Returns the next row that is not blank.
    pub(crate) fn next_row(&mut self) -> Result<Option<Row<'_>>, Bad> {
        let mut line;
        loop {
            self.record.clear();
            line = self.lines.number;
            if !self.append(line)? {
                return Ok(None);
            }
            if !self.record.iter().all(u8::is_ascii_whitespace) {
                break;
            }
        }
        self.cells.clear();
        loop {
            let progress = self.cells.scan(&self.record);
            match progress.map_err(|fault| self.bad(fault, line))? {
                Progress::Complete => break,
                Progress::Open(quote) => {
                    if !self.append(line)? {
                        return Err(self.bad(Fault::new(quote, Reason::OpenQuote), line));
                    }
                }
            }
        }
        let text = std::str::from_utf8(&self.record).map_err(|error| {
            let byte = error.valid_up_to();
            self.bad(Fault::new(byte, Reason::Utf8 { byte }), line)
        })?;
        Ok(Some(Row {
            line,
            cells: &self.cells,
            text,
        }))
    }

    /// Appends a line; says whether there was one.
    fn append(&mut self, line: u64) -> Result<bool, Bad> {
        match self.lines.append(&mut self.record, MAX_RECORD) {
            Ok(Line::Whole) => Ok(true),
            Ok(Line::Cut) => Err(self.bad(Fault::new(0, Reason::TooLong), line)),
            // Reading from memory does not fail.
            Ok(Line::End) | Err(_) => Ok(false),
        }
    }

    fn bad(&self, fault: Fault, line: u64) -> Bad {
        Bad::new(fault, &self.record, Place::line(line))
    }
}

impl<'a> Row<'a> {
    /// Returns the texts of its cells.
    pub(crate) fn cells(&self) -> impl Iterator<Item = Cow<'a, str>> {
        self.cells.found.iter().map(|cell| cell.text(self.text))
    }
}
