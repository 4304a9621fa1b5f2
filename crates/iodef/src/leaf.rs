//! Texts, numbers and times: what has no children.

use serde_json::{Map, Value};

use crate::{
    Result,
    part::{Attribute, Pairs, Part, nothing_left, object},
    place::Place,
    validate::Check,
    xml::{Attributes, Element, Writer},
};

/// What can stand in an attribute or be the text of an element.
pub(crate) trait Leaf: Sized {
    fn to_text(&self) -> String;
    fn of_text(text: &str, at: &Place<'_>) -> Result<Self>;

    fn to_json(&self) -> Value {
        Value::String(self.to_text())
    }

    fn of_json(value: Value, at: &Place<'_>) -> Result<Self> {
        match value {
            Value::String(text) => Self::of_text(&text, at),
            other => Err(at.value(&other.to_string(), "a string")),
        }
    }

    fn check(&self, _at: &Place<'_>, _check: &mut Check) {}
}

impl Leaf for String {
    fn to_text(&self) -> String {
        self.clone()
    }

    fn of_text(text: &str, _at: &Place<'_>) -> Result<Self> {
        Ok(text.to_owned())
    }
}

impl Leaf for i64 {
    fn to_text(&self) -> String {
        self.to_string()
    }

    fn of_text(text: &str, at: &Place<'_>) -> Result<Self> {
        let number = text.trim().parse();
        number.map_err(|_| at.value(text, "a 64-bit integer"))
    }

    fn to_json(&self) -> Value {
        (*self).into()
    }

    fn of_json(value: Value, at: &Place<'_>) -> Result<Self> {
        let number = value.as_i64();
        number.ok_or_else(|| at.value(&value.to_string(), "a 64-bit integer"))
    }
}

impl Leaf for f64 {
    fn to_text(&self) -> String {
        self.to_string()
    }

    fn of_text(text: &str, at: &Place<'_>) -> Result<Self> {
        match text.trim().parse() {
            Ok(number) if Self::is_finite(number) => Ok(number),
            _ => Err(at.value(text, "a number")),
        }
    }

    fn to_json(&self) -> Value {
        (*self).into()
    }

    fn of_json(value: Value, at: &Place<'_>) -> Result<Self> {
        let number = value.as_f64();
        number.ok_or_else(|| at.value(&value.to_string(), "a number"))
    }
}

checked! {
    /// A moment with its offset, as `2026-11-21T08:30:00Z`; kept as written.
    pub struct DateTime: "a time such as 2026-11-21T08:30:00Z", is_date_time, "1970-01-01T00:00:00Z"
}

checked! {
    /// A URI of RFC 3986.
    pub struct Uri: "a URI", is_uri, "about:blank"
}

checked! {
    /// A language tag, as `en` or `zh-Hant`.
    pub struct Lang: "a language tag", is_lang, "en"
}

checked! {
    /// An identifier that is unique in its document (`xs:ID`).
    pub struct Id: "an XML name without a colon", is_nc_name, "_", defined
}

checked! {
    /// A mention of an [`Id`] of the same document.
    pub struct IdRef: "an XML name without a colon", is_nc_name, "_", mentioned
}

checked! {
    /// A name without a colon, as of an entry in a registered list.
    pub struct NcName: "an XML name without a colon", is_nc_name, "_"
}

checked! {
    /// Ports, as `80,443,8000-8080`.
    pub struct Portlist: "a list of ports", is_portlist, "0"
}

checked! {
    /// An offset from UTC, as `+01:00`.
    pub struct Timezone: "an offset such as +01:00", is_timezone, "Z"
}

fn is_date_time(text: &str) -> bool {
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

fn is_timezone(text: &str) -> bool {
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
fn is_uri(text: &str) -> bool {
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

fn is_lang(text: &str) -> bool {
    text.is_empty()
        || text.split('-').enumerate().all(|(index, part)| {
            (1..=8).contains(&part.len())
                && part
                    .bytes()
                    .all(|byte| byte.is_ascii_alphabetic() || index > 0 && byte.is_ascii_digit())
        })
}

/// ASCII only, which is what RFC 8727 allows, too.
fn is_nc_name(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes
        .next()
        .is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_')
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
}

fn is_portlist(text: &str) -> bool {
    let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    text.split(',').all(|part| match part.split_once('-') {
        Some((from, to)) => number(from) && number(to),
        None => number(part),
    })
}

impl<T: Leaf> Attribute for T {
    fn put(&self, name: &'static str) -> Pairs {
        vec![(name, self.to_text())]
    }

    fn take(name: &'static str, from: &mut Attributes, at: &Place<'_>) -> Result<Self> {
        <Option<T> as Attribute>::take(name, from, at)?.ok_or_else(|| at.missing(name))
    }

    fn put_json(&self, name: &'static str, out: &mut Map<String, Value>) {
        out.insert(name.to_owned(), self.to_json());
    }

    fn take_json(
        name: &'static str,
        from: &mut Map<String, Value>,
        at: &Place<'_>,
    ) -> Result<Self> {
        <Option<T> as Attribute>::take_json(name, from, at)?.ok_or_else(|| at.missing(name))
    }

    fn check(&self, name: &'static str, at: &Place<'_>, check: &mut Check) {
        Leaf::check(self, &at.below(name), check);
    }
}

impl<T: Leaf> Attribute for Option<T> {
    fn put(&self, name: &'static str) -> Pairs {
        self.iter().map(|leaf| (name, leaf.to_text())).collect()
    }

    fn take(name: &'static str, from: &mut Attributes, at: &Place<'_>) -> Result<Self> {
        let text = from.take(name);
        text.map(|text| T::of_text(&text, &at.below(name)))
            .transpose()
    }

    fn put_json(&self, name: &'static str, out: &mut Map<String, Value>) {
        if let Some(leaf) = self {
            leaf.put_json(name, out);
        }
    }

    fn take_json(
        name: &'static str,
        from: &mut Map<String, Value>,
        at: &Place<'_>,
    ) -> Result<Self> {
        let value = from.remove(name);
        value
            .map(|value| T::of_json(value, &at.below(name)))
            .transpose()
    }

    fn check(&self, name: &'static str, at: &Place<'_>, check: &mut Check) {
        if let Some(leaf) = self {
            Leaf::check(leaf, &at.below(name), check);
        }
    }
}

leaf_part!(String);
leaf_part!(i64);
leaf_part!(f64);

/// A text for people, in some language (`MLStringType`).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Text {
    /// The text.
    pub value: String,
    /// Its language, where it is not that of what holds it.
    pub lang: Option<Lang>,
    /// Ties texts together that say the same in different languages.
    pub translation_id: Option<String>,
}

impl From<&str> for Text {
    fn from(value: &str) -> Self {
        value.to_owned().into()
    }
}

impl From<String> for Text {
    fn from(value: String) -> Self {
        Self {
            value,
            ..Self::default()
        }
    }
}

impl Part for Text {
    fn write_xml(&self, name: &'static str, out: &mut Writer) {
        let mut attributes = self.translation_id.put("translation-id");
        attributes.extend(self.lang.put("xml:lang"));
        out.open(name, &attributes);
        out.text(&self.value);
        out.close(name);
    }

    fn read_xml(mut element: Element, at: &Place<'_>) -> Result<Self> {
        let text = Self {
            lang: Attribute::take("xml:lang", &mut element.attributes, at)?,
            translation_id: Attribute::take("translation-id", &mut element.attributes, at)?,
            value: element.take_text(),
        };
        element.nothing_left(at)?;
        Ok(text)
    }

    /// Writes a bare string where there is nothing but the text.
    fn write_json(&self) -> Value {
        if self.lang.is_none() && self.translation_id.is_none() {
            return self.value.clone().into();
        }
        let mut out = Map::new();
        self.value.put_json("value", &mut out);
        self.lang.put_json("lang", &mut out);
        self.translation_id.put_json("translation-id", &mut out);
        Value::Object(out)
    }

    fn read_json(value: Value, at: &Place<'_>) -> Result<Self> {
        if let Value::String(value) = value {
            return Ok(value.into());
        }
        let mut from = object(value, at)?;
        let text = Self {
            value: Attribute::take_json("value", &mut from, at)?,
            lang: Attribute::take_json("lang", &mut from, at)?,
            translation_id: Attribute::take_json("translation-id", &mut from, at)?,
        };
        nothing_left(&from, at)?;
        Ok(text)
    }
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
