//! Identifiers and the words of fixed lists.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Error, Result};

/// Declares an enum whose variants are words in JSON, SQL and on the command line.
macro_rules! words {
    ($(#[$meta:meta])* $vis:vis enum $name:ident: $what:literal {
        $($(#[$doc:meta])* $variant:ident = $word:literal,)*
    }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        $vis enum $name { $($(#[$doc])* $variant,)* }

        impl $name {
            /// Every value, in order.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Returns the word that stands for this value outside.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::Error;

            fn from_str(word: &str) -> $crate::Result<Self> {
                Self::ALL.iter().copied().find(|value| value.as_str() == word).ok_or_else(|| {
                    $crate::Error::Unknown {
                        what: $what,
                        value: $crate::Error::shown(word),
                        expected: concat!($($word, " "),*),
                    }
                })
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                <std::borrow::Cow<'de, str>>::deserialize(d)?.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use words;

/// A report's identity: a keyed digest of what it says.
///
/// The same report sent twice has the same id, which is what makes it one.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct ReportId(pub [u8; 16]);

impl fmt::Display for ReportId {
    /// Writes 32 hexadecimal digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for ReportId {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let bad = || Error::Id {
            what: "report",
            value: Error::shown(text),
            example: "3f2a9c0d5e6b7a81f00dcafe12345678",
        };
        if text.len() != 32 || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(bad());
        }
        let value = u128::from_str_radix(text, 16).map_err(|_| bad())?;
        Ok(Self(value.to_be_bytes()))
    }
}

impl Serialize for ReportId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ReportId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// Declares a numbered identifier such as `inc-42`.
macro_rules! numbered {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal, $what:literal, $example:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&format!(concat!($prefix, "-{}"), self.0))
            }
        }

        impl FromStr for $name {
            type Err = Error;

            /// Reads the form that `Display` writes; the prefix may be left out.
            fn from_str(text: &str) -> Result<Self> {
                let digits = text.strip_prefix(concat!($prefix, "-")).unwrap_or(text);
                match digits.parse() {
                    Ok(number) if number > 0 && digits.bytes().all(|b| b.is_ascii_digit()) => Ok(Self(number)),
                    _ => Err(Error::Id { what: $what, value: Error::shown(text), example: $example }),
                }
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}

numbered! {
    /// An incident, for example `inc-42`.
    IncidentId = "inc", "incident", "inc-42";
    /// An action, for example `act-7`.
    ActionId = "act", "action", "act-7";
    /// An export that was sealed, for example `exp-3`.
    ExportId = "exp", "export", "exp-3";
    /// A document on its way to a peer, for example `shr-5`.
    ShareId = "shr", "share", "shr-5";
    /// A document that came from a peer, for example `rcp-8`.
    ReceiptId = "rcp", "receipt", "rcp-8";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_as_they_are_written() {
        let id: IncidentId = "inc-42".parse().unwrap();
        assert_eq!((id, id.to_string().as_str()), (IncidentId(42), "inc-42"));
        assert_eq!("42".parse(), Ok(IncidentId(42)));
        let id = ReportId([0xab; 16]);
        assert_eq!(id.to_string().parse(), Ok(id));
    }

    #[test]
    fn what_is_no_id_is_refused() {
        for text in [
            "",
            "inc-",
            "inc-0",
            "inc--1",
            "inc-+1",
            "act-1",
            "9".repeat(40).as_str(),
        ] {
            assert!(text.parse::<IncidentId>().is_err(), "{text}");
        }
        assert!("zz".repeat(16).parse::<ReportId>().is_err());
        assert!("+f".repeat(16).parse::<ReportId>().is_err());
    }
}
