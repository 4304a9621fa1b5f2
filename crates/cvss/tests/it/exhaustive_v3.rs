//! Every state of CVSS v3.0 and v3.1 against the equations (v3.1 §7) in unshortened decimals.

use watchbell_cvss::{Typed, Vector, Version, v3};

use crate::shared::{Dice, say};

const AV: [(&str, u64); 4] = [("N", 85), ("A", 62), ("L", 55), ("P", 20)];
const AC: [(&str, u64); 2] = [("L", 77), ("H", 44)];
const PR: [(&str, u64, u64); 3] = [("N", 85, 85), ("L", 62, 68), ("H", 27, 50)];
const UI: [(&str, u64); 2] = [("N", 85), ("R", 62)];
const CIA: [(&str, u64); 3] = [("H", 56), ("L", 22), ("N", 0)];
const REQUIREMENT: [(&str, u64); 4] = [("X", 100), ("H", 150), ("M", 100), ("L", 50)];
const E: [(&str, u64); 5] = [("X", 100), ("H", 100), ("F", 97), ("P", 94), ("U", 91)];
const RL: [(&str, u64); 5] = [("X", 100), ("U", 100), ("W", 97), ("T", 96), ("O", 95)];
const RC: [(&str, u64); 4] = [("X", 100), ("C", 100), ("R", 96), ("U", 92)];

/// A number of any size in units of 10⁻¹⁴⁰, the lowest digits first.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Big(Vec<u32>);

const DECIMALS: u32 = 140;

impl Big {
    /// `number · 10^-decimals`
    fn new(number: u64, decimals: u32) -> Self {
        let mut big = Self(vec![
            u32::try_from(number & 0xffff_ffff).unwrap(),
            u32::try_from(number >> 32).unwrap(),
        ]);
        for _ in decimals..DECIMALS {
            big = big.times(10);
        }
        big
    }

    fn times(&self, factor: u64) -> Self {
        let (mut digits, mut carry) = (Vec::new(), 0_u128);
        for digit in &self.0 {
            let product = u128::from(*digit) * u128::from(factor) + carry;
            digits.push(u32::try_from(product & 0xffff_ffff).unwrap());
            carry = product >> 32;
        }
        while carry > 0 {
            digits.push(u32::try_from(carry & 0xffff_ffff).unwrap());
            carry >>= 32;
        }
        Self(digits)
    }

    fn plus(&self, other: &Self) -> Self {
        self.combine(other, 1)
    }

    fn minus(&self, other: &Self) -> Self {
        self.combine(other, -1)
    }

    fn combine(&self, other: &Self, sign: i64) -> Self {
        let (mut digits, mut carry) = (Vec::new(), 0_i64);
        for at in 0..=self.0.len().max(other.0.len()) {
            let of = |big: &Self| big.0.get(at).map_or(0, |digit| i64::from(*digit));
            let sum = of(self) + sign * of(other) + carry;
            digits.push(u32::try_from(sum & 0xffff_ffff).unwrap());
            carry = sum >> 32;
        }
        assert_eq!(carry, 0, "never below zero");
        Self(digits)
    }

    fn at_least(&self, other: &Self) -> bool {
        let length = self.0.len().max(other.0.len());
        let of = |big: &Self, at: usize| big.0.get(at).copied().unwrap_or_default();
        for at in (0..length).rev() {
            if of(self, at) != of(other, at) {
                return of(self, at) > of(other, at);
            }
        }
        true
    }

    /// The smallest multiple of the unit that is not less.
    fn up(&self, units: &[Self]) -> u64 {
        u64::try_from(units.partition_point(|unit| !unit.at_least(self))).unwrap()
    }
}

/// `fraction · 10^-decimals` to a power, times `factor` hundredths
fn power(fraction: u64, decimals: u32, exponent: u32, factor: u64) -> Big {
    let mut big = Big::new(factor, 2 + decimals * exponent);
    for _ in 0..exponent {
        big = big.times(fraction);
    }
    big
}

