use std::{collections::VecDeque, io::BufRead, mem};

use super::{
    ColumnMap, Field, Format, MAX_RECORD, MAX_WHOLE, Record, array,
    bad::{Bad, Error, Fault, Place, Reason},
    cells::{Cells, Progress},
    json,
    lines::{Line, Lines, trimmed},
    record::{Draft, Value},
    whole::{self, Item},
};

/// Reads reports one by one from an input.
///
/// Memory stays within a few times [`MAX_RECORD`], however long the input; complaints in ARF and X-ARF
/// are read as a whole, up to [`MAX_WHOLE`].
///
/// ```
/// use watchbell_formats::report::{ColumnMap, Reader};
///
/// let input = &b"{\"text\":\"Your parcel waits\"}\n{\"text\":7}\n"[..];
/// let mut reader = Reader::new(input, None, ColumnMap::default());
/// let first = reader.next_record().expect("a record").expect("a good one");
/// assert_eq!(first.text, "Your parcel waits");
/// let error = reader.next_record().expect("a record").expect_err("a bad one");
/// assert_eq!(error.to_string(), "2:9: text: \"7\" is a number, expected a string");
/// assert!(reader.next_record().is_none());
/// ```
#[derive(Debug)]
pub struct Reader<R> {
    lines: Lines<R>,
    map: ColumnMap,
    shape: Shape,
    /// The bytes of the present record.
    pub(super) record: Vec<u8>,
    start: Place,
    number: u64,
}

#[derive(Debug)]
enum Shape {
    Unopened(Option<Format>),
    Lines,
    Array { first: bool },
    Table(Table),
    Whole(VecDeque<Item>),
    Done,
}

#[derive(Debug)]
struct Table {
    cells: Cells,
    columns: Vec<Option<Field>>,
}

impl<R: BufRead> Reader<R> {
    /// Reads from `input`; where no format is given, its first bytes tell.
    pub const fn new(input: R, format: Option<Format>, map: ColumnMap) -> Self {
        Self {
            lines: Lines::new(input),
            map,
            shape: Shape::Unopened(format),
            record: Vec::new(),
            start: Place::line(1),
            number: 0,
        }
    }

