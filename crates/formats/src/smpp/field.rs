use std::{borrow::Cow, fmt};

use super::{Error, Result};

/// A C-Octet String (section 3.1): bytes without zero.
#[derive(Clone, Default, Eq, Hash, PartialEq)]
pub struct Field(Box<[u8]>);

impl Field {
    /// Longest `system_id` that is written.
    pub const SYSTEM_ID: usize = 15;
    /// Longest `password` that is written.
    pub const PASSWORD: usize = 8;
    /// Longest `system_type` that is written.
    pub const SYSTEM_TYPE: usize = 12;
    /// Longest address that is written.
    pub const ADDRESS: usize = 20;
    /// Longest `service_type` that is written.
    pub const SERVICE_TYPE: usize = 5;
    /// Longest `message_id` that is written.
    pub const MESSAGE_ID: usize = 64;
    /// Longest time that is written.
    pub const TIME: usize = 16;

    /// Takes the text of a field that is to be written; `most` is one of the constants here.
    ///
    /// # Errors
    /// [`Error::TooLong`], and [`Error::Character`] for what is not a sign of ASCII.
    pub fn new(field: &'static str, text: &str, most: usize) -> Result<Self> {
        if text.len() > most {
            let length = text.len();
            return Err(Error::TooLong {
                field,
                length,
                most,
            });
        }
        let is_wrong = |c: &char| !matches!(c, ' '..='~');
        match text.chars().find(is_wrong) {
            None => Ok(Self(text.as_bytes().into())),
            Some(character) => Err(Error::Character { field, character }),
        }
    }

    /// Takes what was read, which holds no zero.
    pub(super) fn read(bytes: &[u8]) -> Self {
        Self(bytes.into())
    }

    /// Returns its bytes, without the zero.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Returns whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns it as text: ASCII as the standard has it, else as UTF-8 or ISO 8859-1.
    pub fn text(&self) -> Cow<'_, str> {
        match std::str::from_utf8(&self.0) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => self.0.iter().map(|&byte| char::from(byte)).collect(),
        }
    }
}

impl fmt::Debug for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text(), f)
    }
}

/// A password, which is never shown.
#[derive(Clone, Default, Eq, PartialEq)]
pub struct Password(pub Field);

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}
