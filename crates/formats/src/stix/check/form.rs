//! Forms of texts: URIs, addresses of mail, bytes, products, media types, keys of the registry.

/// Whether a text is a URI (RFC 3986), with its scheme.
pub(super) fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    let is_scheme = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
    let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    let path = match rest.strip_prefix("//") {
        Some(rest) => {
            let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            if !is_authority(authority) {
                return false;
            }
            path
        }
        None => rest,
    };
    is_scheme
        && is_made_of(path, b":@/")
        && is_made_of(query, b":@/?")
        && is_made_of(fragment, b":@/?")
}

fn is_authority(authority: &str) -> bool {
    let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    if !is_made_of(user, b":") {
        return false;
    }
    let (host, port) = match host.strip_prefix('[') {
        Some(literal) => {
            let Some((literal, port)) = literal.split_once(']') else {
                return false;
            };
            let is_address = literal.parse::<std::net::Ipv6Addr>().is_ok()
                || literal.starts_with(['v', 'V']) && is_made_of(literal, b":");
            if !is_address {
                return false;
            }
            ("", port.strip_prefix(':').unwrap_or(port))
        }
        None => host.split_once(':').unwrap_or((host, "")),
    };
    is_made_of(host, b"") && port.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a part of a URI is made of the signs that stand everywhere, these, and bytes as `%41`.
fn is_made_of(part: &str, more: &[u8]) -> bool {
    let mut bytes = part.bytes();
    while let Some(byte) = bytes.next() {
        let is_right = match byte {
            b'%' => {
                let mut is_digit = || bytes.next().is_some_and(|byte| byte.is_ascii_hexdigit());
                is_digit() && is_digit()
            }
            byte => {
                byte.is_ascii_alphanumeric()
                    || b"-._~!$&'()*+,;=".contains(&byte)
                    || more.contains(&byte)
            }
        };
        if !is_right {
            return false;
        }
    }
    true
}

/// Whether a text is an address of mail (RFC 5322, `addr-spec`) at a domain.
pub(super) fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte);
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(is_sign);
    let inner = local
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    let is_local = match inner {
        Some(inner) => inner
            .bytes()
            .all(|byte| (b' '..=b'~').contains(&byte) && byte != b'"'),
        None => local.split('.').all(is_word),
    };
    let is_label = |label: &str| {
        !label.is_empty()
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    is_local && domain.contains('.') && domain.split('.').all(is_label)
}

/// Whether a text is bytes in hexadecimal digits.
pub(super) fn is_hex(text: &str) -> bool {
    !text.is_empty()
        && text.len().is_multiple_of(2)
        && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Whether a text is bytes in base64, with its padding.
pub(super) fn is_base64(text: &str) -> bool {
    let digits = text.trim_end_matches('=');
    let is_digit = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    !digits.is_empty()
        && text.len().is_multiple_of(4)
        && text.len() - digits.len() <= 2
        && digits.bytes().all(is_digit)
}

/// Whether a text is a media type of a registered tree.
pub(super) fn is_media_type(text: &str) -> bool {
    const TREES: [&str; 10] = [
        "application",
        "audio",
        "font",
        "haptics",
        "image",
        "message",
        "model",
        "multipart",
        "text",
        "video",
    ];
    let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&byte);
    text.split_once('/').is_some_and(|(tree, name)| {
        TREES.contains(&tree) && !name.is_empty() && name.bytes().all(is_sign)
    })
}

/// Whether a key of the registry has its hive in full.
pub(super) fn is_key_of_registry(text: &str) -> bool {
    let hive = text.split('\\').next().unwrap_or(text).to_ascii_uppercase();
    !["HKLM", "HKCC", "HKCR", "HKCU", "HKU"].contains(&hive.as_str())
}

/// Whether a text is a name of CPE 2.3, written out (NISTIR 7695).
pub(super) fn is_cpe(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("cpe:2.3:") else {
        return false;
    };
    let mut parts = vec![String::new()];
    let mut signs = rest.chars();
    while let Some(sign) = signs.next() {
        match (sign, parts.last_mut()) {
            (':', _) => parts.push(String::new()),
            ('\\', Some(part)) => match signs.next() {
                // What is quoted is a sign as any other.
                Some(quoted) if quoted.is_ascii_punctuation() => part.push('.'),
                _ => return false,
            },
            (sign, Some(part)) => part.push(sign),
            (_, None) => return false,
        }
    }
    let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    let is_part = |part: &String| {
        let inner = part
            .trim_start_matches(['*', '?'])
            .trim_end_matches(['*', '?']);
        part == "*" || !inner.is_empty() && inner.bytes().all(is_sign)
    };
    parts.len() == 11
        && parts
            .first()
            .is_some_and(|part| ["a", "o", "h", "*", "-"].contains(&part.as_str()))
        && parts.iter().skip(1).all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uris_have_a_scheme_and_no_signs_that_have_to_be_written_as_bytes() {
        for text in [
            "https://www.example.com/a%20b?c=d#e",
            "http://user:word@[2001:db8::1]:80/",
            "urn:example:a",
            "mailto:a@example.com",
            "http://",
        ] {
            assert!(is_uri(text), "{text}");
        }
        for text in [
            "example.com",
            "http://example.com/a b",
            "http://example.com/%4",
            "1http://a",
            "http://[x]/",
            "http://example.com:port/",
            "http://exämple.com",
            "http://a/[b]",
        ] {
            assert!(!is_uri(text), "{text}");
        }
    }

    #[test]
    fn addresses_of_mail_have_two_parts() {
        assert!(is_email("o'neil+tag@mail.example.com") && is_email("\"a b\"@example.com"));
        for text in [
            "example.com",
            "@example.com",
            "a@",
            "a b@example.com",
            "a..b@example.com",
            "a@b",
        ] {
            assert!(!is_email(text), "{text}");
        }
    }

    #[test]
    fn bytes_are_digits_in_groups() {
        assert!(is_hex("00fF") && !is_hex("0") && !is_hex("") && !is_hex("0g"));
        assert!(is_base64("YQ==") && is_base64("YWE=") && is_base64("YWFh"));
        assert!(!is_base64("YQ=") && !is_base64("") && !is_base64("====") && !is_base64("Y-Fh"));
    }

    #[test]
    fn names_of_products_have_eleven_parts() {
        assert!(is_cpe(r"cpe:2.3:a:example:mail\:reader:1.0:*:*:*:*:*:*:*"));
        assert!(is_cpe("cpe:2.3:o:example:os:1.?:*:*:*:*:*:*:*"));
        assert!(!is_cpe("cpe:2.3:a:example:mail:1.0:*:*:*:*:*:*"));
        assert!(!is_cpe("cpe:/a:example:mail:1.0"));
        assert!(!is_cpe("cpe:2.3:x:example:mail:1.0:*:*:*:*:*:*:*"));
        assert!(!is_cpe(r"cpe:2.3:a:exa mple:mail:1.0:*:*:*:*:*:*:*"));
        assert!(!is_cpe("cpe:2.3:a\\"));
    }

    #[test]
    fn hives_are_written_in_full() {
        assert!(is_key_of_registry(r"HKEY_LOCAL_MACHINE\System"));
        assert!(!is_key_of_registry(r"hklm\System") && !is_key_of_registry("HKU"));
    }

    #[test]
    fn media_types_are_of_a_tree() {
        assert!(is_media_type("application/vnd.example+json"));
        assert!(
            !is_media_type("invalid/type") && !is_media_type("text/") && !is_media_type("text")
        );
    }
}
