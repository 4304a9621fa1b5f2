//! Reads a message: as much of it as can be, and what is wrong with it.

use std::borrow::Cow;

use super::{
    Fault, Grade, Headers, MAX_BODY, MAX_HEAD, MAX_HEADERS, Message, Name, Place, Problem,
    check::check, fault::Faults, raw::Raw, scan::is_blank, start::start, value,
};

/// What came of reading a message.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Reading {
    /// The message, as far as it could be read: a server can answer it even where it is malformed.
    pub message: Option<Message>,
    /// What is wrong with it, in its order.
    pub faults: Vec<Fault>,
}

impl Reading {
    /// Returns the verdict: the first of the heaviest faults, if it is heavier than odd.
    ///
    /// A request with such a fault is refused with its status; a response is discarded.
    pub fn verdict(&self) -> Option<&Fault> {
        let of = |grade| self.faults.iter().find(move |fault| fault.grade() == grade);
        of(Grade::Malformed).or_else(|| of(Grade::Refused))
    }

    /// Tells whether the message keeps the grammar, whatever a server thinks of it.
    pub fn is_well_formed(&self) -> bool {
        self.message.is_some()
            && self
                .faults
                .iter()
                .all(|fault| fault.grade() != Grade::Malformed)
    }
}

/// Reads the message of one datagram, or one that [`frame`](super::frame) cut out of a stream.
pub fn read(bytes: &[u8]) -> Reading {
    let mut reader = Reader {
        bytes,
        at: 0,
        line: 1,
        is_bare: false,
        is_ended: false,
        faults: Faults::default(),
    };
    let message = reader.message();
    Reading {
        message,
        faults: reader.faults.finish(),
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    /// The line that `at` is on, from 1.
    line: usize,
    /// Whether a line ended with a line feed alone.
    is_bare: bool,
    /// Whether a blank line ended the headers.
    is_ended: bool,
    faults: Faults,
}

impl<'a> Reader<'a> {
    fn message(&mut self) -> Option<Message> {
        // Line ends before a message keep connections alive (RFC 3261, section 7.5).
        while matches!(self.bytes.get(self.at), Some(b'\r' | b'\n')) {
            self.line += usize::from(self.bytes.get(self.at) == Some(&b'\n'));
            self.at += 1;
        }
        let first = self.line;
        let Some(line) = self.next_line() else {
            self.whole(Problem::Empty);
            return None;
        };
        if line.len() > MAX_HEAD {
            self.fault(Problem::HeadLong, first, "");
            return None;
        }
        let start = start(&text(line), first, &mut self.faults);
        let raws = self.headers();
        self.odd();
        let mut headers = Headers(Vec::with_capacity(raws.len()));
        let body = self.body(&raws);
        check(start.as_ref(), &raws, !body.is_empty(), &mut self.faults);
        for raw in raws {
            if raw.header.name != Name::ContentLength {
                headers.0.push(raw.header);
            }
        }
        Some(Message {
            start: start?,
            headers,
            body: body.to_vec(),
        })
    }

    /// Returns the next line without its end.
    fn next_line(&mut self) -> Option<&'a [u8]> {
        let rest = self.bytes.get(self.at..)?;
        if rest.is_empty() {
            return None;
        }
        self.line += 1;
        let end = memchr::memchr(b'\n', rest);
        self.at += end.map_or(rest.len(), |end| end + 1);
        let line = rest.get(..end.unwrap_or(rest.len()))?;
        let without = line.strip_suffix(b"\r");
        self.is_bare |= end.is_some() && without.is_none();
        Some(without.unwrap_or(line))
    }

    fn headers(&mut self) -> Vec<Raw<'a>> {
        let mut raws: Vec<Raw<'a>> = Vec::with_capacity(16);
        loop {
            let (number, start) = (self.line, self.at);
            let Some(line) = self.next_line() else { break };
            if line.is_empty() {
                self.is_ended = true;
                break;
            }
            let mut value_end = start + line.len();
            while self.bytes.get(self.at).copied().is_some_and(is_blank) {
                let start = self.at;
                let Some(line) = self.next_line() else { break };
                value_end = start + line.len();
            }
            if value_end > MAX_HEAD {
                self.fault(Problem::HeadLong, number, "");
                break;
            }
            if raws.len() == MAX_HEADERS {
                self.fault(Problem::HeadersMany, number, "");
                break;
            }
            let raw = self.bytes.get(start..value_end).unwrap_or_default();
            match Raw::read(raw, number, &mut self.faults) {
                Some(raw) => raws.push(raw),
                None => self.fault(Problem::HeaderLine, number, &text(line)),
            }
        }
        raws
    }

    /// Notes what is odd about the lines.
    fn odd(&mut self) {
        if self.is_bare {
            self.whole(Problem::LineEnd);
        }
        if !self.is_ended {
            self.whole(Problem::BlankLineMissing);
        }
    }

    fn body(&mut self, raws: &[Raw<'a>]) -> &'a [u8] {
        let rest = self.bytes.get(self.at..).filter(|_| self.is_ended);
        let rest = rest.unwrap_or_default();
        let is_length = |raw: &&Raw<'_>| raw.header.name == Name::ContentLength;
        let mut lengths = raws.iter().filter(is_length);
        let body = match (lengths.next(), lengths.next()) {
            (None, _) if rest.trim_ascii().is_empty() => &[],
            (Some(raw), None) => self.told(rest, raw),
            _ => rest,
        };
        if body.len() > MAX_BODY {
            self.fault(Problem::BodyLong, self.line, "");
            return &[];
        }
        body
    }

    /// Returns the body that Content-Length tells.
    fn told(&mut self, rest: &'a [u8], raw: &Raw<'_>) -> &'a [u8] {
        match value::number(&raw.header.value, u32::MAX.into()) {
            Ok(length) => self.cut(rest, usize::try_from(length).unwrap_or(usize::MAX), raw),
            Err(wrong) => {
                self.faults.note(raw.fault(wrong));
                rest
            }
        }
    }

    /// Returns the body, which is to be `length` bytes long (RFC 3261, section 18.3).
    fn cut(&mut self, rest: &'a [u8], length: usize, raw: &Raw<'_>) -> &'a [u8] {
        let Some((body, more)) = rest.split_at_checked(length) else {
            // Some agents count the last line end and do not send it.
            let is_cut = length - rest.len() <= 2 && !rest.is_empty() && !rest.ends_with(b"\n");
            let problem = if is_cut {
                Problem::BodyCut
            } else {
                Problem::ContentShort
            };
            self.faults.note(raw.fault(problem.at(0)));
            return rest;
        };
        if !more.trim_ascii().is_empty() {
            self.faults.note(raw.fault(Problem::ContentLong.at(0)));
        }
        body
    }

    fn fault(&mut self, problem: Problem, line: usize, value: &str) {
        let place = Place {
            line,
            column: 1,
            header: None,
        };
        self.faults.note(Fault::new(problem, place, value));
    }

    fn whole(&mut self, problem: Problem) {
        self.faults.note(Fault::new(problem, Place::of(None), ""));
    }
}

fn text(line: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(line)
}
