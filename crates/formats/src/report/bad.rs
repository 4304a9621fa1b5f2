use std::{fmt, io};

use thiserror::Error;

use super::{Field, MAX_COLUMNS, MAX_DEPTH, MAX_RECORD, MAX_WHOLE, lines::characters};
use crate::{arf, xarf};

/// Why the next record could not be had.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error<F: fmt::Display + fmt::Debug = Field> {
    /// One record is wrong; the next one can be read.
    #[error("{0}")]
    Bad(Bad<F>),
    /// Nothing after this place can be read, for example a header without the
    /// text column.
    #[error("{0}")]
    Fatal(Bad<F>),
    /// The input itself failed.
    #[error("{line}: {source}")]
    Read {
        /// The line that was being read.
        line: u64,
        /// What the input said.
        source: io::Error,
    },
}

/// What is wrong with a record, and where.
///
/// Shown as `line:column: field: "value" reason`, to be put after the name of
/// the file and a colon.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Bad<F = Field> {
    /// Line, from 1.
    pub line: u64,
    /// Character within the line, from 1.
    pub column: u64,
    /// The field, where it is about one.
    pub field: Option<F>,
    /// The offending value, cut to [`Bad::SHOWN`] characters.
    pub value: Option<String>,
    /// What is wrong.
    pub reason: Reason,
}

impl Bad {
    /// How many characters of an offending value are kept.
    pub const SHOWN: usize = 80;
}

impl<F> Bad<F> {
    /// Places a fault of a record that starts at `start`.
    pub(crate) fn new(fault: Fault<F>, record: &[u8], start: Place) -> Self {
        let before = record.get(..fault.at).unwrap_or(record);
        let (in_line, above) = match memchr::memrchr(b'\n', before) {
            Some(end) => (&before[end + 1..], 0),
            None => (before, start.column),
        };
        Self {
            line: start.line + memchr::memchr_iter(b'\n', before).count() as u64,
            column: above + characters(in_line) + 1,
            field: fault.field,
            value: fault.value,
            reason: fault.reason,
        }
    }
}

impl<F: fmt::Display> fmt::Display for Bad<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: ", self.line, self.column)?;
        if let Some(field) = &self.field {
            write!(f, "{field}: ")?;
        }
        if let Some(value) = &self.value {
            write!(f, "{value:?} ")?;
        }
        self.reason.fmt(f)
    }
}

impl<F: fmt::Display + fmt::Debug> std::error::Error for Bad<F> {}

