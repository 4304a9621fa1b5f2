//! Codings of text: which one it is, and the text itself.

use encoding_rs::{
    EUC_JP, EUC_KR, Encoding, ISO_2022_JP, ISO_8859_5, ISO_8859_8, SHIFT_JIS, WINDOWS_1252,
};
use serde::{Deserialize, Serialize};

use super::{National, gsm7};

/// What a centre means by the default alphabet, which is agreed for a bind.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Alphabet {
    /// The 7-bit alphabet of GSM, one septet a byte.
    #[default]
    Gsm7,
    /// The 7-bit alphabet of GSM, packed.
    Gsm7Packed,
    /// ISO 8859-1.
    Latin1,
    /// UTF-8.
    Utf8,
}

/// How the text of a message is coded.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Coding {
    /// The 7-bit alphabet of GSM, one septet a byte (3GPP TS 23.038).
    Gsm7,
    /// IA5, which is ASCII.
    Ascii,
    /// ISO 8859-1; what has no letter there is read as in Windows-1252.
    Latin1,
    /// Bytes; text in them is read as UTF-8 or ISO 8859-1.
    Octets,
    /// ISO 8859-5.
    Cyrillic,
    /// ISO 8859-8.
    Hebrew,
    /// UCS-2, read as UTF-16 with the high byte first.
    Ucs2,
    /// JIS X 0208, in practice `Shift_JIS`.
    ShiftJis,
    /// ISO-2022-JP.
    Iso2022Jp,
    /// JIS X 0212, in EUC.
    EucJp,
    /// KS C 5601, in EUC.
    EucKr,
    /// UTF-8.
    Utf8,
}

/// A text that was read.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Text {
    /// The text.
    pub text: String,
    /// Whether every byte was what its coding allows. Where not, what cannot be read is U+FFFD, and bytes
    /// that are in no alphabet of seven bits are read as UTF-8 or ISO 8859-1.
    pub is_exact: bool,
}

impl Coding {
    /// Returns the coding that `data_coding` says (section 5.2.19; for the forms from 0x10 on 3GPP TS
    /// 23.038, clause 4). What is reserved there is the default alphabet.
    pub const fn of(data_coding: u8, alphabet: Alphabet) -> Self {
        let default = match alphabet {
            Alphabet::Gsm7 | Alphabet::Gsm7Packed => Self::Gsm7,
            Alphabet::Latin1 => Self::Latin1,
            Alphabet::Utf8 => Self::Utf8,
        };
        match data_coding {
            0x01 => Self::Ascii,
            0x02 | 0x04 => Self::Octets,
            0x03 => Self::Latin1,
            0x05 => Self::ShiftJis,
            0x06 => Self::Cyrillic,
            0x07 => Self::Hebrew,
            0x08 => Self::Ucs2,
            0x0A => Self::Iso2022Jp,
            0x0D => Self::EucJp,
            0x0E => Self::EucKr,
            // General data coding, and marked for automatic deletion; bit 5 says that it is compressed.
            0x10..=0x7F if data_coding & 0x20 != 0 => Self::Octets,
            0x10..=0x7F => match data_coding & 0x0C {
                0x04 => Self::Octets,
                0x08 => Self::Ucs2,
                _ => Self::Gsm7,
            },
            // Message waiting.
            0xC0..=0xDF => Self::Gsm7,
            0xE0..=0xEF => Self::Ucs2,
            // Message class; bit 3 is reserved.
            0xF0..=0xFF if data_coding & 0x04 != 0 => Self::Octets,
            0xF0..=0xFF => Self::Gsm7,
            _ => default,
        }
    }
}

/// Reads a text.
pub(crate) fn decode(octets: &[u8], coding: Coding, national: National) -> Text {
    let by = |encoding: &'static Encoding| {
        let (text, is_broken) = encoding.decode_without_bom_handling(octets);
        Text {
            text: text.into_owned(),
            is_exact: !is_broken,
        }
    };
    match coding {
        Coding::Gsm7 if octets.is_ascii() => gsm7::decode(octets, national),
        Coding::Ascii if octets.is_ascii() => by(WINDOWS_1252),
        // No byte of seven bits: it is written in something else.
        Coding::Gsm7 | Coding::Ascii => Text {
            is_exact: false,
            ..guess(octets)
        },
        Coding::Octets => guess(octets),
        Coding::Latin1 => by(WINDOWS_1252),
        Coding::Cyrillic => by(ISO_8859_5),
        Coding::Hebrew => by(ISO_8859_8),
        Coding::Ucs2 => utf16(octets),
        Coding::ShiftJis => by(SHIFT_JIS),
        Coding::Iso2022Jp => by(ISO_2022_JP),
        Coding::EucJp => by(EUC_JP),
        Coding::EucKr => by(EUC_KR),
        Coding::Utf8 => guess(octets),
    }
}

fn guess(octets: &[u8]) -> Text {
    if let Ok(text) = std::str::from_utf8(octets) {
        return Text {
            text: text.to_owned(),
            is_exact: true,
        };
    }
    Text {
        text: WINDOWS_1252
            .decode_without_bom_handling(octets)
            .0
            .into_owned(),
        is_exact: false,
    }
}

/// UTF-16, the high byte first unless a mark at the beginning says otherwise.
fn utf16(octets: &[u8]) -> Text {
    let (octets, join): (_, fn([u8; 2]) -> u16) = match octets {
        [0xFE, 0xFF, rest @ ..] => (rest, u16::from_be_bytes),
        [0xFF, 0xFE, rest @ ..] => (rest, u16::from_le_bytes),
        _ => (octets, u16::from_be_bytes),
    };
    let (pairs, odd) = octets.as_chunks();
    let mut is_exact = odd.is_empty();
    let mut text = String::with_capacity(octets.len());
    for read in char::decode_utf16(pairs.iter().map(|pair| join(*pair))) {
        is_exact &= read.is_ok();
        text.push(read.unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    if !odd.is_empty() {
        text.push(char::REPLACEMENT_CHARACTER);
    }
    Text { text, is_exact }
}
