//! Pulse code modulation of voice frequencies (ITU-T G.711).
//!
//! Samples have 16 bits here: those of 13 bits (A-law) and 14 bits (µ-law) of the Recommendation, shifted
//! to the left.

/// A law of coding.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Law {
    /// A-law, `PCMA`.
    A,
    /// µ-law, `PCMU`.
    Mu,
}

/// What is added to a magnitude, so that each segment of µ-law begins at a power of two.
const BIAS: u16 = 33 << 2;
/// The largest magnitude that µ-law codes.
const MU_MOST: u16 = 8158 << 2;

impl Law {
    /// Returns the name of the encoding (RFC 3551, section 4.5.14).
    pub const fn name(self) -> &'static str {
        match self {
            Self::A => "PCMA",
            Self::Mu => "PCMU",
        }
    }

    /// Returns the number of the payload (RFC 3551, table 4).
    pub const fn payload(self) -> u8 {
        match self {
            Self::A => 8,
            Self::Mu => 0,
        }
    }

    /// Codes a sample.
    pub const fn encode(self, sample: i16) -> u8 {
        match self {
            Self::A => encode_a(sample),
            Self::Mu => encode_mu(sample),
        }
    }

    /// Decodes a sample.
    pub const fn decode(self, code: u8) -> i16 {
        match self {
            Self::A => decode_a(code),
            Self::Mu => decode_mu(code),
        }
    }
}

/// Table 1a of the Recommendation: even bits are inverted, positive values have the sign bit set.
const fn encode_a(sample: i16) -> u8 {
    let sign = if sample < 0 { 0 } else { 0x80 };
    // Intervals of negative values lie one unit lower: −1 is in the first one.
    let magnitude = if sample < 0 { !sample } else { sample };
    let steps = magnitude.unsigned_abs() >> 4;
    // The first two segments have the same steps.
    let segment = match steps.checked_ilog2() {
        Some(bits) if bits > 4 => bits - 3,
        _ => steps as u32 >> 4,
    };
    let shift = segment.saturating_sub(1);
    let step = (steps >> shift) & 0x0F;
    (sign | ((segment as u8) << 4) | step as u8) ^ 0x55
}

const fn decode_a(code: u8) -> i16 {
    let code = code ^ 0x55;
    let (segment, step) = ((code >> 4) & 7, (code & 0x0F) as i16);
    // Values lie in the middle of their intervals.
    let base = (step << 4) + 8;
    let magnitude = if segment == 0 {
        base
    } else {
        (base + 0x100) << (segment - 1)
    };
    if code & 0x80 == 0 {
        -magnitude
    } else {
        magnitude
    }
}

/// Table 2a of the Recommendation: all bits are inverted, negative values have the sign bit cleared then.
const fn encode_mu(sample: i16) -> u8 {
    let sign = if sample < 0 { 0x80 } else { 0 };
    let magnitude = sample.unsigned_abs();
    let magnitude = if magnitude > MU_MOST {
        MU_MOST
    } else {
        magnitude
    } + BIAS;
    let segment = magnitude.ilog2() - 7;
    let step = (magnitude >> (segment + 3)) & 0x0F;
    !(sign | ((segment as u8) << 4) | step as u8)
}

const fn decode_mu(code: u8) -> i16 {
    let code = !code;
    let (segment, step) = ((code >> 4) & 7, (code & 0x0F) as i16);
    let magnitude = (((step << 3) + BIAS as i16) << segment) - BIAS as i16;
    if code & 0x80 == 0 {
        magnitude
    } else {
        -magnitude
    }
}
