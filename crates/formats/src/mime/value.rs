//! Values of header fields.

use mail_parser::{Address, DateTime, HeaderValue, parsers::MessageStream};
use watchbell_model::Time;

/// Returns an unstructured value, unfolded and with its encoded words read (RFC 2047).
pub(crate) fn unstructured(raw: &[u8]) -> String {
    // The reader wants a line end.
    let line = [raw, b"\n".as_slice()].concat();
    let value = match MessageStream::new(&line).parse_unstructured() {
        HeaderValue::Text(text) => text.into_owned(),
        _ => String::new(),
    };
    let clean = value.replace(|sign: char| sign.is_control(), " ");
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the first address of a list of them (RFC 5322, section 3.4).
pub(crate) fn address(raw: &[u8]) -> Option<String> {
    let line = [raw, b"\n".as_slice()].concat();
    let HeaderValue::Address(list) = MessageStream::new(&line).parse_address() else {
        return None;
    };
    let first = match &list {
        Address::List(list) => list.first()?,
        Address::Group(groups) => groups.first()?.addresses.first()?,
    };
    let address = first.address.as_deref()?.trim();
    is_address(address).then(|| address.to_owned())
}

/// Returns the addresses of a list of them, or the texts between its commas where it is none.
pub(crate) fn addresses(raw: &[u8]) -> Vec<String> {
    let line = [raw, b"\n".as_slice()].concat();
    let found: Vec<String> = match MessageStream::new(&line).parse_address() {
        HeaderValue::Address(Address::List(list)) => {
            let all = list.into_iter().filter_map(|one| one.address);
            all.map(|one| one.trim().to_owned()).collect()
        }
        HeaderValue::Address(Address::Group(groups)) => {
            let all = groups.into_iter().flat_map(|group| group.addresses);
            let all = all.filter_map(|one| one.address);
            all.map(|one| one.trim().to_owned()).collect()
        }
        _ => Vec::new(),
    };
    if !found.is_empty() {
        return found;
    }
    let text = unstructured(raw);
    let pieces = text.split(',').map(str::trim);
    let filled = pieces.filter(|piece| !piece.is_empty());
    filled.map(str::to_owned).collect()
}

/// Tells whether this looks like an address of a mailbox, with no sign in it that would have to be
/// quoted in a list of addresses (RFC 5322, section 3.2.3).
pub(crate) fn is_address(text: &str) -> bool {
    let is_special =
        |sign: char| sign.is_whitespace() || sign.is_control() || "()<>[]:;@\\,\"".contains(sign);
    let is_plain = |part: &str| !part.is_empty() && !part.contains(is_special);
    let parts = text.rsplit_once('@');
    parts.is_some_and(|(local, host)| is_plain(local) && is_plain(host)) && !text.contains("=?")
}

/// Reads a date and time (RFC 5322, section 3.3, and its obsolete forms).
pub(crate) fn date(text: &str) -> Option<Time> {
    let DateTime {
        year,
        month,
        day,
        hour,
        minute,
        second,
        tz_before_gmt,
        tz_hour,
        tz_minute,
    } = DateTime::parse_rfc822(&format!("{}\n", with_seconds(text)))?;
    let sign = if tz_before_gmt { '-' } else { '+' };
    let text = format!(
        "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{sign}{tz_hour:02}:{tz_minute:02}"
    );
    text.parse().ok()
}

/// Adds the seconds to a clock that leaves them out, which the reader wants.
fn with_seconds(text: &str) -> String {
    let is_bare = |word: &str| {
        let parts = word.split_once(':');
        let is_number =
            |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        parts.is_some_and(|(hour, minute)| is_number(hour) && is_number(minute))
    };
    let mut words = Vec::new();
    for word in text.split_whitespace() {
        let seconds = if is_bare(word) { ":00" } else { "" };
        words.push(format!("{word}{seconds}"));
    }
    words.join(" ")
}

/// Writes a date and time (RFC 5322, section 3.3), in UTC and to the second.
pub(crate) fn rfc5322(at: Time) -> String {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let text = Time::from_micros(at.seconds() * Time::SECOND).to_string();
    let days = at.seconds().div_euclid(86_400).rem_euclid(7);
    let day_name = DAYS[usize::try_from(days).unwrap_or_default() % 7];
    // `2026-11-21T08:30:00Z`
    let (date, clock) = text.split_once('T').unwrap_or((&text, ""));
    let mut parts = date.splitn(3, '-');
    let mut part = || parts.next().unwrap_or_default();
    let (year, month, day) = (part(), part(), part());
    let month = month.parse().unwrap_or(1_usize).clamp(1, 12);
    let clock = clock.trim_end_matches('Z');
    format!(
        "{day_name}, {day} {} {year} {clock} +0000",
        MONTHS[month - 1]
    )
}
