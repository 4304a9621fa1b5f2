use super::{Field, Result};

/// A type of number (section 5.2.5); those not listed are kept as they came.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub struct Ton(pub u8);

impl Ton {
    /// Not known.
    pub const UNKNOWN: Self = Self(0);
    /// International: with its country code, without `+`.
    pub const INTERNATIONAL: Self = Self(1);
    /// National.
    pub const NATIONAL: Self = Self(2);
    /// Of the network, as short codes often are.
    pub const NETWORK: Self = Self(3);
    /// Of the subscriber.
    pub const SUBSCRIBER: Self = Self(4);
    /// A name instead of a number.
    pub const ALPHANUMERIC: Self = Self(5);
    /// Abbreviated, as short codes sometimes are.
    pub const ABBREVIATED: Self = Self(6);
}

/// A numbering plan (section 5.2.6); those not listed are kept as they came.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub struct Npi(pub u8);

impl Npi {
    /// Not known.
    pub const UNKNOWN: Self = Self(0);
    /// That of telephones (E.163, E.164).
    pub const TELEPHONE: Self = Self(1);
}

/// An address of somebody who sends or gets messages.
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
pub struct Address {
    /// What type of number it is.
    pub ton: Ton,
    /// The plan that it is of.
    pub npi: Npi,
    /// The number or name itself.
    pub value: Field,
}

impl Address {
    /// Takes an address as it is shown: `+15550100`, `7726` or `ExampleBank`.
    ///
    /// # Errors
    /// As [`Field::new`], for what is longer than 20 characters or not ASCII.
    pub fn new(text: &str) -> Result<Self> {
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let (ton, npi, value) = match text.strip_prefix('+') {
            Some(digits) if is_number(digits) => (Ton::INTERNATIONAL, Npi::TELEPHONE, digits),
            _ if is_number(text) || text.is_empty() => (Ton::UNKNOWN, Npi::UNKNOWN, text),
            _ => (Ton::ALPHANUMERIC, Npi::UNKNOWN, text),
        };
        let value = Field::new("address", value, Field::ADDRESS)?;
        Ok(Self { ton, npi, value })
    }

    /// Returns it as it is shown: an international number with its `+`.
    pub fn text(&self) -> String {
        let text = self.value.text();
        let is_digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if self.ton == Ton::INTERNATIONAL && is_digits {
            format!("+{text}")
        } else {
            text.into_owned()
        }
    }
}
