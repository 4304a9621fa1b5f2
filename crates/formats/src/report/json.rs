//! One JSON object as a report.
//!
//! Written by hand because it must name the place and field of an error, keep
//! within a bound of depth without recursion, and borrow what it can, at
//! several hundred megabytes a second. It accepts exactly what `serde_json`
//! accepts (a differential test and a fuzz target say so), but for the listed
//! liberties of the [module](super).

use std::borrow::Cow;

use super::{
    ColumnMap, MAX_DEPTH, Record,
    bad::{Fault, Reason},
    record::{Draft, Value},
};

/// Reads the object that `record` holds.
pub(super) fn read<'a>(
    record: &'a [u8],
    map: &ColumnMap,
    number: u64,
    line: u64,
) -> Result<Record<'a>, Fault> {
    let text = std::str::from_utf8(record).map_err(|error| {
        let byte = error.valid_up_to();
        Fault::new(byte, Reason::Utf8 { byte })
    })?;
    let mut scan = Scan {
        text,
        at: 0,
        // One sweep over the line is cheaper than a look at every string.
        has_control: record.iter().fold(false, |found, b| found | (*b < 0x20)),
    };
    scan.blank();
    if scan.peek() != Some(b'{') {
        return Err(scan.no_object());
    }
    scan.at += 1;
    let draft = scan.object(map)?;
    scan.blank();
    match scan.peek() {
        None => draft.finish(number, line),
        Some(_) => Err(scan.unexpected("the end of the line after the object")),
    }
}

struct Scan<'a> {
    text: &'a str,
    at: usize,
    has_control: bool,
}

