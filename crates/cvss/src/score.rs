//! A score in tenths and the words for it.

use core::fmt;

/// A score from 0.0 to 10.0, kept in tenths so that it is exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Score(u8);

impl Score {
    /// The lowest score.
    pub const ZERO: Self = Self(0);
    /// The highest score.
    pub const TEN: Self = Self(100);

    /// A score of so many tenths; nothing above 100.
    #[must_use]
    pub const fn from_tenths(tenths: u8) -> Option<Self> {
        if tenths > 100 {
            return None;
        }
        Some(Self(tenths))
    }

    /// The score in tenths: 98 for 9.8.
    #[must_use]
    pub const fn tenths(self) -> u8 {
        self.0
    }

    /// The word for the score in CVSS v3 (§5) and v4.0 (§6): none 0.0, low to 3.9, medium to 6.9, high to 8.9, critical.
    #[must_use]
    pub const fn severity(self) -> Severity {
        match self.0 {
            0 => Severity::None,
            1..=39 => Severity::Low,
            40..=69 => Severity::Medium,
            70..=89 => Severity::High,
            _ => Severity::Critical,
        }
    }

    /// The word for the score in CVSS v2: low to 3.9, medium to 6.9, high. The guide has no such scale; this is the one
    /// of the National Vulnerability Database.
    #[must_use]
    pub const fn severity_v2(self) -> Severity {
        match self.0 {
            0..=39 => Severity::Low,
            40..=69 => Severity::Medium,
            _ => Severity::High,
        }
    }

    /// Equations end here; what they give is within bounds by then.
    pub(crate) const fn clamped(tenths: i64) -> Self {
        match tenths {
            ..=0 => Self(0),
            1..=99 => Self(tenths as u8),
            _ => Self(100),
        }
    }
}

impl fmt::Display for Score {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}.{}", self.0 / 10, self.0 % 10)
    }
}

/// A score in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// 0.0 in v3 (§5) and v4.0 (§6); v2 has no such word.
    None,
    /// Up to 3.9.
    Low,
    /// 4.0 to 6.9.
    Medium,
    /// 7.0 to 8.9, in v2 to 10.0.
    High,
    /// 9.0 to 10.0; v2 has no such word.
    Critical,
}

impl Severity {
    /// The word as people write it: `Critical`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "None",
            Self::Low => "Low",
            Self::Medium => "Medium",
            Self::High => "High",
            Self::Critical => "Critical",
        }
    }

    /// The word as FIRST's JSON schemas write it: `CRITICAL`.
    #[must_use]
    pub const fn json(self) -> &'static str {
        match self {
            Self::None => "NONE",
            Self::Low => "LOW",
            Self::Medium => "MEDIUM",
            Self::High => "HIGH",
            Self::Critical => "CRITICAL",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.name())
    }
}
