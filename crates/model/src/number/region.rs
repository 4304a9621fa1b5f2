use std::{fmt, str::FromStr};

use crate::{Error, Result};

/// A country or territory with telephone numbers of its own: two letters of ISO 3166-1.
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Region([u8; 2]);

impl Region {
    /// Returns the two letters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromStr for Region {
    type Err = Error;

    /// Reads two letters in any case; whether they are a region is not looked up.
    fn from_str(text: &str) -> Result<Self> {
        match text.as_bytes() {
            [a, b] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => {
                Ok(Self([a.to_ascii_uppercase(), b.to_ascii_uppercase()]))
            }
            _ => Err(Error::Unknown {
                what: "region",
                value: Error::shown(text),
                expected: "two letters of ISO 3166-1, for example DE",
            }),
        }
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
