use std::{collections::VecDeque, io::BufRead};

use watchbell_model::Record;

use super::{
    Bad, Error, Field, Format, MAX_RECORD, Zone, charging,
    documents::{self, Next},
    freeswitch, json,
    table::Table,
};
use crate::report::{
    Reason,
    bad::{Fault, Place},
    cells::{Cells, Progress},
    lines::{Line, Lines},
};

/// One record, and where it stands.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Read {
    /// Which record of the input it is, bad ones counted, from 1.
    pub number: u64,
    /// The line it starts on, from 1.
    pub line: u64,
    /// The record.
    pub record: Record,
}

/// Reads records one by one from an input, in memory of a few times [`MAX_RECORD`].
///
/// ```
/// use watchbell_formats::record::{Format, Reader, Zone};
///
/// let input = "calling,called,started_at,duration,outcome\n\
///              +12025550143,+12025550101,2026-11-21T08:30:00Z,20,no-answer\n";
/// let mut reader = Reader::new(input.as_bytes(), Format::Csv, Some(Zone::UTC));
/// let read = reader.next_record().unwrap().unwrap();
/// assert_eq!(read.record.calling.as_deref(), Some("+12025550143"));
/// assert_eq!(read.line, 2);
/// assert!(reader.next_record().is_none());
/// ```
#[derive(Debug)]
pub struct Reader<R> {
    lines: Lines<R>,
    format: Format,
    zone: Option<Zone>,
    shape: Shape,
    record: Vec<u8>,
    start: Place,
    number: u64,
    /// Records of one document that were not asked for yet.
    waiting: VecDeque<Record>,
}

#[derive(Debug)]
enum Shape {
    New,
    Table(Box<Table>),
    Documents(documents::Shape),
    Done,
}

impl<R: BufRead> Reader<R> {
    /// Returns a reader of records in `format`; times without an offset are of `zone`.
    pub const fn new(input: R, format: Format, zone: Option<Zone>) -> Self {
        Self {
            lines: Lines::new(input),
            format,
            zone,
            shape: Shape::New,
            record: Vec::new(),
            start: Place::line(1),
            number: 0,
            waiting: VecDeque::new(),
        }
    }

    /// Returns the next record, or what is wrong with it; nothing at the end of the input.
    ///
    /// After [`Error::Fatal`] and [`Error::Read`] nothing comes any more.
    pub fn next_record(&mut self) -> Option<Result<Read, Error>> {
        if let Some(record) = self.waiting.pop_front() {
            return Some(Ok(self.read(record)));
        }
        let next = self.step();
        if matches!(next, Some(Err(Error::Fatal(_) | Error::Read { .. })) | None) {
            self.shape = Shape::Done;
        }
        next
    }

    fn step(&mut self) -> Option<Result<Read, Error>> {
        if matches!(self.shape, Shape::New) {
            match self.open() {
                Ok(true) => {}
                Ok(false) => return None,
                Err(error) => return Some(Err(error)),
            }
        }
        match &mut self.shape {
            Shape::Table(_) => self.row(),
            Shape::Documents(_) => self.document(),
            Shape::New | Shape::Done => None,
        }
    }

    /// Reads what stands before the first record; says whether there is anything.
    fn open(&mut self) -> Result<bool, Error> {
        self.shape = Shape::Done;
        self.skip_mark()?;
        if !matches!(
            self.format,
            Format::Csv | Format::Asterisk | Format::FreeSwitchCsv
        ) {
            self.shape = Shape::Documents(documents::Shape::Unknown);
            return Ok(true);
        }
        let mut cells = Cells::new(b',', true);
        match self.fill_row(&mut cells) {
            Ok(true) => {}
            Ok(false) => return Ok(false),
            Err(Error::Bad(bad)) if self.format == Format::Csv => return Err(Error::Fatal(bad)),
            Err(error) => return Err(error),
        }
        let row = utf8(&self.record).map_err(|fault| Error::Fatal(self.bad(fault)))?;
        let (table, is_header) =
            Table::new(cells, row, self.format).map_err(|fault| Error::Fatal(self.bad(fault)))?;
        if !is_header {
            self.lines.push_back(&self.record);
        }
        self.shape = Shape::Table(Box::new(table));
        Ok(true)
    }

