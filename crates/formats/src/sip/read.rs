//! Reads a message: as much of it as can be, and what is wrong with it.

use std::borrow::Cow;

use super::{
    Fault, Grade, Header, Headers, MAX_BODY, MAX_HEAD, MAX_HEADERS, Message, Method, Name, Place,
    Problem, Start, Uri, Wrong, check::check, fault::MAX_FAULTS, scan::is_blank, value,
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
        faults: Vec::new(),
    };
    let message = reader.message();
    Reading {
        message,
        faults: reader.faults,
    }
}

/// A header and where its value is.
pub(super) struct Raw<'a> {
    pub(super) header: Header,
    /// The line the header starts on.
    line: usize,
    /// The byte of that line that the value starts at, from 1.
    column: usize,
    value: &'a [u8],
}

impl Raw<'_> {
    /// Returns the fault of a byte of the unfolded value.
    pub(super) fn fault(&self, wrong: Wrong) -> Fault {
        // Lines are counted anew as they were before they were unfolded.
        let (mut line, mut column, mut out) = (self.line, self.column, 0);
        let mut bytes = self.value.iter().peekable();
        while let Some(byte) = bytes.next() {
            if out >= wrong.at {
                break;
            }
            out += usize::from(!matches!(byte, b'\r' | b'\n'));
            column += 1;
            if *byte == b'\n' {
                (line, column) = (line + 1, 1);
                // A fold is one blank in the value.
                while bytes.next_if(|byte| is_blank(**byte)).is_some() {
                    column += 1;
                }
                out += 1;
            }
        }
        let place = Place {
            line,
            column,
            header: Some(self.header.name.clone()),
        };
        let value = self.header.value.get(wrong.at..);
        Fault::new(wrong.problem, place, value.unwrap_or(&self.header.value))
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
    faults: Vec<Fault>,
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
        let start = self.start(&text(line), first);
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
        self.faults.truncate(MAX_FAULTS);
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

    fn start(&mut self, line: &str, number: usize) -> Option<Start> {
        let is_response = line
            .get(..4)
            .is_some_and(|word| word.eq_ignore_ascii_case("SIP/"));
        if is_response {
            return self.status_line(line, number);
        }
        let trimmed = line.trim_end_matches([' ', '\t']);
        let parts = trimmed
            .split_once(' ')
            .and_then(|(method, rest)| Some((method, rest.rsplit_once(' ')?)));
        let Some((method, (uri, version))) = parts else {
            self.fault(Problem::StartLine, number, 1, line);
            return None;
        };
        if !self.version(version, number, line.len() - version.len() + 1) {
            return None;
        }
        let clean = uri.trim_matches([' ', '\t']);
        if trimmed != line || clean != uri {
            let column = if clean == uri {
                trimmed.len()
            } else {
                method.len() + 1
            };
            self.fault(Problem::StartLineBlanks, number, column + 1, line);
        }
        let Some(method) = Method::read(method) else {
            self.fault(Problem::Method, number, 1, method);
            return None;
        };
        self.request_uri(clean, number, method.as_str().len() + 2);
        let uri = clean.to_owned();
        Some(Start::Request { method, uri })
    }

    fn request_uri(&mut self, text: &str, line: usize, column: usize) {
        let wrong = match Uri::scan(text) {
            Err(_) if text.starts_with('<') => Some(Problem::UriBrackets.at(0)),
            Err(wrong) => Some(wrong),
            // Only a URI in a header may say what other headers to send (RFC 3261, section 19.1.1).
            Ok((Uri::Sip(uri), odd)) => match uri.headers {
                Some(headers) => Some(Problem::UriHeaders.at(text.len() - headers.len() - 1)),
                None => odd,
            },
            Ok(_) => None,
        };
        if let Some(wrong) = wrong {
            let value = text.get(wrong.at..).unwrap_or_default();
            self.fault(wrong.problem, line, column + wrong.at, value);
        }
    }

    fn status_line(&mut self, line: &str, number: usize) -> Option<Start> {
        let (version, rest) = line.split_once(' ').unwrap_or((line, ""));
        if !self.version(version, number, 1) {
            return None;
        }
        let (code, reason) = rest.split_once(' ').unwrap_or((rest, ""));
        let is_code = code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_digit());
        let status = code
            .parse()
            .ok()
            .filter(|code| is_code && (100..700).contains(code));
        let Some(status) = status else {
            self.fault(Problem::StatusCode, number, version.len() + 2, code);
            return None;
        };
        let reason = reason.trim_end().to_owned();
        Some(Start::Response { status, reason })
    }

    /// Tells whether this is a version of SIP at all, and notes one that is not read.
    fn version(&mut self, version: &str, line: usize, column: usize) -> bool {
        // Case does not matter (RFC 3261, section 7.1).
        if version.eq_ignore_ascii_case("SIP/2.0") {
            return true;
        }
        let number = version.get(4..).filter(|_| {
            version
                .get(..4)
                .is_some_and(|word| word.eq_ignore_ascii_case("SIP/"))
        });
        let is_number =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let is_version = number
            .and_then(|number| number.split_once('.'))
            .is_some_and(|(major, minor)| is_number(major) && is_number(minor));
        let problem = if is_version {
            Problem::Version
        } else {
            Problem::StartLine
        };
        self.fault(problem, line, column, version);
        is_version
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
                self.fault(Problem::HeadLong, number, 1, "");
                break;
            }
            if raws.len() == MAX_HEADERS {
                self.fault(Problem::HeadersMany, number, 1, "");
                break;
            }
            let raw = self.bytes.get(start..value_end).unwrap_or_default();
            match self.header(raw, number) {
                Some(raw) => raws.push(raw),
                None => self.fault(Problem::HeaderLine, number, 1, &text(line)),
            }
        }
        raws
    }

    fn header(&mut self, raw: &'a [u8], line: usize) -> Option<Raw<'a>> {
        let colon = memchr::memchr(b':', raw)?;
        let name = raw.get(..colon)?.trim_ascii_end();
        if name.first().copied().is_some_and(is_blank) {
            return None;
        }
        let name = Name::read(std::str::from_utf8(name).ok()?)?;
        let after = raw.get(colon + 1..)?;
        let value = after.trim_ascii_start();
        let skipped = after.get(..after.len() - value.len())?;
        let folds = memchr::memchr_iter(b'\n', skipped).count();
        let column = match memchr::memrchr(b'\n', skipped) {
            Some(end) => skipped.len() - end,
            None => colon + 2 + skipped.len(),
        };
        let (unfolded, is_utf8) = unfold(value.trim_ascii_end());
        let raw = Raw {
            header: Header {
                name,
                value: unfolded,
            },
            line: line + folds,
            column,
            value,
        };
        if !is_utf8 {
            self.faults.push(raw.fault(Problem::NotUtf8.at(0)));
        }
        Some(raw)
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
        let rest = if self.is_ended {
            self.bytes.get(self.at..)
        } else {
            None
        };
        let rest = rest.unwrap_or_default();
        let is_length = |raw: &&Raw<'_>| raw.header.name == Name::ContentLength;
        let mut lengths = raws.iter().filter(is_length);
        let (length, other) = (lengths.next(), lengths.next());
        if other.is_some() {
            return rest;
        }
        let body = match length {
            None if rest.trim_ascii().is_empty() => &[],
            None => rest,
            Some(raw) => match value::number(&raw.header.value, u32::MAX.into()) {
                Ok(length) => self.cut(rest, usize::try_from(length).unwrap_or(usize::MAX), raw),
                Err(wrong) => {
                    self.faults.push(raw.fault(wrong));
                    rest
                }
            },
        };
        if body.len() > MAX_BODY {
            self.fault(Problem::BodyLong, self.line, 1, "");
            return &[];
        }
        body
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
            self.faults.push(raw.fault(problem.at(0)));
            return rest;
        };
        if !more.trim_ascii().is_empty() {
            self.faults.push(raw.fault(Problem::ContentLong.at(0)));
        }
        body
    }

    fn fault(&mut self, problem: Problem, line: usize, column: usize, value: &str) {
        let header = None;
        let place = Place {
            line,
            column,
            header,
        };
        self.faults.push(Fault::new(problem, place, value));
    }

    fn whole(&mut self, problem: Problem) {
        self.faults.push(Fault::new(problem, Place::of(None), ""));
    }
}

fn text(line: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(line)
}

/// Returns a value with each fold as one blank, and whether it was UTF-8.
fn unfold(raw: &[u8]) -> (String, bool) {
    let one = |bytes: &[u8]| match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), true),
        Err(_) => (String::from_utf8_lossy(bytes).into_owned(), false),
    };
    if memchr::memchr2(b'\r', b'\n', raw).is_none() {
        return one(raw);
    }
    let mut out = Vec::with_capacity(raw.len());
    let mut is_folded = false;
    for byte in raw {
        match byte {
            b'\r' => {}
            b'\n' => {
                out.push(b' ');
                is_folded = true;
            }
            b' ' | b'\t' if is_folded => {}
            byte => {
                out.push(*byte);
                is_folded = false;
            }
        }
    }
    one(&out)
}
