//! Every state of CVSS v2.0 against the equations of the guide (§3.2) in fractions.

use std::{collections::BTreeMap, thread};

use watchbell_cvss::{Typed, v2};

use crate::shared::say;

/// Weights as numerator and denominator, in the order of the values.
const AV: [(i128, i128); 3] = [(395, 1000), (646, 1000), (1, 1)];
const AC: [(i128, i128); 3] = [(35, 100), (61, 100), (71, 100)];
const AU: [(i128, i128); 3] = [(45, 100), (56, 100), (704, 1000)];
const CIA: [(i128, i128); 3] = [(0, 1), (275, 1000), (66, 100)];
const REQUIREMENT: [(i128, i128); 4] = [(1, 1), (1, 2), (1, 1), (151, 100)];
const E: [(i128, i128); 5] = [(1, 1), (85, 100), (9, 10), (95, 100), (1, 1)];
const RL: [(i128, i128); 5] = [(1, 1), (87, 100), (9, 10), (95, 100), (1, 1)];
const RC: [(i128, i128); 4] = [(1, 1), (9, 10), (95, 100), (1, 1)];
const CDP: [(i128, i128); 6] = [(0, 1), (0, 1), (1, 10), (3, 10), (4, 10), (5, 10)];
const TD: [(i128, i128); 5] = [(1, 1), (0, 1), (1, 4), (3, 4), (1, 1)];

/// An exact fraction in lowest terms.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Fraction(i128, i128);

impl Fraction {
    fn of((top, bottom): (i128, i128)) -> Self {
        let (mut a, mut b) = (top.abs(), bottom);
        while b != 0 {
            (a, b) = (b, a % b);
        }
        Self(top / a.max(1), bottom / a.max(1))
    }

    fn times(self, other: Self) -> Self {
        // across first, so that nothing overflows
        let (left, right) = (Self::of((self.0, other.1)), Self::of((other.0, self.1)));
        Self::of((left.0 * right.0, left.1 * right.1))
    }

    fn plus(self, other: Self) -> Self {
        let common = Self::of((self.1, other.1));
        Self::of((self.0 * common.1 + other.0 * common.0, self.1 * common.1))
    }

    fn minus(self, other: Self) -> Self {
        self.plus(Self(-other.0, other.1))
    }

    /// Half up to a tenth, and whether it was a tie below zero.
    fn round(self) -> (i128, bool) {
        let (top, bottom) = (self.0 * 20 + self.1, self.1 * 2);
        (
            top.div_euclid(bottom),
            self.0 < 0 && top.rem_euclid(bottom) == 0,
        )
    }
}

const fn whole(number: i128) -> Fraction {
    Fraction(number, 1)
}

fn tenths(number: i128) -> Fraction {
    Fraction::of((number, 10))
}

fn impact(parts: [Fraction; 3]) -> Fraction {
    let kept = parts
        .into_iter()
        .fold(whole(1), |kept, part| kept.times(whole(1).minus(part)));
    Fraction::of((1041, 100)).times(whole(1).minus(kept))
}

/// Base equation; the flag tells of a tie below zero.
fn base(impact: Fraction, exploitability: Fraction) -> (i128, bool) {
    if impact == whole(0) {
        return (0, false);
    }
    let sum = impact
        .times(tenths(6))
        .plus(exploitability.times(tenths(4)))
        .minus(Fraction(3, 2));
    sum.times(Fraction::of((1176, 1000))).round()
}

/// Base, temporal and environmental states whose access vector is given: how many, and how many ties below zero.
fn compare(av: usize) -> (u64, u64) {
    let (mut states, mut ties) = (0, 0);
    let mut endings = BTreeMap::new();
    let bases = (0..9).flat_map(|exploit| (0..27).map(move |cia| (exploit, cia)));
    for (exploit, cia) in bases {
        let (ac, au) = (exploit / 3, exploit % 3);
        let exploitability = whole(20)
            .times(Fraction::of(AV[av]))
            .times(Fraction::of(AC[ac]))
            .times(Fraction::of(AU[au]));
        let cias = [cia / 9, cia / 3 % 3, cia % 3];
        let weights = cias.map(|at| Fraction::of(CIA[at]));
        let (plain, _) = base(impact(weights), exploitability);
        let vector = v2::Vector::new()
            .with(v2::AccessVector::ALL[av])
            .with(v2::AccessComplexity::ALL[ac])
            .with(v2::Authentication::ALL[au])
            .with(v2::ConfidentialityImpact::ALL[cias[0]])
            .with(v2::IntegrityImpact::ALL[cias[1]])
            .with(v2::AvailabilityImpact::ALL[cias[2]]);
        assert_eq!(i128::from(vector.base().tenths()), plain.max(0), "{vector}");
        for requirements in 0..64 {
            let needs = [requirements / 16, requirements / 4 % 4, requirements % 4];
            let mut parts = weights;
            for (part, need) in parts.iter_mut().zip(needs) {
                *part = part.times(Fraction::of(REQUIREMENT[need]));
            }
            let mut limited = impact(parts);
            if limited.minus(whole(10)).0 > 0 {
                limited = whole(10);
            }
            let (adjusted, tie) = base(limited, exploitability);
            ties += u64::from(tie);
            let vector = vector
                .with(v2::ConfidentialityRequirement::ALL[needs[0]])
                .with(v2::IntegrityRequirement::ALL[needs[1]])
                .with(v2::AvailabilityRequirement::ALL[needs[2]]);
            let (more, tied) = temporal(vector, plain, adjusted, &mut endings);
            states += more;
            ties += tied;
        }
    }
    (states, ties)
}

