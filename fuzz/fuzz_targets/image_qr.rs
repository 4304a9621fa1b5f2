//! Grids with the corners of a code and anything between them are read or not.
#![no_main]

use libfuzzer_sys::fuzz_target;
use watchbell_detect::image::{Picture, qr};

/// Pixels along a module.
const MODULE: usize = 3;

fuzz_target!(|data: &[u8]| {
    let Some((first, bits)) = data.split_first() else { return };
    let side = 21 + 4 * usize::from(first % 12);
    let far = side - 7;
    let is_dark = |x: usize, y: usize| {
        if x >= side || y >= side {
            return false;
        }
        for (left, top) in [(0, 0), (far, 0), (0, far)] {
            let (across, down) = (x.wrapping_sub(left), y.wrapping_sub(top));
            if across < 7 && down < 7 {
                let ring = across.abs_diff(3).max(down.abs_diff(3));
                return ring != 2;
            }
        }
        if x == 6 || y == 6 {
            return (x + y) % 2 == 0;
        }
        let bit = y * side + x;
        bits.get(bit / 8).is_some_and(|byte| byte >> (bit % 8) & 1 == 1)
    };
    let width = (side + 8) * MODULE;
    let pixel = |at: usize| {
        let (x, y) = (at % width / MODULE, at / width / MODULE);
        if is_dark(x.wrapping_sub(4), y.wrapping_sub(4)) { 0 } else { 255 << 8 }
    };
    let picture = Picture::new(width, width, (0..width * width).map(pixel).collect()).expect("it is small enough");
    assert!(qr::read(&picture).len() <= qr::MAX_CODES);
});
