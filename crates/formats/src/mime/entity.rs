//! A header and what follows it.

use mail_parser::{ContentType, HeaderValue, parsers::MessageStream};

use super::{MAX_BYTES, MAX_FIELD, MAX_FIELDS, MAX_PARTS};

/// A message or a part of one (RFC 2045, section 2.4).
#[derive(Clone, Debug)]
pub(crate) struct Entity<'a> {
    pub(crate) fields: Vec<Field<'a>>,
    pub(crate) body: &'a [u8],
    /// The line that the body starts on, from 1.
    pub(crate) line: usize,
}

/// One field of a header.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field<'a> {
    pub(crate) name: &'a str,
    /// What follows the colon, with its folded lines and the last line end.
    pub(crate) raw: &'a [u8],
    /// The line it starts on, from 1.
    pub(crate) line: usize,
}

/// What is wrong with a message, and where.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Fault {
    /// Line, from 1.
    pub(crate) line: usize,
    pub(crate) problem: Problem,
}

/// A bound that was crossed, or an encoding that cannot be undone.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// The message is too long.
    #[error("the message has {0} bytes, more than {MAX_BYTES}")]
    Bytes(usize),
    /// A header has too many fields.
    #[error("the header has more than {MAX_FIELDS} fields")]
    Fields,
    /// A field is too long.
    #[error("the field is longer than {MAX_FIELD} bytes")]
    Field,
    /// The message has too many parts.
    #[error("the message has more than {MAX_PARTS} parts")]
    Parts,
    /// Parts within parts within parts.
    #[error("parts are nested deeper than {} levels", super::MAX_DEPTH)]
    Depth,
    /// Something else than base64 in a part that says it is.
    #[error("the part is not base64")]
    Base64,
}

impl Problem {
    pub(crate) const fn at(self, line: usize) -> Fault {
        Fault {
            line,
            problem: self,
        }
    }
}

impl<'a> Entity<'a> {
    /// Splits a message.
    pub(crate) fn of_message(bytes: &'a [u8]) -> Result<Self, Fault> {
        if bytes.len() > MAX_BYTES {
            return Err(Problem::Bytes(bytes.len()).at(1));
        }
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        Self::read(bytes, 1)
    }

    /// Returns a body whose type was told apart from it, as HTTP does; the type needs a line end.
    pub(crate) fn of_body(content_type: &'a [u8], body: &'a [u8]) -> Result<Self, Fault> {
        if body.len() > MAX_BYTES {
            return Err(Problem::Bytes(body.len()).at(1));
        }
        let field = Field {
            name: "Content-Type",
            raw: content_type,
            line: 1,
        };
        Ok(Self {
            fields: vec![field],
            body,
            line: 1,
        })
    }

    /// Splits a header, which ends with a blank line, from its body; lines that are no field are
    /// passed over.
    pub(crate) fn read(bytes: &'a [u8], line: usize) -> Result<Self, Fault> {
        let mut fields = Vec::new();
        let mut at = 0;
        let mut line = line;
        while at < bytes.len() {
            let start = at;
            let first = line;
            at = line_end(bytes, at);
            line += 1;
            if is_blank(&bytes[start..at]) {
                break;
            }
            while bytes
                .get(at)
                .is_some_and(|byte| matches!(byte, b' ' | b'\t'))
            {
                let end = line_end(bytes, at);
                if is_blank(&bytes[at..end]) {
                    break;
                }
                at = end;
                line += 1;
            }
            if at - start > MAX_FIELD {
                return Err(Problem::Field.at(first));
            }
            if let Some((name, raw)) = field(&bytes[start..at]) {
                if fields.len() == MAX_FIELDS {
                    return Err(Problem::Fields.at(first));
                }
                let line = first;
                fields.push(Field { name, raw, line });
            }
        }
        Ok(Self {
            fields,
            body: &bytes[at..],
            line,
        })
    }

