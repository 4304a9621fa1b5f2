//! Decoding, within bounds.

use super::{
    super::{Error, Format, MAX_BYTES, MAX_PIXELS, MAX_SIDE, Picture, read},
    Chance, data, eight_bits, picture,
};

/// A Windows bitmap of a picture, with 24 bits a pixel, from the bottom or from the top.
fn bmp(seen: &Picture, is_from_top: bool) -> Vec<u8> {
    let (width, height) = (
        u32::try_from(seen.width()).unwrap(),
        i32::try_from(seen.height()).unwrap(),
    );
    let height = if is_from_top { -height } else { height };
    let mut out = b"BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0".to_vec();
    out.extend(width.to_le_bytes());
    out.extend(height.to_le_bytes());
    out.extend(b"\x01\0\x18\0\0\0\0\0");
    out.resize(54, 0);
    let pixels = eight_bits(seen);
    let mut rows: Vec<&[u8]> = pixels.chunks(seen.width()).collect();
    if !is_from_top {
        rows.reverse();
    }
    for row in rows {
        let start = out.len();
        out.extend(row.iter().flat_map(|pixel| [*pixel; 3]));
        out.resize(start + (row.len() * 3).div_ceil(4) * 4, 0);
    }
    out
}

fn png(width: u32, height: u32, color: png::ColorType, samples: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, width, height);
    encoder.set_color(color);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(samples).unwrap();
    writer.finish().unwrap();
    out
}

#[test]
fn bitmaps_are_decoded_from_either_end() {
    let seen = picture(33, 17);
    for is_from_top in [false, true] {
        assert_eq!(read(&bmp(&seen, is_from_top), ""), Ok(seen.clone()));
    }
    // Two colours, eight pixels in an octet: what is 1 is white.
    let mut two = bmp(&picture(1, 1), false);
    two.truncate(54);
    two[10] = 62;
    two[18..20].copy_from_slice(&10_u16.to_le_bytes());
    two[22..24].copy_from_slice(&1_u16.to_le_bytes());
    two[28] = 1;
    two.extend(b"\0\0\0\0\xFF\xFF\xFF\0");
    two.extend(b"\xAA\x40\0\0");
    let expected: Vec<u16> = [65_280, 0]
        .into_iter()
        .cycle()
        .take(8)
        .chain([0, 65_280])
        .collect();
    assert_eq!(read(&two, ""), Picture::new(10, 1, expected));
}

#[test]
fn wireless_bitmaps_are_decoded_by_their_media_type() {
    let bytes = b"\0\0\x0A\x02\x55\x40\xFF\xC0";
    let expected = [[0, 65_280].repeat(5), vec![65_280; 10]].concat();
    let expected = Picture::new(10, 2, expected).unwrap();
    assert_eq!(read(bytes, "image/vnd.wap.wbmp").as_ref(), Ok(&expected));
    assert_eq!(read(bytes, "image/gif"), Err(Error::Format));
    // What is missing is white.
    assert_eq!(read(&bytes[..6], "image/vnd.wap.wbmp"), Ok(expected));
    for (bytes, code) in [
        (&b"\x01\0\x0A\x02"[..], "image/unsupported"),
        (b"\0\0\x8A", "image/cut"),
        (b"\0\0\xFF\xFF\xFF\x7F\x01", "image/size"),
        (b"\0\0\0\x01", "image/size"),
    ] {
        assert_eq!(read(bytes, "image/vnd.wap.wbmp").unwrap_err().code(), code);
    }
}

#[test]
fn images_are_seen_on_white() {
    use png::ColorType as C;
    for (color, samples, expected) in [
        (C::Grayscale, &[0_u8, 100][..], [0, 100 << 8]),
        (C::GrayscaleAlpha, &[0, 0, 0, 255], [65_280, 0]),
        (C::Rgb, &[255, 0, 0, 0, 255, 0], [19_519, 38_319]),
        (C::Rgba, &[0, 0, 255, 255, 0, 0, 0, 0], [7_442, 65_280]),
    ] {
        let bytes = png(2, 1, color, samples);
        assert_eq!(
            read(&bytes, "image/png"),
            Picture::new(2, 1, expected.to_vec()),
            "{color:?}"
        );
    }
    let mut gif = b"GIF89a\x03\0\x01\0\x91\0\0\0\0\0\xFF\xFF\xFF\x80\x80\x80\x10\x10\x10".to_vec();
    // Colour 2 is let through; the image has two of the three columns.
    gif.extend(b"\x21\xF9\x04\x01\0\0\x02\0,\x01\0\0\0\x02\0\x01\0\0\x02\x02\x84\x0A\0;");
    assert_eq!(
        read(&gif, "image/gif"),
        Picture::new(3, 1, vec![65_280, 0, 65_280])
    );
}

