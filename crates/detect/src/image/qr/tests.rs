use qrcode::{Color, EcLevel, QrCode, Version};

use super::{super::Picture, MAX_CODES, read};

const LINK: &str = "https://example.com/pay?id=42";

/// A code as modules, true where it is dark, with four light modules around.
fn code(text: &[u8], version: Option<i16>, level: EcLevel) -> Vec<Vec<bool>> {
    let code = match version {
        Some(version) => QrCode::with_version(text, Version::Normal(version), level),
        None => QrCode::with_error_correction_level(text, level),
    };
    let code = code.expect("a code");
    let side = code.width();
    let dark = |x: usize, y: usize| {
        let (x, y) = (x.wrapping_sub(4), y.wrapping_sub(4));
        x < side && y < side && code[(x, y)] == Color::Dark
    };
    (0..side + 8)
        .map(|y| (0..side + 8).map(|x| dark(x, y)).collect())
        .collect()
}

/// A picture that shows modules through a map from its pixels to them.
fn shown(
    modules: &[Vec<bool>],
    (width, height): (usize, usize),
    place: impl Fn(f64, f64) -> (f64, f64),
    bright: impl Fn(usize, usize, bool) -> u8,
) -> Picture {
    let mut pixels = Vec::with_capacity(width * height);
    for y in 0..height {
        for x in 0..width {
            let (u, v) = place(x as f64 + 0.5, y as f64 + 0.5);
            let dark = u >= 0.0
                && v >= 0.0
                && modules.get(v as usize).and_then(|row| row.get(u as usize)) == Some(&true);
            pixels.push(u16::from(bright(x, y, dark)) << 8);
        }
    }
    Picture::new(width, height, pixels).expect("a picture")
}

fn plain(_: usize, _: usize, dark: bool) -> u8 {
    if dark { 20 } else { 240 }
}

/// A code in the middle of a square picture, turned and as large as it says.
fn turned(modules: &[Vec<bool>], side: usize, module: f64, degrees: f64) -> Picture {
    let (sin, cos) = degrees.to_radians().sin_cos();
    let middle = modules.len() as f64 / 2.0;
    let centre = side as f64 / 2.0;
    let place = move |x: f64, y: f64| {
        let (x, y) = ((x - centre) / module, (y - centre) / module);
        (x * cos + y * sin + middle, y * cos - x * sin + middle)
    };
    shown(modules, (side, side), place, plain)
}

#[test]
fn codes_of_every_size_are_read() {
    for version in 1..=40 {
        let modules = code(b"HELLO 123", Some(version), EcLevel::M);
        let side = modules.len() * 4;
        let found = read(&turned(&modules, side, 4.0, 0.0));
        assert_eq!(found, ["HELLO 123"], "version {version}");
    }
}

#[test]
fn codes_are_read_however_they_are_turned() {
    let modules = code(LINK.as_bytes(), None, EcLevel::M);
    for degrees in (0..360).step_by(15) {
        for module in [3.0, 4.7, 9.0] {
            let side = (modules.len() as f64 * module * 1.45) as usize;
            let found = read(&turned(&modules, side, module, f64::from(degrees)));
            assert_eq!(found, [LINK], "{degrees} degrees, {module} pixels");
        }
    }
}

#[test]
fn codes_are_read_from_the_side_mirrored_and_light_on_dark() {
    let modules = code(LINK.as_bytes(), Some(4), EcLevel::M);
    let wide = modules.len() as f64;
    let size = (400, 400);
    let flat = move |x: f64, y: f64| (x / 400.0 * wide, y / 400.0 * wide);
    let leaning = move |x: f64, y: f64| {
        // The upper edge is half as far again.
        let depth = (0.8 + y / 1_000.0) / 1.2;
        let (u, v) = ((x - 200.0) / 400.0 / depth, y / 400.0 / depth);
        (u * wide + wide / 2.0, v * wide)
    };
    let inverted = |x: usize, y: usize, dark: bool| plain(x, y, !dark);
    for (name, seen) in [
        ("leaning", shown(&modules, size, leaning, plain)),
        (
            "mirrored",
            shown(&modules, size, move |x, y| flat(400.0 - x, y), plain),
        ),
        ("inverted", shown(&modules, size, flat, inverted)),
        (
            "low contrast",
            shown(
                &modules,
                size,
                flat,
                |_, _, dark| if dark { 120 } else { 150 },
            ),
        ),
        (
            "uneven light",
            shown(&modules, size, flat, |x, y, dark| {
                let light = 60 + (x + y) / 5;
                u8::try_from(if dark { light / 3 } else { light }).unwrap()
            }),
        ),
        (
            "noise",
            shown(&modules, size, flat, |x, y, dark| {
                let noise = (x * 7_919 + y * 104_729 + x * y * 31) % 80;
                plain(x, y, dark)
                    .saturating_sub(20)
                    .saturating_add(u8::try_from(noise).unwrap() / 2)
            }),
        ),
    ] {
        assert_eq!(read(&seen), [LINK], "{name}");
    }
}

