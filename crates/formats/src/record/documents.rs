//! JSON documents one after another: one a line, over several lines, or as an array.

use std::io::{self, BufRead};

use super::MAX_RECORD;
use crate::report::{
    Reason, array,
    bad::{Fault, Place},
    lines::{Line, Lines, trimmed},
};

/// What comes next.
#[derive(Debug)]
pub(super) enum Next {
    /// A document, in the record that was given.
    Document(Place),
    /// One that is too long, or ends early; the next one can be read.
    Bad(Place, Reason),
    /// Nothing more.
    End,
}

/// Where in its input a reader is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Shape {
    Unknown,
    Lines,
    Array { first: bool },
    Done,
}

/// Appends the next document to `record`.
///
/// The inner error is a break of an array's own grammar, after which nothing can be read.
pub(super) fn next<R: BufRead>(
    lines: &mut Lines<R>,
    shape: &mut Shape,
    record: &mut Vec<u8>,
) -> io::Result<Result<Next, Fault>> {
    if *shape == Shape::Unknown {
        *shape = match array::blank(lines)? {
            Some(b'[') => {
                lines.walk(1)?;
                Shape::Array { first: true }
            }
            _ => Shape::Lines,
        };
    }
    match *shape {
        Shape::Array { first } => {
            *shape = Shape::Array { first: false };
            let element = array::next(lines, record, MAX_RECORD, first)?;
            Ok(element.map(|(line, start)| match line {
                Line::Whole => Next::Document(start),
                Line::Cut => Next::Bad(start, Reason::TooLong),
                Line::End => {
                    *shape = Shape::Done;
                    Next::End
                }
            }))
        }
        Shape::Done => Ok(Ok(Next::End)),
        Shape::Lines | Shape::Unknown => on_lines(lines, record).map(Ok),
    }
}

/// Reads a document that begins on a line of its own, and ends with that line or a later one.
fn on_lines<R: BufRead>(lines: &mut Lines<R>, record: &mut Vec<u8>) -> io::Result<Next> {
    let mut start;
    loop {
        record.clear();
        start = Place::line(lines.number);
        match lines.append(record, MAX_RECORD)? {
            Line::End => return Ok(Next::End),
            Line::Cut => return too_long(lines, record, start),
            Line::Whole if record.iter().all(u8::is_ascii_whitespace) => {}
            Line::Whole => break,
        }
    }
    let mut nesting = Nesting::default();
    let mut from = 0;
    loop {
        nesting.scan(record.get(from..).unwrap_or_default());
        if nesting.is_whole() {
            return Ok(Next::Document(start));
        }
        let expected = "the object's end";
        if nesting.in_string {
            return Ok(Next::Bad(start, Reason::Cut { expected }));
        }
        from = record.len();
        match lines.append(record, MAX_RECORD)? {
            Line::End => return Ok(Next::Bad(start, Reason::Cut { expected })),
            Line::Cut => return too_long(lines, record, start),
            Line::Whole => {}
        }
        // Another document begins although this one has not ended: a line was cut.
        let (before, line) = record.split_at(from);
        let continues = matches!(
            trimmed(before).trim_ascii_end().last(),
            Some(b'[' | b',' | b':' | b'{')
        );
        if line.first() == Some(&b'{') && !continues {
            lines.push_back(line);
            record.truncate(from);
            return Ok(Next::Bad(start, Reason::Cut { expected }));
        }
    }
}

fn too_long<R: BufRead>(lines: &mut Lines<R>, record: &[u8], start: Place) -> io::Result<Next> {
    lines.skip_rest(record)?;
    Ok(Next::Bad(start, Reason::TooLong))
}

/// How deep a text is nested so far.
#[derive(Debug, Default)]
struct Nesting {
    depth: usize,
    in_string: bool,
    escaped: bool,
}

impl Nesting {
    fn scan(&mut self, text: &[u8]) {
        for &byte in text {
            match (self.in_string, byte) {
                (true, _) if self.escaped => self.escaped = false,
                (true, b'\\') => self.escaped = true,
                (_, b'"') => self.in_string = !self.in_string,
                (false, b'{' | b'[') => self.depth += 1,
                (false, b'}' | b']') => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
        }
    }

    const fn is_whole(&self) -> bool {
        self.depth == 0 && !self.in_string
    }
}
