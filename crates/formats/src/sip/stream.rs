//! Messages in a stream (RFC 3261, section 18.3; RFC 5626, section 3.5.1).

use super::{MAX_BODY, MAX_HEAD, Name, Problem, value};

/// What the beginning of a stream is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Frame {
    /// Nothing whole yet: more has to be received.
    Need,
    /// A message of that many bytes.
    Message(usize),
    /// Line ends of that many bytes between messages.
    Keepalive {
        /// How many bytes.
        length: usize,
        /// Whether the peer asks to be answered with one line end, to see whether we are there.
        is_ping: bool,
    },
    /// No message, and no way to tell where the next one begins: the connection has to be closed.
    Broken {
        /// How many bytes can be [read](super::read), so that the peer can be told.
        length: usize,
        /// Why.
        problem: Problem,
    },
}

/// Tells what the beginning of a stream is. Where it is no message, it is to be asked again with what
/// follows.
pub fn frame(buffer: &[u8]) -> Frame {
    if let Some(frame) = between(buffer) {
        return frame;
    }
    let within = buffer.get(..MAX_HEAD).unwrap_or(buffer);
    let Some(head) = head_end(within) else {
        return match buffer.len() > within.len() {
            true => Frame::Broken {
                length: within.len(),
                problem: Problem::HeadLong,
            },
            false => Frame::Need,
        };
    };
    let broken = |problem| Frame::Broken {
        length: head,
        problem,
    };
    match content_length(buffer.get(..head).unwrap_or_default()) {
        Err(problem) => broken(problem),
        Ok(length) if length > MAX_BODY => broken(Problem::BodyLong),
        Ok(length) if buffer.len() - head < length => Frame::Need,
        Ok(length) => Frame::Message(head + length),
    }
}

/// Tells which line ends come before a message.
fn between(buffer: &[u8]) -> Option<Frame> {
    if buffer.starts_with(b"\r\n\r\n") {
        return Some(Frame::Keepalive {
            length: 4,
            is_ping: true,
        });
    }
    if b"\r\n\r\n".starts_with(buffer) {
        return Some(Frame::Need);
    }
    let ends = buffer
        .iter()
        .take_while(|byte| matches!(byte, b'\r' | b'\n'));
    let length = ends.count();
    (length > 0).then_some(Frame::Keepalive {
        length,
        is_ping: false,
    })
}

/// Returns where the body begins.
fn head_end(bytes: &[u8]) -> Option<usize> {
    let mut ends = memchr::memchr_iter(b'\n', bytes);
    ends.find_map(|end| {
        let after = bytes.get(end + 1..)?;
        let blank: &[&[u8]] = &[b"\r\n", b"\n"];
        let blank = blank.iter().find(|blank| after.starts_with(blank))?;
        Some(end + 1 + blank.len())
    })
}

/// Returns what Content-Length says; 0 where there is none.
fn content_length(head: &[u8]) -> Result<usize, Problem> {
    let mut length = None;
    for line in head.split(|byte| *byte == b'\n') {
        let Some(colon) = memchr::memchr(b':', line) else {
            continue;
        };
        let (name, text) = line.split_at_checked(colon).unwrap_or_default();
        let name = name.trim_ascii_end();
        let is_length = name.eq_ignore_ascii_case(b"l")
            || name.eq_ignore_ascii_case(Name::ContentLength.as_str().as_bytes());
        if !is_length {
            continue;
        }
        let text = text.get(1..).unwrap_or_default().trim_ascii();
        let text = std::str::from_utf8(text).map_err(|_| Problem::Number)?;
        let number = value::number(text, u32::MAX.into()).map_err(|wrong| wrong.problem)?;
        let number = usize::try_from(number).map_err(|_| Problem::NumberLarge)?;
        if length.replace(number).is_some() {
            return Err(Problem::Repeated);
        }
    }
    Ok(length.unwrap_or_default())
}