/// Impact without the factor 1.08; none where the equation is not above zero.
fn impact(iss: u64, changed: bool, thirteen: bool) -> Option<Big> {
    if iss == 0 {
        return None;
    }
    if !changed {
        return Some(Big::new(642 * iss, 8));
    }
    let first = Big::new(752 * (iss - 29_000), 8);
    Some(first.minus(&if thirteen {
        power(iss * 9_731 - 200_000_000, 10, 13, 325)
    } else {
        power(iss - 20_000, 6, 15, 325)
    }))
}

/// The sum, times 1.08 if scope changed.
fn total(impact: &Big, exploitability: u64, changed: bool) -> Big {
    // one hundredth of the unit is lost to the factor, so both parts carry two decimals less
    let sum = impact.plus(&Big::new(exploitability, 10));
    sum.times(if changed { 108 } else { 100 })
}

/// Multiples of 0.1 and of 0.00001, in the unit of [`total`].
fn steps(decimals: u32, count: u64) -> Vec<Big> {
    let one = Big::new(1, decimals).times(100);
    (0..=count).map(|at| one.times(at)).collect()
}

/// What the procedure of v3.1 (appendix A) makes of a number: five decimals first, then up.
fn procedure(total: &Big, fine: &Big) -> u64 {
    // round(total · 100000) by bisection
    let (mut low, mut high) = (0_u64, 3_000_000);
    let doubled = total.times(2);
    while low < high {
        let middle = (low + high).div_ceil(2);
        if doubled.at_least(&fine.times(2 * middle - 1)) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    low.div_ceil(10_000)
}

fn set(vector: Vector, metric: &str, value: &str) -> Vector {
    vector.with_value(metric, value).unwrap()
}

/// All 2 592 base states and 2 · 165 888 environmental states, each with all 100 temporal ones.
#[test]
fn all_states() {
    let tenths = steps(1, 400);
    let fine = Big::new(1, 5).times(100);
    let (mut base, mut environmental) = (0, 0);
    let mut dice = Dice(7);
    for version in [Version::V30, Version::V31] {
        for levels in 0..1728_usize {
            let of = |at: usize| (CIA[at % 3], REQUIREMENT[at / 3]);
            let parts = [of(levels % 12), of(levels / 12 % 12), of(levels / 144)];
            let plain = parts.iter().all(|(_, requirement)| requirement.0 == "X");
            let kept: u64 = parts
                .iter()
                .map(|(cia, requirement)| 100 - cia.1 * requirement.1 / 100)
                .product();
            let iss = 1_000_000 - kept;
            for changed in [false, true] {
                let base_impact = impact(iss, changed, false);
                let impact = impact(iss.min(915_000), changed, version == Version::V31);
                for exploit in 0..48_usize {
                    let (av, ac, pr, ui) = (
                        AV[exploit / 12],
                        AC[exploit / 6 % 2],
                        PR[exploit / 2 % 3],
                        UI[exploit % 2],
                    );
                    let exploitability =
                        822 * av.1 * ac.1 * (if changed { pr.2 } else { pr.1 }) * ui.1;
                    let scope = if changed { "C" } else { "U" };
                    let [(c, cr), (i, ir), (a, ar)] = parts;
                    let wanted = [
                        ("AV", av.0),
                        ("AC", ac.0),
                        ("PR", pr.0),
                        ("UI", ui.0),
                        ("S", scope),
                        ("C", c.0),
                        ("I", i.0),
                        ("A", a.0),
                    ];
                    let score = |impact: &Option<Big>| {
                        impact.as_ref().map_or(0, |impact| {
                            let total = total(impact, exploitability, changed);
                            let up = total.up(&tenths);
                            assert_eq!(
                                up,
                                procedure(&total, &fine),
                                "the procedure of v3.1 gives the same"
                            );
                            up.min(100)
                        })
                    };
                    if plain {
                        let vector = wanted
                            .iter()
                            .fold(Vector::new(version), |vector, (m, v)| set(vector, m, v));
                        let expected = score(&base_impact);
                        assert_eq!(u64::from(vector.base().tenths()), expected, "{vector}");
                        temporal(vector, expected);
                        base += 1;
                    }
                    // some through modified metrics over other base values, some through base metrics
                    let mut vector = dice.vector(version, 0);
                    for (metric, value) in wanted {
                        if dice.below(2) == 0 {
                            vector = set(vector, &format!("M{metric}"), value);
                        } else {
                            vector = set(vector, metric, value);
                        }
                    }
                    for (metric, value) in [("CR", cr.0), ("IR", ir.0), ("AR", ar.0)] {
                        vector = set(vector, metric, value);
                    }
                    temporal_of_environmental(vector, score(&impact));
                    environmental += 1;
                }
            }
        }
    }
    say(&format!(
        "v3: {base} base states, {environmental} environmental, each with 100 temporal"
    ));
    assert_eq!((base, environmental), (2 * 2592, 2 * 165_888));
}

/// All temporal states of one vector: the product up to the next tenth.
fn temporal(vector: Vector, tenths: u64) {
    each(vector, |vector, product| {
        let shown = vector.temporal().unwrap_or_else(|| vector.base());
        let exact = tenths * product;
        assert_eq!(
            u64::from(shown.tenths()),
            exact.div_ceil(1_000_000),
            "{vector}"
        );
        // the procedure of v3.1 gives the same: five decimals of a point first
        assert_eq!(
            ((exact + 50) / 100).div_ceil(10_000),
            exact.div_ceil(1_000_000)
        );
    });
}

fn temporal_of_environmental(vector: Vector, tenths: u64) {
    let Vector::V3(vector) = vector else {
        unreachable!("it is v3")
    };
    for (e, maturity) in v3::ExploitCodeMaturity::ALL.iter().zip(E) {
        for (rl, level) in v3::RemediationLevel::ALL.iter().zip(RL) {
            for (rc, confidence) in v3::ReportConfidence::ALL.iter().zip(RC) {
                let vector = vector.with(*e).with(*rl).with(*rc);
                let expected = (tenths * maturity.1 * level.1 * confidence.1).div_ceil(1_000_000);
                assert_eq!(
                    u64::from(vector.environmental_equation().tenths()),
                    expected,
                    "{vector}"
                );
                if let Some(score) = vector.environmental() {
                    assert_eq!(vector.score(), score);
                }
            }
        }
    }
}

fn each(vector: Vector, check: impl Fn(Vector, u64)) {
    for (e, maturity) in E {
        for (rl, level) in RL {
            for (rc, confidence) in RC {
                let vector = set(set(set(vector, "E", e), "RL", rl), "RC", rc);
                check(vector, maturity * level * confidence);
            }
        }
    }
}

/// Binary floating point with `ceil` alone goes wrong where the module says.
#[test]
fn floating_point() {
    let (mut states, mut wrong) = (0, Vec::new());
    for tenths in 0..=100_u32 {
        for (_, e) in &E[1..] {
            for (_, rl) in &RL[1..] {
                for (_, rc) in &RC[1..] {
                    states += 1;
                    let exact = (u64::from(tenths) * e * rl * rc).div_ceil(1_000_000);
                    let float =
                        |hundredths: u64| f64::from(u32::try_from(hundredths).unwrap()) / 100.0;
                    let product = f64::from(tenths) / 10.0 * float(*e) * float(*rl) * float(*rc);
                    let naive = (product * 10.0).ceil();
                    if (naive - f64::from(u32::try_from(exact).unwrap())).abs() > 0.01 {
                        wrong.push((tenths, *e, *rl, *rc));
                    }
                }
            }
        }
    }
    assert_eq!(states, 4_848);
    assert_eq!(wrong, [25, 50, 100].map(|tenths| (tenths, 100, 100, 92)));
}
