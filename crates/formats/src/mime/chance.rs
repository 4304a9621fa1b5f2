//! Damage by a seeded chance, for tests.

/// A chance that is the same in every run.
pub(crate) struct Chance(pub(crate) u64);

/// Signs that mean something in a mail or in JSON.
const SIGNS: &[u8] = b"\0\r\n\t \"=?_:;<>()[]{}-+\\,.@%zZ09\xC3\xA4\xFF";

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or_default() % most.max(1)
    }

    /// Changes, adds, takes away and repeats a few bytes.
    pub(crate) fn damage(&mut self, text: &str) -> Vec<u8> {
        self.damage_bytes(text.as_bytes())
    }

    /// The same for what is no text.
    pub(crate) fn damage_bytes(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut bytes = bytes.to_vec();
        for _ in 0..=self.below(12) {
            if bytes.is_empty() {
                bytes.push(0);
            }
            let at = self.below(bytes.len());
            let sign = SIGNS[self.below(SIGNS.len())];
            let to = (at + self.below(60)).min(bytes.len());
            match self.below(4) {
                0 => bytes[at] = sign,
                1 => bytes.insert(at, sign),
                2 => drop(bytes.drain(at..to)),
                _ => {
                    let piece = bytes[at..to].to_vec();
                    let at = self.below(bytes.len());
                    bytes.splice(at..at, piece);
                }
            }
        }
        bytes
    }
}
