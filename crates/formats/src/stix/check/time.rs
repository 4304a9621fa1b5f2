//! Times (section 2.14): RFC 3339 in UTC, with `Z`.

use std::cmp::Ordering;

use super::table::Precision;

/// A moment, as exact as it is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment<'a> {
    whole: &'a str,
    fraction: &'a str,
}

/// Reads a time.
pub(super) fn read(text: &str) -> Option<Moment<'_>> {
    let (whole, rest) = text.split_at_checked(19)?;
    let fraction = match rest.strip_suffix('Z')? {
        "" => "",
        fraction => fraction
            .strip_prefix('.')
            .filter(|digits| !digits.is_empty())?,
    };
    let bytes = whole.as_bytes();
    let is_shaped = b"0000-00-00T00:00:00"
        .iter()
        .zip(bytes)
        .all(|(shape, byte)| match shape {
            b'0' => byte.is_ascii_digit(),
            sign => byte == sign,
        });
    if !is_shaped || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = |from: usize, to: usize| whole.get(from..to)?.parse::<u32>().ok();
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    // A leap second ends a day.
    let is_second = second < 60 || second == 60 && hour == 23 && minute == 59;
    let is_right = year > 0 && (1..=days).contains(&day) && hour < 24 && minute < 60 && is_second;
    is_right.then_some(Moment { whole, fraction })
}

impl Moment<'_> {
    /// Whether it is as exact as it has to be.
    pub(super) fn is(&self, precision: Precision) -> bool {
        match precision {
            Precision::Any => true,
            Precision::Second => self.fraction.is_empty(),
            Precision::Millisecond => self.fraction.len() >= 3,
        }
    }

    /// Compares it with another.
    pub(super) fn compare(&self, other: &Self) -> Ordering {
        let fraction = |moment: &Self| moment.fraction.trim_end_matches('0').to_owned();
        let whole = self.whole.cmp(other.whole);
        whole.then_with(|| fraction(self).cmp(&fraction(other)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read() {
        for text in [
            "2026-11-21T08:30:00Z",
            "2024-02-29T23:59:59.123456789Z",
            "2016-12-31T23:59:60Z",
        ] {
            assert!(read(text).is_some(), "{text}");
        }
        for text in [
            "2023-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-11-31T00:00:00Z",
            "2026-11-21T24:00:00Z",
            "2026-11-21T08:60:00Z",
            "2026-11-21T08:30:60Z",
            "2026-11-21T08:30:00",
            "2026-11-21T08:30:00+00:00",
            "2026-11-21t08:30:00z",
            "2026-11-21 08:30:00Z",
            "2026-11-21T08:30:00.Z",
            "2026-11-21T08:30:00.1aZ",
            "äöü6-11-21T08:30:00Z",
            "",
        ] {
            assert!(read(text).is_none(), "{text}");
        }
    }

    #[test]
    fn times_are_compared_as_moments() {
        let compare = |a, b| read(a).unwrap().compare(&read(b).unwrap());
        let (short, long) = ("2026-11-21T08:30:00Z", "2026-11-21T08:30:00.000Z");
        assert_eq!(compare(short, long), Ordering::Equal);
        assert_eq!(compare("2026-11-21T08:30:00.1Z", long), Ordering::Greater);
        assert_eq!(
            compare("2026-11-21T08:30:00.09Z", "2026-11-21T08:30:00.1Z"),
            Ordering::Less
        );
    }
}