    /// Moves past a byte order mark.
    fn skip_mark(&mut self) -> Result<(), Error> {
        let mut start = Vec::with_capacity(4);
        while start.len() < 3 {
            let bytes = self.lines.peek().map_err(|source| failed(1, source))?;
            if bytes.is_empty() {
                break;
            }
            let count = bytes.len().min(3 - start.len());
            start.extend_from_slice(bytes.get(..count).unwrap_or_default());
            self.lines.walk(count).map_err(|source| failed(1, source))?;
        }
        if let [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] = start.as_slice() {
            return Err(Error::Fatal(self.bad(Fault::new(0, Reason::Utf16))));
        }
        let rest = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&start);
        self.lines.push_back(rest);
        self.lines.column = 0;
        Ok(())
    }

    fn row(&mut self) -> Option<Result<Read, Error>> {
        let Shape::Table(mut table) = std::mem::replace(&mut self.shape, Shape::Done) else {
            return None;
        };
        let filled = self.fill_row(&mut table.cells);
        let read = match filled {
            Ok(false) => return None,
            Ok(true) => {
                self.number += 1;
                utf8(&self.record)
                    .and_then(|row| table.record(row, self.zone.as_ref()))
                    .map_err(|fault| Error::Bad(self.bad(fault)))
            }
            Err(error) => {
                self.number += 1;
                Err(error)
            }
        };
        self.shape = Shape::Table(table);
        Some(read.map(|record| self.read(record)))
    }

    /// Reads the cells of the next row that is not blank; says whether there is one.
    fn fill_row(&mut self, cells: &mut Cells) -> Result<bool, Error> {
        loop {
            self.record.clear();
            self.start = Place::line(self.lines.number);
            match self.append()? {
                Line::End => return Ok(false),
                Line::Cut => return Err(self.skip_long_line()),
                Line::Whole if self.record.iter().all(u8::is_ascii_whitespace) => {}
                Line::Whole => break,
            }
        }
        cells.clear();
        loop {
            let fault = match cells.scan(&self.record) {
                Ok(Progress::Complete) => return Ok(true),
                Ok(Progress::Open(quote)) => match self.append()? {
                    Line::Whole => continue,
                    Line::End | Line::Cut => Fault::new(quote, Reason::OpenQuote),
                },
                Err(fault) => fault,
            };
            let error = Error::Bad(self.bad(fault.of_none()));
            // The lines below the first one may be records of their own.
            if let Some(end) = memchr::memchr(b'\n', &self.record) {
                let below = self.record.get(end + 1..).unwrap_or_default();
                self.lines.push_back(below);
            }
            return Err(error);
        }
    }

    fn document(&mut self) -> Option<Result<Read, Error>> {
        loop {
            let Shape::Documents(shape) = &mut self.shape else {
                return None;
            };
            self.record.clear();
            let next = documents::next(&mut self.lines, shape, &mut self.record);
            let (place, reason) = match next {
                Err(source) => return Some(Err(failed(self.lines.number, source))),
                Ok(Err(fault)) => {
                    self.record.clear();
                    self.start = crate::report::array::place(&self.lines);
                    return Some(Err(Error::Fatal(self.bad(fault.of_none()))));
                }
                Ok(Ok(Next::End)) => return None,
                Ok(Ok(Next::Document(place))) => (place, None),
                Ok(Ok(Next::Bad(place, reason))) => (place, Some(reason)),
            };
            self.start = place;
            let records = match reason {
                Some(reason) => Err(Fault::new(0, reason)),
                None => self.records(),
            };
            match records {
                Ok(records) => self.waiting.extend(records),
                Err(fault) => {
                    self.number += 1;
                    return Some(Err(Error::Bad(self.bad(fault))));
                }
            }
            if let Some(record) = self.waiting.pop_front() {
                self.number += 1;
                return Some(Ok(self.read(record)));
            }
        }
    }

    /// Reads the document at hand.
    fn records(&self) -> Result<Vec<Record>, Fault<Field>> {
        let text = utf8(&self.record)?;
        let zone = self.zone.as_ref();
        if self.format == Format::Json {
            return json::read(text, zone).map(|record| vec![record]);
        }
        let value: serde_json::Value =
            serde_json::from_str(text).map_err(|error| json::syntax(text, &error))?;
        if !value.is_object() {
            let expected = "a JSON object";
            return Err(Fault::new(0, Reason::Syntax { expected }));
        }
        match self.format {
            Format::FreeSwitchJson => freeswitch::read(&value, zone).map(|record| vec![record]),
            _ => charging::read(&value, zone),
        }
    }

    const fn read(&self, record: Record) -> Read {
        Read {
            number: self.number,
            line: self.start.line,
            record,
        }
    }

    fn append(&mut self) -> Result<Line, Error> {
        let appended = self.lines.append(&mut self.record, MAX_RECORD);
        appended.map_err(|source| failed(self.lines.number, source))
    }

    fn skip_long_line(&mut self) -> Error {
        match self.lines.skip_rest(&self.record) {
            Ok(()) => Error::Bad(self.bad(Fault::new(0, Reason::TooLong))),
            Err(source) => failed(self.lines.number, source),
        }
    }

    fn bad(&self, fault: Fault<Field>) -> Bad {
        Bad::new(fault, &self.record, self.start)
    }
}

const fn failed(line: u64, source: std::io::Error) -> Error {
    Error::Read { line, source }
}

fn utf8(record: &[u8]) -> Result<&str, Fault<Field>> {
    std::str::from_utf8(record).map_err(|error| {
        let byte = error.valid_up_to();
        Fault::new(byte, Reason::Utf8 { byte })
    })
}