#[test]
fn what_is_there_decides_and_not_its_name() {
    let bytes = png(1, 1, png::ColorType::Grayscale, &[7]);
    assert_eq!(read(&bytes, "image/jpeg").map(|seen| seen.width()), Ok(1));
    for bytes in [&b""[..], b"GIF", b"<svg/>", b"%PDF-1.4"] {
        assert_eq!(read(bytes, "image/png"), Err(Error::Format));
    }
    assert_eq!(Format::of(b"RIFF\0\0\0\0WEBP", ""), Some(Format::WebP));
}

#[test]
fn images_that_would_be_too_large_are_refused_before_they_are_decoded() {
    let long = vec![0xFF; MAX_BYTES + 1];
    assert_eq!(
        read(&long, ""),
        Err(Error::TooLong {
            bytes: MAX_BYTES + 1
        })
    );
    // Each says that it is 16,000 by 16,000 and has next to nothing in it.
    let side = 16_000_u16;
    let mut jpeg = b"\xFF\xD8\xFF\xC0\0\x11\x08".to_vec();
    jpeg.extend([side.to_be_bytes(), side.to_be_bytes()].concat());
    jpeg.extend(
        b"\x03\x01\x22\0\x02\x11\x01\x03\x11\x01\xFF\xDA\0\x0C\x03\x01\0\x02\x11\x03\x11\0\x3F\0\0",
    );
    let mut bomb = png(1, 1, png::ColorType::Rgba, &[0; 4]);
    bomb[16..24]
        .copy_from_slice(&[u32::from(side).to_be_bytes(), u32::from(side).to_be_bytes()].concat());
    let sum = crc(&bomb[12..29]);
    bomb[29..33].copy_from_slice(&sum.to_be_bytes());
    let mut gif = b"GIF89a".to_vec();
    gif.extend([side.to_le_bytes(), side.to_le_bytes()].concat());
    gif.extend(b"\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0;");
    let mut webp = b"RIFF\x1E\0\0\0WEBPVP8 \x12\0\0\0\x10\0\0\x9D\x01\x2A".to_vec();
    webp.extend([side.to_le_bytes(), side.to_le_bytes()].concat());
    webp.extend([0; 8]);
    // A canvas of one pixel around a frame that is as large.
    let mut canvas = b"RIFF\x30\0\0\0WEBPVP8X\x0A\0\0\0\0\0\0\0\0\0\0\0\0\0".to_vec();
    canvas.extend(&webp[12..]);
    let mut bmp = bmp(&picture(1, 1), false);
    bmp[18..20].copy_from_slice(&side.to_le_bytes());
    bmp[22..24].copy_from_slice(&side.to_le_bytes());
    for bytes in [jpeg, bomb, gif, webp, canvas, bmp] {
        let error = read(&bytes, "").unwrap_err();
        assert_eq!(
            error,
            Error::Size {
                width: 16_000,
                height: 16_000
            }
        );
    }
    const { assert!(16_000 < MAX_SIDE && 16_000 * 16_000 > MAX_PIXELS) };
    assert!(Picture::new(MAX_SIDE, MAX_PIXELS / MAX_SIDE, vec![0; MAX_PIXELS]).is_ok());
    let wide = Picture::new(MAX_SIDE + 1, 1, vec![0; MAX_SIDE + 1]);
    assert_eq!(wide.unwrap_err().code(), "image/size");
    assert!(Picture::new(2, 2, vec![0; 3]).is_err());
}

/// The sum that ends a chunk of PNG (RFC 2083, section 15).
fn crc(bytes: &[u8]) -> u32 {
    let mut sum = u32::MAX;
    for byte in bytes {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 {
                sum >> 1 ^ 0xEDB8_8320
            } else {
                sum >> 1
            };
        }
    }
    !sum
}

#[test]
fn images_that_are_cut_off_or_damaged_do_no_harm() {
    let mut chance = Chance(77);
    let seen = picture(40, 30);
    let samples = eight_bits(&seen);
    let mut all = vec![
        bmp(&seen, false),
        png(40, 30, png::ColorType::Grayscale, &samples),
    ];
    all.extend(
        ["q0003.jpg", "small.jpg"]
            .iter()
            .filter_map(|name| data(name)),
    );
    for bytes in all {
        for _ in 0..300 {
            let mut damaged = bytes.clone();
            for _ in 0..chance.next() % 8 {
                let at = usize::try_from(chance.next() % damaged.len() as u64).unwrap();
                damaged[at] = chance.next().to_le_bytes()[0];
            }
            damaged.truncate(usize::try_from(chance.next() % damaged.len() as u64).unwrap() + 1);
            if let Ok(seen) = read(&damaged, "image/vnd.wap.wbmp") {
                assert!(seen.width() * seen.height() <= MAX_PIXELS);
            }
        }
    }
    let Some(photo) = data("square-512x512.jpg") else {
        return;
    };
    let half = read(&photo[..photo.len() * 3 / 4], "")
        .expect("a photo that is cut off shows what is there");
    assert_eq!(half.width(), read(&photo, "").unwrap().width());
}
