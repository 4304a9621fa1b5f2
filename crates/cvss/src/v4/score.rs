//! The equations of CVSS v4.0 (§8), in closed form.

use core::fmt;

use super::{Slot, table::SCORES};
use crate::score::Score;

/// A multiple of every depth below, so that each share of a step is whole.
const UNIT: u32 = 840;
/// How many levels a vector can sink within its class before it reaches the next.
const DEPTH_1: [u32; 3] = [1, 4, 5];
const DEPTH_2: [u32; 2] = [1, 2];
const DEPTH_36: [u32; 5] = [7, 6, 8, 8, 10];
const DEPTH_4: [u32; 3] = [6, 5, 4];
/// EQ3 and EQ6 go together: these five pairs exist.
const PAIRS: [(usize, usize); 5] = [(0, 0), (0, 1), (1, 0), (1, 1), (2, 1)];

/// The class of a vector: a digit for each equivalence class, 0 the most severe (§8.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MacroVector([u8; 6]);

impl MacroVector {
    /// EQ1 to EQ6.
    #[must_use]
    pub const fn digits(self) -> [u8; 6] {
        self.0
    }

    /// The score of the most severe vector of the class.
    #[must_use]
    pub fn score(self) -> Score {
        let [a, b, c, d, e, f] = self.0.map(usize::from);
        Score::clamped(i64::from(SCORES[a][b][c][d][e][f]))
    }
}

impl fmt::Display for MacroVector {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|digit| write!(out, "{digit}"))
    }
}

/// A class in the high half of a byte, the levels below its top in the low half.
const fn pack(class: usize, distance: usize) -> u8 {
    (class << 4 | distance) as u8
}

/// EQ1 of AV, PR, UI.
static EQ1: [u8; 36] = {
    let mut table = [0; 36];
    let mut at = 0;
    while at < 36 {
        let (av, pr, ui) = (at / 9, at / 3 % 3, at % 3);
        table[at] = if av == 0 && pr == 0 && ui == 0 {
            pack(0, 0)
        } else if (av == 0 || pr == 0 || ui == 0) && av != 3 {
            pack(1, av + pr + ui - 1)
        } else {
            pack(2, av + pr + ui - 3)
        };
        at += 1;
    }
    table
};

/// EQ2 of AC, AT.
static EQ2: [u8; 4] = [pack(0, 0), pack(1, 0), pack(1, 0), pack(1, 1)];

/// EQ3 with EQ6 of VC, VI, VA, CR, IR, AR.
static EQ36: [u8; 729] = {
    let mut table = [0; 729];
    let mut at = 0;
    while at < 729 {
        let (vc, vi, va) = (at / 243, at / 81 % 3, at / 27 % 3);
        let (cr, ir, ar) = (at / 9 % 3, at / 3 % 3, at % 3);
        let sum = vc + vi + va + cr + ir + ar;
        let top = (cr == 0 && vc == 0) || (ir == 0 && vi == 0) || (ar == 0 && va == 0);
        table[at] = if vc == 0 && vi == 0 {
            if top { pack(0, sum) } else { pack(1, sum - 3) }
        } else if vc == 0 || vi == 0 || va == 0 {
            if top {
                pack(2, sum - 1)
            } else {
                pack(3, sum - 3)
            }
        } else {
            pack(4, sum - 3)
        };
        at += 1;
    }
    table
};

/// EQ4 of SC, SI, SA, whose levels begin with safety.
static EQ4: [u8; 64] = {
    let mut table = [0; 64];
    let mut at = 0;
    while at < 64 {
        let (sc, si, sa) = (at / 16, at / 4 % 4, at % 4);
        table[at] = if sc == 0 {
            0 // confidentiality has no safety
        } else if si == 0 || sa == 0 {
            pack(0, sc + si + sa - 1)
        } else if sc == 1 || si == 1 || sa == 1 {
            pack(1, sc + si + sa - 3)
        } else {
            pack(2, sc + si + sa - 6)
        };
        at += 1;
    }
    table
};

/// What a macrovector needs for scoring: `(start − Σ weight·distance) / divisor` is the score in tenths, rounded.
#[derive(Clone, Copy)]
struct Class {
    start: u32,
    divisor: u32,
    weights: [u16; 4],
}

static CLASSES: [Class; 270] = {
    let mut table = [Class {
        start: 0,
        divisor: 1,
        weights: [0; 4],
    }; 270];
    let mut at = 0;
    while at < 270 {
        table[at] = class(at / 90, at / 45 % 2, at / 9 % 5, at / 3 % 3, at % 3);
        at += 1;
    }
    table
};

