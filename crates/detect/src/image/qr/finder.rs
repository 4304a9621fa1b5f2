//! Finder patterns: the squares in three corners of a code (ISO/IEC 18004, section 6.3.3).
//!
//! A line through the middle of one crosses dark, light, dark, light and dark in the proportion of 1 : 1 : 3 :
//! 1 : 1, whichever way it goes.

use super::binary::Bits;

/// Most places that are kept while an image is gone through; noise makes many.
const MAX_PLACES: usize = 512;
/// Most patterns that are tried, those that were crossed most often first.
const MAX_FINDERS: usize = 24;

/// A finder pattern.
#[derive(Clone, Copy, Debug)]
pub(super) struct Finder {
    /// Its middle.
    pub(super) x: f64,
    /// See [`Finder::x`].
    pub(super) y: f64,
    /// How wide a module is along a row, in pixels.
    pub(super) module: f64,
    /// How many rows cross it so.
    hits: u32,
}

/// Lengths of dark, light, dark, light and dark.
type Runs = [usize; 5];

/// Returns patterns of an image, the most certain first.
pub(super) fn finders(bits: &Bits) -> Vec<Finder> {
    let mut places: Vec<Finder> = Vec::new();
    let mut ends: Vec<usize> = Vec::new();
    for (y, row) in bits.rows().enumerate() {
        // Where runs end; the first is light, if only of no length.
        ends.clear();
        let mut is_dark = false;
        for (x, pixel) in row.iter().enumerate() {
            if *pixel != is_dark {
                ends.push(x);
                is_dark = *pixel;
            }
        }
        ends.push(row.len());
        for window in ends.windows(6).step_by(2) {
            let [a, b, c, d, e, f] = *window else {
                continue;
            };
            let runs = [b - a, c - b, d - c, e - d, f - e];
            if is_finder(&runs)
                && let Some(found) = confirmed(bits, c.midpoint(d), y, &runs)
            {
                put(found, &mut places);
            }
        }
    }
    // As many rows cross a pattern through its middle as that is high: three modules.
    let certainty = |one: &Finder| f64::from(one.hits) / one.module;
    places.sort_by(|one, other| certainty(other).total_cmp(&certainty(one)));
    places.truncate(MAX_FINDERS);
    places
}

/// Whether runs are in the proportion of a pattern, half a module more or less.
fn is_finder(runs: &Runs) -> bool {
    let total: usize = runs.iter().sum();
    if total < 7 {
        return false;
    }
    // In fourteenths of the total, a module is two.
    let is_near =
        |run: usize, modules: usize| (14 * run).abs_diff(2 * modules * total) < modules * total;
    let [a, b, c, d, e] = *runs;
    is_near(a, 1) && is_near(b, 1) && is_near(c, 3) && is_near(d, 1) && is_near(e, 1)
}

/// Looks at a place along its column and again along the row through the middle of that.
fn confirmed(bits: &Bits, x: usize, y: usize, along: &Runs) -> Option<Finder> {
    let total: usize = along.iter().sum();
    let (down, y) = crossed(total, y, |y| bits.at(x, y))?;
    let (across, x) = crossed(total, x, |x| bits.at(x, middle(y)))?;
    let (width, height): (usize, usize) = (across.iter().sum(), down.iter().sum());
    let is_square = 2 * width.abs_diff(height) < width;
    (is_square && is_finder(&down) && is_finder(&across)).then(|| Finder {
        x,
        y,
        module: (float(width) + float(height)) / 14.0,
        hits: 1,
    })
}

/// The runs along a line through a dark pixel, none of them longer than `most`, and the middle of the third.
fn crossed(most: usize, at: usize, pixel: impl Fn(usize) -> Option<bool>) -> Option<(Runs, f64)> {
    let ahead = side(most, (0..).map(|step| pixel(at + step)))?;
    let back = side(most, (1..).map(|step| pixel(at.checked_sub(step)?)))?;
    let runs = [back[2], back[1], back[0] + ahead[0], ahead[1], ahead[2]];
    let middle = float(at) + (float(ahead[0]) - float(back[0])) / 2.0;
    Some((runs, middle))
}

/// The lengths of dark, light and dark, up to where light or nothing follows.
fn side(most: usize, pixels: impl Iterator<Item = Option<bool>>) -> Option<[usize; 3]> {
    let mut runs = [0_usize; 3];
    let mut run = 0;
    for pixel in pixels {
        // The first is dark, and so is every other; beyond the image there is nothing.
        let is_dark = pixel.unwrap_or(false);
        if is_dark != (run % 2 == 0) {
            run += 1;
        }
        let Some(length) = runs.get_mut(run) else {
            return Some(runs);
        };
        *length += 1;
        if *length > most || (pixel.is_none() && run == 1) {
            return None;
        }
    }
    None
}

/// Joins a pattern with one that was found there before.
fn put(found: Finder, places: &mut Vec<Finder>) {
    for place in places.iter_mut() {
        let near = place.module.max(1.0);
        let is_same = (place.x - found.x).abs() < near && (place.y - found.y).abs() < near;
        if is_same && (place.module - found.module).abs() < near / 2.0 + 0.5 {
            let hits = f64::from(place.hits);
            let joined = |own: f64, new: f64| (own * hits + new) / (hits + 1.0);
            place.x = joined(place.x, found.x);
            place.y = joined(place.y, found.y);
            place.module = joined(place.module, found.module);
            place.hits += 1;
            return;
        }
    }
    if places.len() < MAX_PLACES {
        places.push(found);
    }
}

/// The pixel that a coordinate is in.
fn middle(at: f64) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it lies within the image"
    )]
    let pixel = at.max(0.0) as usize;
    pixel
}

fn float(length: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "no side has 2^52 pixels")]
    let length = length as f64;
    length
}
