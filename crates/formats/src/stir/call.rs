//! The call that a header came with.

use watchbell_model::Time;

/// What a call says of itself, against which its Identity header is held.
#[derive(Clone, Copy, Debug, Default)]
pub struct Call<'a> {
    /// Who calls: P-Asserted-Identity or From, as a SIP or `tel` address or a number in E.164.
    pub orig: &'a str,
    /// Whom it is for: To, and where it was sent instead.
    pub dest: &'a [&'a str],
    /// The Date header, where there is one.
    pub date: Option<Time>,
    /// When it came in.
    pub received_at: Time,
}

/// Who is called or calls, in the form that is signed.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum Identity {
    /// A telephone number: digits, `#` and `*`, the country code first (RFC 8224, section 8.3).
    Number(String),
    /// An address (RFC 8224, section 8.5).
    Uri(String),
}

impl Identity {
    /// Reads what stands in a SIP header, or a number.
    pub(super) fn of(text: &str) -> Option<Self> {
        let text = text.trim();
        let text = match text.split_once('<') {
            Some((_, rest)) => rest.split_once('>')?.0,
            None => text,
        };
        if let Some(number) = canonical_number(text) {
            return Some(Self::Number(number));
        }
        canonical_uri(text).map(Self::Uri)
    }

    /// Returns the number or address.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Number(text) | Self::Uri(text) => text,
        }
    }
}

/// Most characters of a number in a token.
pub(super) const MAX_NUMBER: usize = 32;

/// Returns a telephone number in the form that is signed: digits, `#` and `*` alone (RFC 8224, section 8.3).
///
/// A `tel` address, the user of a SIP address and a bare number are accepted; parameters and separators fall away. Which
/// country a national number is of is not known here: it has to be in E.164 already. Nothing where it is no number.
///
/// ```
/// use watchbell_formats::stir::canonical_number;
///
/// assert_eq!(canonical_number("sip:+1-202-555-0143;npdi@example.com;user=phone").as_deref(), Some("12025550143"));
/// assert_eq!(canonical_number("sip:alice@example.com"), None);
/// ```
pub fn canonical_number(text: &str) -> Option<String> {
    let text = text.trim();
    let rest = match text.split_once(':') {
        None => text,
        Some((scheme, rest))
            if ["sip", "sips", "tel"]
                .iter()
                .any(|s| scheme.eq_ignore_ascii_case(s)) =>
        {
            rest
        }
        Some(_) => return None,
    };
    let user = rest.rsplit_once('@').map_or(rest, |(user, _)| user);
    let number = user.split(';').next().unwrap_or_default();
    let number = number
        .strip_prefix("%2B")
        .or_else(|| number.strip_prefix("%2b"))
        .unwrap_or(number);
    let mut out = String::new();
    for letter in number.chars() {
        match letter {
            '0'..='9' | '#' | '*' => out.push(letter),
            '+' | '-' | '.' | '(' | ')' | ' ' => {}
            _ => return None,
        }
    }
    (1..=MAX_NUMBER).contains(&out.len()).then_some(out)
}

/// Returns an address without its port, parameters and headers, its scheme and host in lower case.
fn canonical_uri(text: &str) -> Option<String> {
    let (scheme, rest) = text.split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    let end = rest.find(['?', '>']).unwrap_or(rest.len());
    let rest = rest.get(..end)?;
    let (user, host) = rest.rsplit_once('@').unwrap_or(("", rest));
    let host = host.split(';').next().unwrap_or_default();
    let host = match host.strip_prefix('[') {
        Some(_) => host.split_inclusive(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    let host = host.to_ascii_lowercase();
    let user = user.split([':', ';']).next().unwrap_or_default();
    let at = if user.is_empty() { "" } else { "@" };
    (!host.is_empty()).then(|| format!("{scheme}:{user}{at}{host}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identities_have_one_form() {
        for (text, identity) in [
            ("+12025550143", Some("12025550143")),
            ("12025550143", Some("12025550143")),
            ("tel:+1-202-555-0143;ext=1", Some("12025550143")),
            (
                "sip:+12025550143@example.com:5060;user=phone",
                Some("12025550143"),
            ),
            (
                "\"A\" <sip:%2B12025550143@example.com>;tag=1",
                Some("12025550143"),
            ),
            ("<SIPS:+1(202)555.0143@example.com>", Some("12025550143")),
            ("sip:*100#@example.com", Some("*100#")),
            (
                "sip:alice@Example.COM:5060;transport=tcp?x=y",
                Some("sip:alice@example.com"),
            ),
            (
                "<sip:alice@[2001:DB8::1]:5060>",
                Some("sip:alice@[2001:db8::1]"),
            ),
            ("sip:example.com", Some("sip:example.com")),
            ("alice", None),
            ("", None),
            ("<sip:a", None),
        ] {
            let found = Identity::of(text);
            assert_eq!(found.as_ref().map(Identity::as_str), identity, "{text}");
        }
        assert_eq!(canonical_number(&"1".repeat(MAX_NUMBER + 1)), None);
    }
}
