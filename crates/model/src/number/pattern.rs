//! Prefixes and lengths as the tables write them.

/// Most digits of a pattern.
const MAX: usize = 12;

/// Digits of which each is one of a set: `16[23]`, `800`, `1600......`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Pattern {
    /// One bit a digit that may stand there.
    sets: [u16; MAX],
    count: u8,
}

impl Pattern {
    /// Reads a pattern; nothing where it is none.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut pattern = Self {
            sets: [0; MAX],
            count: 0,
        };
        let mut rest = text.bytes();
        while let Some(byte) = rest.next() {
            let set = match byte {
                b'0'..=b'9' => bit(byte),
                b'.' => 0x3FF,
                b'[' => set(&mut rest)?,
                _ => return None,
            };
            *pattern.sets.get_mut(usize::from(pattern.count))? = set;
            pattern.count += 1;
        }
        (pattern.count > 0).then_some(pattern)
    }

    pub(super) const fn len(&self) -> usize {
        self.count as usize
    }

    /// Tells whether `digits` begin with this.
    pub(super) fn starts(&self, digits: &[u8]) -> bool {
        let sets = self.sets.get(..self.len()).unwrap_or_default();
        digits.len() >= sets.len()
            && sets
                .iter()
                .zip(digits)
                .all(|(set, digit)| set >> digit & 1 == 1)
    }

    /// Returns what follows this in `digits`, which have to begin with it.
    pub(super) fn strip<'a>(&self, digits: &'a [u8]) -> Option<&'a [u8]> {
        self.starts(digits).then(|| digits.get(self.len()..))?
    }

    /// Tells whether `digits` are this and no more.
    pub(super) fn is(&self, digits: &[u8]) -> bool {
        digits.len() == self.len() && self.starts(digits)
    }

    /// The digits that this may begin with, one bit each.
    pub(super) const fn first(&self) -> u16 {
        self.sets[0]
    }

    /// Returns its digits where every one of them is given.
    pub(super) fn digits(&self) -> Option<Vec<u8>> {
        let sets = self.sets.iter().take(self.len());
        sets.map(|set| (set.count_ones() == 1).then(|| set.trailing_zeros() as u8))
            .collect()
    }
}

/// Reads the set after a bracket: `[2-47]`.
fn set(rest: &mut std::str::Bytes<'_>) -> Option<u16> {
    let (mut set, mut last) = (0, None);
    loop {
        match rest.next()? {
            b']' => return (set != 0).then_some(set),
            b'-' => {
                let end = rest.next().filter(u8::is_ascii_digit)?;
                set |= (last?..=end).fold(0, |set, byte| set | bit(byte));
            }
            byte @ b'0'..=b'9' => {
                set |= bit(byte);
                last = Some(byte);
            }
            _ => return None,
        }
    }
}

const fn bit(digit: u8) -> u16 {
    1 << (digit - b'0')
}

/// Numbers of digits, from 1 to 31.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Lengths(u32);

impl Lengths {
    /// Reads lengths such as `7-9+11`; nothing where they are none.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut all = 0;
        for part in text.split('+') {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            let (first, last): (u32, u32) = (first.parse().ok()?, last.parse().ok()?);
            if first == 0 || last > 31 || first > last {
                return None;
            }
            all |= (first..=last).fold(0, |all, length| all | 1 << length);
        }
        Some(Self(all))
    }

    pub(super) const fn has(self, length: usize) -> bool {
        length < 32 && self.0 >> length & 1 == 1
    }

    pub(super) const fn most(self) -> usize {
        31_u32.saturating_sub(self.0.leading_zeros()) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_say_which_digits_may_stand() {
        let pattern = Pattern::parse("16[2-47].").unwrap();
        for (digits, starts, is) in [
            (&[1, 6, 2, 0][..], true, true),
            (&[1, 6, 7, 9, 9], true, false),
            (&[1, 6, 5, 9], false, false),
            (&[1, 6, 2], false, false),
            (&[], false, false),
        ] {
            assert_eq!(
                (pattern.starts(digits), pattern.is(digits)),
                (starts, is),
                "{digits:?}"
            );
        }
        assert_eq!(pattern.strip(&[1, 6, 3, 0, 5]), Some(&[5][..]));
        assert_eq!(pattern.digits(), None);
        assert_eq!(Pattern::parse("049").unwrap().digits(), Some(vec![0, 4, 9]));
    }

    #[test]
    fn what_is_no_pattern_is_refused() {
        for text in [
            "",
            "[",
            "[]",
            "[2",
            "[-3]",
            "[2-]",
            "[a]",
            "a",
            "1234567890123",
        ] {
            assert_eq!(Pattern::parse(text), None, "{text}");
        }
    }

    #[test]
    fn lengths_are_read() {
        let lengths = Lengths::parse("7-9+11").unwrap();
        let held: Vec<_> = (0..40).filter(|length| lengths.has(*length)).collect();
        assert_eq!((held, lengths.most()), (vec![7, 8, 9, 11], 11));
        for text in ["", "0", "9-7", "32", "a", "7+"] {
            assert_eq!(Lengths::parse(text), None, "{text}");
        }
    }
}
