//! Simple types: what text may be (XML Schema 1.0 part 2).

use crate::lexical::is_portlist;

/// A type of XML Schema that tables use.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) enum Base {
    #[default]
    String,
    Nmtoken,
    Nmtokens,
    NcName,
    Id,
    IdRef,
    AnyUri,
    Language,
    Boolean,
    Integer,
    NonNegativeInteger,
    Number,
    DateTime,
    Base64,
    Hex,
}

impl Base {
    /// Each under the name that tables have for it.
    const NAMES: [(&'static str, Self); 16] = [
        ("string", Self::String),
        ("NMTOKEN", Self::Nmtoken),
        ("NMTOKENS", Self::Nmtokens),
        ("NCName", Self::NcName),
        ("ID", Self::Id),
        ("IDREF", Self::IdRef),
        ("anyURI", Self::AnyUri),
        ("language", Self::Language),
        ("boolean", Self::Boolean),
        ("integer", Self::Integer),
        ("nonNegativeInteger", Self::NonNegativeInteger),
        ("double", Self::Number),
        ("float", Self::Number),
        ("dateTime", Self::DateTime),
        ("base64Binary", Self::Base64),
        ("hexBinary", Self::Hex),
    ];

    pub(super) fn all() -> impl Iterator<Item = (&'static str, Self)> {
        Self::NAMES.into_iter()
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        let mut names = Self::NAMES.iter();
        let found = names.find(|(known, _)| *known == name);
        found.map(|(_, base)| *base)
    }

    /// What a value has to be, in words.
    const fn words(self) -> &'static str {
        match self {
            Self::String => "text",
            Self::Nmtoken => "a word of letters, digits and .-_:",
            Self::Nmtokens => "words of letters, digits and .-_:",
            Self::NcName | Self::Id | Self::IdRef => "a name without a colon",
            Self::AnyUri => "an address",
            Self::Language => "a language",
            Self::Boolean => "true or false",
            Self::Integer => "a whole number",
            Self::NonNegativeInteger => "a whole number that is not negative",
            Self::Number => "a number",
            Self::DateTime => "a date and time",
            Self::Base64 => "bytes in base64",
            Self::Hex => "bytes in hexadecimal digits",
        }
    }

    pub(super) fn holds(self, text: &str) -> bool {
        match self {
            Self::String => true,
            Self::Nmtoken => !text.is_empty() && text.chars().all(is_name),
            Self::Nmtokens => {
                !text.is_empty() && text.split(' ').all(|word| word.chars().all(is_name))
            }
            Self::NcName | Self::Id | Self::IdRef => {
                let starts = |c: char| c.is_alphabetic() || c == '_';
                text.starts_with(starts) && text.chars().all(|c| is_name(c) && c != ':')
            }
            Self::AnyUri => is_uri(text),
            Self::Language => {
                let mut parts = text.split('-');
                let part = |part: &str, letter: fn(&char) -> bool| {
                    (1..=8).contains(&part.len()) && part.chars().all(|c| letter(&c))
                };
                parts
                    .next()
                    .is_some_and(|first| part(first, char::is_ascii_alphabetic))
                    && parts.all(|more| part(more, char::is_ascii_alphanumeric))
            }
            Self::Boolean => matches!(text, "true" | "false" | "0" | "1"),
            Self::Integer => is_integer(text),
            Self::NonNegativeInteger => {
                is_integer(text) && (!text.starts_with('-') || text[1..].bytes().all(|b| b == b'0'))
            }
            Self::Number => is_number(text),
            Self::DateTime => is_date_time(text),
            Self::Base64 => is_base64(text),
            Self::Hex => {
                text.len().is_multiple_of(2) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
            }
        }
    }
}

/// A simple type.
#[derive(Clone, Debug, Default)]
pub(super) struct Simple {
    pub(super) base: Base,
    /// The only values that there may be.
    values: Vec<&'static str>,
    form: Option<Form>,
    above: Option<f64>,
    from: Option<f64>,
    to: Option<f64>,
}

/// A pattern that schemas have.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Form {
    /// `Z` or `+hh:mm`.
    Timezone,
    /// `1,5-7`.
    Portlist,
}

impl Simple {
    pub(super) fn of(base: Base) -> Self {
        Self {
            base,
            ..Self::default()
        }
    }

    /// Reads what a table says, and the name of the type that it is made of.
    pub(super) fn read(words: &[&'static str], lines: &[&'static str]) -> (Self, &'static str) {
        let mut simple = Self::default();
        for word in words.iter().skip(3) {
            let Some((facet, value)) = word.split_once('=') else {
                continue;
            };
            match facet {
                "form" if value == "timezone" => simple.form = Some(Form::Timezone),
                "form" => simple.form = Some(Form::Portlist),
                "minExclusive" => simple.above = value.parse().ok(),
                "minInclusive" => simple.from = value.parse().ok(),
                "maxInclusive" => simple.to = value.parse().ok(),
                _ => {}
            }
        }
        let values = lines.iter().find_map(|line| line.strip_prefix("values "));
        simple.values = values.map_or_else(Vec::new, |values| values.split('|').collect());
        (simple, words.get(2).copied().unwrap_or("xs:string"))
    }

    /// Takes over what the type that it is made of says.
    pub(super) fn inherit(&mut self, of: Self) {
        if self.values.is_empty() {
            self.values = of.values;
        }
        self.form = self.form.or(of.form);
        self.above = self.above.or(of.above);
        self.from = self.from.or(of.from);
        self.to = self.to.or(of.to);
    }

