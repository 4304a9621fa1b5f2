use std::fmt;

use super::{Class, Fit, Guard, Region};
use crate::CleanText;

/// Who is at one end of a call or message, as a network shows it or a person writes it.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum Party {
    /// A telephone number.
    Number(Number),
    /// A name instead of a number, as short messages carry (3GPP TS 23.040, alphanumeric address).
    Name(CleanText),
    /// An address that is no number: SIP, mail, XMPP.
    Address(CleanText),
    /// A code for the network itself: `*100#`, `urn:service:sos`.
    Code(CleanText),
    /// Nobody is shown: withheld, restricted, unavailable, or nothing at all.
    Withheld,
    /// Nothing that can be read; at most 80 characters of it.
    Unreadable(CleanText),
}

impl Party {
    /// Returns the number, where it is one.
    pub const fn number(&self) -> Option<&Number> {
        match self {
            Self::Number(number) => Some(number),
            _ => None,
        }
    }

    /// Returns whether a decision that nobody looks at may block this.
    ///
    /// Numbers with a [`Guard`] are not, nor what stands for nobody in particular: a withheld number, a code, what cannot
    /// be read.
    pub const fn may_be_blocked(&self) -> bool {
        match self {
            Self::Number(number) => number.guard.is_none(),
            Self::Name(_) | Self::Address(_) => true,
            Self::Code(_) | Self::Withheld | Self::Unreadable(_) => false,
        }
    }
}

impl fmt::Display for Party {
    /// Writes a number as [`Number`] does, names and addresses as they are, and `anonymous` where nobody is shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Name(text) | Self::Address(text) | Self::Code(text) | Self::Unreadable(text) => {
                text.fmt(f)
            }
            Self::Withheld => f.write_str("anonymous"),
        }
    }
}

/// A telephone number in one form for all ways of writing it.
///
/// Either it is international (ITU-T E.164), or it exists only within a country or network: emergency numbers, short
/// numbers, numbers without their area.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Number {
    /// All digits, with the country code where it is international.
    pub(super) value: u64,
    /// How many digits, for those that begin with zeros.
    pub(super) count: u8,
    pub(super) international: bool,
    /// Country code; 0 where none is known.
    pub(super) code: u16,
    pub(super) region: Option<Region>,
    pub(super) class: Class,
    pub(super) fit: Fit,
    pub(super) guard: Option<Guard>,
}

impl Number {
    /// Returns whether it is international, and so the same everywhere.
    pub const fn is_international(&self) -> bool {
        self.international
    }

    /// Returns all digits as one number, the country code first; nothing for a number that is not international.
    pub fn e164(&self) -> Option<u64> {
        self.international.then_some(self.value)
    }

    /// Returns the country code, where one is known.
    pub fn country_code(&self) -> Option<u16> {
        (self.code > 0).then_some(self.code)
    }

    /// Returns the region, where its code belongs to one.
    pub const fn region(&self) -> Option<Region> {
        self.region
    }

    /// Returns what kind of number it is.
    pub const fn class(&self) -> Class {
        self.class
    }

    /// Returns how it agrees with the plan of its country.
    pub const fn fit(&self) -> Fit {
        self.fit
    }

    /// Returns why it must not be blocked for being reported, where that is so.
    pub const fn guard(&self) -> Option<Guard> {
        self.guard
    }
}

impl fmt::Display for Number {
    /// Writes E.164 with a plus, or the digits with where they hold (RFC 3966): `+4930123456`, `110;phone-context=+49`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.international {
            return write!(f, "+{}", self.value);
        }
        write!(f, "{:0count$}", self.value, count = usize::from(self.count))?;
        match self.code {
            0 => Ok(()),
            code => write!(f, ";phone-context=+{code}"),
        }
    }
}
