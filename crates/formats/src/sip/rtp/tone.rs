//! Sounds that need no recording: tones one after the other.

use super::RATE;

/// A tone, or silence.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Tone {
    /// Frequencies that sound together, in Hertz, less than 4000; 0 for none.
    pub hertz: [u16; 2],
    /// How long.
    pub milliseconds: u16,
}

impl Tone {
    /// One frequency.
    pub const fn of(hertz: u16, milliseconds: u16) -> Self {
        Self {
            hertz: [hertz, 0],
            milliseconds,
        }
    }
}

/// Most tones of one sound.
pub const MAX_TONES: usize = 64;

/// A report was taken: two tones that rise.
pub const CONFIRMED: &[Tone] = &[Tone::of(660, 150), Tone::of(0, 50), Tone::of(880, 300)];
/// A digit is to be dialled: three short tones.
pub const CHOOSE: &[Tone] = &[
    Tone::of(880, 120),
    Tone::of(0, 80),
    Tone::of(880, 120),
    Tone::of(0, 80),
    Tone::of(880, 120),
];
/// There is nothing to report: two tones that fall.
pub const NOTHING: &[Tone] = &[Tone::of(440, 200), Tone::of(0, 50), Tone::of(330, 400)];

/// The loudest sample: 10 dB below the largest.
const LEVEL: f64 = 10_000.0;
/// Samples in which a tone rises and falls, so that it does not click.
const EDGE: u32 = 40;

/// Makes the samples of a sound; tones beyond [`MAX_TONES`] are left out.
pub fn tones(sound: &[Tone]) -> Vec<i16> {
    let mut out = Vec::new();
    for tone in sound.iter().take(MAX_TONES) {
        let length = u32::from(tone.milliseconds) * RATE / 1000;
        let frequencies = tone.hertz.iter().filter(|hertz| (1..4000).contains(*hertz));
        let count = frequencies.clone().count();
        for at in 0..length {
            let edge = (at + 1).min(length - at).min(EDGE);
            let scale = LEVEL * f64::from(edge) / f64::from(EDGE);
            let sum: f64 = frequencies
                .clone()
                .map(|hertz| {
                    // Whole turns are left out, so that long tones stay exact.
                    let turn = u32::from(*hertz) * at % RATE;
                    (std::f64::consts::TAU * f64::from(turn) / f64::from(RATE)).sin()
                })
                .sum();
            let share = if count > 1 { 0.5 } else { 1.0 };
            #[expect(clippy::cast_possible_truncation, reason = "it is at most LEVEL")]
            out.push((sum * scale * share).round() as i16);
        }
    }
    out
}
