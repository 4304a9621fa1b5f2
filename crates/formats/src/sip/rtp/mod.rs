//! Sound in packets (RFC 3550), in G.711, and the digits that come among them (RFC 4733).

mod event;
mod g711;
mod packet;
mod tone;
mod wav;

pub use event::{Detector, Event};
pub use g711::Law;
pub use packet::{Error, Packet, Stream};
pub use tone::{CHOOSE, CONFIRMED, MAX_TONES, NOTHING, Tone, tones};
pub use wav::{Error as WavError, MAX_BYTES as MAX_WAV, read as wav};

/// Samples a second.
pub const RATE: u32 = 8000;
/// Samples of one packet, of 20 milliseconds.
pub const FRAME: usize = 160;

/// Codes sound in frames of 20 milliseconds; the last one is filled up with silence.
pub fn frames(samples: &[i16], law: Law) -> Vec<[u8; FRAME]> {
    let frames = samples.chunks(FRAME).map(|chunk| {
        let mut frame = [law.encode(0); FRAME];
        for (byte, sample) in frame.iter_mut().zip(chunk) {
            *byte = law.encode(*sample);
        }
        frame
    });
    frames.collect()
}
