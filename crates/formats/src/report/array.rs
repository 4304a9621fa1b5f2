//! The elements of a JSON array, split off one by one without reading into them.

use std::io::{self, BufRead};

use super::{
    bad::{Fault, Place, Reason},
    lines::{Line, Lines},
};

/// Appends the next element of the array to `record`, at most `limit` bytes of it.
///
/// `first` says that no element was read yet. The line and the column that the
/// element starts at are returned with it. An element that is longer is read to
/// its end and reported as [`Line::Cut`].
///
/// The inner error is a break of the array's own grammar, after which nothing
/// can be read.
pub(crate) fn next<R: BufRead>(
    lines: &mut Lines<R>,
    record: &mut Vec<u8>,
    limit: usize,
    first: bool,
) -> io::Result<Result<(Line, Place), Fault>> {
    let mut separated = first;
    loop {
        match blank(lines)? {
            Some(b',') if !separated => {
                lines.walk(1)?;
                separated = true;
            }
            Some(b']') if first || !separated => {
                lines.walk(1)?;
                return Ok(match blank(lines)? {
                    None => Ok((Line::End, place(lines))),
                    Some(_) => Err(syntax("the end of the input after the array")),
                });
            }
            Some(b',' | b']' | b'}') => return Ok(Err(syntax("a report"))),
            Some(_) if separated => break,
            Some(_) => return Ok(Err(syntax("a comma or the array's end"))),
            None => return Ok(Err(cut("the array's end"))),
        }
    }
    let start = place(lines);
    Ok(element(lines, record, limit)?.map(|line| (line, start)))
}

pub(crate) const fn place<R>(lines: &Lines<R>) -> Place {
    Place {
        line: lines.number,
        column: lines.column,
    }
}

const fn syntax(expected: &'static str) -> Fault {
    Fault::new(0, Reason::Syntax { expected })
}

const fn cut(expected: &'static str) -> Fault {
    Fault::new(0, Reason::Cut { expected })
}

/// Moves past blanks and returns the byte that comes next.
pub(crate) fn blank<R: BufRead>(lines: &mut Lines<R>) -> io::Result<Option<u8>> {
    loop {
        let bytes = lines.peek()?;
        if bytes.is_empty() {
            return Ok(None);
        }
        let solid = bytes.iter().position(|byte| !byte.is_ascii_whitespace());
        let next = solid.map(|at| bytes[at]);
        let count = solid.unwrap_or(bytes.len());
        lines.walk(count)?;
        if next.is_some() {
            return Ok(next);
        }
    }
}

fn element<R: BufRead>(
    lines: &mut Lines<R>,
    record: &mut Vec<u8>,
    limit: usize,
) -> io::Result<Result<Line, Fault>> {
    let mut depth = 0_u64;
    let mut in_string = false;
    let mut escaped = false;
    let mut cut_off = false;
    loop {
        let bytes = lines.peek()?;
        if bytes.is_empty() {
            return Ok(Err(cut("the array's end")));
        }
        let mut ended = false;
        let mut count = 0;
        for &byte in bytes {
            // The comma or bracket after a bare value is not part of it.
            if depth == 0 && !in_string && matches!(byte, b',' | b']' | b'}') {
                ended = true;
                break;
            }
            count += 1;
            if in_string {
                match byte {
                    _ if escaped => escaped = false,
                    b'\\' => escaped = true,
                    b'"' => in_string = false,
                    _ => {}
                }
            } else {
                match byte {
                    b'"' => in_string = true,
                    b'{' | b'[' => depth += 1,
                    b'}' | b']' => {
                        depth -= 1;
                        if depth == 0 {
                            ended = true;
                            break;
                        }
                    }
                    _ => {}
                }
            }
        }
        let taken = &bytes[..count];
        let room = limit.saturating_sub(record.len());
        cut_off |= taken.len() > room;
        record.extend_from_slice(&taken[..taken.len().min(room)]);
        lines.walk(count)?;
        if ended {
            return Ok(Ok(if cut_off { Line::Cut } else { Line::Whole }));
        }
    }
}
