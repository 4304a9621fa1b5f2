//! Several messages in one file (RFC 4155), lines that look like a beginning quoted.

use std::borrow::Cow;

const FROM: &[u8] = b"From ";

/// Tells whether this is a mailbox file, not one message.
pub(crate) fn is_mailbox(bytes: &[u8]) -> bool {
    bytes.starts_with(FROM)
}

/// Splits a mailbox file; each message comes with the line it starts on, from 1.
pub(crate) fn messages(bytes: &[u8]) -> Vec<(usize, Cow<'_, [u8]>)> {
    if !is_mailbox(bytes) {
        return vec![(1, Cow::Borrowed(bytes))];
    }
    let mut found: Vec<(usize, usize, usize)> = Vec::new();
    let (mut at, mut is_after_blank) = (0, true);
    for (number, line) in bytes.split_inclusive(|byte| *byte == b'\n').enumerate() {
        let end = at + line.len();
        if is_after_blank && line.starts_with(FROM) {
            found.push((number + 2, end, end));
        } else if let Some(last) = found.last_mut() {
            last.2 = end;
        }
        is_after_blank = line.trim_ascii().is_empty();
        at = end;
    }
    let bodies = found
        .into_iter()
        .filter_map(|(line, from, to)| Some((line, bytes.get(from..to)?)));
    bodies.map(|(line, body)| (line, unquoted(body))).collect()
}

/// Writes messages, each with its line end: one as it is, several as a mailbox file.
pub(crate) fn join(messages: &[Vec<u8>]) -> Vec<u8> {
    if let [one] = messages {
        return one.clone();
    }
    let mut out = Vec::new();
    for message in messages {
        out.extend_from_slice(b"From MAILER-DAEMON Thu Jan  1 00:00:00 1970\r\n");
        for line in message.split_inclusive(|byte| *byte == b'\n') {
            if is_quoted(line) {
                out.push(b'>');
            }
            out.extend_from_slice(line);
        }
        out.extend_from_slice(b"\r\n");
    }
    out
}

/// Tells whether a line is `From ` after any number of signs that quote it.
fn is_quoted(line: &[u8]) -> bool {
    let signs = line.iter().take_while(|byte| **byte == b'>').count();
    line.get(signs..).is_some_and(|rest| rest.starts_with(FROM))
}

fn unquoted(body: &[u8]) -> Cow<'_, [u8]> {
    if memchr::memmem::find(body, b">From ").is_none() {
        return Cow::Borrowed(body);
    }
    let mut out = Vec::with_capacity(body.len());
    for line in body.split_inclusive(|byte| *byte == b'\n') {
        out.extend_from_slice(if is_quoted(line) {
            line.strip_prefix(b">").unwrap_or(line)
        } else {
            line
        });
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_that_are_joined_are_split_again() {
        let all: Vec<Vec<u8>> = [
            "Subject: a\r\n\r\nFrom here\r\n\r\nFrom there\r\n>From\r\n>From x\r\n",
            "Subject: b\r\n\r\n",
        ]
        .map(|text| text.as_bytes().to_vec())
        .to_vec();
        let file = join(&all);
        let split = messages(&file);
        let lines: Vec<usize> = split.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [2, 11]);
        for ((_, message), one) in split.iter().zip(&all) {
            assert_eq!(message.trim_ascii_end(), one.trim_ascii_end());
        }
        assert_eq!(join(&all[..1]), all[0]);
        assert_eq!(messages(&all[0]).len(), 1);
    }
}
