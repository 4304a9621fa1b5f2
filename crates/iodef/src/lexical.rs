//! The forms that texts of the schema's simple types must have.

pub(crate) fn is_date_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    let Some((moment, zone)) = bytes.split_at_checked(19) else {
        return false;
    };
    let number = |from: usize, to: usize| {
        let digits = &moment[from..to];
        digits.iter().try_fold(0_u32, |sum, byte| {
            byte.is_ascii_digit()
                .then(|| sum * 10 + u32::from(byte - b'0'))
        })
    };
    let signs = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
    if signs.iter().any(|(at, sign)| moment[*at] != *sign) {
        return false;
    }
    let parts = [(0, 4), (5, 7), (8, 10), (11, 13), (14, 16), (17, 19)];
    let [
        Some(year),
        Some(month),
        Some(day),
        Some(hour),
        Some(minute),
        Some(second),
    ] = parts.map(|(from, to)| number(from, to))
    else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return false,
    };
    let zone = match zone {
        [b'.', fraction @ ..] => {
            let digits = fraction.iter().take_while(|byte| byte.is_ascii_digit());
            match digits.count() {
                count @ 1..=9 => &fraction[count..],
                _ => return false,
            }
        }
        zone => zone,
    };
    year > 0
        && (1..=days).contains(&day)
        && hour < 24
        && minute < 60
        && second < 60
        && std::str::from_utf8(zone).is_ok_and(is_timezone)
}

pub(crate) fn is_timezone(text: &str) -> bool {
    match text.as_bytes() {
        b"Z" => true,
        [b'+' | b'-', hours @ .., b':', tens, ones] => {
            matches!(hours, [b'0', b'0'..=b'9'] | [b'1', b'0'..=b'4'])
                && matches!(tens, b'0'..=b'5')
                && ones.is_ascii_digit()
        }
        _ => false,
    }
}

/// The characters of RFC 3986 with escapes in their place, no brackets outside
/// the host, and a numeric port.
pub(crate) fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    let mut letters = scheme.bytes();
    let starts = letters
        .next()
        .is_some_and(|byte| byte.is_ascii_alphabetic());
    if !starts || !letters.all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b)) {
        return false;
    }
    let (before_fragment, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let path = match before_fragment.strip_prefix("//") {
        None => before_fragment,
        Some(rest) => {
            let end = rest.find(['/', '?']).unwrap_or(rest.len());
            let (authority, path) = rest.split_at(end);
            if !is_authority(authority) {
                return false;
            }
            path
        }
    };
    is_escaped(path, b"/?:@") && is_escaped(fragment, b"/?:@")
}

fn is_authority(authority: &str) -> bool {
    let host = authority
        .rsplit_once('@')
        .map_or(
            authority,
            |(user, host)| {
                if is_escaped(user, b":") { host } else { "[" }
            },
        );
    let (host, port) = match host.strip_prefix('[') {
        Some(literal) => match literal.split_once(']') {
            Some((address, port)) if address.parse::<std::net::Ipv6Addr>().is_ok() => ("v6", port),
            _ => return false,
        },
        None => host.find(':').map_or((host, ""), |at| host.split_at(at)),
    };
    let digits = port.strip_prefix(':').unwrap_or(port);
    !host.is_empty()
        && is_escaped(host, b"")
        && (port.is_empty() || port.starts_with(':'))
        && digits.len() <= 5
        && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_escaped(text: &str, also: &[u8]) -> bool {
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let plain = byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=".contains(&byte);
        if plain || also.contains(&byte) {
            continue;
        }
        let hex = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_hexdigit());
        if byte != b'%' || !hex(bytes.next()) || !hex(bytes.next()) {
            return false;
        }
    }
    true
}

pub(crate) fn is_lang(text: &str) -> bool {
    text.is_empty()
        || text.split('-').enumerate().all(|(index, part)| {
            (1..=8).contains(&part.len())
                && part
                    .bytes()
                    .all(|byte| byte.is_ascii_alphabetic() || index > 0 && byte.is_ascii_digit())
        })
}

/// ASCII only, which is what RFC 8727 allows, too.
pub(crate) fn is_nc_name(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes
        .next()
        .is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_')
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
}

pub(crate) fn is_portlist(text: &str) -> bool {
    let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    text.split(',').all(|part| match part.split_once('-') {
        Some((from, to)) => number(from) && number(to),
        None => number(part),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_checked_to_the_day() {
        for good in [
            "2026-11-21T08:30:00Z",
            "2024-02-29T23:59:59.123456-05:00",
            "0001-01-01T00:00:00+14:00",
        ] {
            assert!(is_date_time(good), "{good}");
        }
        for bad in [
            "",
            "2026-11-21",
            "2026-11-21T08:30:00",
            "2026-11-21 08:30:00Z",
            "2025-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-01-01T24:00:00Z",
            "2026-01-01T00:00:60Z",
            "2026-01-01T00:00:00.Z",
            "2026-01-01T00:00:00+15:00",
            "0000-01-01T00:00:00Z",
            "２026-01-01T00:00:00Z",
        ] {
            assert!(!is_date_time(bad), "{bad}");
        }
    }

    #[test]
    fn uris_are_checked() {
        for good in [
            "https://example.test/a?b=c%20d#e",
            "http://[2001:db8::1]:8080/",
            "http://user@example.test:80",
            "urn:example:a",
            "mailto:a@example.test",
        ] {
            assert!(is_uri(good), "{good}");
        }
        for bad in [
            "",
            "example.test",
            "http://",
            "http://exa mple.test/",
            "http://a:port/",
            "http://[x]/",
            "http://a/[b]",
            "http://a/%zz",
            "http://é.test/",
            "1http://a/",
            "javascript:alert(\"1\")",
        ] {
            assert!(!is_uri(bad), "{bad}");
        }
    }
}
