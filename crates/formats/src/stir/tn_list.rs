//! The TN Authorization List of a certificate (RFC 8226, section 9): for whom it may sign.

use super::der::{Elements, IA5_STRING, INTEGER, SEQUENCE, ascii, explicit, only, unsigned};

/// Most entries of a list.
pub const MAX_ENTRIES: usize = 10_000;

/// What one entry of a list names.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Entry {
    /// A service provider, by its code: whatever numbers are its own.
    Provider(String),
    /// Numbers one after another.
    Range {
        /// The first one.
        start: String,
        /// How many.
        count: u64,
    },
    /// One number.
    One(String),
}

impl Entry {
    /// Tells whether this names `number`.
    pub(super) fn covers(&self, number: &str) -> bool {
        match self {
            Self::Provider(_) => false,
            Self::One(one) => one == number,
            Self::Range { start, count } => {
                let offset = value(number).zip(value(start));
                number.len() == start.len()
                    && offset
                        .and_then(|(number, start)| number.checked_sub(start))
                        .is_some_and(|offset| offset < *count)
            }
        }
    }

    /// Tells whether `other` names nothing beside what this names.
    fn encompasses(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Provider(one), Self::Provider(two)) => one == two,
            (_, Self::One(number)) => self.covers(number),
            (_, Self::Range { start, count }) => {
                self.covers(start) && last(start, *count).is_some_and(|last| self.covers(&last))
            }
            (_, Self::Provider(_)) => false,
        }
    }
}

/// Tells whether a list may be passed on by somebody who has `parent` (RFC 9060, section 4): what a provider's own numbers
/// are is not known here, so that a provider may pass on any.
pub(super) fn encompasses(parent: &[Entry], child: &[Entry]) -> bool {
    let is_provider = parent
        .iter()
        .any(|entry| matches!(entry, Entry::Provider(_)));
    child.iter().all(|entry| {
        let known = parent.iter().any(|parent| parent.encompasses(entry));
        known || (is_provider && !matches!(entry, Entry::Provider(_)))
    })
}

/// Reads the value of the extension; nothing where it is no list.
pub(super) fn read(value: &[u8]) -> Option<Vec<Entry>> {
    let mut all = Vec::new();
    for element in Elements(only(value, SEQUENCE)?) {
        let (tag, content) = element?;
        if all.len() == MAX_ENTRIES {
            return None;
        }
        all.push(if tag == explicit(0) {
            let code = ascii(only(content, IA5_STRING)?)?;
            Entry::Provider((!code.is_empty()).then(|| code.to_owned())?)
        } else if tag == explicit(1) {
            range(only(content, SEQUENCE)?)?
        } else if tag == explicit(2) {
            Entry::One(number(only(content, IA5_STRING)?)?)
        } else {
            return None;
        });
    }
    (!all.is_empty()).then_some(all)
}

fn range(content: &[u8]) -> Option<Entry> {
    let mut elements = Elements(content);
    let (IA5_STRING, start) = elements.next()?? else {
        return None;
    };
    let (INTEGER, count) = elements.next()?? else {
        return None;
    };
    let (start, count) = (number(start)?, unsigned(count)?);
    // More members may follow one day; fewer than two numbers are no range.
    (count >= 2).then_some(Entry::Range { start, count })
}

fn number(content: &[u8]) -> Option<String> {
    let text = ascii(content)?;
    let is_number = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'#' | b'*'));
    ((1..=15).contains(&text.len()) && is_number).then(|| text.to_owned())
}

fn value(number: &str) -> Option<u64> {
    number.parse().ok()
}

/// Returns the last number of a range, where it has as many digits as the first.
fn last(start: &str, count: u64) -> Option<String> {
    let last = value(start)?.checked_add(count.checked_sub(1)?)?;
    let last = format!("{last:0width$}", width = start.len());
    (last.len() == start.len()).then_some(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(number: &str) -> Entry {
        Entry::One(number.to_owned())
    }

    fn range_of(start: &str, count: u64) -> Entry {
        Entry::Range {
            start: start.to_owned(),
            count,
        }
    }

    #[test]
    fn lists_are_read() {
        for (der, entry) in [
            (
                &[0x30, 8, 0xA0, 6, 0x16, 4, b'1', b'2', b'3', b'4'][..],
                Entry::Provider("1234".to_owned()),
            ),
            (&[0x30, 6, 0xA2, 4, 0x16, 2, b'4', b'2'], one("42")),
            (
                &[0x30, 11, 0xA1, 9, 0x30, 7, 0x16, 2, b'4', b'0', 2, 1, 10],
                range_of("40", 10),
            ),
        ] {
            assert_eq!(read(der), Some(vec![entry]), "{der:?}");
        }
    }

    #[test]
    fn what_is_no_list_is_none() {
        for der in [
            &[][..],
            &[0x30, 0],
            &[0x16, 3, b'n', b'/', b'a'],
            &[0x30, 3, 0xA0, 1, 0x16],
            &[0x30, 4, 0xA0, 2, 0x16, 0],
            &[0x30, 5, 0xA2, 3, 0x16, 1, b'a'],
            &[0x30, 5, 0xA3, 3, 0x16, 1, b'1'],
            &[0x30, 11, 0xA1, 9, 0x30, 7, 0x16, 2, b'4', b'0', 2, 1, 1],
        ] {
            assert_eq!(read(der), None, "{der:?}");
        }
        let entry = [0xA2, 3, 0x16, 1, b'1'];
        let many = entry.repeat(MAX_ENTRIES + 1);
        let mut der = vec![0x30, 0x83];
        der.extend((many.len() as u32).to_be_bytes().into_iter().skip(1));
        der.extend(many);
        assert_eq!(read(&der), None);
    }

    #[test]
    fn entries_cover_their_numbers() {
        for (entry, number, covered) in [
            (one("12025550143"), "12025550143", true),
            (one("12025550143"), "12025550144", false),
            (range_of("12025550100", 10), "12025550100", true),
            (range_of("12025550100", 10), "12025550109", true),
            (range_of("12025550100", 10), "12025550110", false),
            (range_of("12025550100", 10), "12025550099", false),
            (range_of("100", 10), "0100", false),
            (range_of("1*0", 10), "1*0", false),
            (Entry::Provider("1".to_owned()), "1", false),
        ] {
            assert_eq!(entry.covers(number), covered, "{entry:?} {number}");
        }
    }

    #[test]
    fn nobody_passes_on_more_than_they_have() {
        let provider = |code: &str| Entry::Provider(code.to_owned());
        for (parent, child, may) in [
            (vec![provider("1")], vec![provider("1")], true),
            (vec![provider("1")], vec![provider("2")], false),
            (vec![provider("1")], vec![one("12025550143")], true),
            (vec![range_of("100", 10)], vec![range_of("105", 5)], true),
            (vec![range_of("100", 10)], vec![range_of("105", 6)], false),
            (
                vec![range_of("100", 10), one("200")],
                vec![one("200"), one("101")],
                true,
            ),
            (vec![one("200")], vec![one("201")], false),
            (vec![one("200")], vec![provider("1")], false),
            (
                vec![range_of("990", 10)],
                vec![range_of("995", u64::MAX)],
                false,
            ),
        ] {
            assert_eq!(encompasses(&parent, &child), may, "{parent:?} {child:?}");
        }
    }
}
