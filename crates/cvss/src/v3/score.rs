//! The equations of CVSS v3.0 and v3.1 (v3.1 §7), in integers.

use super::{Minor, Slot};
use crate::score::Score;

/// One point in the tables of subscores.
const POINT: u64 = 1_000_000_000_000_000;
const TENTH: u64 = POINT / 10;

/// Weights in hundredths (v3.1 §7.4), in the order of the values.
const AV: [u64; 4] = [85, 62, 55, 20];
const AC: [u64; 2] = [77, 44];
const PR: [[u64; 3]; 2] = [[85, 62, 27], [85, 68, 50]];
const UI: [u64; 2] = [85, 62];
const E: [u64; 5] = [100, 100, 97, 94, 91];
const RL: [u64; 5] = [100, 100, 97, 96, 95];
const RC: [u64; 4] = [100, 100, 96, 92];

/// What an impact times a requirement can be, in hundredths.
const LEVELS: [u64; 7] = [0, 11, 22, 28, 33, 56, 84];
/// The level of an impact (high, low, none) under a requirement (not defined, high, medium, low).
const LEVEL: [[u8; 4]; 3] = [[5, 6, 5, 3], [2, 4, 2, 1], [0, 0, 0, 0]];
const HIGHEST_ISS: u64 = 915_000;

/// Which equation of the impact holds.
#[derive(Clone, Copy)]
enum Form {
    /// Scope unchanged.
    Unchanged = 0,
    /// Scope changed, base metrics of both versions and modified metrics of 3.0.
    Changed15 = 1,
    /// Scope changed, modified metrics of 3.1.
    Changed13 = 2,
}

/// Impact by form and levels of the three impacts; if scope changed, times 1.08 already.
static IMPACT: [[u64; 343]; 3] = {
    let mut table = [[0; 343]; 3];
    let mut at = 0;
    while at < 343 {
        let kept = (100 - LEVELS[at / 49]) * (100 - LEVELS[at / 7 % 7]) * (100 - LEVELS[at % 7]);
        let iss = 1_000_000 - kept;
        let iss = if iss > HIGHEST_ISS { HIGHEST_ISS } else { iss };
        table[Form::Unchanged as usize][at] = 642 * iss * (POINT / 100_000_000);
        if iss > 0 {
            table[Form::Changed15 as usize][at] =
                changed(iss, power((iss - 20_000) as u128 * 10_000, 15));
            table[Form::Changed13 as usize][at] =
                changed(iss, power(iss as u128 * 9_731 - 200_000_000, 13));
        }
        at += 1;
    }
    table
};

/// `1.08 · (7.52·(iss − 0.029) − 3.25·power)` for an `iss` in millionths.
const fn changed(iss: u64, power: u128) -> u64 {
    let first = 752 * (iss - 29_000) as u128 * 1_000_000_000_000;
    let second = 325 * power;
    ((first - second) * 108 / 10_000_000) as u64
}

/// A power of a fraction in units of 10⁻¹⁰, in units of 10⁻¹⁸.
const fn power(fraction: u128, exponent: u32) -> u128 {
    let mut result = fraction * 100_000_000;
    let mut done = 1;
    while done < exponent {
        result = result * fraction / 10_000_000_000;
        done += 1;
    }
    result
}

/// Exploitability by scope and AV, AC, PR, UI; if scope changed, times 1.08 already. Exact.
static EXPLOITABILITY: [[u64; 48]; 2] = {
    let mut table = [[0; 48]; 2];
    let mut at = 0;
    while at < 48 {
        let product = 822 * AV[at / 12] * AC[at / 6 % 2] * UI[at % 2];
        table[0][at] = product * PR[0][at / 2 % 3] * 100 * (POINT / 1_000_000_000_000);
        table[1][at] = product * PR[1][at / 2 % 3] * 108 * (POINT / 1_000_000_000_000);
        at += 1;
    }
    table
};

#[inline]
pub(super) fn base(values: &[u8; 22]) -> Score {
    let (impact, exploitability) = base_parts(values);
    up(impact, exploitability)
}

