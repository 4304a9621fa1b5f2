//! CVE identifiers (CVE Record Format 5, `cveId`: `^CVE-[0-9]{4}-[0-9]{4,19}$`).

use std::{fmt, str::FromStr};

/// A CVE identifier.
///
/// Ordered by year, then by sequence number as a number.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct CveId {
    year: u16,
    sequence: u64,
}

/// Text that is not a CVE identifier.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{value:?} is not a CVE identifier; expected for example CVE-2024-12345")]
pub struct BadId {
    /// The text, shortened.
    pub value: String,
}

impl CveId {
    /// The year in the identifier: when it was reserved, or the flaw made public.
    pub const fn year(self) -> u16 {
        self.year
    }

    /// The sequence number within the year.
    pub const fn sequence(self) -> u64 {
        self.sequence
    }

    /// Reads an identifier as people type it: any case, spaces around it, and the
    /// `CAN-` of candidates before 2005.
    ///
    /// # Errors
    /// [`BadId`] when it is not one.
    pub fn typed(text: &str) -> Result<Self, BadId> {
        let upper = text.trim().to_ascii_uppercase();
        match upper.strip_prefix("CAN-") {
            Some(rest) => format!("CVE-{rest}").parse(),
            None => upper.parse(),
        }
        .map_err(|_| bad(text))
    }
}

fn bad(text: &str) -> BadId {
    BadId {
        value: text.chars().take(40).collect(),
    }
}

impl FromStr for CveId {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        let read = || {
            let (year, sequence) = text.strip_prefix("CVE-")?.split_once('-')?;
            let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
            // More digits than four are written only where they are needed.
            let canonical = sequence.len() == 4 || !sequence.starts_with('0');
            let fits = year.len() == 4 && (4..=19).contains(&sequence.len());
            (fits && canonical && digits(year) && digits(sequence)).then_some(())?;
            Some(Self {
                year: year.parse().ok()?,
                sequence: sequence.parse().ok()?,
            })
        };
        read().ok_or_else(|| bad(text))
    }
}

impl fmt::Display for CveId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CVE-{:04}-{:04}", self.year, self.sequence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_read_and_printed() {
        for text in [
            "CVE-1999-0001",
            "CVE-2024-12345",
            "CVE-2024-9999999999999999999",
        ] {
            let id: CveId = text.parse().expect(text);
            assert_eq!(id.to_string(), text);
        }
        let id = |text: &str| text.parse::<CveId>().expect(text);
        assert!(id("CVE-2024-9999") < id("CVE-2024-10000"));
    }

    #[test]
    fn what_is_none_is_refused() {
        for text in [
            "",
            "CVE-2024-123",
            "CVE-24-12345",
            "cve-2024-12345",
            "CVE-2024-00001",
            "CVE-2024-12a45",
            "CVE-2024-99999999999999999999",
            "CVE-2024-12345 ",
            "CVE-+024-12345",
        ] {
            assert!(text.parse::<CveId>().is_err(), "{text}");
        }
    }

    #[test]
    fn people_type_it_their_way() {
        let id = Ok("CVE-2001-0123".parse().unwrap());
        assert_eq!(CveId::typed(" can-2001-0123"), id);
        assert_eq!(CveId::typed("cve-2001-0123\n"), id);
        assert!(CveId::typed("2001-0123").is_err());
    }
}
