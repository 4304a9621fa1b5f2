//! Messages, written: folded fields, encoded words, parts.

use base64::{Engine as _, prelude::BASE64_STANDARD};

use crate::exchange::id;

/// Longest line that is not folded (RFC 5322, section 2.1.1).
const FOLD: usize = 78;
/// Bytes in an encoded word: with its frame it stays under 75 signs (RFC 2047, section 2).
const WORD: usize = 42;

/// Lines of a message.
#[derive(Debug, Default)]
pub(crate) struct Lines(pub(crate) Vec<u8>);

impl Lines {
    /// Writes a field whose value is what programs read: folded at blanks where it is long, and
    /// never more than one field.
    pub(crate) fn field(&mut self, name: &str, value: &str) {
        let mut line = format!("{name}:");
        for word in value.split_whitespace() {
            let word: String = word.chars().filter(|sign| !sign.is_control()).collect();
            // The first word stays with the name: a line of blanks alone must not come about.
            let is_first = line.ends_with(':') && line.len() == name.len() + 1;
            if !is_first && line.len() + 1 + word.len() > FOLD {
                self.line(&line);
                line.clear();
            }
            line.push(' ');
            line.push_str(&word);
        }
        self.line(&line);
    }

    /// Writes a field whose value is what people read; what is not ASCII becomes encoded words.
    pub(crate) fn text_field(&mut self, name: &str, value: &str) {
        let is_plain = value.bytes().all(|byte| matches!(byte, b' '..=b'~'));
        if is_plain && !value.contains("=?") {
            self.field(name, value);
        } else {
            self.field(name, &words(value));
        }
    }

    pub(crate) fn line(&mut self, line: &str) {
        self.0.extend_from_slice(line.as_bytes());
        self.0.extend_from_slice(b"\r\n");
    }

    /// Writes one part of a multipart body.
    pub(crate) fn part(&mut self, boundary: &str, kind: &str, body: &Body<'_>) {
        self.line(&format!("--{boundary}"));
        self.line(&format!("Content-Type: {kind}"));
        match body {
            Body::Fields(bytes) => {
                self.line("");
                self.0.extend_from_slice(bytes);
            }
            Body::Message(bytes) => {
                if !bytes.is_ascii() {
                    self.line("Content-Transfer-Encoding: 8bit");
                }
                self.line("");
                self.0.extend_from_slice(bytes);
            }
            Body::Text(text) if is_seven_bit(text) => {
                self.line("");
                self.0
                    .extend_from_slice(text.replace('\n', "\r\n").as_bytes());
            }
            Body::Text(text) => self.base64(text.as_bytes()),
        }
        self.line("");
    }

    /// Ends a multipart body.
    pub(crate) fn end(&mut self, boundary: &str) {
        self.line(&format!("--{boundary}--"));
    }

    fn base64(&mut self, bytes: &[u8]) {
        self.line("Content-Transfer-Encoding: base64");
        self.line("");
        let signs = BASE64_STANDARD.encode(bytes);
        let mut rest = signs.as_str();
        while let Some((line, after)) = rest.split_at_checked(76) {
            self.line(line);
            rest = after;
        }
        self.0.extend_from_slice(rest.as_bytes());
    }
}

/// The body of a part.
#[derive(Debug)]
pub(crate) enum Body<'a> {
    /// Fields that were written as lines.
    Fields(&'a [u8]),
    /// A message, as it is: it must not be encoded (RFC 2046, section 5.2.1).
    Message(&'a [u8]),
    /// Text with line feeds as line ends.
    Text(&'a str),
}

/// Returns a boundary that follows from what is between: the same message has the same, and nobody
/// can put it into what it parts.
pub(crate) fn boundary(content: &[&str]) -> String {
    format!("=_{}", id::uuid("boundary", content).simple())
}

/// Tells whether text can go as it is: ASCII in short lines, none of which looks like the beginning
/// of a message in a mailbox file.
fn is_seven_bit(text: &str) -> bool {
    let is_plain = |byte| matches!(byte, b'\n' | b'\t' | b' '..=b'~');
    text.bytes().all(is_plain)
        && text
            .split('\n')
            .all(|line| line.len() <= FOLD && !line.starts_with("From ") && !line.starts_with("--"))
}

fn words(value: &str) -> String {
    let mut words = Vec::new();
    let mut word = String::new();
    for sign in value.chars() {
        let sign = if sign.is_control() { ' ' } else { sign };
        if word.len() + sign.len_utf8() > WORD {
            words.push(encoded(&word));
            word.clear();
        }
        word.push(sign);
    }
    if !word.is_empty() {
        words.push(encoded(&word));
    }
    words.join(" ")
}

fn encoded(word: &str) -> String {
    format!("=?utf-8?B?{}?=", BASE64_STANDARD.encode(word))
}
