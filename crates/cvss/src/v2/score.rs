//! The equations of CVSS v2.0 (§3.2), in integers.

use super::Slot;
use crate::score::Score;

/// Weights (§3.2.1) in thousandths and hundredths, in the order of the values.
const AV: [i128; 3] = [395, 646, 1000];
const AC: [i128; 3] = [35, 61, 71];
const AU: [i128; 3] = [450, 560, 704];
/// Weights (§3.2.2) in hundredths; not defined comes first.
const E: [i64; 5] = [100, 85, 90, 95, 100];
const RL: [i64; 5] = [100, 87, 90, 95, 100];
const RC: [i64; 4] = [100, 90, 95, 100];
/// Weights (§3.2.3) in tenths and hundredths.
const CDP: [i64; 6] = [0, 0, 1, 3, 4, 5];
const TD: [i64; 5] = [100, 0, 25, 75, 100];

/// What an impact times a requirement can be, in units of 10⁻⁵.
const LEVELS: [i128; 7] = [0, 13_750, 27_500, 33_000, 41_525, 66_000, 99_660];
/// The level of an impact (none, partial, complete) under a requirement (not defined, low, medium, high).
const LEVEL: [[u8; 4]; 3] = [[0, 0, 0, 0], [2, 1, 2, 4], [5, 3, 5, 6]];

/// A tenth of a point in units of 10⁻¹⁷, in which impacts are exact.
const TENTH: i128 = 10_000_000_000_000_000;

/// Base scores in tenths, by the levels of the three impacts and AV, AC, Au.
static BASE: [[i8; 27]; 343] = scores(false);
/// The same with the impact limited to ten, as the environmental equation asks; below zero in places.
static ADJUSTED: [[i8; 27]; 343] = scores(true);

const fn scores(limited: bool) -> [[i8; 27]; 343] {
    let mut table = [[0; 27]; 343];
    let mut at = 0;
    while at < 343 {
        let impact = impact_of(at, limited);
        let mut exploit = 0;
        while impact > 0 && exploit < 27 {
            // (0.6·impact + 0.4·exploitability − 1.5)·1.176 in units of 10⁻²¹
            let sum = 6 * impact + 4 * exploitability_of(exploit) * 1_000_000_000 - 15 * TENTH * 10;
            let score = sum * 1176;
            let tenth = TENTH * 10_000;
            table[at][exploit] = (score + tenth / 2).div_euclid(tenth) as i8;
            exploit += 1;
        }
        at += 1;
    }
    table
}

/// `10.41·(1 − Π(1 − x))` in units of 10⁻¹⁷.
const fn impact_of(levels: usize, limited: bool) -> i128 {
    let kept = (100_000 - LEVELS[levels / 49])
        * (100_000 - LEVELS[levels / 7 % 7])
        * (100_000 - LEVELS[levels % 7]);
    let impact = 1041 * (1_000_000_000_000_000 - kept);
    if limited && impact > 100 * TENTH {
        100 * TENTH
    } else {
        impact
    }
}

/// `20·AV·AC·Au` in units of 10⁻⁸.
const fn exploitability_of(metrics: usize) -> i128 {
    20 * AV[metrics / 9] * AC[metrics / 3 % 3] * AU[metrics % 3]
}

#[inline]
pub(super) fn base(values: &[u8; 14]) -> Score {
    Score::clamped(i64::from(BASE[base_levels(values)][exploit(values)]))
}

#[inline]
pub(super) fn temporal(score: Score, values: &[u8; 14]) -> Score {
    Score::clamped(temporal_tenths(i64::from(score.tenths()), values))
}

#[inline]
fn temporal_tenths(tenths: i64, values: &[u8; 14]) -> i64 {
    let product = E[usize::from(values[Slot::Exploitability as usize])]
        * RL[usize::from(values[Slot::RemediationLevel as usize])]
        * RC[usize::from(values[Slot::ReportConfidence as usize])];
    (tenths * product + 500_000).div_euclid(1_000_000)
}

#[inline]
pub(super) fn environmental(values: &[u8; 14]) -> Score {
    let at = |slot: Slot| usize::from(values[slot as usize]);
    let level = |impact: Slot, requirement: Slot| usize::from(LEVEL[at(impact)][at(requirement)]);
    let levels = level(
        Slot::ConfidentialityImpact,
        Slot::ConfidentialityRequirement,
    ) * 49
        + level(Slot::IntegrityImpact, Slot::IntegrityRequirement) * 7
        + level(Slot::AvailabilityImpact, Slot::AvailabilityRequirement);
    let adjusted = temporal_tenths(i64::from(ADJUSTED[levels][exploit(values)]), values);
    // AT + (10 − AT)·CDP in hundredths, times TD
    let hundredths = adjusted * 10 + (100 - adjusted) * CDP[at(Slot::CollateralDamagePotential)];
    Score::clamped((hundredths * TD[at(Slot::TargetDistribution)] + 500).div_euclid(1000))
}

/// The impact half up to a tenth.
pub(super) fn impact(values: &[u8; 14]) -> Score {
    Score::clamped(((impact_of(base_levels(values), false) + TENTH / 2) / TENTH) as i64)
}

/// The exploitability half up to a tenth.
pub(super) fn exploitability(values: &[u8; 14]) -> Score {
    Score::clamped(((exploitability_of(exploit(values)) + 5_000_000) / 10_000_000) as i64)
}

#[inline]
fn base_levels(values: &[u8; 14]) -> usize {
    let level = |slot: Slot| usize::from(LEVEL[usize::from(values[slot as usize])][0]);
    level(Slot::ConfidentialityImpact) * 49
        + level(Slot::IntegrityImpact) * 7
        + level(Slot::AvailabilityImpact)
}

#[inline]
fn exploit(values: &[u8; 14]) -> usize {
    let at = |slot: Slot| usize::from(values[slot as usize]);
    at(Slot::AccessVector) * 9 + at(Slot::AccessComplexity) * 3 + at(Slot::Authentication)
}
