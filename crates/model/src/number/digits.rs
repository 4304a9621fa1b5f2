//! Digits of a number while it is read.

use std::fmt;

/// Most digits of what is still taken for a number; E.164 allows 15.
pub const MAX_DIGITS: usize = 18;

/// Up to [`Digits::MAX`] digits, as values from 0 to 9.
#[derive(Clone, Copy, Default, Eq, PartialEq)]
pub(super) struct Digits {
    at: [u8; Self::MAX],
    count: u8,
}

impl Digits {
    /// Room for a number and for what is dialled before it.
    pub(super) const MAX: usize = 32;

    /// Appends a digit; says whether there was room.
    pub(super) fn push(&mut self, digit: u8) -> bool {
        let Some(at) = self.at.get_mut(usize::from(self.count)) else {
            return false;
        };
        *at = digit;
        self.count += 1;
        true
    }

    /// Appends digits; says whether there was room.
    pub(super) fn extend(&mut self, digits: &[u8]) -> bool {
        digits.iter().all(|digit| self.push(*digit))
    }

    pub(super) fn of(digits: &[u8]) -> Self {
        let mut all = Self::default();
        all.extend(digits);
        all
    }

    pub(super) fn as_slice(&self) -> &[u8] {
        self.at.get(..usize::from(self.count)).unwrap_or_default()
    }

    pub(super) const fn len(&self) -> usize {
        self.count as usize
    }
}

impl fmt::Debug for Digits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_slice().iter().try_for_each(|digit| digit.fmt(f))
    }
}

/// Returns the number that up to [`MAX_DIGITS`] digits write.
pub(super) fn value(digits: &[u8]) -> u64 {
    let digits = digits.iter().take(MAX_DIGITS);
    digits.fold(0, |value, digit| value * 10 + u64::from(*digit))
}

/// Zeros of the blocks of ten decimal digits in Unicode (general category Nd) below the mathematical ones.
const ZEROS: [u32; 62] = [
    0x0030, 0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6,
    0x0D66, 0x0DE6, 0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80,
    0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0,
    0xFF10, 0x104A0, 0x10D30, 0x11066, 0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450, 0x114D0,
    0x11650, 0x116C0, 0x11730, 0x118E0, 0x11950, 0x11C50, 0x11D50, 0x11DA0, 0x11F50, 0x16A60,
    0x16AC0, 0x16B50, 0x1E140, 0x1E2F0, 0x1E4F0, 0x1E950,
];

/// Mathematical digits: five alphabets of ten, one after another.
const MATHEMATICAL: std::ops::Range<u32> = 0x1D7CE..0x1D800;

/// Segmented digits.
const SEGMENTED: std::ops::Range<u32> = 0x1FBF0..0x1FBFA;

/// Returns the value of a decimal digit of any script.
pub(super) fn digit_of(letter: char) -> Option<u8> {
    let code = u32::from(letter);
    if MATHEMATICAL.contains(&code) {
        return u8::try_from((code - MATHEMATICAL.start) % 10).ok();
    }
    if SEGMENTED.contains(&code) {
        return u8::try_from(code - SEGMENTED.start).ok();
    }
    let after = ZEROS.partition_point(|zero| *zero <= code);
    let zero = ZEROS.get(after.checked_sub(1)?)?;
    u8::try_from(code - zero).ok().filter(|digit| *digit < 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_every_script_have_their_value() {
        for text in [
            "0123456789",
            "٠١٢٣٤٥٦٧٨٩",
            "۰۱۲۳۴۵۶۷۸۹",
            "०१२३४५६७८९",
            "๐๑๒๓๔๕๖๗๘๙",
            "０１２３４５６７８９",
            "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗",
            "𝟶𝟷𝟸𝟹𝟺𝟻𝟼𝟽𝟾𝟿",
            "🯰🯱🯲🯳🯴🯵🯶🯷🯸🯹",
        ] {
            let values: Vec<_> = text.chars().filter_map(digit_of).collect();
            assert_eq!(values, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], "{text}");
        }
        for other in ['a', '/', ':', '²', '①', '〇', '\u{66A}', '\u{1D800}'] {
            assert_eq!(digit_of(other), None, "{other}");
        }
    }

    #[test]
    fn the_zeros_are_in_order() {
        assert!(ZEROS.is_sorted());
    }

    #[test]
    fn room_is_bounded() {
        let mut digits = Digits::default();
        assert!((0..Digits::MAX).all(|_| digits.push(9)));
        assert!(!digits.push(9));
        assert_eq!(digits.len(), Digits::MAX);
        assert_eq!(value(digits.as_slice()), 999_999_999_999_999_999);
    }
}
