//! Recorded sounds in files: RIFF with 8000 samples a second of one channel, as 16 bits, A-law or µ-law.

use super::{Law, RATE};

/// Longest file that is read, in bytes: more than four minutes.
pub const MAX_BYTES: usize = 4 << 20;

/// A file that is no such sound.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// It is too long.
    #[error("the file has {0} bytes, more than {MAX_BYTES}")]
    Bytes(usize),
    /// It is no file of sound.
    #[error("the file is not RIFF with WAVE in it")]
    NotWave,
    /// It has no such part.
    #[error("there is no chunk {0:?}")]
    Missing(&'static str),
    /// It is coded in another way.
    #[error("format {format} with {bits} bits is not 16-bit PCM, A-law or µ-law")]
    Format {
        /// The number of the format.
        format: u16,
        /// Bits a sample.
        bits: u16,
    },
    /// It has more than one channel.
    #[error("there are {0} channels, not 1")]
    Channels(u16),
    /// It has another number of samples a second.
    #[error("there are {0} samples a second, not {RATE}")]
    Rate(u32),
}

/// Reads a file.
///
/// # Errors
/// [`Error`] where it is too long or something else.
pub fn read(bytes: &[u8]) -> Result<Vec<i16>, Error> {
    if bytes.len() > MAX_BYTES {
        return Err(Error::Bytes(bytes.len()));
    }
    let inner = bytes.strip_prefix(b"RIFF").and_then(|rest| rest.get(4..));
    let mut rest = inner
        .and_then(|rest| rest.strip_prefix(b"WAVE"))
        .ok_or(Error::NotWave)?;
    let mut format = None;
    while let Some((head, after)) = rest.split_first_chunk::<8>() {
        let [a, b, c, d, length @ ..] = *head;
        let length = usize::try_from(u32::from_le_bytes(length)).unwrap_or(usize::MAX);
        // One who writes as he records may not know the length of what he will write.
        let body = after.get(..length).unwrap_or(after);
        match &[a, b, c, d] {
            b"fmt " => format = Some(coding(body)?),
            b"data" => {
                let format = format.ok_or(Error::Missing("fmt "))?;
                return Ok(samples(body, format));
            }
            _ => {}
        }
        // Chunks begin at even places.
        let next = length.saturating_add(length % 2);
        rest = after.get(next..).unwrap_or_default();
    }
    Err(Error::Missing(if format.is_some() {
        "data"
    } else {
        "fmt "
    }))
}

/// Returns the law, or nothing for samples of 16 bits.
fn coding(body: &[u8]) -> Result<Option<Law>, Error> {
    let head = body.first_chunk::<16>().ok_or(Error::Missing("fmt "))?;
    let [f0, f1, c0, c1, r0, r1, r2, r3, .., b0, b1] = *head;
    let mut format = u16::from_le_bytes([f0, f1]);
    // The extensible form says later what it is.
    if format == 0xFFFE
        && let Some(&[s0, s1]) = body.get(24..).and_then(|rest| rest.first_chunk())
    {
        format = u16::from_le_bytes([s0, s1]);
    }
    let channels = u16::from_le_bytes([c0, c1]);
    let rate = u32::from_le_bytes([r0, r1, r2, r3]);
    let bits = u16::from_le_bytes([b0, b1]);
    let law = match (format, bits) {
        (1, 16) => None,
        (6, 8) => Some(Law::A),
        (7, 8) => Some(Law::Mu),
        _ => return Err(Error::Format { format, bits }),
    };
    if channels != 1 {
        return Err(Error::Channels(channels));
    }
    if rate != RATE {
        return Err(Error::Rate(rate));
    }
    Ok(law)
}

fn samples(body: &[u8], law: Option<Law>) -> Vec<i16> {
    match law {
        Some(law) => body.iter().map(|code| law.decode(*code)).collect(),
        None => {
            let (pairs, _) = body.as_chunks::<2>();
            pairs.iter().map(|pair| i16::from_le_bytes(*pair)).collect()
        }
    }
}
