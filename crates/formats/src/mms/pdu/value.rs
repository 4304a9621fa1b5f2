//! Values of header fields.

use super::Field;
use crate::mms::charset;

/// One header field.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Header {
    /// Its name.
    pub name: Name,
    /// Its value.
    pub value: Value,
}

/// The name of a header field.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Name {
    /// One of the encapsulation.
    Known(Field),
    /// One that has a number which is not known here.
    Numbered(u8),
    /// One of an application, in text.
    Application(String),
}

/// The value of a header field.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Value {
    /// What programs read.
    Text(String),
    /// What people read, and addresses.
    Encoded(EncodedString),
    /// A number; a moment in seconds since 1970.
    Number(u64),
    /// An octet that stands for a word ([`Field::word`]).
    Token(u8),
    /// The sender.
    Sender(Sender),
    /// Until when.
    Deadline(Deadline),
    /// Who forwarded it, counted from 1.
    SentBy(u64, EncodedString),
    /// When it was forwarded, counted from 1, in seconds since 1970.
    SentDate(u64, u64),
    /// Words about it: add (0x80), remove (0x81) or filter (0x82), and which.
    Flags(u8, EncodedString),
    /// How many messages (0x80) or octets (0x81).
    Total(u8, u64),
    /// What is kept as it is written.
    Raw(Vec<u8>),
}

/// Who sent a message (section 7.3.20).
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Sender {
    /// The relay is to put in the address that it knows.
    Insert,
    /// This one.
    Address(EncodedString),
}

/// A moment or a time from when the PDU is read (section 7.3.19).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Deadline {
    /// Seconds since 1970.
    At(u64),
    /// Seconds from now.
    In(u64),
}

/// Text with its character set (section 7.3.18).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct EncodedString {
    /// The number of the character set (`MIBenum`); nothing where it is said to be plain text.
    pub charset: Option<u32>,
    /// The text in that set.
    pub octets: Vec<u8>,
}

impl EncodedString {
    /// Returns a text, in UTF-8 where it has to say so.
    pub fn new(text: &str) -> Self {
        let is_plain = text.bytes().all(|octet| matches!(octet, 32..127));
        Self {
            charset: (!is_plain).then_some(charset::UTF_8),
            octets: text.as_bytes().to_vec(),
        }
    }

    /// Returns the text.
    pub fn text(&self) -> String {
        let name = self.charset.map(charset::name);
        charset::decode(name.as_deref(), &self.octets)
    }
}
