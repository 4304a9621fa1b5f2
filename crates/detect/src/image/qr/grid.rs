//! The modules of a code, from where its corners are.

use super::{binary::Bits, corners::Corners};

/// Modules along a side of the smallest and of the largest code.
const SIDES: std::ops::RangeInclusive<usize> = 21..=177;
/// How many sizes are tried to each side of what was measured.
const SIZES: usize = 3;
/// How many modules around where it should be the alignment pattern is looked for.
const AROUND: i32 = 6;

/// A point of an image, or of a grid whose modules are one wide.
type Point = (f64, f64);

/// The modules of what may be a code.
pub(super) struct Modules {
    side: usize,
    dark: Vec<bool>,
}

impl Modules {
    /// Returns how many there are along a side.
    pub(super) const fn side(&self) -> usize {
        self.side
    }

    /// Whether a module is dark.
    pub(super) fn is_dark(&self, x: usize, y: usize) -> bool {
        self.dark.get(y * self.side + x).copied().unwrap_or(false)
    }
}

/// Returns what may be the grid of a code with these corners, the likeliest first: of each size that fits with
/// its timing patterns, with and without its alignment pattern.
pub(super) fn grids(bits: &Bits, corners: &Corners) -> impl Iterator<Item = Modules> {
    let legs = [corners.right, corners.below].map(|to| Leg::of(bits, corners.origin, to));
    let mut planes: Vec<(usize, usize, Plane)> = Vec::new();
    for side in candidates(&legs) {
        let seen = [
            Plane::flat(corners, side),
            Plane::leaning(corners, &legs, side),
        ];
        for plane in seen.into_iter().flatten() {
            let wrong = timing(bits, &plane, side);
            planes.extend(wrong.map(|wrong| (wrong, side, plane)));
        }
    }
    planes.sort_by_key(|(wrong, ..)| *wrong);
    let corners = *corners;
    planes.into_iter().flat_map(move |(_, side, plane)| {
        let aligned = Plane::aligned(bits, &plane, &corners, side);
        let both = [aligned, Some(plane)].into_iter().flatten();
        both.map(move |plane| modules(bits, &plane, side))
    })
}

/// A side of a code, between the middles of two patterns.
struct Leg {
    length: f64,
    /// How wide a module is at its beginning and at its end.
    modules: [f64; 2],
}

impl Leg {
    fn of(bits: &Bits, from: Point, to: Point) -> Option<Self> {
        // From the middle of a pattern to its edge there are three modules and a half.
        let modules = [half(bits, from, to)? / 3.5, half(bits, to, from)? / 3.5];
        let length = (to.0 - from.0).hypot(to.1 - from.1);
        Some(Self { length, modules })
    }
}

/// Sizes near what is measured, the nearest first.
fn candidates(legs: &[Option<Leg>; 2]) -> Vec<usize> {
    // Seen from the side, modules become narrower by the square of the depth.
    let counted = |leg: &Leg| leg.length / (leg.modules[0] * leg.modules[1]).sqrt();
    let counted: Vec<f64> = legs.iter().flatten().map(counted).collect();
    if counted.is_empty() {
        return Vec::new();
    }
    #[expect(clippy::cast_precision_loss, reason = "there are at most two")]
    let modules = counted.iter().sum::<f64>() / counted.len() as f64 + 7.0;
    let mut sizes: Vec<usize> = SIDES.step_by(4).collect();
    let off = |side: &usize| (float(*side) - modules).abs();
    sizes.sort_by(|one, other| off(one).total_cmp(&off(other)));
    sizes.truncate(2 * SIZES + 1);
    sizes
}

/// How far it is from the middle of a pattern to its edge, on the way to another point.
fn half(bits: &Bits, from: Point, to: Point) -> Option<f64> {
    let length = (to.0 - from.0).hypot(to.1 - from.1);
    let step = ((to.0 - from.0) / length, (to.1 - from.1) / length);
    let mut is_dark = true;
    let mut changes = 0;
    let mut way = 0.0;
    while way < length {
        let point = (from.0 + 0.5 + step.0 * way, from.1 + 0.5 + step.1 * way);
        if bits.at_point(point)? != is_dark {
            is_dark = !is_dark;
            changes += 1;
            if changes == 3 {
                return Some(way);
            }
        }
        way += 0.25;
    }
    None
}

/// How many modules of the two timing patterns are wrong; nothing where more than a quarter are (section
/// 6.3.5: they lie in the seventh row and column and alternate).
fn timing(bits: &Bits, plane: &Plane, side: usize) -> Option<usize> {
    let mut wrong = 0;
    for at in 8..side - 8 {
        let is_dark = at % 2 == 0;
        let (along, across) = (float(at) + 0.5, 6.5);
        for point in [(along, across), (across, along)] {
            let is_right = bits.at_point(plane.map(point)) == Some(is_dark);
            wrong += usize::from(!is_right);
        }
    }
    (4 * wrong <= 2 * (side - 16)).then_some(wrong)
}

fn modules(bits: &Bits, plane: &Plane, side: usize) -> Modules {
    let mut dark = Vec::with_capacity(side * side);
    for y in 0..side {
        for x in 0..side {
            let point = plane.map((float(x) + 0.5, float(y) + 0.5));
            dark.push(bits.at_point(point).unwrap_or(false));
        }
    }
    Modules { side, dark }
}

/// How a grid lies in an image that shows it from anywhere.
#[derive(Clone, Copy, Debug)]
struct Plane([f64; 8]);