#[inline]
pub(super) fn temporal(score: Score, values: &[u8; 22]) -> Score {
    let product = E[usize::from(values[Slot::ExploitCodeMaturity as usize])]
        * RL[usize::from(values[Slot::RemediationLevel as usize])]
        * RC[usize::from(values[Slot::ReportConfidence as usize])];
    Score::clamped((u64::from(score.tenths()) * product).div_ceil(1_000_000) as i64)
}

#[inline]
pub(super) fn environmental(minor: Minor, values: &[u8; 22]) -> Score {
    // A modified metric that is defined, 1 and up, stands for the base metric, 0 and up (§4.2).
    let effective = |base: Slot, modified: Slot| {
        let (base, modified) = (values[base as usize], values[modified as usize]);
        usize::from(if modified == 0 { base } else { modified - 1 })
    };
    let level = |base: Slot, modified: Slot, requirement: Slot| {
        usize::from(LEVEL[effective(base, modified)][usize::from(values[requirement as usize])])
    };
    let c = level(
        Slot::ConfidentialityImpact,
        Slot::ModifiedConfidentialityImpact,
        Slot::ConfidentialityRequirement,
    );
    let i = level(
        Slot::IntegrityImpact,
        Slot::ModifiedIntegrityImpact,
        Slot::IntegrityRequirement,
    );
    let a = level(
        Slot::AvailabilityImpact,
        Slot::ModifiedAvailabilityImpact,
        Slot::AvailabilityRequirement,
    );
    let av = effective(Slot::AttackVector, Slot::ModifiedAttackVector);
    let ac = effective(Slot::AttackComplexity, Slot::ModifiedAttackComplexity);
    let pr = effective(Slot::PrivilegesRequired, Slot::ModifiedPrivilegesRequired);
    let ui = effective(Slot::UserInteraction, Slot::ModifiedUserInteraction);
    let scope = effective(Slot::Scope, Slot::ModifiedScope);
    let form = match (scope, minor) {
        (0, _) => Form::Unchanged,
        (_, Minor::Zero) => Form::Changed15,
        (_, Minor::One) => Form::Changed13,
    };
    let impact = IMPACT[form as usize][c * 49 + i * 7 + a];
    let exploitability = EXPLOITABILITY[scope][av * 12 + ac * 6 + pr * 2 + ui];
    temporal(up(impact, exploitability), values)
}

/// The impact half up to a tenth.
pub(super) fn impact(values: &[u8; 22]) -> Score {
    half_up(base_parts(values).0, values)
}

/// The exploitability half up to a tenth.
pub(super) fn exploitability(values: &[u8; 22]) -> Score {
    half_up(base_parts(values).1, values)
}

#[inline]
fn base_parts(values: &[u8; 22]) -> (u64, u64) {
    let at = |slot: Slot| usize::from(values[slot as usize]);
    let level = |slot: Slot| usize::from(LEVEL[at(slot)][0]);
    let (c, i, a) = (
        level(Slot::ConfidentialityImpact),
        level(Slot::IntegrityImpact),
        level(Slot::AvailabilityImpact),
    );
    let scope = at(Slot::Scope);
    let exploit = at(Slot::AttackVector) * 12
        + at(Slot::AttackComplexity) * 6
        + at(Slot::PrivilegesRequired) * 2
        + at(Slot::UserInteraction);
    (
        IMPACT[scope][c * 49 + i * 7 + a],
        EXPLOITABILITY[scope][exploit],
    )
}

/// The sum of both subscores, at most ten, up to the next tenth; nothing without impact.
#[inline]
fn up(impact: u64, exploitability: u64) -> Score {
    if impact == 0 {
        return Score::ZERO;
    }
    Score::clamped((impact + exploitability).div_ceil(TENTH) as i64)
}

/// Takes the factor 1.08 out again if scope changed.
fn half_up(part: u64, values: &[u8; 22]) -> Score {
    let part = u128::from(part);
    let part = if values[Slot::Scope as usize] == 0 {
        part
    } else {
        part * 100 / 108
    };
    Score::clamped(((part + u128::from(TENTH) / 2) / u128::from(TENTH)) as i64)
}