const fn class(one: usize, two: usize, pair: usize, four: usize, five: usize) -> Class {
    let (three, six) = PAIRS[pair];
    let value = SCORES[one][two][three][four][five][six] as u32;
    let (mut weights, mut lower) = ([0; 4], 0);
    if one < 2 {
        weights[0] = weight(
            value,
            SCORES[one + 1][two][three][four][five][six],
            DEPTH_1[one],
        );
        lower += 1;
    }
    if two < 1 {
        weights[1] = weight(
            value,
            SCORES[one][two + 1][three][four][five][six],
            DEPTH_2[two],
        );
        lower += 1;
    }
    if pair < 4 {
        // (0, 0) has two neighbours; the one with the higher score counts (§8.2).
        let next = match pair {
            0 => max(
                pair_score(one, two, 1, four, five),
                pair_score(one, two, 2, four, five),
            ),
            1 | 2 => pair_score(one, two, 3, four, five),
            _ => pair_score(one, two, 4, four, five),
        };
        weights[2] = weight(value, next, DEPTH_36[pair]);
        lower += 1;
    }
    if four < 2 {
        weights[3] = weight(
            value,
            SCORES[one][two][three][four + 1][five][six],
            DEPTH_4[four],
        );
        lower += 1;
    }
    if five < 2 {
        lower += 1;
    }
    if lower == 0 {
        return Class {
            start: value,
            divisor: 1,
            weights,
        };
    }
    let divisor = UNIT * lower;
    Class {
        start: value * divisor + divisor / 2,
        divisor,
        weights,
    }
}

const fn pair_score(one: usize, two: usize, pair: usize, four: usize, five: usize) -> u8 {
    let (three, six) = PAIRS[pair];
    SCORES[one][two][three][four][five][six]
}

const fn max(a: u8, b: u8) -> u8 {
    if a > b { a } else { b }
}

/// What one level costs, in parts of [`UNIT`] of a tenth.
const fn weight(value: u32, next: u8, depth: u32) -> u16 {
    ((value - next as u32) * UNIT / depth) as u16
}

/// The classes and distances of one vector, packed, and whether there is any impact at all.
struct Place {
    one: u8,
    two: u8,
    pair: u8,
    four: u8,
    five: u8,
    harmless: bool,
}

#[inline]
fn place(values: &[u8; 32]) -> Place {
    // A modified metric that is defined, 1 and up, stands for the base metric, 0 and up (§4.2).
    let effective = |base: Slot, modified: Slot| {
        let (base, modified) = (values[base as usize], values[modified as usize]);
        usize::from(if modified == 0 { base } else { modified - 1 })
    };
    // Safety comes first among the modified values and has no base value.
    let subsequent = |base: Slot, modified: Slot| {
        let (base, modified) = (values[base as usize], values[modified as usize]);
        usize::from(if modified == 0 {
            base + 1
        } else {
            modified - 1
        })
    };
    // Not defined is as high (§4.1) or attacked (§3.1).
    let defined = |slot: Slot| usize::from(values[slot as usize].saturating_sub(1));
    let av = effective(Slot::AttackVector, Slot::ModifiedAttackVector);
    let ac = effective(Slot::AttackComplexity, Slot::ModifiedAttackComplexity);
    let at = effective(Slot::AttackRequirements, Slot::ModifiedAttackRequirements);
    let pr = effective(Slot::PrivilegesRequired, Slot::ModifiedPrivilegesRequired);
    let ui = effective(Slot::UserInteraction, Slot::ModifiedUserInteraction);
    let vc = effective(
        Slot::VulnerableConfidentiality,
        Slot::ModifiedVulnerableConfidentiality,
    );
    let vi = effective(Slot::VulnerableIntegrity, Slot::ModifiedVulnerableIntegrity);
    let va = effective(
        Slot::VulnerableAvailability,
        Slot::ModifiedVulnerableAvailability,
    );
    let sc = effective(
        Slot::SubsequentConfidentiality,
        Slot::ModifiedSubsequentConfidentiality,
    ) + 1;
    let si = subsequent(Slot::SubsequentIntegrity, Slot::ModifiedSubsequentIntegrity);
    let sa = subsequent(
        Slot::SubsequentAvailability,
        Slot::ModifiedSubsequentAvailability,
    );
    let cr = defined(Slot::ConfidentialityRequirement);
    let ir = defined(Slot::IntegrityRequirement);
    let ar = defined(Slot::AvailabilityRequirement);
    Place {
        one: EQ1[av * 9 + pr * 3 + ui],
        two: EQ2[ac * 2 + at],
        pair: EQ36[vc * 243 + vi * 81 + va * 27 + cr * 9 + ir * 3 + ar],
        four: EQ4[sc * 16 + si * 4 + sa],
        five: defined(Slot::ExploitMaturity) as u8,
        harmless: vc + vi + va == 6 && sc + si + sa == 9,
    }
}

#[inline]
pub(super) fn score(values: &[u8; 32]) -> Score {
    let place = place(values);
    if place.harmless {
        return Score::ZERO;
    }
    let packed = [place.one, place.two, place.pair, place.four];
    let [one, two, pair, four] = packed.map(|byte| usize::from(byte >> 4));
    let class = &CLASSES[(((one * 2 + two) * 5 + pair) * 3 + four) * 3 + usize::from(place.five)];
    let mut points = class.start;
    for (byte, weight) in packed.iter().zip(class.weights) {
        points -= u32::from(byte & 15) * u32::from(weight);
    }
    Score::clamped(i64::from(points / class.divisor))
}

pub(super) fn macrovector(values: &[u8; 32]) -> MacroVector {
    let place = place(values);
    let (three, six) = PAIRS[usize::from(place.pair >> 4)];
    MacroVector([
        place.one >> 4,
        place.two >> 4,
        three as u8,
        place.four >> 4,
        place.five,
        six as u8,
    ])
}
