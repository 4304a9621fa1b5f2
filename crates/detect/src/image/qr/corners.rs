//! Which three finder patterns may belong to one code.

use super::finder::Finder;

/// Most groups that are tried.
const MAX_GROUPS: usize = 48;

/// Three corners of a code.
#[derive(Clone, Copy, Debug)]
pub(super) struct Corners {
    /// The corner between the others.
    pub(super) origin: (f64, f64),
    /// The corner to its right, seen with the code upright.
    pub(super) right: (f64, f64),
    /// The corner below it.
    pub(super) below: (f64, f64),
    /// The numbers of the patterns.
    pub(super) finders: [usize; 3],
    /// How far from a square's corners they are.
    score: f64,
}

/// Returns groups of patterns that lie like corners of a square, the likeliest first.
pub(super) fn corners(finders: &[Finder]) -> Vec<Corners> {
    let mut groups = Vec::new();
    for (c, third) in finders.iter().enumerate() {
        for (b, second) in finders.iter().enumerate().take(c) {
            for (a, first) in finders.iter().enumerate().take(b) {
                groups.extend(group([(a, first), (b, second), (c, third)]));
            }
        }
    }
    groups.sort_by(|one: &Corners, other| one.score.total_cmp(&other.score));
    groups.truncate(MAX_GROUPS);
    groups
}

fn group(three: [(usize, &Finder); 3]) -> Option<Corners> {
    let modules = three.map(|(_, finder)| finder.module);
    let largest = modules.into_iter().fold(0.0, f64::max);
    let smallest = modules.into_iter().fold(f64::MAX, f64::min);
    if largest > 1.6 * smallest {
        return None;
    }
    // The longest side lies opposite the corner between the others.
    let [first, second, third] = three;
    let [origin, one, other] = [
        [first, second, third],
        [second, third, first],
        [third, first, second],
    ]
    .into_iter()
    .max_by(|[_, a, b], [_, c, d]| length(*a, *b).total_cmp(&length(*c, *d)))?;
    let (legs, across) = (
        [length(origin, one), length(origin, other)],
        length(one, other),
    );
    let [short, long] = if legs[0] < legs[1] {
        legs
    } else {
        [legs[1], legs[0]]
    };
    // Fourteen modules lie between the middles of two patterns of the smallest code.
    if short < 10.0 * smallest || long > 1.5 * short {
        return None;
    }
    let right_angle = (across * across / (short * short + long * long) - 1.0).abs();
    if right_angle > 0.4 {
        return None;
    }
    let point = |(_, finder): (usize, &Finder)| (finder.x, finder.y);
    let (o, a, b) = (point(origin), point(one), point(other));
    let turn = (a.0 - o.0) * (b.1 - o.1) - (a.1 - o.1) * (b.0 - o.0);
    let (right, below) = if turn > 0.0 { (a, b) } else { (b, a) };
    Some(Corners {
        origin: o,
        right,
        below,
        finders: [origin.0, one.0, other.0],
        score: right_angle + (long / short - 1.0) + (largest / smallest - 1.0),
    })
}

fn length((_, one): (usize, &Finder), (_, other): (usize, &Finder)) -> f64 {
    (one.x - other.x).hypot(one.y - other.y)
}