    /// Returns the next record; none at the end and after an error that is not
    /// [`Error::Bad`].
    pub fn next_record(&mut self) -> Option<Result<Record<'_>, Error>> {
        if let Shape::Unopened(format) = self.shape
            && let Err(error) = self.open(format)
        {
            return Some(Err(error));
        }
        if let Shape::Whole(items) = &mut self.shape {
            self.number += 1;
            return items.pop_front().map(|item| item.record(self.number));
        }
        match self.fill() {
            Ok(true) => {}
            Ok(false) => return None,
            Err(error) => {
                if !matches!(error, Error::Bad(_)) {
                    self.shape = Shape::Done;
                }
                return Some(Err(error));
            }
        }
        let read = match &self.shape {
            Shape::Table(table) => table.record(&self.record, self.number, self.start.line),
            _ => json::read(&self.record, &self.map, self.number, self.start.line),
        };
        Some(read.map_err(|fault| Error::Bad(Bad::new(fault, &self.record, self.start))))
    }

    /// Puts the bytes of the next record into `record`; says whether there is one.
    fn fill(&mut self) -> Result<bool, Error> {
        self.record.clear();
        match mem::replace(&mut self.shape, Shape::Done) {
            Shape::Unopened(_) | Shape::Whole(_) | Shape::Done => Ok(false),
            Shape::Lines => {
                let filled = self.fill_line();
                self.shape = Shape::Lines;
                filled
            }
            Shape::Array { first } => {
                let filled = self.fill_element(first);
                self.shape = Shape::Array { first: false };
                filled
            }
            Shape::Table(mut table) => {
                let filled = self.fill_row(&mut table.cells);
                self.shape = Shape::Table(table);
                filled
            }
        }
    }

    fn fill_line(&mut self) -> Result<bool, Error> {
        loop {
            self.record.clear();
            self.start = Place::line(self.lines.number);
            match self.append()? {
                Line::End => return Ok(false),
                Line::Cut => return Err(self.skip_long_line()),
                Line::Whole if is_blank(&self.record) => {}
                Line::Whole => {
                    self.number += 1;
                    self.record.truncate(trimmed(&self.record).len());
                    return Ok(true);
                }
            }
        }
    }

    fn fill_element(&mut self, first: bool) -> Result<bool, Error> {
        let next = array::next(&mut self.lines, &mut self.record, MAX_RECORD, first);
        match next.map_err(|source| self.failed(source))? {
            Ok((Line::End, _)) => Ok(false),
            Ok((line, start)) => {
                self.number += 1;
                self.start = start;
                match line {
                    Line::Cut => Err(self.bad(Fault::new(0, Reason::TooLong))),
                    _ => Ok(true),
                }
            }
            Err(fault) => Err(Error::Fatal(Bad::new(
                fault,
                b"",
                array::place(&self.lines),
            ))),
        }
    }

    fn fill_row(&mut self, cells: &mut Cells) -> Result<bool, Error> {
        loop {
            self.record.clear();
            self.start = Place::line(self.lines.number);
            match self.append()? {
                Line::End => return Ok(false),
                Line::Cut => return Err(self.skip_long_line()),
                Line::Whole if is_blank(&self.record) => {}
                Line::Whole => break,
            }
        }
        self.number += 1;
        cells.clear();
        loop {
            match cells.scan(&self.record) {
                Ok(Progress::Complete) => return Ok(true),
                Ok(Progress::Open(quote)) => match self.append()? {
                    Line::Whole => {}
                    Line::End | Line::Cut => {
                        let error = self.bad(Fault::new(quote, Reason::OpenQuote));
                        self.give_back();
                        return Err(error);
                    }
                },
                Err(fault) => {
                    let error = self.bad(fault);
                    self.give_back();
                    return Err(error);
                }
            }
        }
    }

    /// Takes back all lines of the record but the first.
    ///
    /// Work stays linear: a record is given back at most once per line with an
    /// odd number of quotes, and all lines before the next such line are
    /// complete records of their own.
    fn give_back(&mut self) {
        if let Some(end) = memchr::memchr(b'\n', &self.record) {
            self.lines.push_back(&self.record[end + 1..]);
        }
    }

    fn open(&mut self, format: Option<Format>) -> Result<(), Error> {
        self.shape = Shape::Done;
        let mut start = Vec::with_capacity(4);
        self.read_start(&mut start)?;
        if let [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] = start[..] {
            return Err(Error::Fatal(Bad::new(
                Fault::new(0, Reason::Utf16),
                b"",
                Place::line(1),
            )));
        }
        let mark = start.starts_with(b"\xEF\xBB\xBF");
        self.lines.push_back(&start[if mark { 3 } else { 0 }..]);
        self.lines.column = 0;
        let format = match format {
            None | Some(Format::Json) => self.sniff(format)?,
            Some(format) => format,
        };
        match format {
            Format::Json => {
                let next = array::blank(&mut self.lines);
                self.shape = match next.map_err(|source| self.failed(source))? {
                    Some(b'[') => {
                        self.lines.pass(1);
                        Shape::Array { first: true }
                    }
                    _ => Shape::Lines,
                };
            }
            Format::Csv => self.open_table(Cells::new(b',', true))?,
            Format::Tsv => self.open_table(Cells::new(b'\t', false))?,
            Format::Arf => self.shape = Shape::Whole(whole::mails(&self.rest()?)),
            Format::Xarf => self.shape = Shape::Whole(whole::xarf(&self.rest()?)),
        }
        Ok(())
    }

    /// Reads as many bytes as a byte order mark has, where there are as many.
    fn read_start(&mut self, start: &mut Vec<u8>) -> Result<(), Error> {
        while start.len() < 3 {
            let bytes = match self.lines.peek() {
                Ok([]) => return Ok(()),
                Ok(bytes) => bytes,
                Err(source) => return Err(self.failed(source)),
            };
            let count = bytes.len().min(3 - start.len());
            start.extend_from_slice(&bytes[..count]);
            if let Err(source) = self.lines.walk(count) {
                return Err(self.failed(source));
            }
        }
        Ok(())
    }

    /// Tells the format from the first line that is not blank; of JSON whether it is X-ARF, for which
    /// an object over several lines is looked at up to the bound of a record.
    fn sniff(&mut self, format: Option<Format>) -> Result<Format, Error> {
        self.record.clear();
        while self.append()? == Line::Whole && is_blank(&self.record) {}
        let mut format = format.unwrap_or_else(|| Format::of_bytes(&self.record));
        if format == Format::Json {
            while !whole::is_object(&self.record)
                && self.record.len() < MAX_RECORD
                && self.append()? == Line::Whole
            {}
            if crate::xarf::is_xarf(&self.record) {
                format = Format::Xarf;
            }
        }
        self.lines.push_back(&self.record);
        Ok(format)
    }

    /// Reads all that is left, up to the bound.
    fn rest(&mut self) -> Result<Vec<u8>, Error> {
        let mut rest = Vec::new();
        loop {
            let bytes = match self.lines.peek() {
                Ok([]) => return Ok(rest),
                Ok(bytes) => bytes,
                Err(source) => return Err(self.failed(source)),
            };
            let count = bytes.len();
            if rest.len() + count > MAX_WHOLE {
                let fault = Fault::new(0, Reason::InputTooLong);
                return Err(Error::Fatal(Bad::new(fault, b"", Place::line(1))));
            }
            rest.extend_from_slice(bytes);
            self.lines.pass(count);
        }
    }

    fn open_table(&mut self, mut cells: Cells) -> Result<(), Error> {
        let filled = match self.fill_row(&mut cells) {
            Err(Error::Bad(bad)) => Err(Error::Fatal(bad)),
            filled => filled,
        };
        self.number = 0;
        if !filled? {
            return Ok(());
        }
        match Table::new(cells, &self.record, &self.map) {
            Ok(table) => self.shape = Shape::Table(table),
            Err(fault) => return Err(Error::Fatal(Bad::new(fault, &self.record, self.start))),
        }
        Ok(())
    }

    fn append(&mut self) -> Result<Line, Error> {
        let appended = self.lines.append(&mut self.record, MAX_RECORD);
        appended.map_err(|source| self.failed(source))
    }

    fn skip_long_line(&mut self) -> Error {
        self.number += 1;
        match self.lines.skip_rest(&self.record) {
            Ok(()) => self.bad(Fault::new(0, Reason::TooLong)),
            Err(source) => self.failed(source),
        }
    }

    fn bad(&self, fault: Fault) -> Error {
        Error::Bad(Bad::new(fault, &self.record, self.start))
    }

    const fn failed(&self, source: std::io::Error) -> Error {
        Error::Read {
            line: self.lines.number,
            source,
        }
    }
}

