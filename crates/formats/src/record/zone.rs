//! Times as switches write them.

use std::str::FromStr;

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use watchbell_model::Time;

use crate::report::Reason;

/// The time zone of a switch.
///
/// `UTC`, an offset such as `+01:00`, or a rule of POSIX, which knows of summer time: `CET-1CEST,M3.5.0,M10.5.0/3`. In the
/// hour that comes twice the first one is meant.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Zone {
    zone: TimeZone,
    /// Seconds east of UTC, where that never changes.
    fixed: Option<i64>,
}

/// No time zone.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error(
    "{value:?} is no time zone; expected UTC, an offset such as +01:00, or a rule of POSIX such as \
     CET-1CEST,M3.5.0,M10.5.0/3"
)]
pub struct ZoneError {
    /// What was given.
    pub value: String,
}

impl Zone {
    /// UTC.
    pub const UTC: Self = Self {
        zone: TimeZone::UTC,
        fixed: Some(0),
    };

    /// Returns the moment at which clocks of this zone show `local`.
    fn moment(&self, local: DateTime) -> Option<Time> {
        if let Some(east) = self.fixed {
            let at = TimeZone::UTC.to_timestamp(local).ok()?;
            return Some(micros(at).plus_seconds(-east));
        }
        self.zone.to_timestamp(local).ok().map(micros)
    }
}

impl FromStr for Zone {
    type Err = ZoneError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || ZoneError {
            value: text.chars().take(watchbell_model::Error::SHOWN).collect(),
        };
        if text.eq_ignore_ascii_case("utc") || text == "Z" {
            return Ok(Self::UTC);
        }
        if let Some(east) = offset(text.as_bytes()) {
            let seconds = i32::try_from(east).map_err(|_| error())?;
            let offset = jiff::tz::Offset::from_seconds(seconds).map_err(|_| error())?;
            return Ok(Self {
                zone: offset.to_time_zone(),
                fixed: Some(east),
            });
        }
        let zone = TimeZone::posix(text).map_err(|_| error())?;
        Ok(Self { zone, fixed: None })
    }
}

fn micros(at: Timestamp) -> Time {
    Time::from_micros(at.as_microsecond())
}

/// Reads a time; none where it is empty or nothing (`0`, `0000-00-00 00:00:00`).
pub(super) fn read(text: &str, zone: Option<&Zone>) -> Result<Option<Time>, Reason> {
    let text = text.trim();
    if text.is_empty() || text.starts_with("0000-00-00") {
        return Ok(None);
    }
    if text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.')
    {
        return since_1970(text).ok_or(Reason::Time);
    }
    let (local, east) = local(text).ok_or(Reason::Time)?;
    let moment = match (east, zone) {
        (Some(east), _) => Zone {
            zone: TimeZone::UTC,
            fixed: Some(east),
        }
        .moment(local),
        (None, Some(zone)) => zone.moment(local),
        (None, None) => return Err(Reason::NoOffset),
    };
    moment.map(Some).ok_or(Reason::Time)
}

/// Reads seconds, milliseconds or microseconds since 1970, told apart by their digits.
fn since_1970(text: &str) -> Option<Option<Time>> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let number: i64 = whole.parse().ok()?;
    if number == 0 {
        return Some(None);
    }
    let micros = match whole.len() {
        ..=11 => {
            let fraction = micros_of(fraction)?;
            number.checked_mul(Time::SECOND)?.checked_add(fraction)?
        }
        12..=14 => number.checked_mul(1_000)?,
        15..=17 => number,
        _ => return None,
    };
    Some(Some(Time::from_micros(micros)))
}

/// Reads the digits after a point as microseconds.
fn micros_of(fraction: &str) -> Option<i64> {
    if fraction.len() > 12 {
        return None;
    }
    let mut digits = fraction.bytes().chain(std::iter::repeat(b'0')).take(6);
    digits.try_fold(0_i64, |value, digit| {
        let digit = digit.is_ascii_digit().then(|| i64::from(digit - b'0'))?;
        Some(value * 10 + digit)
    })
}

