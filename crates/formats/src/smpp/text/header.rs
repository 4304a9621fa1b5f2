//! User data headers (3GPP TS 23.040, 9.2.3.24): which part this is, ports, languages.

use serde::{Deserialize, Serialize};

use crate::smpp::{Error, Result};

/// How it was said that a message is a part of a longer one; references of different kinds have nothing to
/// do with each other.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartKind {
    /// In the user data header, with a reference of 8 bits.
    Udh8,
    /// In the user data header, with a reference of 16 bits.
    Udh16,
    /// In the optional parameters.
    Sar,
}

/// Which part of a longer message this is.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Part {
    /// How it was said.
    pub kind: PartKind,
    /// What is the same in all parts.
    pub reference: u16,
    /// How many parts there are.
    pub total: u8,
    /// Which one this is, from 1.
    pub index: u8,
}

impl Part {
    /// Returns a part; nothing where there is none of that number, which is to be ignored (3GPP TS 23.040,
    /// 9.2.3.24.1).
    pub const fn new(kind: PartKind, reference: u16, total: u8, index: u8) -> Option<Self> {
        if index == 0 || index > total {
            return None;
        }
        Some(Self {
            kind,
            reference,
            total,
            index,
        })
    }
}

/// The languages whose alphabets a message uses (3GPP TS 23.038, clause 6.2.1.2); 0 is the default.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct National {
    /// Whose alphabet there is instead of the default one.
    pub locking: u8,
    /// Whose alphabet there is after an escape.
    pub single: u8,
}

/// A user data header, as far as it matters here.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct UserHeader {
    /// Which part this is.
    pub part: Option<Part>,
    /// The ports that it is to and from.
    pub ports: Option<(u16, u16)>,
    /// The languages whose alphabets it uses.
    pub national: National,
}

impl UserHeader {
    /// Reads the header at the beginning of a message, and returns it with what follows.
    ///
    /// An element that occurs again replaces the one before. Where the last element is not as long as it says
    /// the whole header is ignored, though not the message after it.
    ///
    /// # Errors
    /// [`Error::UserHeader`] where it is longer than the message.
    pub fn read(octets: &[u8]) -> Result<(Self, &[u8])> {
        let split = |(told, rest): (&u8, &'_ [u8])| (usize::from(*told), rest.len());
        let (told, left) = octets.split_first().map_or((0, 0), split);
        let wrong = Error::UserHeader { at: 0, told };
        if octets.is_empty() || told > left {
            return Err(wrong);
        }
        let elements = octets.get(1..=told).unwrap_or_default();
        let rest = octets.get(told + 1..).unwrap_or_default();
        Ok((Self::elements(elements).unwrap_or_default(), rest))
    }

    fn elements(mut elements: &[u8]) -> Option<Self> {
        let mut header = Self::default();
        while let [id, length, rest @ ..] = elements {
            let (value, rest) = rest.split_at_checked(usize::from(*length))?;
            header.take(*id, value);
            elements = rest;
        }
        elements.is_empty().then_some(header)
    }

    fn take(&mut self, id: u8, value: &[u8]) {
        match (id, value) {
            (0x00, &[reference, total, index]) => {
                self.part = Part::new(PartKind::Udh8, reference.into(), total, index).or(self.part);
            }
            (0x08, &[high, low, total, index]) => {
                let reference = u16::from_be_bytes([high, low]);
                self.part = Part::new(PartKind::Udh16, reference, total, index).or(self.part);
            }
            (0x04, &[to, from]) => self.ports = Some((to.into(), from.into())),
            (0x05, &[a, b, c, d]) => {
                self.ports = Some((u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d])));
            }
            (0x24, &[language]) => self.national.single = language,
            (0x25, &[language]) => self.national.locking = language,
            _ => {}
        }
    }
}
