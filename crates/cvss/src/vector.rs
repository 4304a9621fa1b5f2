//! A vector of any version.

use core::{fmt, str::FromStr};

use crate::{
    error::Error,
    metric::{Metric, Value},
    score::{Score, Severity},
    v2, v3, v4,
};

/// A vector of any version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Vector {
    /// CVSS v2.0.
    V2(v2::Vector),
    /// CVSS v3.0 or v3.1.
    V3(v3::Vector),
    /// CVSS v4.0.
    V4(v4::Vector),
}

impl Vector {
    /// Reads a vector; the prefix tells the version, and v2 has none.
    ///
    /// # Errors
    ///
    /// Says what is wrong and at which byte.
    #[inline]
    pub fn parse(text: &str) -> Result<Self, Error> {
        match text.as_bytes() {
            [b'C', b'V', b'S', b'S', b':', b'4', ..] => v4::Vector::parse(text).map(Self::V4),
            [b'C', b'V', b'S', b'S', b':', ..] => v3::Vector::parse(text).map(Self::V3),
            [a, b, c, d, b':', ..] if [*a, *b, *c, *d].eq_ignore_ascii_case(b"cvss") => {
                Err(Error::Prefix { at: 0 })
            }
            _ => v2::Vector::parse(text).map(Self::V2),
        }
    }

    /// The vector of a version that is easiest to exploit and does no harm, to start from.
    #[must_use]
    pub const fn new(version: Version) -> Self {
        match version {
            Version::V2 => Self::V2(v2::Vector::new()),
            Version::V30 => Self::V3(v3::Vector::new(v3::Minor::Zero)),
            Version::V31 => Self::V3(v3::Vector::new(v3::Minor::One)),
            Version::V4 => Self::V4(v4::Vector::new()),
        }
    }

    /// The version it follows.
    #[must_use]
    pub const fn version(&self) -> Version {
        match self {
            Self::V2(_) => Version::V2,
            Self::V3(vector) => match vector.minor() {
                v3::Minor::Zero => Version::V30,
                v3::Minor::One => Version::V31,
            },
            Self::V4(_) => Version::V4,
        }
    }

    /// The score of the base metrics alone.
    #[must_use]
    pub fn base(&self) -> Score {
        match self {
            Self::V2(vector) => vector.base(),
            Self::V3(vector) => vector.base(),
            Self::V4(vector) => vector.base(),
        }
    }

    /// The temporal score of v2 and v3, if a temporal metric is defined.
    #[must_use]
    pub fn temporal(&self) -> Option<Score> {
        match self {
            Self::V2(vector) => vector.temporal(),
            Self::V3(vector) => vector.temporal(),
            Self::V4(_) => None,
        }
    }

    /// The score of base and threat metrics of v4.0, if the threat metric is defined.
    #[must_use]
    pub fn threat(&self) -> Option<Score> {
        match self {
            Self::V4(vector) => vector.threat(),
            Self::V2(_) | Self::V3(_) => None,
        }
    }

    /// The score with everything in it, if an environmental metric is defined.
    #[must_use]
    pub fn environmental(&self) -> Option<Score> {
        match self {
            Self::V2(vector) => vector.environmental(),
            Self::V3(vector) => vector.environmental(),
            Self::V4(vector) => vector.environmental(),
        }
    }

    /// The most specific score.
    #[inline]
    #[must_use]
    pub fn score(&self) -> Score {
        match self {
            Self::V2(vector) => vector.score(),
            Self::V3(vector) => vector.score(),
            Self::V4(vector) => vector.score(),
        }
    }

    /// The word for the most specific score, on the scale of the version.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.severity_of(self.score())
    }

    /// The word for a score on the scale of this version.
    #[must_use]
    pub const fn severity_of(&self, score: Score) -> Severity {
        match self {
            Self::V2(_) => score.severity_v2(),
            Self::V3(_) | Self::V4(_) => score.severity(),
        }
    }

    /// Every metric of the version, in the order of the vector.
    #[must_use]
    pub fn metrics(&self) -> &'static [Metric] {
        self.version().metrics()
    }

    /// The value of the metric with this abbreviation.
    #[must_use]
    pub fn value(&self, metric: &str) -> Option<&'static Value> {
        match self {
            Self::V2(vector) => vector.value(metric),
            Self::V3(vector) => vector.value(metric),
            Self::V4(vector) => vector.value(metric),
        }
    }

    /// The same vector with one metric changed, both given as abbreviations; nothing if there is no such metric or no
    /// such value.
    #[must_use]
    pub fn with_value(self, metric: &str, value: &str) -> Option<Self> {
        match self {
            Self::V2(vector) => vector.with_value(metric, value).map(Self::V2),
            Self::V3(vector) => vector.with_value(metric, value).map(Self::V3),
            Self::V4(vector) => vector.with_value(metric, value).map(Self::V4),
        }
    }
}

impl FromStr for Vector {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::parse(text)
    }
}

impl fmt::Display for Vector {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::V2(vector) => vector.fmt(out),
            Self::V3(vector) => vector.fmt(out),
            Self::V4(vector) => vector.fmt(out),
        }
    }
}

/// A version of CVSS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Version {
    /// Version 2.0, 2007.
    V2,
    /// Version 3.0, 2015.
    V30,
    /// Version 3.1, 2019.
    V31,
    /// Version 4.0, 2023.
    V4,
}

impl Version {
    /// Every version, the oldest first.
    pub const ALL: [Self; 4] = [Self::V2, Self::V30, Self::V31, Self::V4];

    /// The number: `3.1`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::V2 => "2.0",
            Self::V30 => "3.0",
            Self::V31 => "3.1",
            Self::V4 => "4.0",
        }
    }

    /// Every metric of the version, in the order of the vector.
    #[must_use]
    pub fn metrics(self) -> &'static [Metric] {
        match self {
            Self::V2 => &v2::METRICS,
            Self::V30 | Self::V31 => &v3::METRICS,
            Self::V4 => &v4::METRICS,
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.name())
    }
}
