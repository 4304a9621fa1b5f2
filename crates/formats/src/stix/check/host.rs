//! Names of hosts and addresses of networks.

use std::net::{Ipv4Addr, Ipv6Addr};

/// Whether a text is the name of a domain (RFC 1034, RFC 5890).
pub(super) fn is_host(text: &str) -> bool {
    let name = text.strip_suffix(['.', '。', '．', '｡']).unwrap_or(text);
    !name.is_empty() && text.len() <= 254 && name.split(['.', '。', '．', '｡']).all(is_label)
}

fn is_label(label: &str) -> bool {
    let is_hyphened = label.starts_with('-') || label.ends_with('-');
    let is_sign = |sign: char| {
        sign == '-'
            || sign.is_ascii_alphanumeric()
            || !sign.is_ascii() && is_letter(sign) && !sign.is_uppercase()
    };
    // Two hyphens there begin a label that is written in another way.
    let is_marked = label.get(2..4) == Some("--");
    let is_encoded = label
        .get(..4)
        .is_some_and(|begin| begin.eq_ignore_ascii_case("xn--"));
    !label.is_empty()
        && label.len() <= 63
        && !is_hyphened
        && (!is_marked || is_encoded && label.len() > 4 && label.is_ascii())
        && label.chars().all(is_sign)
}

/// Letters, digits and marks; signs, spaces and pictures are none.
fn is_letter(sign: char) -> bool {
    let is_mark = matches!(sign, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5bd}'
        | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{900}'..='\u{903}' | '\u{93c}'..='\u{94d}'
        | '\u{e31}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}' | '\u{b7}' | '\u{30fb}' | '\u{200c}' | '\u{200d}');
    sign.is_alphanumeric() || is_mark
}

/// Whether a text is an address or a network of version 4.
pub(super) fn is_ipv4(text: &str) -> bool {
    network(text, 32).is_some_and(|address| address.parse::<Ipv4Addr>().is_ok())
}

/// Whether a text is an address or a network of version 6; a zone may follow the address.
pub(super) fn is_ipv6(text: &str) -> bool {
    network(text, 128).is_some_and(|address| {
        let (address, zone) = address.split_once('%').unwrap_or((address, "-"));
        !zone.is_empty() && address.parse::<Ipv6Addr>().is_ok()
    })
}

/// Returns the address of a network whose number of bits is right.
fn network(text: &str, most: u8) -> Option<&str> {
    let Some((address, bits)) = text.split_once('/') else {
        return Some(text);
    };
    let is_plain = bits == "0" || !bits.starts_with(['0', '+']);
    let is_right = is_plain && bits.parse::<u8>().is_ok_and(|bits| bits <= most);
    is_right.then_some(address)
}

/// Whether a text is an address of hardware: six bytes in small digits between colons.
pub(super) fn is_mac(text: &str) -> bool {
    let is_byte = |part: &str| {
        part.len() == 2
            && part
                .bytes()
                .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
    };
    text.len() == 17 && text.split(':').all(is_byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_hosts_are_labels() {
        for name in [
            "example.com",
            "Example.COM.",
            "xn--bcher-kva.example",
            "bücher.example",
            "1.example",
        ] {
            assert!(is_host(name), "{name}");
        }
        for name in [
            "",
            ".",
            "a..example",
            "-a.example",
            "a b.example",
            "a_b.example",
            "ab--c.example",
            "💩.example",
        ] {
            assert!(!is_host(name), "{name}");
        }
        assert!(!is_host(&format!("{}.example", "a".repeat(64))));
    }

    #[test]
    fn addresses_are_read_with_their_networks() {
        assert!(is_ipv4("192.0.2.1") && is_ipv4("192.0.2.0/24") && is_ipv4("0.0.0.0/0"));
        assert!(!is_ipv4("192.0.2.256") && !is_ipv4("192.0.2.0/33") && !is_ipv4("192.0.2"));
        assert!(!is_ipv4("192.0.2.0/+1") && !is_ipv4("192.0.2.0/") && !is_ipv4("192.0.2.01"));
        assert!(is_ipv6("2001:db8::1") && is_ipv6("2001:db8::/32") && is_ipv6("fe80::1%eth0"));
        assert!(!is_ipv6("2001:db8::/129") && !is_ipv6("2001:db8::1::2") && !is_ipv6("fe80::1%"));
        assert!(is_mac("00:00:5e:00:53:af") && !is_mac("00:00:5E:00:53:AF"));
        assert!(!is_mac("00-00-5e-00-53-af") && !is_mac("00:00:5e:00:53"));
    }
}
