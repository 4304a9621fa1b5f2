//! Bodies of parts, their encodings undone.

use std::borrow::Cow;

use base64::{
    Engine as _,
    alphabet::STANDARD,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use mail_parser::decoders::{charsets::map::charset_decoder, html::html_to_text};

use super::{Entity, Fault, MAX_DEPTH, MAX_PARTS, Problem};

/// Base64 with and without its padding.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// How a body is encoded for transport (RFC 2045, section 6).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Encoded {
    /// As it is: `7bit`, `8bit`, `binary`, and words that nobody knows.
    Plain,
    QuotedPrintable,
    Base64,
}

impl<'a> Entity<'a> {
    pub(crate) fn encoded(&self) -> Encoded {
        let word = self.field("Content-Transfer-Encoding");
        let word = word.map(|field| super::unstructured(field.raw).to_ascii_lowercase());
        match word.as_deref() {
            Some("base64") => Encoded::Base64,
            Some("quoted-printable") => Encoded::QuotedPrintable,
            _ => Encoded::Plain,
        }
    }

    /// Returns the body as it was before it was encoded for transport.
    pub(crate) fn decoded(&self) -> Result<Cow<'a, [u8]>, Fault> {
        match self.encoded() {
            Encoded::Plain => Ok(Cow::Borrowed(self.body)),
            Encoded::QuotedPrintable => Ok(Cow::Owned(quoted_printable(self.body))),
            Encoded::Base64 => {
                let bytes = base64(self.body).ok_or_else(|| Problem::Base64.at(self.line))?;
                Ok(Cow::Owned(bytes))
            }
        }
    }

    /// Returns the body as text, whatever its character set, with line feeds as line ends.
    pub(crate) fn text(&self) -> Result<String, Fault> {
        let bytes = self.decoded()?;
        let kind = self.content_type();
        let charset = kind.as_ref().and_then(|kind| kind.attribute("charset"));
        let text = match charset.and_then(|name| charset_decoder(name.as_bytes())) {
            Some(decode) => decode(&bytes),
            None => String::from_utf8_lossy(&bytes).into_owned(),
        };
        let is_html = kind.is_some_and(|kind| {
            let subtype = kind.subtype().unwrap_or_default();
            kind.ctype().eq_ignore_ascii_case("text") && subtype.eq_ignore_ascii_case("html")
        });
        Ok(unix(&if is_html { html_to_text(&text) } else { text }))
    }

    /// Returns the text that a reader sees first: of parts the plain text, else the HTML as text.
    pub(crate) fn readable(&self, left: &mut usize) -> Result<Option<String>, Fault> {
        self.readable_at(0, left)
    }

    fn readable_at(&self, depth: usize, left: &mut usize) -> Result<Option<String>, Fault> {
        if depth > MAX_DEPTH {
            return Err(Problem::Depth.at(self.line));
        }
        let Some(parts) = self.parts(left)? else {
            let is_text = self.kind().starts_with("text/");
            return is_text.then(|| self.text()).transpose();
        };
        let mut html = None;
        for part in &parts {
            let text = part.readable_at(depth + 1, left)?;
            let text = text.filter(|text| !text.trim().is_empty());
            match part.kind().as_str() {
                "text/html" => html = html.or(text),
                _ if text.is_some() => return Ok(text),
                _ => {}
            }
        }
        Ok(html)
    }
}

/// Returns subject and text of a message; what crosses a bound is left out.
pub(crate) fn text_of_message(message: &[u8]) -> (Option<String>, Option<String>) {
    let Ok(entity) = Entity::of_message(message) else {
        return (None, None);
    };
    let subject = entity.field("Subject");
    let subject = subject.map(|field| super::unstructured(field.raw));
    let text = entity.readable(&mut { MAX_PARTS }).ok().flatten();
    (subject.filter(|subject| !subject.is_empty()), text)
}

/// Makes every line end a line feed and removes a byte order mark.
fn unix(text: &str) -> String {
    let text = text.trim_start_matches('\u{feff}');
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// Reads base64, passing over what is not of its alphabet (RFC 2045, section 6.8); nothing where
/// too much of it is not.
pub(crate) fn base64(body: &[u8]) -> Option<Vec<u8>> {
    let of_alphabet = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    let signs: Vec<u8> = body.iter().copied().filter(of_alphabet).collect();
    let other = body
        .iter()
        .filter(|byte| !of_alphabet(byte) && !byte.is_ascii_whitespace() && **byte != b'=')
        .count();
    if other > 0 {
        return None;
    }
    // One sign alone is less than a byte.
    let whole = signs.len() - usize::from(signs.len() % 4 == 1);
    BASE64.decode(&signs[..whole]).ok()
}

/// Reads quoted-printable (RFC 2045, section 6.7); what is no escape stays as it is.
fn quoted_printable(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    for line in body.split_inclusive(|byte| *byte == b'\n') {
        // Blanks at the end of a line were added on the way.
        let content = line.trim_ascii_end();
        let (content, is_soft) = match content.strip_suffix(b"=") {
            Some(content) => (content, true),
            None => (content, false),
        };
        let mut rest = content;
        while let Some((&byte, after)) = rest.split_first() {
            rest = after;
            if byte == b'='
                && let Some(&[high, low]) = after.first_chunk::<2>()
                && let (Some(high), Some(low)) = (digit(high), digit(low))
            {
                out.push(high << 4 | low);
                rest = &after[2..];
            } else {
                out.push(byte);
            }
        }
        if !is_soft && line.ends_with(b"\n") {
            out.extend_from_slice(b"\r\n");
        }
    }
    out
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}
