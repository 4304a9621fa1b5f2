//! Addresses, as MM1 and MM4 write them (OMA-TS-MMS-ENC 1.3, section 8).

use std::fmt;

/// Who sends or receives a message.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Address {
    /// What kind of address it is.
    pub kind: AddressKind,
    /// The address alone, without its type and without the name of a person.
    pub value: String,
}

/// What kind of address something is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum AddressKind {
    /// A telephone number.
    Number,
    /// A mailbox (RFC 5322).
    Mailbox,
    /// A short number or name of a service.
    ShortCode,
    /// An address of the Internet protocol.
    Ip,
    /// Anything else.
    Other,
}

impl Address {
    /// Returns an address of a kind that is known.
    pub fn new(kind: AddressKind, value: &str) -> Self {
        let value = value.trim().to_owned();
        Self { kind, value }
    }

    /// Reads an address: `+15550100/TYPE=PLMN`, the same before the host of a relay, or a mailbox. Where no
    /// type is written, what it looks like decides.
    pub fn read(text: &str) -> Self {
        let text = text.trim();
        // A mailbox may have a name in front of it (RFC 5322, section 3.4).
        let bracketed = text
            .strip_suffix('>')
            .and_then(|text| text.rsplit_once('<'));
        let text = bracketed.map_or(text, |(_, within)| within.trim());
        let upper = text.to_ascii_uppercase();
        let typed = upper.rfind("/TYPE=").and_then(|at| {
            let value = text.get(..at)?;
            let kind = upper.get(at..)?.trim_start_matches("/TYPE=");
            Some((value, kind.split('@').next().unwrap_or_default().to_owned()))
        });
        let (value, kind) = typed.unwrap_or((text, String::new()));
        let kind = match kind.as_str() {
            "PLMN" => AddressKind::Number,
            "IPV4" | "IPV6" => AddressKind::Ip,
            _ if value.contains('@') => AddressKind::Mailbox,
            _ if is_number(value) => AddressKind::Number,
            "" | "ESC" | "ALPHA" => AddressKind::Other,
            _ => AddressKind::ShortCode,
        };
        Self::new(kind, value)
    }
}

impl fmt::Display for Address {
    /// Writes the address alone.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.value)
    }
}

/// Whether this looks like a telephone number: digits, and signs that people put between them.
fn is_number(text: &str) -> bool {
    let is_sign = |sign: char| sign.is_ascii_digit() || "+ -.()*#".contains(sign);
    text.bytes().any(|byte| byte.is_ascii_digit()) && text.chars().all(is_sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_apart() {
        use AddressKind as K;
        for (text, kind, value) in [
            ("+15550100/TYPE=PLMN", K::Number, "+15550100"),
            ("0199000000/type=plmn", K::Number, "0199000000"),
            (
                "+15550100/TYPE=PLMN@mmsc.example.net",
                K::Number,
                "+15550100",
            ),
            (
                "<+15550100/TYPE=PLMN@mmsc.example.net>",
                K::Number,
                "+15550100",
            ),
            ("192.0.2.1/TYPE=IPv4", K::Ip, "192.0.2.1"),
            ("2001:db8::1/TYPE=IPv6", K::Ip, "2001:db8::1"),
            ("Ann <ann@example.com>", K::Mailbox, "ann@example.com"),
            ("+44 7700 900123", K::Number, "+44 7700 900123"),
            ("7726/TYPE=SHORTCODE", K::Number, "7726"),
            ("NEWS/TYPE=X", K::ShortCode, "NEWS"),
            ("Jg", K::Other, "Jg"),
            ("", K::Other, ""),
            ("/TYPE=", K::Other, ""),
            (">", K::Other, ">"),
        ] {
            let read = Address::read(text);
            assert_eq!((read.kind, read.value.as_str()), (kind, value), "{text}");
        }
    }
}