impl<'a> Scan<'a> {
    /// Reads the members of an object whose brace was read.
    fn object(&mut self, map: &ColumnMap) -> Result<Draft<'a>, Fault> {
        let mut draft = Draft::default();
        self.blank();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(draft);
        }
        loop {
            self.blank();
            let key_at = self.at;
            self.expect(b'"', "a key in quotes")?;
            let key = self.string()?;
            self.colon()?;
            self.blank();
            let at = self.at;
            match map.field(&key) {
                None => self.skip()?,
                Some(field) => {
                    draft.meet(field, key_at)?;
                    if let Some(value) = self.value()? {
                        draft.set(field, value, at)?;
                    }
                }
            }
            self.blank();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => {
                    self.at += 1;
                    return Ok(draft);
                }
                _ => return Err(self.unexpected("a comma or the object's end")),
            }
        }
    }

    /// Reads a value; `null` is none. Arrays and objects are not looked into.
    fn value(&mut self) -> Result<Option<Value<'a>>, Fault> {
        match self.peek() {
            Some(b'"') => {
                self.at += 1;
                self.string().map(|text| Some(Value::Text(text)))
            }
            Some(b't') => self.literal("true").map(|()| Some(Value::Bool(true))),
            Some(b'f') => self.literal("false").map(|()| Some(Value::Bool(false))),
            Some(b'n') => self.literal("null").map(|()| None),
            Some(b'-' | b'0'..=b'9') => self.number().map(|digits| Some(Value::Number(digits))),
            Some(b'[') => Ok(Some(Value::Array)),
            Some(b'{') => Ok(Some(Value::Object)),
            _ => Err(self.unexpected("a value")),
        }
    }

    /// Says what stands where an object should.
    fn no_object(&mut self) -> Fault {
        let expected = "an object";
        let at = self.at;
        let reason = match self.value() {
            Ok(value) => Reason::Type {
                found: value.map_or("null", |value| value.kind()),
                expected,
            },
            Err(_) => Reason::Syntax { expected },
        };
        Fault::new(at, reason)
    }

    /// Moves past a value of a key that is no field, checking its grammar.
    fn skip(&mut self) -> Result<(), Fault> {
        // One bit a level: set within an object, clear within an array.
        let mut levels: u128 = 0;
        let mut depth = 0;
        loop {
            // A value starts here.
            self.blank();
            match self.value()? {
                Some(Value::Array) => {
                    self.deeper(&mut depth)?;
                    levels <<= 1;
                    self.at += 1;
                    self.blank();
                    if self.peek() != Some(b']') {
                        continue;
                    }
                }
                Some(Value::Object) => {
                    self.deeper(&mut depth)?;
                    levels = levels << 1 | 1;
                    self.at += 1;
                    self.blank();
                    if self.peek() != Some(b'}') {
                        self.key()?;
                        continue;
                    }
                }
                _ => {}
            }
            // A value ended here, or an empty array or object is about to.
            loop {
                if depth == 0 {
                    return Ok(());
                }
                self.blank();
                let in_object = levels & 1 == 1;
                match (self.peek(), in_object) {
                    (Some(b','), _) => {
                        self.at += 1;
                        if in_object {
                            self.blank();
                            self.key()?;
                        }
                        break;
                    }
                    (Some(b'}'), true) | (Some(b']'), false) => {
                        self.at += 1;
                        levels >>= 1;
                        depth -= 1;
                    }
                    (_, true) => return Err(self.unexpected("a comma or the object's end")),
                    (_, false) => return Err(self.unexpected("a comma or the array's end")),
                }
            }
        }
    }

    fn deeper(&self, depth: &mut u32) -> Result<(), Fault> {
        *depth += 1;
        // The report's own object is the first level.
        if *depth >= MAX_DEPTH {
            return Err(Fault::new(self.at, Reason::TooDeep));
        }
        Ok(())
    }

    fn key(&mut self) -> Result<(), Fault> {
        self.expect(b'"', "a key in quotes")?;
        self.string()?;
        self.colon()
    }

    fn colon(&mut self) -> Result<(), Fault> {
        self.blank();
        self.expect(b':', "a colon")
    }

    /// Reads a string whose opening quote was read.
    fn string(&mut self) -> Result<Cow<'a, str>, Fault> {
        let start = self.at;
        let end = self.run()?;
        if self.take() == Some(b'"') {
            return Ok(Cow::Borrowed(&self.text[start..end]));
        }
        let mut text = String::with_capacity(end - start + 32);
        text.push_str(&self.text[start..end]);
        loop {
            // The backslash was read.
            text.push(self.escaped()?);
            let start = self.at;
            let end = self.run()?;
            text.push_str(&self.text[start..end]);
            if self.take() == Some(b'"') {
                return Ok(Cow::Owned(text));
            }
        }
    }

    /// Moves to the next quote or backslash and returns where it stands.
    fn run(&mut self) -> Result<usize, Fault> {
        let rest = &self.text.as_bytes()[self.at..];
        let length = memchr::memchr2(b'"', b'\\', rest);
        if self.has_control {
            let within = &rest[..length.unwrap_or(rest.len())];
            if let Some(control) = within.iter().position(|byte| *byte < 0x20) {
                let at = self.at + control;
                return Err(if within[control] == 0 {
                    Fault::new(at, Reason::Nul)
                } else {
                    let expected = "control characters within a string as escapes";
                    Fault::new(at, Reason::Syntax { expected })
                });
            }
        }
        match length {
            Some(length) => {
                self.at += length;
                Ok(self.at)
            }
            None => {
                let expected = "the string's closing quote";
                Err(Fault::new(self.text.len(), Reason::Cut { expected }))
            }
        }
    }

    /// Reads what follows a backslash.
    fn escaped(&mut self) -> Result<char, Fault> {
        let plain = match self.peek() {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{C}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                self.at += 1;
                return self.utf16();
            }
            _ => return Err(self.unexpected("an escape such as \\n or \\u00e9")),
        };
        self.at += 1;
        Ok(plain)
    }

    /// Reads the four digits after `\u`, and a second escape where they are
    /// the first half of a pair. Half a pair alone is U+FFFD.
    fn utf16(&mut self) -> Result<char, Fault> {
        let first = self.four_digits()?;
        if let 0xD800..0xDC00 = first {
            let rest = &self.text.as_bytes()[self.at..];
            if rest.starts_with(b"\\u") {
                let back = self.at;
                self.at += 2;
                let second = self.four_digits()?;
                if let 0xDC00..0xE000 = second {
                    let code = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
                    return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
                }
                self.at = back;
            }
        }
        Ok(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn four_digits(&mut self) -> Result<u32, Fault> {
        let mut code = 0;
        for _ in 0..4 {
            let digit = self.peek().and_then(|byte| char::from(byte).to_digit(16));
            let Some(digit) = digit else {
                return Err(self.unexpected("four hexadecimal digits after \\u"));
            };
            code = code << 4 | digit;
            self.at += 1;
        }
        Ok(code)
    }

    fn number(&mut self) -> Result<&'a str, Fault> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        match self.peek() {
            Some(b'0') => self.at += 1,
            Some(b'1'..=b'9') => self.digits(),
            _ => return Err(self.unexpected("a digit")),
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.some_digits()?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            self.some_digits()?;
        }
        Ok(&self.text[start..self.at])
    }

    fn some_digits(&mut self) -> Result<(), Fault> {
        match self.peek() {
            Some(b'0'..=b'9') => {
                self.digits();
                Ok(())
            }
            _ => Err(self.unexpected("a digit")),
        }
    }

    fn digits(&mut self) {
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
    }

    fn literal(&mut self, word: &'static str) -> Result<(), Fault> {
        if !self.text.as_bytes()[self.at..].starts_with(word.as_bytes()) {
            return Err(self.unexpected("a value"));
        }
        self.at += word.len();
        Ok(())
    }

    fn blank(&mut self) {
        while let Some(b' ' | b'\t' | b'\r' | b'\n') = self.peek() {
            self.at += 1;
        }
    }

    fn expect(&mut self, byte: u8, expected: &'static str) -> Result<(), Fault> {
        if self.peek() != Some(byte) {
            return Err(self.unexpected(expected));
        }
        self.at += 1;
        Ok(())
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    fn unexpected(&self, expected: &'static str) -> Fault {
        let Some(found) = self
            .text
            .get(self.at..)
            .and_then(|rest| rest.chars().next())
        else {
            return Fault::new(self.text.len(), Reason::Cut { expected });
        };
        Fault::new(self.at, Reason::Syntax { expected }).showing(found.encode_utf8(&mut [0; 4]))
    }
}
