//! Which pixels are dark.

use crate::image::Picture;

/// An image in 256 steps, made smaller where it was large.
pub(super) struct Grey {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

/// Which pixels of an image are dark.
pub(super) struct Bits {
    width: usize,
    dark: Vec<bool>,
}

impl Grey {
    /// Makes an image that many times smaller; what is left over at its end is left out.
    pub(super) fn of(picture: &Picture, smaller: usize) -> Self {
        let width = (picture.width() / smaller).max(1);
        let height = (picture.height() / smaller).max(1);
        let mut pixels = Vec::with_capacity(width * height);
        let mut sums = vec![0_u32; width];
        let mut rows = picture.rows();
        for _ in 0..height {
            sums.fill(0);
            let mut count = 0;
            for row in rows.by_ref().take(smaller) {
                for (sum, pixels) in sums.iter_mut().zip(row.chunks(smaller)) {
                    *sum += pixels
                        .iter()
                        .map(|pixel| u32::from(pixel >> 8))
                        .sum::<u32>();
                }
                count += 1;
            }
            let across = u32::try_from(smaller.min(picture.width())).unwrap_or(1);
            let area = (count * across).max(1);
            pixels.extend(
                sums.iter()
                    .map(|sum| u8::try_from(sum / area).unwrap_or(u8::MAX)),
            );
        }
        Self {
            width,
            height,
            pixels,
        }
    }

    /// Takes for dark what is darker than its surroundings, which reach an eighth of the image to each side:
    /// far enough for a code that fills it.
    pub(super) fn by_place(&self) -> Bits {
        let reach = (self.width.min(self.height) / 8).max(4);
        let mut dark = Vec::with_capacity(self.pixels.len());
        // Sums of the columns of the rows around.
        let mut columns = vec![0_u32; self.width];
        let row = |at: usize| {
            let from = at * self.width;
            self.pixels.get(from..from + self.width).unwrap_or_default()
        };
        for at in 0..reach.min(self.height) {
            for (sum, pixel) in columns.iter_mut().zip(row(at)) {
                *sum += u32::from(*pixel);
            }
        }
        let mut before = vec![0_u32; self.width + 1];
        for at in 0..self.height {
            if at + reach < self.height {
                for (sum, pixel) in columns.iter_mut().zip(row(at + reach)) {
                    *sum += u32::from(*pixel);
                }
            }
            if let Some(leaving) = at.checked_sub(reach + 1) {
                for (sum, pixel) in columns.iter_mut().zip(row(leaving)) {
                    *sum -= u32::from(*pixel);
                }
            }
            let mut sum = 0;
            for (total, column) in before.iter_mut().skip(1).zip(&columns) {
                sum += column;
                *total = sum;
            }
            let lines = (at + reach + 1).min(self.height) - at.saturating_sub(reach);
            for (column, pixel) in row(at).iter().enumerate() {
                let (from, to) = (
                    column.saturating_sub(reach),
                    (column + reach + 1).min(self.width),
                );
                let total = |at: usize| before.get(at).copied().unwrap_or_default();
                let sum = u64::from(total(to) - total(from));
                let area = u64::try_from((to - from) * lines).unwrap_or(1);
                // Noise on a plain ground is neither dark nor light.
                dark.push(u64::from(*pixel) * area * 100 < sum * 94);
            }
        }
        self.bits(dark)
    }

    /// Takes for dark what is darker than the value that parts dark from light best (Otsu's method).
    pub(super) fn by_value(&self) -> Bits {
        let mut counts = [0_u64; 256];
        for pixel in &self.pixels {
            if let Some(count) = counts.get_mut(usize::from(*pixel)) {
                *count += 1;
            }
        }
        let all: u64 = counts.iter().sum();
        let weight: u64 = (0..)
            .zip(&counts)
            .map(|(value, count): (u64, _)| value * count)
            .sum();
        let (mut below, mut weight_below) = (0, 0);
        let (mut best, mut threshold) = (0.0, 128);
        for (value, count) in (0_u8..=255).zip(counts) {
            below += count;
            weight_below += u64::from(value) * count;
            let above = all - below;
            if below > 0 && above > 0 {
                let apart = mean(weight - weight_below, above) - mean(weight_below, below);
                let spread = mean(below, 1) * mean(above, 1) * apart * apart;
                if spread > best {
                    best = spread;
                    threshold = value;
                }
            }
        }
        self.bits(
            self.pixels
                .iter()
                .map(|pixel| *pixel <= threshold)
                .collect(),
        )
    }

    const fn bits(&self, dark: Vec<bool>) -> Bits {
        Bits {
            width: self.width,
            dark,
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "there are far fewer than 2^52 pixels"
)]
fn mean(sum: u64, count: u64) -> f64 {
    sum as f64 / count as f64
}

impl Bits {
    pub(super) fn rows(&self) -> impl Iterator<Item = &[bool]> {
        self.dark.chunks_exact(self.width)
    }

    /// Whether a pixel is dark; nothing where there is none.
    pub(super) fn at(&self, x: usize, y: usize) -> Option<bool> {
        if x >= self.width {
            return None;
        }
        self.dark.get(y * self.width + x).copied()
    }

    /// Whether the pixel at a point is dark; nothing where there is none.
    pub(super) fn at_point(&self, (x, y): (f64, f64)) -> Option<bool> {
        if !(0.0..1e6).contains(&x) || !(0.0..1e6).contains(&y) {
            return None;
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "both are within a million"
        )]
        let (x, y) = (x as usize, y as usize);
        self.at(x, y)
    }

    /// Takes dark for light.
    pub(super) fn invert(&mut self) {
        for pixel in &mut self.dark {
            *pixel = !*pixel;
        }
    }
}
