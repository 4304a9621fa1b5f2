//! The little of DER (X.690) that extensions of STIR certificates are made of.

/// Tags that occur.
pub(super) const SEQUENCE: u8 = 0x30;
pub(super) const INTEGER: u8 = 0x02;
pub(super) const IA5_STRING: u8 = 0x16;
pub(super) const UTF8_STRING: u8 = 0x0C;

/// Returns the constructed, context-specific tag of a number below 31.
pub(super) const fn explicit(number: u8) -> u8 {
    0xA0 | number
}

/// Takes the next element: its tag, its content and what follows it. Lengths are definite and as short as can be.
pub(super) fn take(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = bytes.split_first()?;
    if tag & 0x1F == 0x1F {
        return None;
    }
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = if first < 0x80 {
        (usize::from(first), rest)
    } else {
        let count = usize::from(first & 0x7F);
        if !(1..=4).contains(&count) {
            return None;
        }
        let (length, rest) = rest.split_at_checked(count)?;
        let value = length
            .iter()
            .fold(0, |value, byte| value << 8 | usize::from(*byte));
        let is_short = value < 0x80 || length.first() == Some(&0);
        if is_short {
            return None;
        }
        (value, rest)
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some((tag, content, rest))
}

/// Returns the content of the one element that `bytes` are, which has to have a tag.
pub(super) fn only(bytes: &[u8], wanted: u8) -> Option<&[u8]> {
    match take(bytes)? {
        (tag, content, []) if tag == wanted => Some(content),
        _ => None,
    }
}

/// The elements of a content, one after another; `None` for the first one that is wrong.
#[derive(Clone, Debug)]
pub(super) struct Elements<'a>(pub(super) &'a [u8]);

impl<'a> Iterator for Elements<'a> {
    type Item = Option<(u8, &'a [u8])>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        match take(self.0) {
            Some((tag, content, rest)) => {
                self.0 = rest;
                Some(Some((tag, content)))
            }
            None => {
                self.0 = &[];
                Some(None)
            }
        }
    }
}

/// Reads a number that is not negative.
pub(super) fn unsigned(content: &[u8]) -> Option<u64> {
    let digits = match content {
        [] | [0x80..=0xFF, ..] | [0, 0..0x80, ..] => return None,
        [0, rest @ ..] if !rest.is_empty() => rest,
        all => all,
    };
    (digits.len() <= 8).then(|| {
        digits
            .iter()
            .fold(0, |value, byte| value << 8 | u64::from(*byte))
    })
}

/// Reads text of ASCII.
pub(super) fn ascii(content: &[u8]) -> Option<&str> {
    std::str::from_utf8(content)
        .ok()
        .filter(|text| text.is_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_taken_one_by_one() {
        let bytes = [0x30, 0x05, 0x16, 0x01, b'1', 0x05, 0x00];
        let content = only(&bytes, SEQUENCE).unwrap();
        let all: Vec<_> = Elements(content).collect();
        assert_eq!(all, [Some((IA5_STRING, &b"1"[..])), Some((5, &[][..]))]);
    }

    #[test]
    fn lengths_have_one_form() {
        for wrong in [
            &[][..],
            &[0x30],
            &[0x30, 0x80, 0, 0],
            &[0x30, 0x81, 0x01, 0],
            &[0x30, 0x82, 0x00, 0x80],
            &[0x30, 0x85, 1, 1, 1, 1, 1],
            &[0x30, 0x02, 0],
            &[0x1F, 0x01, 0],
        ] {
            assert_eq!(take(wrong), None, "{wrong:?}");
        }
        let mut long = vec![0x04, 0x81, 0x80];
        long.extend([7; 0x80]);
        assert_eq!(only(&long, 4).map(<[u8]>::len), Some(0x80));
    }

    #[test]
    fn numbers_are_not_negative_and_fit() {
        for (content, number) in [
            (&[0][..], Some(0)),
            (&[5], Some(5)),
            (&[0, 0x80], Some(0x80)),
            (&[0x80], None),
            (&[0, 0x7F], None),
            (&[], None),
            (&[0x7F; 8], Some(0x7F7F_7F7F_7F7F_7F7F)),
            (&[1; 9], None),
        ] {
            assert_eq!(unsigned(content), number, "{content:?}");
        }
    }
}