    /// The value in a text: blanks count only where text is meant.
    pub(super) fn value(&self, text: &str) -> String {
        let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
        if self.base == Base::String || !text.as_bytes().iter().any(is_blank) {
            return text.to_owned();
        }
        text.split([' ', '\t', '\r', '\n'])
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// Says what a value should be, where it is not.
    pub(super) fn wrong(&self, value: &str) -> Option<String> {
        if !self.base.holds(value) {
            return Some(self.base.words().to_owned());
        }
        if !self.values.is_empty() && !self.values.contains(&value) {
            return Some(format!("one of {}", self.values.join(", ")));
        }
        match self.form {
            Some(Form::Timezone) if !is_timezone(value) => {
                return Some("Z or an offset such as +01:00".to_owned());
            }
            Some(Form::Portlist) if !is_portlist(value) => {
                return Some("ports such as 22,80-90".to_owned());
            }
            _ => {}
        }
        let bounded = self.above.is_some() || self.from.is_some() || self.to.is_some();
        let number = number(value).filter(|_| bounded)?;
        let is_within = self.above.is_none_or(|above| number > above)
            && self.from.is_none_or(|from| number >= from)
            && self.to.is_none_or(|to| number <= to);
        (!is_within).then(|| match (self.above, self.to) {
            (Some(above), _) => format!("more than {above}"),
            (None, Some(to)) => format!("from {} to {to}", self.from.unwrap_or_default()),
            (None, None) => "within its bounds".to_owned(),
        })
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':' | '\u{B7}')
}

fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_number(text: &str) -> bool {
    number(text).is_some()
}

fn number(text: &str) -> Option<f64> {
    match text {
        "INF" => return Some(f64::INFINITY),
        "-INF" => return Some(f64::NEG_INFINITY),
        "NaN" => return Some(f64::NAN),
        _ => {}
    }
    let plain = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | 'e' | 'E');
    if text.chars().all(plain) {
        text.parse().ok()
    } else {
        None
    }
}

/// Reads `width` digits at the beginning; returns them and the rest.
fn digits(text: &str, width: usize) -> Option<(u32, &str)> {
    let (head, rest) = text.split_at_checked(width)?;
    let is_number = head.bytes().all(|byte| byte.is_ascii_digit());
    Some((head.parse().ok().filter(|_| is_number)?, rest))
}

fn is_date_time(text: &str) -> bool {
    date_time(text).is_some()
}

fn date_time(text: &str) -> Option<()> {
    let text = text.strip_prefix('-').unwrap_or(text);
    let length = text.find('-').filter(|length| (4..=9).contains(length))?;
    let (year, rest) = digits(text, length)?;
    let is_right = year > 0 && (length == 4 || !text.starts_with('0'));
    let (month, rest) = digits(rest.strip_prefix('-')?, 2)?;
    let (day, rest) = digits(rest.strip_prefix('-')?, 2)?;
    let (hour, rest) = digits(rest.strip_prefix('T')?, 2)?;
    let (minute, rest) = digits(rest.strip_prefix(':')?, 2)?;
    let (second, mut rest) = digits(rest.strip_prefix(':')?, 2)?;
    let mut is_midnight = minute == 0 && second == 0;
    if let Some(fraction) = rest.strip_prefix('.') {
        let end = fraction.find(|c: char| !c.is_ascii_digit());
        let (fraction, after) = fraction.split_at(end.unwrap_or(fraction.len()));
        if fraction.is_empty() {
            return None;
        }
        is_midnight &= fraction.bytes().all(|byte| byte == b'0');
        rest = after;
    }
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let is_day = (1..=12).contains(&month) && (1..=days).contains(&day);
    let is_time = (hour < 24 || hour == 24 && is_midnight) && minute < 60 && second < 60;
    let is_zoned = rest.is_empty() || is_timezone(rest);
    (is_right && is_day && is_time && is_zoned).then_some(())
}

fn is_timezone(text: &str) -> bool {
    let offset = || {
        let (hours, rest) = digits(text.strip_prefix(['+', '-'])?, 2)?;
        let (minutes, rest) = digits(rest.strip_prefix(':')?, 2)?;
        let is_right = rest.is_empty() && minutes < 60;
        (is_right && (hours < 14 || hours == 14 && minutes == 0)).then_some(())
    };
    text == "Z" || offset().is_some()
}

fn is_base64(text: &str) -> bool {
    let signs: Vec<u8> = text.bytes().filter(|byte| *byte != b' ').collect();
    let padding = signs.iter().rev().take_while(|byte| **byte == b'=').count();
    let body = &signs[..signs.len() - padding];
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    // What the last sign holds beyond whole bytes has to be nothing.
    let ends = match (padding, body.last()) {
        (0, _) => true,
        (1, Some(last)) => b"AEIMQUYcgkosw048".contains(last),
        (2, Some(last)) => b"AQgw".contains(last),
        _ => false,
    };
    signs.len().is_multiple_of(4) && body.iter().all(plain) && ends
}

/// Whether text is an address, relative ones and those with signs of other scripts too: what has to
/// be escaped counts as escaped.
fn is_uri(text: &str) -> bool {
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        let escaped = rest.get(at + 1..at + 3);
        if !escaped.is_some_and(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit())) {
            return false;
        }
        rest = &rest[at + 3..];
    }
    if text.matches('#').count() > 1 {
        return false;
    }
    // Before the first slash only a scheme may have a colon.
    let head = text.split(['/', '?', '#']).next().unwrap_or_default();
    match head.split_once(':') {
        None => true,
        Some((scheme, _)) => {
            let sign = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
            scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(sign)
        }
    }
}
