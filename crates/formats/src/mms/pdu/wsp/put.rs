//! Basic values, written as section 8.4.2 has them.

use super::super::note::Notes;
use super::Octets;

/// Octets that are being written.
#[derive(Debug, Default)]
pub(in crate::mms::pdu) struct Put(pub(in crate::mms) Vec<u8>);

impl Put {
    pub(in crate::mms::pdu) fn octet(&mut self, octet: u8) {
        self.0.push(octet);
    }

    pub(in crate::mms::pdu) fn octets(&mut self, octets: &[u8]) {
        self.0.extend_from_slice(octets);
    }

    /// Uintvar-integer; what is longer than any PDU is cut to 32 bits.
    pub(in crate::mms::pdu) fn uintvar(&mut self, value: usize) {
        let value = u32::try_from(value).unwrap_or(u32::MAX);
        for shift in [28, 21, 14, 7] {
            if value >> shift != 0 {
                self.octet(low(value >> shift) | 0x80);
            }
        }
        self.octet(low(value));
    }

    /// Value-length and what it counts.
    pub(in crate::mms::pdu) fn counted(&mut self, octets: &[u8]) {
        match u8::try_from(octets.len()) {
            Ok(short @ 0..31) => self.octet(short),
            _ => {
                self.octet(31);
                self.uintvar(octets.len());
            }
        }
        self.octets(octets);
    }

    /// Text-string: what could be taken for something else is quoted; NUL, which would end it, is left out.
    pub(in crate::mms::pdu) fn text_octets(&mut self, text: &[u8]) {
        let first = text.iter().find(|octet| **octet != 0);
        if first.is_some_and(|first| !(32..127).contains(first)) {
            self.octet(127);
        }
        self.0.extend(text.iter().filter(|octet| **octet != 0));
        self.octet(0);
    }

    pub(in crate::mms::pdu) fn text(&mut self, text: &str) {
        self.text_octets(text.as_bytes());
    }

    /// Quoted-string: one quotation mark stands in front of it, and none behind.
    pub(in crate::mms::pdu) fn quoted(&mut self, text: &str) {
        self.octet(b'"');
        self.0.extend(text.bytes().filter(|octet| *octet != 0));
        // A reader that takes away a closing one, too, has this to take.
        if text.ends_with('"') {
            self.octet(b'"');
        }
        self.octet(0);
    }

    /// Text-value: a text that reads back as it is.
    pub(in crate::mms::pdu) fn text_value(&mut self, text: &str) {
        let mut plain = Self::default();
        plain.text(text);
        if Octets::of(&plain.0).quoted(&mut Notes::default()) == text {
            self.octets(&plain.0);
        } else {
            self.quoted(text);
        }
    }

    /// Long-integer, in as few octets as it needs.
    pub(in crate::mms::pdu) fn long(&mut self, value: u64) {
        let octets = value.to_be_bytes();
        let zeros = octets.iter().take_while(|octet| **octet == 0).count();
        let digits = octets.get(zeros.min(7)..).unwrap_or_default();
        self.octet(u8::try_from(digits.len()).unwrap_or(8));
        self.octets(digits);
    }

    /// Integer-value, short where it can be.
    pub(in crate::mms::pdu) fn integer(&mut self, value: u64) {
        match u8::try_from(value) {
            Ok(short @ 0..0x80) => self.octet(short | 0x80),
            _ => self.long(value),
        }
    }
}

/// The seven lowest bits.
fn low(value: u32) -> u8 {
    u8::try_from(value & 0x7F).unwrap_or_default()
}
