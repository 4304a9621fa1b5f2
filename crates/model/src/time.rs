use std::{
    fmt,
    str::FromStr,
    sync::atomic::{AtomicI64, Ordering},
};

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Error, Result};

/// A moment in UTC, in microseconds since 1970-01-01T00:00:00Z.
///
/// Written as RFC 3339 outside, as a 64-bit integer in the store.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Time(i64);

impl Time {
    /// One second, in the unit of [`Time::micros`].
    pub const SECOND: i64 = 1_000_000;
    /// One day, in the unit of [`Time::micros`].
    pub const DAY: i64 = 86_400 * Self::SECOND;

    /// Years 1 to 9999 less a day, which RFC 3339 can write at any offset.
    const RANGE: std::ops::RangeInclusive<i64> = -62_135_596_800_000_000..=253_402_207_200_000_000;

    /// Returns the moment `micros` microseconds after 1970, held within the
    /// years 1 to 9999.
    pub const fn from_micros(micros: i64) -> Self {
        if micros < *Self::RANGE.start() {
            Self(*Self::RANGE.start())
        } else if micros > *Self::RANGE.end() {
            Self(*Self::RANGE.end())
        } else {
            Self(micros)
        }
    }

    /// Returns the microseconds since 1970.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// Returns the whole seconds since 1970, rounded down.
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(Self::SECOND)
    }

    /// Returns this moment moved by `micros` microseconds.
    pub const fn plus_micros(self, micros: i64) -> Self {
        Self::from_micros(self.0.saturating_add(micros))
    }

    /// Returns this moment moved by `seconds` seconds.
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        self.plus_micros(seconds.saturating_mul(Self::SECOND))
    }

    fn timestamp(self) -> Timestamp {
        Timestamp::from_microsecond(self.0).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

impl fmt::Display for Time {
    /// Writes RFC 3339 in UTC, for example `2026-11-21T08:30:00Z`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.timestamp().fmt(f)
    }
}

impl FromStr for Time {
    type Err = Error;

    /// Reads RFC 3339 with any offset; a fraction is kept to microseconds.
    fn from_str(text: &str) -> Result<Self> {
        text.parse::<Timestamp>()
            .map(|at| Self::from_micros(at.as_microsecond()))
            .map_err(|_| Error::Time {
                value: Error::shown(text),
            })
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// Where the present comes from, so that tests can set it.
pub trait Clock: Send + Sync + fmt::Debug {
    /// Returns the present.
    fn now(&self) -> Time;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the clock"
    )]
    fn now(&self) -> Time {
        Time(Timestamp::now().as_microsecond())
    }
}

/// A clock that stands still until it is set.
#[derive(Debug, Default)]
pub struct FixedClock(AtomicI64);

impl FixedClock {
    /// Returns a clock that stands at `now`.
    pub const fn new(now: Time) -> Self {
        Self(AtomicI64::new(now.0))
    }

    /// Moves the clock to `now`.
    pub fn set(&self, now: Time) {
        self.0.store(now.0, Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Time {
        Time(self.0.load(Ordering::SeqCst))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_read_with_an_offset_and_written_in_utc() {
        let time: Time = "2026-11-21T10:30:00.25+02:00".parse().unwrap();
        assert_eq!(time.to_string(), "2026-11-21T08:30:00.25Z");
    }

    #[test]
    fn what_is_no_time_is_named() {
        let error = "yesterday".parse::<Time>().unwrap_err();
        assert!(error.to_string().contains("\"yesterday\""));
    }

    #[test]
    fn extremes_are_held_within_writable_years() {
        assert!(
            Time::from_micros(i64::MAX)
                .to_string()
                .starts_with("9999-12-30")
        );
        assert!(
            Time::from_micros(i64::MIN)
                .to_string()
                .starts_with("0001-01-01")
        );
    }
}
