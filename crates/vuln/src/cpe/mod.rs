//! CPE names: naming by NISTIR 7695, matching by NISTIR 7696.
//!
//! A name is read from any of its three forms and kept as one canonical formatted string:
//!
//! ```
//! use watchbell_vuln::cpe::{Attribute, Cpe, Value};
//!
//! let name = Cpe::parse("cpe:/a:hp:insight_diagnostics:7.4.0.1570::~~online~win2003~x64~")?;
//! assert_eq!(name.as_str(), "cpe:2.3:a:hp:insight_diagnostics:7.4.0.1570:*:*:*:online:win2003:x64:*");
//! assert_eq!(name.get(Attribute::Update), Value::Any);
//! # Ok::<(), watchbell_vuln::cpe::Error>(())
//! ```
//!
//! Reading is liberal where the meaning is plain: capital letters become small ones, punctuation that should be quoted
//! and is not is quoted (as `add_quoting` of NISTIR 7695, 6.2.3.2 does), a needless quote is dropped. What has no
//! single meaning is refused with its place: a wildcard inside a value, a lone quoted hyphen, white space, characters
//! outside ASCII, a wrong number of parts.
//!
//! [`relation`] is the comparison of the standard, [`matches()`] what vulnerability matching should ask.

mod builder;
mod error;
mod formatted;
mod matching;
mod relation;
mod uri;
mod value;
mod wfn;

use std::{fmt, str::FromStr};

pub use error::{Error, Reason};
pub use matching::{Match, matches, matches_on};
pub use relation::{Relation, compare, relation, relations};
pub use value::{Text, Value};

/// Longest name that is read, in bytes: `maxLength` of a CPE in the CVE Record Format 5.
pub const MAX_BYTES: usize = 2048;

/// The attributes of a name, NISTIR 7695, 5.2, in the order of the formatted string (6.2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Attribute {
    /// `a` application, `o` operating system, `h` hardware (5.3.3.1).
    Part,
    /// Who made it (5.3.3.2).
    Vendor,
    /// What it is called (5.3.3.3).
    Product,
    /// Its version (5.3.3.4).
    Version,
    /// Its update, service pack or point release (5.3.3.5).
    Update,
    /// The edition of CPE 2.2, deprecated (5.3.3.6).
    Edition,
    /// The language of its interface (5.3.3.11).
    Language,
    /// For which market or class of users it is made (5.3.3.7).
    SwEdition,
    /// In what software it runs (5.3.3.8).
    TargetSw,
    /// On what hardware it runs (5.3.3.9).
    TargetHw,
    /// Anything else (5.3.3.10).
    Other,
}

impl Attribute {
    /// Every attribute, in the order of the formatted string.
    pub const ALL: [Self; 11] = [
        Self::Part,
        Self::Vendor,
        Self::Product,
        Self::Version,
        Self::Update,
        Self::Edition,
        Self::Language,
        Self::SwEdition,
        Self::TargetSw,
        Self::TargetHw,
        Self::Other,
    ];

    /// Returns the name that a well-formed name uses (5.2).
    pub const fn name(self) -> &'static str {
        match self {
            Self::Part => "part",
            Self::Vendor => "vendor",
            Self::Product => "product",
            Self::Version => "version",
            Self::Update => "update",
            Self::Edition => "edition",
            Self::Language => "language",
            Self::SwEdition => "sw_edition",
            Self::TargetSw => "target_sw",
            Self::TargetHw => "target_hw",
            Self::Other => "other",
        }
    }
}

impl fmt::Display for Attribute {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

/// A well-formed name (NISTIR 7695, 5), kept as its canonical formatted string.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cpe {
    text: String,
    /// Where the value of each attribute ends.
    ends: [u16; 11],
}

impl Cpe {
    /// Reads a name in whichever form its beginning announces.
    pub fn parse(text: &str) -> Result<Self, Error> {
        if starts_with(text, formatted::PREFIX) {
            Self::parse_formatted(text)
        } else if starts_with(text, uri::PREFIX) {
            Self::parse_uri(text)
        } else if starts_with(text, wfn::PREFIX) {
            Self::parse_wfn(text)
        } else {
            Err(Error::new(text, 0, Reason::NoPrefix))
        }
    }

    /// Reads a formatted string, `cpe:2.3:…` (6.2.3).
    pub fn parse_formatted(text: &str) -> Result<Self, Error> {
        bounded(text)?;
        formatted::read(text).map_err(|fault| fault.of(text))
    }

    /// Reads a URI, `cpe:/…`, with the packed edition of CPE 2.3 (6.1.3).
    pub fn parse_uri(text: &str) -> Result<Self, Error> {
        bounded(text)?;
        uri::read(text).map_err(|fault| fault.of(text))
    }

    /// Reads a well-formed name, `wfn:[…]` (5.4).
    pub fn parse_wfn(text: &str) -> Result<Self, Error> {
        bounded(text)?;
        wfn::read(text).map_err(|fault| fault.of(text))
    }

    /// Makes a name of plain texts, as an inventory has them: white space becomes `_`, every other character that
    /// needs a quote gets one, nothing is a wildcard. An empty text is ANY; of two for one attribute the last counts.
    ///
    /// ```
    /// use watchbell_vuln::cpe::{Attribute, Cpe};
    ///
    /// let name = Cpe::of_texts(&[(Attribute::Vendor, "Acme"), (Attribute::Product, "C++ Tools")])?;
    /// assert_eq!(name.as_str(), r"cpe:2.3:*:acme:c\+\+_tools:*:*:*:*:*:*:*:*");
    /// # Ok::<(), watchbell_vuln::cpe::Error>(())
    /// ```
    pub fn of_texts(texts: &[(Attribute, &str)]) -> Result<Self, Error> {
        let mut builder = builder::Builder::new(64);
        for attribute in Attribute::ALL {
            let given = texts.iter().rev().find(|(other, _)| *other == attribute);
            let text = given.map_or("", |(_, text)| text.trim_ascii());
            bounded(text)?;
            match text {
                "" => builder.any(),
                _ => builder.plain(text).map_err(|fault| fault.of(text))?,
            }
        }
        Ok(builder.finish())
    }

    /// Returns the canonical formatted string.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the canonical URI (6.1.2).
    pub fn to_uri(&self) -> String {
        uri::write(self)
    }

    /// Returns the well-formed name; attributes of value ANY are left out, as 5.4 allows.
    pub fn to_wfn(&self) -> String {
        wfn::write(self)
    }

    /// Returns the value of an attribute.
    pub fn get(&self, attribute: Attribute) -> Value<'_> {
        Value::of(self.bound(attribute))
    }

    /// Returns the value as the formatted string has it.
    fn bound(&self, attribute: Attribute) -> &str {
        let at = attribute as usize;
        let start = match at.checked_sub(1) {
            Some(before) => usize::from(self.ends[before]) + 1,
            None => formatted::PREFIX.len(),
        };
        &self.text[start..usize::from(self.ends[at])]
    }
}

impl FromStr for Cpe {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::parse(text)
    }
}

impl fmt::Display for Cpe {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text)
    }
}

impl fmt::Debug for Cpe {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Cpe({:?})", self.text)
    }
}

fn bounded(text: &str) -> Result<(), Error> {
    if text.len() > MAX_BYTES {
        return Err(Error::new(text, MAX_BYTES, Reason::TooLong));
    }
    Ok(())
}

fn starts_with(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}
