//! Certificates as they are fetched: DER, or a chain in PEM (RFC 7468, RFC 8555, section 9.1).

use base64::{Engine as _, engine::general_purpose::STANDARD};

/// Most certificates or lists that are read from one text.
pub const MAX_CERTIFICATES: usize = 16;
/// Longest one, in bytes.
const MAX_BYTES: usize = 64 * 1024;

/// Returns what stands between `-----BEGIN label-----` and its end, each time; the bytes themselves where they are DER.
///
/// Nothing where one of them cannot be read, or there are too many.
pub(super) fn read(bytes: &[u8], label: &str) -> Option<Vec<Vec<u8>>> {
    if bytes.first() == Some(&0x30) {
        return (bytes.len() <= MAX_BYTES).then(|| vec![bytes.to_vec()]);
    }
    let text = std::str::from_utf8(bytes).ok()?;
    let (begin, end) = (
        format!("-----BEGIN {label}-----"),
        format!("-----END {label}-----"),
    );
    let mut all = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once(&begin) {
        let (body, after) = after.split_once(&end)?;
        if all.len() == MAX_CERTIFICATES || body.len() > 2 * MAX_BYTES {
            return None;
        }
        let body: String = body.split_ascii_whitespace().collect();
        all.push(STANDARD.decode(body).ok()?);
        rest = after;
    }
    Some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_is_read_up_to_the_bound() {
        let one = "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n";
        let two = read(format!("text\n{one}\r\n{one}").as_bytes(), "CERTIFICATE");
        assert_eq!(two, Some(vec![vec![0x30, 0], vec![0x30, 0]]));
        assert_eq!(read(&[0x30, 0], "CERTIFICATE"), Some(vec![vec![0x30, 0]]));
        assert_eq!(read(b"", "CERTIFICATE"), Some(vec![]));
        for wrong in ["-----BEGIN CERTIFICATE-----", &one.replace("MAA=", "MA*=")] {
            assert_eq!(read(wrong.as_bytes(), "CERTIFICATE"), None, "{wrong}");
        }
        let many = one.repeat(MAX_CERTIFICATES + 1);
        assert_eq!(read(many.as_bytes(), "CERTIFICATE"), None);
    }
}
