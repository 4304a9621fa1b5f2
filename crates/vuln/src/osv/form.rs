//! The forms that texts of an OSV record have.

use watchbell_model::Time;

/// Characters of a value that a finding repeats.
const SHOWN: usize = 80;

pub(super) fn short(text: &str) -> String {
    text.chars().take(SHOWN).collect()
}

/// `YYYY-MM-DDThh:mm:ss[.f…]Z`, a day and time that exist.
pub(super) fn is_moment(text: &str) -> bool {
    let shape = |(at, byte): (usize, u8)| match at {
        4 | 7 => byte == b'-',
        10 => byte == b'T',
        13 | 16 => byte == b':',
        _ => byte.is_ascii_digit(),
    };
    let Some((seconds, rest)) = text.split_at_checked(19) else {
        return false;
    };
    let fraction = match rest.strip_suffix('Z') {
        Some("") => true,
        Some(rest) => rest.len() > 1 && rest.strip_prefix('.').is_some_and(is_digits),
        None => false,
    };
    let exists = || format!("{seconds}Z").parse::<Time>().is_ok();
    fraction && seconds.bytes().enumerate().all(shape) && exists()
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// RFC 3986, section 3, as far as no space and a scheme are concerned.
pub(super) fn is_uri(text: &str) -> bool {
    let scheme = text.split_once(':').map_or("", |(scheme, _)| scheme);
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(fits)
        && text
            .bytes()
            .all(|byte| byte.is_ascii_graphic() || !byte.is_ascii())
}

/// `0`, or a hash of SHA-1 or SHA-256 in small letters.
pub(super) fn is_commit(text: &str) -> bool {
    let hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    text == "0" || matches!(text.len(), 40 | 64) && text.bytes().all(hex)
}

/// Clauses 2, 9 and 10 to the letter, without a leading `v`.
pub(super) fn is_semver(text: &str) -> bool {
    let (text, build) = text
        .split_once('+')
        .map_or((text, None), |(text, build)| (text, Some(build)));
    let (numbers, pre) = text
        .split_once('-')
        .map_or((text, None), |(text, pre)| (text, Some(pre)));
    let filled = |part: &str| {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        !part.is_empty() && part.bytes().all(fits)
    };
    let no_zero = |part: &str| part == "0" || !is_digits(part) || !part.starts_with('0');
    numbers.split('.').count() == 3
        && numbers
            .split('.')
            .all(|part| filled(part) && is_digits(part) && no_zero(part))
        && pre.is_none_or(|pre| pre.split('.').all(|part| filled(part) && no_zero(part)))
        && build.is_none_or(|build| build.split('.').all(filled))
}
