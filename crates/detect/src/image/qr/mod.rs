//! QR codes in an image (ISO/IEC 18004), and what they say.
//!
//! Codes are found here, so that an image cannot make the search long: all that grows has a bound. (The search
//! of `rqrr` copies the image for each group of patterns it tries, of which an image full of them has millions,
//! and some images end it by an assertion.) A code that was found is a grid of at most 177 by 177 modules, which
//! `rqrr` reads. Codes may be turned, seen from the side, mirrored, or light on dark.

mod binary;
mod corners;
mod finder;
mod grid;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use rqrr::{Grid, SimpleGrid};

use super::Picture;
use binary::{Bits, Grey};

/// Most codes that are read in one image.
pub const MAX_CODES: usize = 8;
/// Most pixels that are searched; a larger image is made smaller first.
pub const MAX_PIXELS: usize = 2 << 20;
/// Most grids that are read in one image, whether they are codes or not.
const MAX_GRIDS: usize = 64;

/// Returns what the codes in an image say, each text once, in no order.
///
/// The image is searched in up to eight ways, which differ in size, in what is taken for dark and in whether
/// codes are dark; the first way that finds a code ends it.
pub fn read(picture: &Picture) -> Vec<String> {
    let pixels = picture.width() * picture.height();
    let mut smaller = 1;
    while pixels.div_ceil(smaller * smaller) > MAX_PIXELS {
        smaller += 1;
    }
    let mut left = MAX_GRIDS;
    for smaller in [smaller, 2 * smaller] {
        let grey = Grey::of(picture, smaller);
        for mut bits in [grey.by_place(), grey.by_value()] {
            for _ in 0..2 {
                let found = search(&bits, &mut left);
                if !found.is_empty() {
                    return found.into_iter().collect();
                }
                bits.invert();
            }
        }
    }
    Vec::new()
}

fn search(bits: &Bits, left: &mut usize) -> BTreeSet<String> {
    let finders = finder::finders(bits);
    let mut found = BTreeSet::new();
    let mut used: Vec<usize> = Vec::new();
    for corners in corners::corners(&finders) {
        if corners.finders.iter().any(|finder| used.contains(finder)) {
            continue;
        }
        for modules in grid::grids(bits, &corners) {
            if *left == 0 || found.len() == MAX_CODES {
                return found;
            }
            *left -= 1;
            if let Some(text) = text(&modules) {
                found.insert(text);
                used.extend(corners.finders);
                break;
            }
        }
    }
    found
}

/// What a grid of modules says, where it is a code that says anything.
fn text(modules: &grid::Modules) -> Option<String> {
    let simple = SimpleGrid::from_func(modules.side(), |x, y| modules.is_dark(x, y));
    let mut octets = Vec::new();
    Grid::new(simple).decode_to(&mut octets).ok()?;
    let text = String::from_utf8(octets).unwrap_or_else(|error| {
        // The standard has Latin-1 where nothing else is said.
        error.as_bytes().iter().copied().map(char::from).collect()
    });
    (!text.is_empty()).then_some(text)
}
