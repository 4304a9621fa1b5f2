//! The Identity header of SIP (RFC 8224, section 4).

use super::refusal::{Refusal, Result, Why};

/// Longest header, in bytes.
pub const MAX_HEADER: usize = 16 * 1024;
/// Most parameters of one.
pub const MAX_PARAMETERS: usize = 16;

/// A header in its parts.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Header<'a> {
    /// The token; in its compact form it begins with two dots.
    pub(super) token: &'a str,
    /// Where the certificate is.
    pub(super) info: Option<&'a str>,
    pub(super) alg: Option<&'a str>,
    pub(super) ppt: Option<&'a str>,
}

impl<'a> Header<'a> {
    /// Reads a header, with or without its name, or a token alone.
    pub(super) fn read(text: &'a str) -> Result<Self> {
        if text.len() > MAX_HEADER {
            let reason = format!("{} bytes are more than {MAX_HEADER}", text.len());
            return Err(Refusal::new(Why::TooLong, reason));
        }
        let text = value(text.trim());
        if text.is_empty() {
            return Err(Refusal::new(Why::Missing, "there is no Identity header"));
        }
        let (token, mut rest) = text.split_once(';').unwrap_or((text, ""));
        let mut header = Self {
            token: token.trim(),
            ..Self::default()
        };
        let mut count = 0;
        while !rest.trim().is_empty() {
            count += 1;
            if count > MAX_PARAMETERS {
                let reason = format!("there are more than {MAX_PARAMETERS} parameters");
                return Err(Refusal::new(Why::TooLong, reason));
            }
            let (name, value, after) = parameter(rest)
                .ok_or_else(|| Refusal::of(Why::HeaderSyntax, "no parameter:", rest))?;
            header.set(name, value)?;
            rest = after;
        }
        Ok(header)
    }

    fn set(&mut self, name: &str, value: &'a str) -> Result<()> {
        let place = match name.to_ascii_lowercase().as_str() {
            "info" => &mut self.info,
            "alg" => &mut self.alg,
            "ppt" => &mut self.ppt,
            // Parameters of times to come are passed over.
            _ => return Ok(()),
        };
        match place.replace(value) {
            None => Ok(()),
            Some(_) => Err(Refusal::of(Why::HeaderSyntax, "given twice:", name)),
        }
    }
}

/// Returns what follows the name of the header, or its short form (RFC 8224, section 4).
fn value(text: &str) -> &str {
    match text.split_once(':') {
        Some((name, value))
            if matches!(name.trim().to_ascii_lowercase().as_str(), "identity" | "y") =>
        {
            value.trim()
        }
        _ => text,
    }
}

/// Takes a parameter: its name, its value without quotes or brackets, and what follows.
fn parameter(text: &str) -> Option<(&str, &str, &str)> {
    let text = text.trim_start();
    let end = text.find(['=', ';']).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    let name = name.trim();
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"-.!%*_+`'~".contains(&byte);
    if name.is_empty() || !name.bytes().all(is_token) {
        return None;
    }
    let Some(rest) = rest.strip_prefix('=') else {
        return Some((name, "", rest.strip_prefix(';').unwrap_or(rest)));
    };
    let rest = rest.trim_start();
    let (value, rest) = match rest.as_bytes().first() {
        Some(b'<') => rest.get(1..)?.split_once('>')?,
        // None of the values that matter holds an escaped quote.
        Some(b'"') => rest.get(1..)?.split_once('"')?,
        _ => {
            let end = rest.find(';').unwrap_or(rest.len());
            let (value, rest) = rest.split_at(end);
            (value.trim_end(), rest)
        }
    };
    match rest.trim_start().as_bytes() {
        [] => Some((name, value, "")),
        [b';', ..] => Some((name, value, rest.trim_start().get(1..)?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_taken_apart() {
        let plain = Header {
            token: "a.b.c",
            info: Some("https://cert.example.org/c.pem"),
            alg: Some("ES256"),
            ppt: Some("shaken"),
        };
        for text in [
            "a.b.c;info=<https://cert.example.org/c.pem>;alg=ES256;ppt=shaken",
            "Identity: a.b.c;info=<https://cert.example.org/c.pem>;alg=ES256;ppt=\"shaken\"",
            "y: a.b.c ; ppt = shaken ; info = <https://cert.example.org/c.pem> ; ALG = \"ES256\"",
            "a.b.c;info=<https://cert.example.org/c.pem>;alg=ES256;ppt=shaken;more=1;flag",
        ] {
            assert_eq!(Header::read(text), Ok(plain), "{text}");
        }
        assert_eq!(Header::read("a.b.c").map(|header| header.info), Ok(None));
    }

    #[test]
    fn what_is_no_header_is_refused() {
        for (text, why) in [
            ("", Why::Missing),
            ("Identity:  ", Why::Missing),
            ("a;=b", Why::HeaderSyntax),
            ("a;info=<b", Why::HeaderSyntax),
            ("a;ppt=\"b", Why::HeaderSyntax),
            ("a;info=<b>c", Why::HeaderSyntax),
            ("a;ppt=b;ppt=b", Why::HeaderSyntax),
        ] {
            assert_eq!(Header::read(text).map_err(|r| r.why), Err(why), "{text}");
        }
        let many = format!("a{}", ";b=c".repeat(MAX_PARAMETERS + 1));
        assert_eq!(Header::read(&many).map_err(|r| r.why), Err(Why::TooLong));
        let long = "a".repeat(MAX_HEADER + 1);
        assert_eq!(Header::read(&long).map_err(|r| r.why), Err(Why::TooLong));
    }
}
