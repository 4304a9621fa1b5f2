//! Basic values, read from the front of a run of octets.

use super::super::{
    Error,
    note::{Deviation, Notes},
};
use crate::mms::charset;

/// Ends a text, and may begin one (section 8.4.2.1).
const QUOTE: u8 = 127;
/// Says that a length follows that has no room in one octet (section 8.4.2.2).
const LENGTH_QUOTE: u8 = 31;

/// Octets that are still to be read, and where they stand in the PDU.
#[derive(Clone, Copy, Debug)]
pub(in crate::mms::pdu) struct Octets<'a> {
    rest: &'a [u8],
    at: usize,
}

impl<'a> Octets<'a> {
    pub(in crate::mms::pdu) const fn of(rest: &'a [u8]) -> Self {
        Self { rest, at: 0 }
    }

    /// Where the next octet stands in the PDU, from 0.
    pub(in crate::mms::pdu) const fn at(&self) -> usize {
        self.at
    }

    pub(in crate::mms::pdu) const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    pub(in crate::mms::pdu) const fn len(&self) -> usize {
        self.rest.len()
    }

    pub(in crate::mms::pdu) fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    /// Returns what was read since `before`, an earlier state of this.
    pub(in crate::mms::pdu) fn since(&self, before: &Self) -> &'a [u8] {
        let length = self.at.saturating_sub(before.at);
        before.rest.get(..length).unwrap_or(before.rest)
    }

    /// Takes all that is left.
    pub(in crate::mms::pdu) fn rest(&mut self) -> &'a [u8] {
        let rest = self.rest;
        self.at += rest.len();
        self.rest = &[];
        rest
    }

    pub(in crate::mms::pdu) fn octet(&mut self) -> Result<u8, Error> {
        let [octet] = self.array()?;
        Ok(octet)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        let end = self.end();
        let (first, rest) = self.rest.split_first_chunk::<N>().ok_or(end)?;
        self.rest = rest;
        self.at += N;
        Ok(*first)
    }

    pub(in crate::mms::pdu) fn take(&mut self, length: usize) -> Result<Self, Error> {
        let end = self.end();
        let (first, rest) = self.rest.split_at_checked(length).ok_or(end)?;
        let taken = Self {
            rest: first,
            at: self.at,
        };
        self.rest = rest;
        self.at += length;
        Ok(taken)
    }

    const fn end(&self) -> Error {
        Error::End {
            at: self.at + self.rest.len(),
        }
    }

    /// Uintvar-integer, of which 32 bits at most are used (section 8.1.2).
    pub(in crate::mms::pdu) fn uintvar(&mut self) -> Result<u32, Error> {
        let at = self.at;
        let mut value = 0_u32;
        // Five octets have room for 35 bits.
        for _ in 0..5 {
            let octet = self.octet()?;
            if value >> 25 != 0 {
                break;
            }
            value = value << 7 | u32::from(octet & 0x7F);
            if octet & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(Error::Uintvar { at })
    }

    /// Uintvar-integer that counts octets.
    pub(in crate::mms::pdu) fn length(&mut self) -> Result<usize, Error> {
        let at = self.at;
        usize::try_from(self.uintvar()?).map_err(|_| Error::Uintvar { at })
    }

    /// Value-length and what it counts (section 8.4.2.2).
    pub(in crate::mms::pdu) fn counted(&mut self) -> Result<Self, Error> {
        let at = self.at;
        let length = match self.octet()? {
            short @ 0..LENGTH_QUOTE => usize::from(short),
            LENGTH_QUOTE => self.length()?,
            _ => {
                let expected = "a length";
                return Err(Error::Value { at, expected });
            }
        };
        self.take(length)
    }

    /// Text-string: octets up to NUL, without the quote in front of them (section 8.4.2.1).
    pub(in crate::mms::pdu) fn text_octets(&mut self, notes: &mut Notes) -> &'a [u8] {
        let at = self.at;
        let (text, is_ended) = match memchr::memchr(0, self.rest) {
            Some(end) => (self.rest.get(..end).unwrap_or_default(), true),
            None => (self.rest, false),
        };
        let length = text.len() + usize::from(is_ended);
        self.rest = self.rest.get(length..).unwrap_or_default();
        self.at += length;
        if !is_ended {
            notes.note(at, Deviation::Unended);
        }
        match text.split_first() {
            Some((&QUOTE, text)) => text,
            Some((&first, _)) if !(32..QUOTE).contains(&first) => {
                notes.note(at, Deviation::Unquoted);
                text
            }
            _ => text,
        }
    }

    /// Text-string, which is UTF-8 or, failing that, Latin-1.
    pub(in crate::mms::pdu) fn text(&mut self, notes: &mut Notes) -> String {
        let at = self.at;
        let octets = self.text_octets(notes);
        if std::str::from_utf8(octets).is_err() {
            notes.note(at, Deviation::Charset);
        }
        charset::decode(None, octets)
    }

    /// Text-value: a text, a text after one quotation mark, or nothing (section 8.4.2.3).
    pub(in crate::mms::pdu) fn quoted(&mut self, notes: &mut Notes) -> String {
        let mut text = self.text(notes);
        if text.starts_with('"') {
            text.remove(0);
            // Many close what they open.
            if text.ends_with('"') {
                text.pop();
            }
        }
        text
    }

    /// Long-integer (section 8.4.2.1).
    pub(in crate::mms::pdu) fn long(&mut self) -> Result<u64, Error> {
        let at = self.at;
        let expected = "an integer of 64 bits";
        let wrong = Error::Value { at, expected };
        let length = self.octet()?;
        if length == 0 || length >= LENGTH_QUOTE {
            return Err(wrong);
        }
        let octets = self.take(usize::from(length))?.rest;
        let zeros = octets.iter().take_while(|octet| **octet == 0).count();
        let digits = octets.get(zeros..).unwrap_or_default();
        if digits.len() > 8 {
            return Err(wrong);
        }
        let joined = |value: u64, octet: &u8| value << 8 | u64::from(*octet);
        Ok(digits.iter().fold(0, joined))
    }

    /// Integer-value, long or short (section 8.4.2.3).
    pub(in crate::mms::pdu) fn integer(&mut self) -> Result<u64, Error> {
        match self.peek() {
            Some(octet @ 0x80..) => {
                self.octet()?;
                Ok(u64::from(octet & 0x7F))
            }
            _ => self.long(),
        }
    }

    /// Passes over a value whatever it is, by its first octet (section 8.4.1.2); returns it.
    pub(in crate::mms::pdu) fn any(&mut self, notes: &mut Notes) -> Result<&'a [u8], Error> {
        let before = *self;
        match self.peek() {
            None => return Err(self.end()),
            Some(0..=LENGTH_QUOTE) => drop(self.counted()?),
            Some(32..=QUOTE) => drop(self.text_octets(notes)),
            Some(0x80..) => drop(self.octet()?),
        }
        Ok(self.since(&before))
    }
}