impl Plane {
    /// A grid that is seen from straight above.
    fn flat(corners: &Corners, side: usize) -> Option<Self> {
        let far = float(side) - 3.5;
        let opposite = (
            corners.right.0 + corners.below.0 - corners.origin.0,
            corners.right.1 + corners.below.1 - corners.origin.1,
        );
        Self::through(corners, side, (far, far), opposite)
    }

    /// A grid that is seen from the side, as modules that become narrower along its sides say; nothing where
    /// they hardly do.
    fn leaning(corners: &Corners, legs: &[Option<Leg>; 2], side: usize) -> Option<Self> {
        let way = float(side) - 7.0;
        let [right, below] = legs.each_ref().map(|leg| {
            let [first, last] = leg.as_ref()?.modules;
            Some(((first / last).sqrt() - 1.0) / way)
        });
        let (right, below) = (right?, below?);
        if (right.abs() + below.abs()) * way < 0.02 {
            return None;
        }
        let depth = (1.0 + right * way, 1.0 + below * way);
        let opposite = |origin: f64, right_end: f64, below_end: f64| {
            (right_end * depth.0 + below_end * depth.1 - origin) / (depth.0 + depth.1 - 1.0)
        };
        let (o, r, b) = (corners.origin, corners.right, corners.below);
        let far = float(side) - 3.5;
        let opposite = (opposite(o.0, r.0, b.0), opposite(o.1, r.1, b.1));
        Self::through(corners, side, (far, far), opposite)
    }

    /// A grid whose alignment pattern is found, the one that is farthest from the corners (section 6.3.6).
    fn aligned(bits: &Bits, flat: &Self, corners: &Corners, side: usize) -> Option<Self> {
        if side == 21 {
            return None;
        }
        let middle = float(side) - 6.5;
        let mut best = (0, (0.0, 0.0));
        // In thirds of a module, from the middle outwards.
        for y in offsets() {
            for x in offsets() {
                let at = (middle + f64::from(x) / 3.0, middle + f64::from(y) / 3.0);
                let score = alignment(bits, flat, at);
                if score > best.0 {
                    best = (score, flat.map(at));
                }
            }
        }
        // Of 25 modules, a few may be hidden.
        let (score, found) = best;
        (score >= 21).then(|| Self::through(corners, side, (middle, middle), found))?
    }

    /// The plane that maps the middles of the corners and one more point of the grid.
    fn through(corners: &Corners, side: usize, grid: Point, image: Point) -> Option<Self> {
        let far = float(side) - 3.5;
        let centre = |(x, y): Point| (x + 0.5, y + 0.5);
        solve([
            ((3.5, 3.5), centre(corners.origin)),
            ((far, 3.5), centre(corners.right)),
            ((3.5, far), centre(corners.below)),
            (grid, centre(image)),
        ])
        .map(Self)
    }

    fn map(&self, (x, y): Point) -> Point {
        let Self([a, b, c, d, e, f, g, h]) = *self;
        let depth = g * x + h * y + 1.0;
        ((a * x + b * y + c) / depth, (d * x + e * y + f) / depth)
    }
}

/// How many modules around a point are those of an alignment pattern: dark, light and dark squares in each
/// other.
fn alignment(bits: &Bits, plane: &Plane, (x, y): Point) -> u32 {
    let mut score = 0;
    for down in -2..=2_i32 {
        for across in -2..=2_i32 {
            let ring = down.abs().max(across.abs());
            let point = plane.map((x + f64::from(across), y + f64::from(down)));
            score += u32::from(bits.at_point(point) == Some(ring != 1));
        }
    }
    score
}

/// Offsets from zero outwards.
fn offsets() -> impl Iterator<Item = i32> {
    (0..=3 * AROUND).flat_map(|at| if at == 0 { vec![0] } else { vec![-at, at] })
}

/// Solves for the plane that maps four points to four others, by elimination.
fn solve(pairs: [(Point, Point); 4]) -> Option<[f64; 8]> {
    let mut rows: Vec<[f64; 9]> = Vec::with_capacity(8);
    for ((x, y), (u, v)) in pairs {
        rows.push([x, y, 1.0, 0.0, 0.0, 0.0, -u * x, -u * y, u]);
        rows.push([0.0, 0.0, 0.0, x, y, 1.0, -v * x, -v * y, v]);
    }
    for column in 0..8 {
        let size = |row: &[f64; 9]| row.get(column).map_or(0.0, |value| value.abs());
        let rest = rows.iter().enumerate().skip(column);
        let (largest, _) = rest.max_by(|(_, one), (_, other)| size(one).total_cmp(&size(other)))?;
        rows.swap(column, largest);
        let mut pivot = *rows.get(column)?;
        let by = *pivot.get(column)?;
        if by.abs() < 1e-9 {
            return None;
        }
        for value in &mut pivot {
            *value /= by;
        }
        for (number, row) in rows.iter_mut().enumerate() {
            if number == column {
                *row = pivot;
                continue;
            }
            let times = row.get(column).copied().unwrap_or_default();
            for (value, own) in row.iter_mut().zip(pivot) {
                *value -= times * own;
            }
        }
    }
    let mut solution = [0.0; 8];
    for (value, row) in solution.iter_mut().zip(rows) {
        *value = row[8];
    }
    Some(solution)
}

fn float(length: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "no side has 2^52 pixels")]
    let length = length as f64;
    length
}