fn temporal(
    vector: v2::Vector,
    plain: i128,
    adjusted: i128,
    endings: &mut BTreeMap<i128, Vec<i128>>,
) -> (u64, u64) {
    let (mut states, mut ties) = (0, 0);
    for at in 0..100 {
        let (e, rl, rc) = (at / 20, at / 4 % 5, at % 4);
        let factor = Fraction::of(E[e])
            .times(Fraction::of(RL[rl]))
            .times(Fraction::of(RC[rc]));
        let vector = vector
            .with(v2::Exploitability::ALL[e])
            .with(v2::RemediationLevel::ALL[rl])
            .with(v2::ReportConfidence::ALL[rc]);
        let (expected, _) = tenths(plain).times(factor).round();
        let shown = vector.temporal().unwrap_or_else(|| vector.base());
        assert_eq!(i128::from(shown.tenths()), expected.max(0), "{vector}");
        let (adjusted, tie) = tenths(adjusted).times(factor).round();
        ties += u64::from(tie);
        let last = endings
            .entry(adjusted)
            .or_insert_with(|| endings_of(adjusted));
        let combinations = v2::CollateralDamagePotential::ALL
            .iter()
            .flat_map(|cdp| v2::TargetDistribution::ALL.iter().map(|td| (*cdp, *td)));
        for ((cdp, td), expected) in combinations.zip(last) {
            let vector = vector.with(cdp).with(td);
            assert_eq!(
                i128::from(vector.environmental_equation().tenths()),
                *expected,
                "{vector}"
            );
            states += 1;
        }
    }
    (states, ties)
}

/// The last step of the environmental equation, for every damage potential and every distribution.
fn endings_of(adjusted: i128) -> Vec<i128> {
    let before = tenths(adjusted);
    let mut endings = Vec::new();
    for damage in CDP {
        let raised = before.plus(whole(10).minus(before).times(Fraction::of(damage)));
        endings.extend(TD.map(|share| raised.times(Fraction::of(share)).round().0.max(0)));
    }
    endings
}

#[test]
fn all_states() {
    let (states, ties) = thread::scope(|scope| {
        let jobs: Vec<_> = (0..3).map(|av| scope.spawn(move || compare(av))).collect();
        jobs.into_iter()
            .map(|job| job.join().unwrap())
            .fold((0, 0), |sum, part| (sum.0 + part.0, sum.1 + part.1))
    });
    say(&format!("v2.0: {states} states, {ties} ties below zero"));
    assert_eq!((states, ties), (729 * 64 * 100 * 30, 0));
}

/// Binary floating point goes wrong where the module says.
#[test]
fn floating_point() {
    let float = |(top, bottom): (i128, i128)| {
        f64::from(i32::try_from(top).unwrap()) / f64::from(i32::try_from(bottom).unwrap())
    };
    let half_up = |points: f64| (points * 10.0 + 0.5).floor();
    let differ = |points: f64, exact: i128| {
        (half_up(points) - f64::from(i32::try_from(exact).unwrap())).abs() > 0.01
    };
    let (mut products, mut wrong) = (0, 0);
    let (mut sums, mut off) = (0, 0);
    for score in 0..=100 {
        let points = f64::from(score) / 10.0;
        let own = tenths(i128::from(score));
        for e in &E[1..] {
            for rl in &RL[1..] {
                for rc in &RC[1..] {
                    let exact = own
                        .times(Fraction::of(*e))
                        .times(Fraction::of(*rl))
                        .times(Fraction::of(*rc));
                    products += 1;
                    wrong += i32::from(differ(
                        points * float(*e) * float(*rl) * float(*rc),
                        exact.round().0,
                    ));
                }
            }
        }
        for cdp in &CDP[1..] {
            for td in &TD[1..] {
                let exact = own
                    .plus(whole(10).minus(own).times(Fraction::of(*cdp)))
                    .times(Fraction::of(*td));
                sums += 1;
                off += i32::from(differ(
                    (points + (10.0 - points) * float(*cdp)) * float(*td),
                    exact.round().0,
                ));
            }
        }
    }
    assert_eq!((products, wrong, sums, off), (4_848, 9, 2_020, 14));
}