impl Table {
    fn new(cells: Cells, header: &[u8], map: &ColumnMap) -> Result<Self, Fault> {
        let header = utf8(header)?;
        let mut columns = Vec::with_capacity(cells.found.len());
        for cell in &cells.found {
            let field = map.field_in_any_case(cell.text(header).trim());
            if let Some(twice) = field.filter(|field| columns.contains(&Some(*field))) {
                return Err(Fault::new(cell.start, Reason::Twice).of(twice));
            }
            columns.push(field);
        }
        if !columns.contains(&Some(Field::Text)) {
            let column = map.column(Field::Text).unwrap_or("text").to_owned();
            return Err(Fault::new(0, Reason::NoTextColumn { column }));
        }
        Ok(Self { cells, columns })
    }

    fn record<'a>(&self, record: &'a [u8], number: u64, line: u64) -> Result<Record<'a>, Fault> {
        let record = utf8(record)?;
        let mut draft = Draft::default();
        for (index, cell) in self.cells.found.iter().enumerate() {
            let text = cell.text(record);
            match self.columns.get(index) {
                Some(Some(field)) if !text.is_empty() => {
                    draft.set(*field, Value::Text(text), cell.start)?;
                }
                Some(_) => {}
                None if text.is_empty() => {}
                None => {
                    let header = self.columns.len();
                    let fault = Fault::new(cell.start, Reason::ExtraCells { header });
                    return Err(fault.showing(&text));
                }
            }
        }
        draft.finish(number, line)
    }
}

fn utf8(record: &[u8]) -> Result<&str, Fault> {
    std::str::from_utf8(record).map_err(|error| {
        let byte = error.valid_up_to();
        Fault::new(byte, Reason::Utf8 { byte })
    })
}

fn is_blank(line: &[u8]) -> bool {
    line.iter().all(u8::is_ascii_whitespace)
}
