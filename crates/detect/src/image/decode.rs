use std::fmt;

use super::{Error, MAX_BYTES, Picture, bitmap, gif, jpeg, png, webp};

/// A format of images.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Format {
    /// JPEG, baseline and progressive.
    Jpeg,
    /// PNG.
    Png,
    /// GIF; of an animation, the first image.
    Gif,
    /// WebP; of an animation, the first image.
    WebP,
    /// Windows bitmap, without compression.
    Bmp,
    /// Wireless bitmap of type 0 (WAP-237).
    Wbmp,
}

impl Format {
    /// Tells the format from how an image begins, and from its media type where its beginning says nothing:
    /// what is really there decides, not what it is called.
    pub fn of(bytes: &[u8], media_type: &str) -> Option<Self> {
        match bytes {
            [0xFF, 0xD8, 0xFF, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', ..] => Some(Self::Png),
            [b'G', b'I', b'F', b'8', ..] => Some(Self::Gif),
            [
                b'R',
                b'I',
                b'F',
                b'F',
                _,
                _,
                _,
                _,
                b'W',
                b'E',
                b'B',
                b'P',
                ..,
            ] => Some(Self::WebP),
            [b'B', b'M', ..] => Some(Self::Bmp),
            _ => {
                let essence = media_type.split(';').next().unwrap_or_default().trim();
                let is_wireless = essence.eq_ignore_ascii_case("image/vnd.wap.wbmp");
                is_wireless.then_some(Self::Wbmp)
            }
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::Gif => "GIF",
            Self::WebP => "WebP",
            Self::Bmp => "BMP",
            Self::Wbmp => "WBMP",
        })
    }
}

/// Decodes an image to its luminance, as it looks on white.
///
/// Of an image that is cut off, what is there is decoded where its decoder can.
///
/// # Errors
/// [`enum@Error`] where it is no image, is damaged, or is larger than what is decoded.
pub fn read(bytes: &[u8], media_type: &str) -> Result<Picture, Error> {
    if bytes.len() > MAX_BYTES {
        let bytes = bytes.len();
        return Err(Error::TooLong { bytes });
    }
    match Format::of(bytes, media_type).ok_or(Error::Format)? {
        Format::Jpeg => jpeg::read(bytes),
        Format::Png => png::read(bytes),
        Format::Gif => gif::read(bytes),
        Format::WebP => webp::read(bytes),
        Format::Bmp => bitmap::read_bmp(bytes),
        Format::Wbmp => bitmap::read_wbmp(bytes),
    }
}
