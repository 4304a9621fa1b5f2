//! Percent-encoding, in the form the specification calls canonical: capital digits, `:` never encoded.

use std::fmt::{self, Write};

use super::{Reason, error::Fault};

/// Decodes a piece that starts at a byte of the whole.
pub(super) fn decode(piece: &str, start: usize) -> Result<String, Fault> {
    let mut bytes = Vec::with_capacity(piece.len());
    let mut at = 0;
    while let Some(byte) = piece.as_bytes().get(at) {
        if *byte != b'%' {
            bytes.push(*byte);
            at += 1;
            continue;
        }
        let code = piece
            .get(at + 1..at + 3)
            .filter(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()))
            .and_then(|code| u8::from_str_radix(code, 16).ok());
        bytes.push(code.ok_or_else(|| Fault::at(start + at, Reason::PercentCode))?);
        at += 3;
    }
    let text = String::from_utf8(bytes).map_err(|_| Fault::at(start, Reason::NotUtf8))?;
    if text.contains(char::is_control) {
        return Err(Fault::at(start, Reason::ControlCharacter));
    }
    Ok(text)
}

/// Encodes all but letters, digits, `.`, `-`, `_`, `~`, `:` and what else is named.
pub(super) fn encode(out: &mut impl Write, text: &str, also: &str) -> fmt::Result {
    for byte in text.bytes() {
        let char = char::from(byte);
        if byte.is_ascii_alphanumeric() || ".-_~:".contains(char) || also.contains(char) {
            out.write_char(char)?;
        } else {
            write!(out, "%{byte:02X}")?;
        }
    }
    Ok(())
}

/// Encodes the parts of a path; the slashes between them stay.
pub(super) fn encode_path(out: &mut impl Write, path: &str) -> fmt::Result {
    encode(out, path, "/")
}
