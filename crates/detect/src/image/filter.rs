//! Smooths an image and takes 64 by 64 points of it, row by row.
//!
//! PDQ smooths with a window along rows and one along columns, and does so twice, which makes a tent of the
//! box (section "Downsampling" of its description). A window along columns needs no more rows than it is
//! long, so an image is never there as floating-point numbers as a whole.

use std::collections::VecDeque;

use super::Picture;

/// Points along each side.
pub(super) const SIDE: usize = 64;

/// Returns 64 by 64 points of a smoothed image, in rows from the top.
pub(super) fn points(picture: &Picture) -> [[f32; SIDE]; SIDE] {
    let (width, height) = (picture.width(), picture.height());
    let (along_row, along_column) = (window(width), window(height));
    let columns: Vec<usize> = (0..SIDE).map(|point| source(point, width)).collect();
    let mut points = [[0.0; SIDE]; SIDE];
    let mut at = 0;
    let mut take = |row: &[f32]| {
        for (number, line) in points.iter_mut().enumerate() {
            if source(number, height) == at {
                for (point, column) in line.iter_mut().zip(&columns) {
                    *point = row.get(*column).copied().unwrap_or_default();
                }
            }
        }
        at += 1;
    };
    let mut line = vec![0.0; width];
    let mut first = Columns::new(along_column);
    let mut second = Columns::new(along_column);
    let mut smoothed = Vec::new();
    let mut pass = |row: &[f32], second: &mut Columns| {
        smooth(row, along_row, &mut smoothed);
        second.push(&smoothed, &mut take);
    };
    let mut again = Vec::new();
    for row in picture.rows() {
        for (value, pixel) in line.iter_mut().zip(row) {
            *value = f32::from(*pixel) / 256.0;
        }
        smooth(&line, along_row, &mut again);
        first.push(&again, |row| pass(row, &mut second));
    }
    first.finish(|row| pass(row, &mut second));
    second.finish(&mut take);
    points
}

/// How long a window is: half of what one point stands for, for there are two of them.
const fn window(side: usize) -> usize {
    side.div_ceil(2 * SIDE)
}

/// The row or column that a point is taken from: the middle of what it stands for.
const fn source(point: usize, side: usize) -> usize {
    (2 * point + 1) * side / (2 * SIDE)
}

/// How many values behind a value, itself counted, its window reaches.
const fn reach(window: usize) -> usize {
    window.midpoint(2)
}

/// Replaces each value by the mean of its window, which is shorter at both ends.
fn smooth(values: &[f32], window: usize, out: &mut Vec<f32>) {
    out.clear();
    let reach = reach(window);
    let (mut sum, mut held) = (0.0, 0.0);
    for (number, value) in values.iter().take(window).enumerate() {
        sum += value;
        held += 1.0;
        if number + 1 >= reach {
            out.push(sum / held);
        }
    }
    let entering = values.get(window..).unwrap_or_default();
    out.extend(entering.iter().zip(values).map(|(entering, leaving)| {
        sum += entering;
        sum -= leaving;
        sum / held
    }));
    for leaving in values.iter().skip(entering.len()) {
        if out.len() == values.len() {
            break;
        }
        sum -= leaving;
        held -= 1.0;
        out.push(sum / held);
    }
}

/// The same along columns, for rows as they come.
struct Columns {
    window: usize,
    sums: Vec<f32>,
    /// The rows that are in the sums.
    rows: VecDeque<Vec<f32>>,
    /// How many rows came, up to the reach.
    begun: usize,
    mean: Vec<f32>,
}

impl Columns {
    const fn new(window: usize) -> Self {
        Self {
            window,
            sums: Vec::new(),
            rows: VecDeque::new(),
            begun: 0,
            mean: Vec::new(),
        }
    }

    /// Takes a row in, and gives away the one whose window is full.
    fn push(&mut self, row: &[f32], give: impl FnMut(&[f32])) {
        self.sums.resize(row.len(), 0.0);
        for (sum, value) in self.sums.iter_mut().zip(row) {
            *sum += value;
        }
        let mut kept = Vec::new();
        if self.rows.len() == self.window {
            kept = self.leave();
        }
        kept.clear();
        kept.extend_from_slice(row);
        self.rows.push_back(kept);
        self.begun += 1;
        if self.begun >= reach(self.window) {
            self.begun = reach(self.window);
            self.give(give);
        }
    }

    /// Gives away the rows whose windows end where the image does.
    fn finish(&mut self, mut give: impl FnMut(&[f32])) {
        for _ in 1..reach(self.window) {
            self.leave();
            self.give(&mut give);
        }
    }

    fn leave(&mut self) -> Vec<f32> {
        let row = self.rows.pop_front().unwrap_or_default();
        for (sum, value) in self.sums.iter_mut().zip(&row) {
            *sum -= value;
        }
        row
    }

    fn give(&mut self, mut give: impl FnMut(&[f32])) {
        #[expect(
            clippy::cast_precision_loss,
            reason = "a window is no longer than 128 rows"
        )]
        let held = self.rows.len() as f32;
        self.mean.clear();
        self.mean.extend(self.sums.iter().map(|sum| sum / held));
        give(&self.mean);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sums of windows, as the description of PDQ has them for windows of 7 and 8.
    #[test]
    fn windows_are_those_of_the_description() {
        let values: Vec<f32> = (0..16_u8).map(f32::from).collect();
        let (seven, eight) = ([6, 10, 15, 21, 28], [10, 15, 21, 28, 36]);
        for (window, sums, counts) in [(7, seven, [4, 5, 6, 7, 7]), (8, eight, [5, 6, 7, 8, 8])] {
            let mut out = Vec::new();
            smooth(&values, window, &mut out);
            for ((mean, sum), count) in out.iter().zip(sums).zip(counts) {
                let expected = f64::from(sum) / f64::from(count);
                assert!(
                    (f64::from(*mean) - expected).abs() < 1e-5,
                    "{window}: {out:?}"
                );
            }
            assert_eq!(out.len(), 16);
            assert!((out[15] - 13.5).abs() < 1e-5, "{out:?}");
            // Along columns it is the same.
            let mut columns = Columns::new(window);
            let mut down = Vec::new();
            for value in &values {
                columns.push(&[*value], |row| down.extend_from_slice(row));
            }
            columns.finish(|row| down.extend_from_slice(row));
            assert_eq!(down, out);
        }
    }
}
