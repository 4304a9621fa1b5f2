//! How many different values were seen, within about 2 %, in 4 KiB for ever.

/// Registers of the `HyperLogLog` sketch; a power of two.
const REGISTERS: usize = 4_096;

/// A `HyperLogLog` sketch over keyed digests.
#[derive(Clone, Debug)]
pub(crate) struct Distinct(Vec<u8>);

impl Default for Distinct {
    fn default() -> Self {
        Self(vec![0; REGISTERS])
    }
}

impl Distinct {
    /// Notes a value by its digest.
    pub(crate) fn see(&mut self, digest: &[u8; 32]) {
        let register = usize::from(u16::from_be_bytes([digest[0], digest[1]])) % REGISTERS;
        let mut rest = [0; 8];
        rest.copy_from_slice(&digest[2..10]);
        let rank = u64::from_be_bytes(rest).leading_zeros() as u8 + 1;
        if let Some(held) = self.0.get_mut(register) {
            *held = rank.max(*held);
        }
    }

    /// Returns how many different values were seen, approximately.
    pub(crate) fn estimate(&self) -> f64 {
        let m = REGISTERS as f64;
        let sum: f64 = self
            .0
            .iter()
            .map(|&rank| 2_f64.powi(-i32::from(rank)))
            .sum();
        let raw = 0.7213 / (1.0 + 1.079 / m) * m * m / sum;
        let empty = self.0.iter().filter(|&&rank| rank == 0).count();
        if raw <= 2.5 * m && empty > 0 {
            m * (m / empty as f64).ln()
        } else {
            raw
        }
    }

    /// Returns the sketch as text, a character a register.
    pub(crate) fn to_text(&self) -> String {
        self.0
            .iter()
            .map(|&rank| char::from(b'0' + rank.min(70)))
            .collect()
    }

    /// Reads what [`Distinct::to_text`] wrote and takes the larger of each register.
    pub(crate) fn merge(&mut self, text: &str) {
        for (held, byte) in self.0.iter_mut().zip(text.bytes()) {
            *held = (*held).max(byte.saturating_sub(b'0'));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sha2::{Digest as _, Sha256};

    #[test]
    fn the_estimate_is_within_five_percent_and_survives_text() {
        for count in [10_u32, 1_000, 100_000] {
            let mut distinct = Distinct::default();
            for value in 0..count {
                let digest: [u8; 32] = Sha256::digest(value.to_be_bytes()).into();
                distinct.see(&digest);
                distinct.see(&digest);
            }
            let mut copy = Distinct::default();
            copy.merge(&distinct.to_text());
            let error = (copy.estimate() / f64::from(count) - 1.0).abs();
            assert!(error < 0.05, "{count}: {}", copy.estimate());
        }
    }
}