/// What can be wrong with a record.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Reason {
    /// No text, the one field that is needed.
    Missing,
    /// Not of the type the field has.
    Type {
        /// What was found, for example `an array`.
        found: &'static str,
        /// What is accepted.
        expected: &'static str,
    },
    /// Not an RFC 3339 time.
    Time,
    /// Not a channel.
    Channel,
    /// Not a yes or no.
    Consent,
    /// Not one of a list of words.
    Word {
        /// The words that are accepted.
        expected: &'static str,
    },
    /// A time without an offset, where nobody said which it is of.
    NoOffset,
    /// Not a number of seconds.
    Seconds,
    /// A key or column given more than once.
    Twice,
    /// A NUL character.
    Nul,
    /// Bytes that are not UTF-8.
    Utf8 {
        /// Offset of the first one in the record, from 0.
        byte: usize,
    },
    /// The input is UTF-16.
    Utf16,
    /// A line or record past [`MAX_RECORD`].
    TooLong,
    /// An input that is read as a whole, past [`MAX_WHOLE`].
    InputTooLong,
    /// More than [`MAX_COLUMNS`] columns.
    TooManyColumns,
    /// Nested past [`MAX_DEPTH`].
    TooDeep,
    /// Something else than JSON's grammar allows there.
    Syntax {
        /// What would have been right.
        expected: &'static str,
    },
    /// The record ends within a JSON value.
    Cut {
        /// What would have been right.
        expected: &'static str,
    },
    /// A quote that is never closed.
    OpenQuote,
    /// Characters between a closing quote and the next separator.
    AfterQuote,
    /// More cells than the header has.
    ExtraCells {
        /// Columns of the header.
        header: usize,
    },
    /// The header lacks the column of the text.
    NoTextColumn {
        /// The name that was looked for.
        column: String,
    },
    /// A mail that is no complaint.
    Arf(arf::Error),
    /// No complaint in X-ARF.
    Xarf(xarf::Error),
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("is missing or empty"),
            Self::Type { found, expected } => write!(f, "is {found}, expected {expected}"),
            Self::Time => f.write_str("is not an RFC 3339 time, for example 2026-11-21T08:30:00Z"),
            Self::Channel => f.write_str("is not a channel, expected sms, mms, im, call or web"),
            Self::Consent => f.write_str("is not a consent, expected true, false, yes, no, 1 or 0"),
            Self::Word { expected } => write!(f, "is not one of {expected}"),
            Self::NoOffset => f.write_str("has no offset, and no time zone was given"),
            Self::Seconds => f.write_str("is not a number of seconds"),
            Self::Twice => f.write_str("is given twice"),
            Self::Nul => f.write_str("holds a NUL character"),
            Self::Utf8 { byte } => write!(f, "is not UTF-8 at byte {byte} of the record"),
            Self::Utf16 => f.write_str("the input is UTF-16, expected UTF-8"),
            Self::TooLong => write!(f, "the record is longer than {MAX_RECORD} bytes"),
            Self::InputTooLong => write!(f, "the input is longer than {MAX_WHOLE} bytes"),
            Self::Arf(error) => error.fmt(f),
            Self::Xarf(error) => error.fmt(f),
            Self::TooManyColumns => write!(f, "the line has more than {MAX_COLUMNS} columns"),
            Self::TooDeep => write!(f, "JSON is nested deeper than {MAX_DEPTH} levels"),
            Self::Syntax { expected } => write!(f, "is not JSON here, expected {expected}"),
            Self::Cut { expected } => write!(f, "the record ends early, expected {expected}"),
            Self::OpenQuote => f.write_str("the quote is never closed"),
            Self::AfterQuote => {
                f.write_str("follows a closing quote, expected a separator or the end of the line")
            }
            Self::ExtraCells { header } => {
                write!(f, "is a cell too many, the header has {header} columns")
            }
            Self::NoTextColumn { column } => {
                write!(
                    f,
                    "the header has no column {column:?}; name it with --map text=COLUMN"
                )
            }
        }
    }
}

/// Where a record starts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    /// From 1.
    pub(crate) line: u64,
    /// Characters before it in its line.
    pub(crate) column: u64,
}

impl Place {
    pub(crate) const fn line(line: u64) -> Self {
        Self { line, column: 0 }
    }
}

/// What is wrong, at a byte of the record: a [`Bad`] that does not know its line yet.
#[derive(Debug)]
pub(crate) struct Fault<F = Field> {
    pub(crate) at: usize,
    pub(crate) field: Option<F>,
    pub(crate) value: Option<String>,
    pub(crate) reason: Reason,
}

impl<F> Fault<F> {
    pub(crate) const fn new(at: usize, reason: Reason) -> Self {
        Self {
            at,
            field: None,
            value: None,
            reason,
        }
    }

    pub(crate) fn of(mut self, field: F) -> Self {
        self.field = Some(field);
        self
    }

    /// Forgets the field, which was one of another kind of record.
    pub(crate) fn of_none<G>(self) -> Fault<G> {
        Fault {
            at: self.at,
            field: None,
            value: self.value,
            reason: self.reason,
        }
    }

    pub(crate) fn showing(mut self, value: &str) -> Self {
        let mut cut: String = value.chars().take(Bad::SHOWN).collect();
        if cut.len() < value.len() {
            cut.push('…');
        }
        self.value = Some(cut);
        self
    }
}
