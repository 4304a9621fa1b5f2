use super::{Error, MAX_PIXELS, MAX_SIDE};

/// The luminance of white.
pub(super) const WHITE: u16 = 255 << 8;

/// How bright an image is, pixel by pixel, in 256ths: white is 65,280. Parts of a step matter to hashes of
/// images that are nearly plain.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Picture {
    width: usize,
    height: usize,
    /// Rows from the top, each from the left.
    luminance: Vec<u16>,
}

impl Picture {
    /// Takes an image of that many columns and rows.
    ///
    /// # Errors
    /// [`Error::Size`] where it is empty, too large, or not as large as it says.
    pub fn new(width: usize, height: usize, luminance: Vec<u16>) -> Result<Self, Error> {
        check(width, height)?;
        if luminance.len() != width * height {
            return Err(Error::Size { width, height });
        }
        Ok(Self {
            width,
            height,
            luminance,
        })
    }

    /// Returns how many columns it has, at least one.
    pub const fn width(&self) -> usize {
        self.width
    }

    /// Returns how many rows it has, at least one.
    pub const fn height(&self) -> usize {
        self.height
    }

    /// Returns its rows from the top, each from the left.
    pub fn rows(&self) -> impl Iterator<Item = &[u16]> {
        self.luminance.chunks_exact(self.width)
    }
}

/// Whether an image of that many columns and rows may be decoded.
pub(super) const fn check(width: usize, height: usize) -> Result<(), Error> {
    let is_too_long = width > MAX_SIDE || height > MAX_SIDE;
    if width == 0 || height == 0 || is_too_long || width * height > MAX_PIXELS {
        return Err(Error::Size { width, height });
    }
    Ok(())
}

/// How bright a colour is (ITU-R BT.601, section 2.5.1).
pub(super) fn luminance([red, green, blue]: [u8; 3]) -> u16 {
    let sum = 299 * u32::from(red) + 587 * u32::from(green) + 114 * u32::from(blue);
    u16::try_from((sum * 256 + 500) / 1000).unwrap_or(WHITE)
}

/// How bright a grey is.
fn grey(grey: u8) -> u16 {
    u16::from(grey) << 8
}

/// How bright something is that lets white through.
fn over_white(luminance: u16, alpha: u8) -> u16 {
    let (luminance, alpha) = (u32::from(luminance), u32::from(alpha));
    let sum = luminance * alpha + u32::from(WHITE) * (255 - alpha);
    u16::try_from((sum + 127) / 255).unwrap_or(WHITE)
}

/// The luminance of pixels that have one to four samples each: grey, grey and alpha, colour, colour and
/// alpha.
pub(super) fn of_samples(samples: &[u8], channels: usize) -> Vec<u16> {
    let of = |pixel: &[u8]| match *pixel {
        [own] => grey(own),
        [own, alpha] => over_white(grey(own), alpha),
        [red, green, blue] => luminance([red, green, blue]),
        [red, green, blue, alpha] => over_white(luminance([red, green, blue]), alpha),
        _ => 0,
    };
    samples.chunks_exact(channels.max(1)).map(of).collect()
}
