use std::io::Cursor;

use png::{ColorType, Decoder, DecodingError, Limits, Transformations};

use super::{
    Error, Format, MAX_PIXELS, Picture,
    picture::{check, of_samples},
};

pub(super) fn read(bytes: &[u8]) -> Result<Picture, Error> {
    let damaged = |error: DecodingError| Error::Damaged {
        format: Format::Png,
        problem: error.to_string(),
    };
    let limits = Limits {
        bytes: 4 * MAX_PIXELS,
    };
    let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), limits);
    // Neither is looked at, and both can be made to grow.
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    decoder.set_transformations(Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().map_err(damaged)?;
    let info = reader.info();
    let side = |side: u32| usize::try_from(side).unwrap_or(usize::MAX);
    let (width, height) = (side(info.width), side(info.height));
    check(width, height)?;
    let cut = Error::Cut {
        format: Format::Png,
    };
    let size = reader.output_buffer_size().ok_or(cut)?;
    let mut samples = vec![u8::MAX; size];
    match reader.next_frame(&mut samples) {
        Ok(_) => {}
        // What came before it is there.
        Err(DecodingError::IoError(_)) => {}
        Err(error) => return Err(damaged(error)),
    }
    let channels = match reader.output_color_type().0 {
        ColorType::Grayscale | ColorType::Indexed => 1,
        ColorType::GrayscaleAlpha => 2,
        ColorType::Rgb => 3,
        ColorType::Rgba => 4,
    };
    Picture::new(width, height, of_samples(&samples, channels))
}
