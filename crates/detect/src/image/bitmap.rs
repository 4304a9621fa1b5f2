//! Bitmaps without compression: those of Windows, and wireless ones.

use super::{
    Error, Format, Picture,
    picture::{WHITE, check, luminance},
};

/// Octets before the second header of a Windows bitmap.
const FILE_HEADER: usize = 14;

/// Decodes a Windows bitmap of 1, 4, 8, 24 or 32 bits a pixel.
pub(super) fn read_bmp(bytes: &[u8]) -> Result<Picture, Error> {
    let format = Format::Bmp;
    let number = |at: usize| little_endian(bytes, at).ok_or(Error::Cut { format });
    let start = size(number(10)?);
    let header = size(number(14)?);
    if header < 40 {
        let what = "a header of OS/2";
        return Err(Error::Unsupported { format, what });
    }
    let columns = number(18)?;
    let rows = number(22)?.cast_signed();
    let bits = number(26)? >> 16;
    let compression = number(30)?;
    let (width, height) = (size(columns), size(rows.unsigned_abs()));
    check(width, height)?;
    // Masks say what a pixel of 32 bits is by itself; nearly all of them say the same.
    let is_plain = compression == 0 || compression == 3 && bits == 32;
    if !is_plain || !matches!(bits, 1 | 4 | 8 | 24 | 32) {
        let what = "a compression or number of bits";
        return Err(Error::Unsupported { format, what });
    }
    let palette = bytes.get(FILE_HEADER.saturating_add(header)..);
    let palette = palette.unwrap_or_default();
    let of_index = |index: u8| {
        let at = 4 * usize::from(index);
        let colour = palette.get(at..).and_then(<[u8]>::first_chunk::<3>);
        colour.map_or(0, |[blue, green, red]| luminance([*red, *green, *blue]))
    };
    let bits = size(bits);
    // Rows are filled up to four octets.
    let stride = (width * bits).div_ceil(32) * 4;
    let pixels = bytes.get(start..).filter(|pixels| !pixels.is_empty());
    let pixels = pixels.ok_or(Error::Cut { format })?;
    let mut out = vec![WHITE; width * height];
    for (row, onto) in pixels.chunks(stride).zip(0..height) {
        // They begin at the bottom, unless their number is negative.
        let onto = if rows < 0 { onto } else { height - 1 - onto };
        let onto = out.chunks_exact_mut(width).nth(onto);
        for (column, pixel) in onto.into_iter().flatten().enumerate() {
            let bright = match bits {
                24 | 32 => {
                    let at = column * (bits / 8);
                    let colour = row.get(at..).and_then(<[u8]>::first_chunk::<3>);
                    colour.map(|[blue, green, red]| luminance([*red, *green, *blue]))
                }
                _ => packed(row, column, bits).map(of_index),
            };
            *pixel = bright.unwrap_or(WHITE);
        }
    }
    Picture::new(width, height, out)
}

/// Decodes a wireless bitmap of type 0 (WAP-237, section 6): one bit a pixel, of which 0 is black.
pub(super) fn read_wbmp(bytes: &[u8]) -> Result<Picture, Error> {
    let format = Format::Wbmp;
    let [0, fixed, rest @ ..] = bytes else {
        let what = "a type other than 0";
        return Err(Error::Unsupported { format, what });
    };
    let mut rest = rest;
    // Further header fields follow where the highest bit is set.
    if fixed & 0x80 != 0 {
        multibyte(&mut rest).ok_or(Error::Cut { format })?;
    }
    let width = multibyte(&mut rest).ok_or(Error::Cut { format })?;
    let height = multibyte(&mut rest).ok_or(Error::Cut { format })?;
    check(width, height)?;
    let mut out = Vec::with_capacity(width * height);
    let mut rows = rest.chunks(width.div_ceil(8));
    for _ in 0..height {
        let row = rows.next().unwrap_or_default();
        // What is not there is white.
        let pixels = (0..width).map(|column| packed(row, column, 1).unwrap_or(1));
        out.extend(pixels.map(|bit| if bit == 0 { 0 } else { WHITE }));
    }
    Picture::new(width, height, out)
}

/// A pixel of one, four or eight bits, the leftmost in the highest bits.
fn packed(row: &[u8], column: usize, bits: usize) -> Option<u8> {
    let octet = row.get(column * bits / 8)?;
    let shift = 8 - bits - column * bits % 8;
    let mask = u8::MAX >> (8 - bits);
    Some(octet >> shift & mask)
}

/// An integer in groups of seven bits, the highest bit of which says that another follows.
fn multibyte(rest: &mut &[u8]) -> Option<usize> {
    let mut value = 0_usize;
    // Three groups count further than any side goes.
    for _ in 0..3 {
        let (first, after) = rest.split_first()?;
        *rest = after;
        value = value << 7 | usize::from(first & 0x7F);
        if first & 0x80 == 0 {
            return Some(value);
        }
    }
    Some(usize::MAX)
}

fn little_endian(bytes: &[u8], at: usize) -> Option<u32> {
    let octets = bytes.get(at..)?.first_chunk::<4>()?;
    Some(u32::from_le_bytes(*octets))
}

fn size(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
