//! Writes the canonical formatted string, value by value, and refuses what no value may be (NISTIR 7695, 5.3.2).

use super::{Attribute, Cpe, Reason, error::Fault, formatted::PREFIX};

/// The values so far; attributes come in the order of [`Attribute::ALL`].
pub(super) struct Builder {
    text: String,
    ends: [u16; 11],
    filled: usize,
}

/// One character of a value, with its place in the input.
#[derive(Debug, Clone, Copy)]
pub(super) enum Unit {
    /// It stands for itself.
    Literal(u8),
    /// An unquoted `*` or `?`.
    Wild(u8),
}

impl Builder {
    pub(super) fn new(length: usize) -> Self {
        // Quoting may add a few bytes, and ANY is written where a URI writes nothing.
        let mut text = String::with_capacity(length + 24);
        text.push_str(PREFIX);
        Self {
            text,
            ends: [0; 11],
            filled: 0,
        }
    }

    pub(super) fn any(&mut self) {
        self.text.push('*');
        self.end();
    }

    pub(super) fn not_applicable(&mut self) {
        self.text.push('-');
        self.end();
    }

    /// Adds a string that is known to be written canonically.
    pub(super) fn canonical(&mut self, value: &str) {
        self.text.push_str(value);
        self.end();
    }

    /// Adds a string of plain text: nothing in it is a wildcard, white space becomes `_`.
    pub(super) fn plain(&mut self, text: &str) -> Result<(), Fault> {
        let mut value = self.string(0);
        for (at, byte) in text.bytes().enumerate() {
            let unit = match byte {
                b' ' | b'\t' => Unit::Literal(b'_'),
                _ => literal(text, at)?,
            };
            value.push(unit, at)?;
        }
        value.finish()
    }

    pub(super) fn finish(mut self) -> Cpe {
        while self.filled < self.ends.len() {
            self.any();
        }
        self.text.pop();
        Cpe {
            text: self.text,
            ends: self.ends,
        }
    }

    /// Begins a value that is a string; `at` is where it starts in the input.
    pub(super) fn string(&mut self, at: usize) -> StringValue<'_> {
        let attribute = Attribute::ALL[self.filled];
        let start = self.text.len();
        StringValue {
            builder: self,
            attribute,
            at,
            start,
            state: State::Start,
            wildcard: 0,
        }
    }

    fn end(&mut self) {
        // Eleven values of at most 2 * MAX_BYTES bytes fit.
        self.ends[self.filled] = self.text.len() as u16;
        self.filled += 1;
        self.text.push(':');
    }
}

/// A string value being written: wildcards, then characters, then wildcards.
pub(super) struct StringValue<'a> {
    builder: &'a mut Builder,
    attribute: Attribute,
    at: usize,
    start: usize,
    state: State,
    /// Where the last wildcard stood.
    wildcard: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Start,
    /// After leading wildcards of this kind.
    Leading(u8),
    Body,
    /// After trailing wildcards of this kind.
    Trailing(u8),
}

impl StringValue<'_> {
    pub(super) fn push(&mut self, unit: Unit, at: usize) -> Result<(), Fault> {
        let inner = |at| Err(Fault::at(at, Reason::InnerWildcard(self.attribute)));
        match unit {
            Unit::Wild(kind) => {
                self.state = match self.state {
                    State::Start => State::Leading(kind),
                    State::Leading(before) if before == b'?' && kind == b'?' => {
                        State::Leading(kind)
                    }
                    State::Trailing(before) if before == b'?' && kind == b'?' => {
                        State::Trailing(kind)
                    }
                    State::Leading(_) | State::Body => State::Trailing(kind),
                    State::Trailing(_) => return inner(self.wildcard),
                };
                self.wildcard = at;
                self.builder.text.push(char::from(kind));
            }
            Unit::Literal(byte) => {
                if matches!(self.state, State::Trailing(_)) {
                    return inner(self.wildcard);
                }
                self.state = State::Body;
                if !(byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')) {
                    self.builder.text.push('\\');
                }
                self.builder
                    .text
                    .push(char::from(byte.to_ascii_lowercase()));
            }
        }
        Ok(())
    }

    pub(super) fn finish(self) -> Result<(), Fault> {
        let value = &self.builder.text[self.start..];
        let wrong = match value {
            "" => Some(Reason::EmptyPart(self.attribute)),
            "*" => Some(Reason::LoneAsterisk(self.attribute)),
            "-" => Some(Reason::LoneHyphen(self.attribute)),
            "a" | "o" | "h" => None,
            _ if self.attribute == Attribute::Part => Some(Reason::UnknownPart),
            _ => None,
        };
        if let Some(reason) = wrong {
            return Err(Fault::at(self.at, reason));
        }
        self.builder.end();
        Ok(())
    }
}

/// Takes the character at a byte for itself, if a name may have it.
pub(super) fn literal(text: &str, at: usize) -> Result<Unit, Fault> {
    match text.as_bytes().get(at) {
        Some(byte) if byte.is_ascii_graphic() => Ok(Unit::Literal(*byte)),
        _ => {
            let found = text.get(at..).and_then(|rest| rest.chars().next());
            Err(Fault::at(at, Reason::Character(found.unwrap_or('\0'))))
        }
    }
}
