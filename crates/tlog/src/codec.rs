//! The two spellings every C2SP text format shares, each readable in exactly one way.

use base64::{Engine as _, engine::general_purpose::STANDARD};

/// Writes standard base64 with padding.
pub(crate) fn to_base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Reads standard base64; refuses white space, missing padding and stray trailing bits (RFC 4648 section 3.5).
pub(crate) fn from_base64(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

/// Reads an unsigned decimal without sign, leading zero or anything else a second spelling could hide in.
pub(crate) fn from_decimal(text: &str) -> Option<u64> {
    let canonical = text == "0" || (!text.starts_with('0') && !text.is_empty());
    if canonical && text.bytes().all(|b| b.is_ascii_digit()) {
        text.parse().ok()
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_has_one_spelling() {
        assert_eq!(from_base64("AAE="), Some(vec![0, 1]));
        for bad in [
            "AAE", "AAF=", "AAE= ", " AAE=", "AA\nE=", "AAE==", "AAE=AAE=", "AA-_",
        ] {
            assert_eq!(from_base64(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn decimals_have_one_spelling() {
        assert_eq!(from_decimal("0"), Some(0));
        assert_eq!(from_decimal("18446744073709551615"), Some(u64::MAX));
        for bad in [
            "",
            "00",
            "01",
            "+1",
            "-1",
            " 1",
            "1 ",
            "0x1",
            "1_0",
            "18446744073709551616",
            "١",
        ] {
            assert_eq!(from_decimal(bad), None, "{bad:?}");
        }
    }
}
