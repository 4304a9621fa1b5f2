use std::io::Cursor;

use image_webp::{DecodingError, WebPDecoder};

use super::{
    Error, Format, MAX_PIXELS, Picture,
    picture::{check, of_samples},
};

pub(super) fn read(bytes: &[u8]) -> Result<Picture, Error> {
    let damaged = |error: DecodingError| Error::Damaged {
        format: Format::WebP,
        problem: error.to_string(),
    };
    check_frames(bytes)?;
    let mut decoder = WebPDecoder::new(Cursor::new(bytes)).map_err(damaged)?;
    decoder.set_memory_limit(4 * MAX_PIXELS);
    let (width, height) = decoder.dimensions();
    let side = |side: u32| usize::try_from(side).unwrap_or(usize::MAX);
    let (width, height) = (side(width), side(height));
    check(width, height)?;
    let channels = if decoder.has_alpha() { 4 } else { 3 };
    let mut samples = vec![0; width * height * channels];
    decoder.read_image(&mut samples).map_err(damaged)?;
    Picture::new(width, height, of_samples(&samples, channels))
}

/// Refuses an image whose frames are larger than what is decoded: a small canvas says nothing of them, and
/// they are decoded before that shows.
fn check_frames(bytes: &[u8]) -> Result<(), Error> {
    let mut rest = bytes.get(12..).unwrap_or_default();
    while let Some((name, length)) = chunk(rest) {
        let content = rest.get(8..).unwrap_or_default();
        let (width, height) = match name {
            // What is in a frame of an animation comes after its header.
            b"ANMF" => {
                rest = content.get(16..).unwrap_or_default();
                continue;
            }
            // RFC 6386, section 9.1: two numbers of 14 bits.
            b"VP8 " => match content.get(6..).and_then(<[u8]>::first_chunk::<4>) {
                Some([a, b, c, d]) => {
                    let side =
                        |low: &u8, high: &u8| usize::from(*high & 0x3F) << 8 | usize::from(*low);
                    (side(a, b), side(c, d))
                }
                None => (1, 1),
            },
            // WebP lossless bitstream, section 3: two numbers of 14 bits, each less one.
            b"VP8L" => match content.get(1..).and_then(<[u8]>::first_chunk::<4>) {
                Some(octets) => {
                    let bits = u32::from_le_bytes(*octets);
                    let side = |bits: u32| usize::try_from(bits & 0x3FFF).unwrap_or_default() + 1;
                    (side(bits), side(bits >> 14))
                }
                None => (1, 1),
            },
            _ => (1, 1),
        };
        check(width.max(1), height.max(1))?;
        // Chunks are filled up to an even length.
        let length = length.saturating_add(length % 2);
        rest = content.get(length..).unwrap_or_default();
    }
    Ok(())
}

/// The name of a chunk of RIFF, and how long it is.
fn chunk(bytes: &[u8]) -> Option<(&[u8; 4], usize)> {
    let name = bytes.first_chunk::<4>()?;
    let length = bytes.get(4..)?.first_chunk::<4>()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    Some((name, length))
}
