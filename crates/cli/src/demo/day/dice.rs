//! Repeatable chance: the `SplitMix64` sequence.

/// A sequence of numbers that depends on nothing but its seed.
#[derive(Clone, Debug)]
pub(super) struct Dice(u64);

impl Dice {
    /// Returns the sequence that belongs to several parts together.
    pub(super) fn of(name: &str, parts: &[u64]) -> Self {
        // FNV-1a joins the parts; the first throw stirs them.
        let mut seed = 0xCBF2_9CE4_8422_2325_u64;
        let numbers = parts.iter().flat_map(|part| part.to_le_bytes());
        for byte in name.bytes().chain(numbers) {
            seed = (seed ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3);
        }
        Self(Self(seed).next())
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }

    /// Returns a number below `bound`, or 0 where nothing is below it.
    pub(super) fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound.max(1)
    }

    /// Returns a number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.below((high + 1).saturating_sub(low))
    }

    /// Returns true in `percent` of a hundred throws.
    pub(super) fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// Returns one of `choices`, the empty default where there is none.
    pub(super) fn pick<T: Copy + Default>(&mut self, choices: &[T]) -> T {
        let at = self.below(choices.len() as u64) as usize;
        choices.get(at).copied().unwrap_or_default()
    }

    /// Returns an index into `weights`, each as likely as its weight.
    pub(super) fn weighted(&mut self, weights: impl Iterator<Item = u64> + Clone) -> usize {
        let mut left = self.below(weights.clone().sum());
        for (at, weight) in weights.enumerate() {
            if left < weight {
                return at;
            }
            left -= weight;
        }
        0
    }

    /// Returns `count` digits, the first of which is not 0.
    pub(super) fn digits(&mut self, count: usize) -> String {
        let digit = |at| {
            if at == 0 {
                self.between(1, 9)
            } else {
                self.below(10)
            }
        };
        (0..count)
            .map(digit)
            .map(|digit| char::from(b'0' + digit as u8))
            .collect()
    }
}