#[test]
fn several_codes_of_one_picture_are_read() {
    let texts = ["one", "https://example.net/2", "TEL:+15550100"];
    let all: Vec<Vec<Vec<bool>>> = texts
        .iter()
        .map(|text| code(text.as_bytes(), Some(3), EcLevel::L))
        .collect();
    let wide = all[0].len();
    let mut rows = vec![vec![false; wide * 3 + 20]; wide * 2];
    for (number, modules) in all.iter().enumerate() {
        let (left, top) = (number * (wide + 10), number % 2 * (wide / 2));
        for (y, row) in modules.iter().enumerate() {
            rows[top + y][left..left + wide].copy_from_slice(row);
        }
    }
    let size = (rows[0].len() * 4, rows.len() * 4);
    let found = read(&shown(&rows, size, |x, y| (x / 4.0, y / 4.0), plain));
    let mut expected = texts.map(str::to_owned);
    expected.sort();
    assert_eq!(found, expected);
    assert!(found.len() <= MAX_CODES);
}

#[test]
fn texts_of_every_kind_are_read() {
    for text in [
        "0123456789",
        "ABC-123 $%*",
        "Zahle hier: 10 € 🎁",
        "見積もり",
    ] {
        let modules = code(text.as_bytes(), None, EcLevel::Q);
        assert_eq!(read(&turned(&modules, modules.len() * 5, 5.0, 0.0)), [text]);
    }
    let latin = code(b"K\xF6ln", None, EcLevel::H);
    assert_eq!(read(&turned(&latin, latin.len() * 5, 5.0, 0.0)), ["Köln"]);
}

#[test]
fn a_large_picture_is_made_smaller() {
    let modules = code(LINK.as_bytes(), None, EcLevel::M);
    assert_eq!(read(&turned(&modules, 3_000, 40.0, 10.0)), [LINK]);
}

#[test]
fn damaged_codes_are_read_as_far_as_they_can_be_corrected() {
    let mut modules = code(LINK.as_bytes(), Some(5), EcLevel::H);
    let wide = modules.len();
    for row in &mut modules[wide / 2 - 3..wide / 2 + 3] {
        row[wide / 2 - 3..wide / 2 + 3].fill(true);
    }
    assert_eq!(read(&turned(&modules, wide * 4, 4.0, 0.0)), [LINK]);
    for row in &mut modules[12..wide - 12] {
        row[12..wide - 12].fill(false);
    }
    assert!(read(&turned(&modules, wide * 4, 4.0, 0.0)).is_empty());
}

#[test]
fn pictures_without_a_code_say_nothing_soon() {
    let modules = code(LINK.as_bytes(), None, EcLevel::M);
    let finder: Vec<Vec<bool>> = modules[4..11]
        .iter()
        .map(|row| row[4..11].to_vec())
        .collect();
    let noise = |x: usize, y: usize, _: bool| {
        u8::try_from((x * 7_919 + y * 104_729 + x * y * 31) % 256).unwrap()
    };
    let tiles = move |x: f64, y: f64| (x / 3.0 % 9.0, y / 3.0 % 9.0);
    let dots = |x: usize, y: usize, _: bool| if x & 1 == 0 && y & 1 == 0 { 0 } else { 255 };
    let stripes = |x: usize, _: usize, _: bool| {
        if [0, 2, 3, 4, 6].contains(&(x % 8)) {
            0
        } else {
            255
        }
    };
    let size = (1_400, 1_400);
    let at = std::time::Instant::now();
    for (name, seen) in [
        ("noise", shown(&[], size, |x, y| (x, y), noise)),
        ("finder patterns", shown(&finder, size, tiles, plain)),
        ("dots", shown(&[], size, |x, y| (x, y), dots)),
        ("stripes", shown(&[], size, |x, y| (x, y), stripes)),
        ("nothing", shown(&[], size, |x, y| (x, y), plain)),
        ("one pixel", shown(&[], (1, 1), |x, y| (x, y), plain)),
        ("one row", shown(&[], (16_000, 1), |x, y| (x, y), stripes)),
        ("one column", shown(&[], (1, 16_000), |x, y| (x, y), noise)),
    ] {
        assert!(read(&seen).is_empty(), "{name}");
    }
    // Eight pictures in a build that is tested, beside other tests.
    assert!(at.elapsed().as_secs() < 60, "{:?}", at.elapsed());
}
