//! Why a text is not a vector.

use core::{fmt, str};

use crate::MAX_LENGTH;

/// Why a text is not a vector, and at which byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Error {
    /// The text is longer than [`MAX_LENGTH`].
    TooLong {
        /// How long it is, in bytes.
        length: usize,
    },
    /// The text does not begin with the prefix of a known version.
    Prefix {
        /// Where the prefix should stand.
        at: usize,
    },
    /// The vector stands in parentheses or has one in it.
    Parenthesis {
        /// Where the parenthesis stands.
        at: usize,
    },
    /// A byte that is not ASCII.
    NotAscii {
        /// Where it stands.
        at: usize,
    },
    /// Nothing between two slashes, or before the first.
    EmptyComponent {
        /// Where the component should stand.
        at: usize,
    },
    /// A slash ends the text.
    TrailingSlash {
        /// Where the slash stands.
        at: usize,
    },
    /// A component without a colon.
    NoColon {
        /// The component.
        metric: Word,
        /// Where it begins.
        at: usize,
    },
    /// A metric that this version does not have; case counts.
    UnknownMetric {
        /// The name as it stands in the text.
        metric: Word,
        /// Where it begins.
        at: usize,
    },
    /// A value that this metric does not have; case counts.
    UnknownValue {
        /// The metric.
        metric: &'static str,
        /// The value as it stands in the text.
        value: Word,
        /// Where the value begins.
        at: usize,
    },
    /// A metric that stood there before.
    Duplicate {
        /// The metric.
        metric: &'static str,
        /// Where it begins for the second time.
        at: usize,
    },
    /// A metric in the wrong place.
    OutOfOrder {
        /// The metric.
        metric: &'static str,
        /// Where it begins.
        at: usize,
    },
    /// A metric that must be there is not.
    Missing {
        /// The metric.
        metric: &'static str,
        /// Where it should begin; the end of the text if order is free.
        at: usize,
    },
}

impl Error {
    /// The byte at which the trouble begins.
    #[must_use]
    pub const fn at(&self) -> usize {
        match *self {
            Self::TooLong { .. } => MAX_LENGTH,
            Self::Prefix { at }
            | Self::Parenthesis { at }
            | Self::NotAscii { at }
            | Self::EmptyComponent { at }
            | Self::TrailingSlash { at }
            | Self::NoColon { at, .. }
            | Self::UnknownMetric { at, .. }
            | Self::UnknownValue { at, .. }
            | Self::Duplicate { at, .. }
            | Self::OutOfOrder { at, .. }
            | Self::Missing { at, .. } => at,
        }
    }

    /// The metric that is to blame, as it stands in the text.
    #[must_use]
    pub fn metric(&self) -> Option<&str> {
        match self {
            Self::NoColon { metric, .. } | Self::UnknownMetric { metric, .. } => {
                Some(metric.as_str())
            }
            Self::UnknownValue { metric, .. }
            | Self::Duplicate { metric, .. }
            | Self::OutOfOrder { metric, .. }
            | Self::Missing { metric, .. } => Some(metric),
            _ => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong { length } => {
                write!(
                    out,
                    "{length} bytes are more than the {MAX_LENGTH} a vector may have"
                )
            }
            Self::Prefix { at } => write!(out, "no prefix of a known version at byte {at}"),
            Self::Parenthesis { at } => write!(out, "a parenthesis at byte {at}"),
            Self::NotAscii { at } => write!(out, "not ASCII at byte {at}"),
            Self::EmptyComponent { at } => write!(out, "an empty component at byte {at}"),
            Self::TrailingSlash { at } => write!(out, "a trailing slash at byte {at}"),
            Self::NoColon { metric, at } => write!(out, "no colon in {metric} at byte {at}"),
            Self::UnknownMetric { metric, at } => {
                write!(out, "unknown metric {metric} at byte {at}")
            }
            Self::UnknownValue { metric, value, at } => {
                write!(out, "unknown value {value} of metric {metric} at byte {at}")
            }
            Self::Duplicate { metric, at } => {
                write!(out, "metric {metric} for the second time at byte {at}")
            }
            Self::OutOfOrder { metric, at } => {
                write!(out, "metric {metric} out of order at byte {at}")
            }
            Self::Missing { metric, at } => {
                write!(out, "mandatory metric {metric} missing at byte {at}")
            }
        }
    }
}

impl core::error::Error for Error {}

/// The beginning of a word of the text, kept in place because an error does not allocate.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Word {
    bytes: [u8; Self::ROOM],
    kept: u8,
    cut: bool,
}

impl Word {
    const ROOM: usize = 14;

    /// Takes ASCII; what is not fit to print becomes a question mark.
    pub(crate) fn new(text: &[u8]) -> Self {
        let mut bytes = [0; Self::ROOM];
        let mut kept = 0;
        for (to, from) in bytes.iter_mut().zip(text) {
            *to = if from.is_ascii_graphic() { *from } else { b'?' };
            kept += 1;
        }
        Self {
            bytes,
            kept,
            cut: text.len() > Self::ROOM,
        }
    }

    /// The word, cut off after 14 bytes.
    #[must_use]
    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.bytes[..usize::from(self.kept)]).unwrap_or_default()
    }
}

impl fmt::Display for Word {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "\"{}{}\"",
            self.as_str(),
            if self.cut { "…" } else { "" }
        )
    }
}

impl fmt::Debug for Word {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}