/// Reads `2026-11-21T08:30:00.25+01:00`, with a blank for the T, and without an offset.
fn local(text: &str) -> Option<(DateTime, Option<i64>)> {
    let bytes = text.as_bytes();
    let number = |range: std::ops::Range<usize>| {
        let digits = bytes.get(range)?;
        digits.iter().try_fold(0_i16, |value, digit| {
            digit
                .is_ascii_digit()
                .then(|| value * 10 + i16::from(digit - b'0'))
        })
    };
    let [b'-', b'-', b'T' | b't' | b' ', b':', b':'] =
        [4, 7, 10, 13, 16].map(|at| bytes.get(at).copied().unwrap_or_default())
    else {
        return None;
    };
    let small = |range| number(range).and_then(|number| i8::try_from(number).ok());
    let mut rest = text.get(19..)?;
    let mut nanos = 0;
    if let Some(fraction) = rest.strip_prefix(['.', ',']) {
        let end = fraction
            .find(|letter: char| !letter.is_ascii_digit())
            .unwrap_or(fraction.len());
        let (digits, after) = fraction.split_at(end);
        nanos = i32::try_from(micros_of(digits).filter(|_| end > 0)? * 1_000).ok()?;
        rest = after;
    }
    let east = match rest.trim_start() {
        "" => None,
        "Z" | "z" => Some(0),
        offset_text => Some(offset(offset_text.as_bytes())?),
    };
    // A leap second is the last one of its minute.
    let second = small(17..19)?.min(59);
    let at = DateTime::new(
        number(0..4)?,
        small(5..7)?,
        small(8..10)?,
        small(11..13)?,
        small(14..16)?,
        second,
        nanos,
    );
    Some((at.ok()?, east))
}

/// Reads `+01:00`, `+0100` or `+01` as seconds east of UTC.
fn offset(text: &[u8]) -> Option<i64> {
    let (sign, digits) = text.split_first()?;
    let sign = match sign {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let (hours, minutes) = match digits {
        [a, b] => ([*a, *b], [b'0', b'0']),
        [a, b, c, d] | [a, b, b':', c, d] => ([*a, *b], [*c, *d]),
        _ => return None,
    };
    let number = |[a, b]: [u8; 2]| {
        let both = a.is_ascii_digit() && b.is_ascii_digit();
        both.then(|| i64::from(a - b'0') * 10 + i64::from(b - b'0'))
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    (hours < 24 && minutes < 60).then_some(sign * (hours * 3_600 + minutes * 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_become_utc() {
        let berlin: Zone = "CET-1CEST,M3.5.0,M10.5.0/3".parse().unwrap();
        let india: Zone = "+05:30".parse().unwrap();
        for (text, zone, time) in [
            ("2026-11-21T08:30:00Z", None, "2026-11-21T08:30:00Z"),
            (
                "2026-11-21 08:30:00.25+01:00",
                None,
                "2026-11-21T07:30:00.25Z",
            ),
            (
                "2026-11-21T08:30:00,5 -0130",
                None,
                "2026-11-21T10:00:00.5Z",
            ),
            (
                "2026-11-21 08:30:00",
                Some(&Zone::UTC),
                "2026-11-21T08:30:00Z",
            ),
            ("2026-11-21 08:30:00", Some(&india), "2026-11-21T03:00:00Z"),
            ("2026-11-21 08:30:00", Some(&berlin), "2026-11-21T07:30:00Z"),
            ("2026-07-21 08:30:00", Some(&berlin), "2026-07-21T06:30:00Z"),
            ("2026-10-25 02:30:00", Some(&berlin), "2026-10-25T00:30:00Z"),
            (
                "2016-12-31 23:59:60",
                Some(&Zone::UTC),
                "2016-12-31T23:59:59Z",
            ),
            ("1795249800", None, "2026-11-21T08:30:00Z"),
            ("1795249800.25", None, "2026-11-21T08:30:00.25Z"),
            ("1795249800123", None, "2026-11-21T08:30:00.123Z"),
            ("1795249800123456", None, "2026-11-21T08:30:00.123456Z"),
        ] {
            let read = read(text, zone).unwrap().unwrap();
            assert_eq!(read.to_string(), time, "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_told() {
        for text in ["", " ", "0", "0000-00-00 00:00:00"] {
            assert_eq!(read(text, None), Ok(None), "{text}");
        }
        for text in [
            "now",
            "2026-13-01 00:00:00",
            "2026-02-30T00:00:00Z",
            "2026-11-21",
            "2026-11-21T08:30:00+25:00",
            "2026-11-21T08:30:00.Z",
            "9999999999999999999",
            "1.2.3",
            "99999999999999999999999",
        ] {
            assert_eq!(read(text, Some(&Zone::UTC)), Err(Reason::Time), "{text}");
        }
        assert_eq!(read("2026-11-21 08:30:00", None), Err(Reason::NoOffset));
    }

    #[test]
    fn what_is_no_zone_is_named() {
        for text in ["", "Europe/Berlin", "+25:00", "+1", "CET"] {
            assert!(text.parse::<Zone>().is_err(), "{text}");
        }
        assert_eq!("utc".parse(), Ok(Zone::UTC));
    }
}
