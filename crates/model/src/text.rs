use std::{fmt, ops::Deref};

use serde::{Deserialize, Deserializer, Serialize};

use crate::{Error, Result};

/// Text that every database and format can carry: valid UTF-8 without NUL.
///
/// PostgreSQL refuses NUL where SQLite stores it, so such text is refused
/// once, at the border.
#[derive(Clone, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct CleanText(String);

impl CleanText {
    /// Takes `text` when it holds no NUL.
    ///
    /// # Errors
    /// [`Error::Nul`] with the byte offset of the first one.
    pub fn new(text: impl Into<String>) -> Result<Self> {
        let text = text.into();
        match text.bytes().position(|byte| byte == 0) {
            None => Ok(Self(text)),
            Some(at) => Err(Error::Nul { at }),
        }
    }

    /// Takes `text`, with every NUL replaced by U+FFFD.
    pub fn lossy(text: &str) -> Self {
        Self(text.replace('\0', "\u{FFFD}"))
    }

    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the text, owned.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl Deref for CleanText {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CleanText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for CleanText {
    type Error = Error;

    fn try_from(text: String) -> Result<Self> {
        Self::new(text)
    }
}

impl TryFrom<&str> for CleanText {
    type Error = Error;

    fn try_from(text: &str) -> Result<Self> {
        Self::new(text)
    }
}

impl<'de> Deserialize<'de> for CleanText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nul_is_refused_with_its_place() {
        assert_eq!(CleanText::new("ab\0c"), Err(Error::Nul { at: 2 }));
        assert_eq!(CleanText::lossy("ab\0c").as_str(), "ab\u{FFFD}c");
    }
}
