//! JPEG. Colours are decoded first and their luminance taken then, as the reference implementation of the hash
//! has it: to the bit it is not the luminance that is written.

use zune_core::{bytestream::ZCursor, colorspace::ColorSpace, options::DecoderOptions};
use zune_jpeg::{JpegDecoder, errors::DecodeErrors};

use super::{
    Error, Format, MAX_SIDE, Picture,
    picture::{check, of_samples},
};

/// Most scans of a progressive picture; each of them is work for all its pixels. Cameras write ten.
const MAX_SCANS: usize = 24;

pub(super) fn read(bytes: &[u8]) -> Result<Picture, Error> {
    let damaged = |error: DecodeErrors| Error::Damaged {
        format: Format::Jpeg,
        problem: error.to_string(),
    };
    let options = DecoderOptions::new_safe()
        .set_max_width(MAX_SIDE)
        .set_max_height(MAX_SIDE)
        .jpeg_set_max_scans(MAX_SCANS)
        .jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().map_err(damaged)?;
    let (width, height) = decoder.dimensions().unwrap_or_default();
    check(width, height)?;
    let samples = decoder.decode().map_err(damaged)?;
    Picture::new(width, height, of_samples(&samples, 3))
}
