use std::num::NonZeroU64;

use gif::{ColorOutput, DecodeOptions, DecodingError, MemoryLimit};

use super::{
    Error, Format, MAX_PIXELS, Picture,
    picture::{WHITE, check, luminance},
};

/// Decodes the first image. What it leaves free is white, and so is what it lets through.
pub(super) fn read(bytes: &[u8]) -> Result<Picture, Error> {
    let damaged = |error: DecodingError| Error::Damaged {
        format: Format::Gif,
        problem: error.to_string(),
    };
    let mut options = DecodeOptions::new();
    options.set_color_output(ColorOutput::Indexed);
    let limit = u64::try_from(MAX_PIXELS).ok().and_then(NonZeroU64::new);
    options.set_memory_limit(MemoryLimit::Bytes(limit.unwrap_or(NonZeroU64::MIN)));
    let mut decoder = options.read_info(bytes).map_err(damaged)?;
    let global = decoder.global_palette().map(<[u8]>::to_vec);
    let (width, height) = (usize::from(decoder.width()), usize::from(decoder.height()));
    check(width, height)?;
    let cut = Error::Cut {
        format: Format::Gif,
    };
    let frame = decoder.read_next_frame().map_err(damaged)?.ok_or(cut)?;
    let palette = frame.palette.as_ref().or(global.as_ref());
    let palette = palette.map_or(&[][..], Vec::as_slice);
    let bright = |index: &u8| {
        let at = 3 * usize::from(*index);
        let colour = palette.get(at..).and_then(<[u8]>::first_chunk::<3>);
        match colour {
            Some(_) if frame.transparent == Some(*index) => WHITE,
            Some(colour) => luminance(*colour),
            None => 0,
        }
    };
    let mut canvas = vec![WHITE; width * height];
    let (left, top) = (usize::from(frame.left), usize::from(frame.top));
    let rows = frame.buffer.chunks_exact(usize::from(frame.width).max(1));
    for (row, onto) in rows.zip(canvas.chunks_exact_mut(width).skip(top)) {
        for (index, pixel) in row.iter().zip(onto.iter_mut().skip(left)) {
            *pixel = bright(index);
        }
    }
    Picture::new(width, height, canvas)
}