    /// Returns the first field of that name.
    pub(crate) fn field(&self, name: &str) -> Option<&Field<'a>> {
        let mut fields = self.fields.iter();
        fields.find(|field| field.name.eq_ignore_ascii_case(name))
    }

    /// Returns the type of the body (RFC 2045, section 5).
    pub(crate) fn content_type(&self) -> Option<ContentType<'a>> {
        let raw = self.field("Content-Type")?.raw;
        match MessageStream::new(raw).parse_content_type() {
            HeaderValue::ContentType(value) => Some(value),
            _ => None,
        }
    }

    /// Returns the type of the body in lower case; plain text where the header says none
    /// (RFC 2045, section 5.2).
    pub(crate) fn kind(&self) -> String {
        let Some(kind) = self.content_type() else {
            return "text/plain".to_owned();
        };
        let subtype = kind.subtype().unwrap_or_default();
        format!("{}/{subtype}", kind.ctype()).to_ascii_lowercase()
    }

    /// Returns the name of the file that the body is to be kept as (RFC 2183, section 2.3).
    pub(crate) fn file_name(&self) -> Option<String> {
        let raw = self.field("Content-Disposition")?.raw;
        let HeaderValue::ContentType(disposition) = MessageStream::new(raw).parse_content_type()
        else {
            return None;
        };
        disposition.attribute("filename").map(str::to_owned)
    }

    /// Splits a multipart body (RFC 2046, section 5.1.1), of which `left` parts may still come;
    /// nothing where this is none.
    pub(crate) fn parts(&self, left: &mut usize) -> Result<Option<Vec<Self>>, Fault> {
        let kind = self.content_type();
        let boundary = kind
            .as_ref()
            .filter(|kind| kind.ctype().eq_ignore_ascii_case("multipart"))
            .and_then(|kind| kind.attribute("boundary"))
            .filter(|boundary| !boundary.is_empty());
        let Some(boundary) = boundary else {
            return Ok(None);
        };
        let mut parts = Vec::new();
        let mut open: Option<(usize, usize)> = None;
        let (mut at, mut line) = (0, self.line);
        while at < self.body.len() {
            let start = at;
            at = line_end(self.body, at);
            line += 1;
            let Some(is_last) = delimiter(&self.body[start..at], boundary.as_bytes()) else {
                continue;
            };
            if let Some((from, first)) = open.take() {
                // The line end before a delimiter belongs to it.
                let part = &self.body[from..start];
                let part = part.strip_suffix(b"\n").unwrap_or(part);
                let part = part.strip_suffix(b"\r").unwrap_or(part);
                parts.push(Self::part(part, first, left)?);
            }
            if is_last {
                return Ok(Some(parts));
            }
            open = Some((at, line));
        }
        if let Some((from, first)) = open {
            parts.push(Self::part(&self.body[from..], first, left)?);
        }
        Ok(Some(parts))
    }

    fn part(bytes: &'a [u8], line: usize, left: &mut usize) -> Result<Self, Fault> {
        *left = left.checked_sub(1).ok_or_else(|| Problem::Parts.at(line))?;
        Self::read(bytes, line)
    }
}

/// Returns where the line that starts at `at` ends, its line end with it.
fn line_end(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    memchr::memchr(b'\n', rest).map_or(bytes.len(), |end| at + end + 1)
}

fn is_blank(line: &[u8]) -> bool {
    line.iter().all(u8::is_ascii_whitespace)
}

fn field(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let colon = memchr::memchr(b':', bytes)?;
    let name = std::str::from_utf8(&bytes[..colon]).ok()?.trim_end();
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic());
    is_name.then(|| (name, &bytes[colon + 1..]))
}

/// Tells whether a line is a delimiter, and whether it is the last one.
fn delimiter(line: &[u8], boundary: &[u8]) -> Option<bool> {
    let rest = line.strip_prefix(b"--")?.strip_prefix(boundary)?;
    match rest.trim_ascii_end() {
        b"" => Some(false),
        b"--" => Some(true),
        _ => None,
    }
}
