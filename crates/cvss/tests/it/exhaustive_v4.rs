//! Every state of CVSS v4.0 against the search that the specification describes (§8.2).

use std::thread;

use watchbell_cvss::v4::{
    AttackComplexity, AttackRequirements, AttackVector, AvailabilityRequirement,
    ConfidentialityRequirement, ExploitMaturity, IntegrityRequirement,
    ModifiedSubsequentAvailability, ModifiedSubsequentIntegrity, PrivilegesRequired,
    SubsequentAvailability, SubsequentConfidentiality, SubsequentIntegrity, UserInteraction,
    Vector, VulnerableAvailability, VulnerableConfidentiality, VulnerableIntegrity,
};
use watchbell_cvss::{Score, Typed};

use crate::shared::say;

/// Letters of a metric from the most severe on.
const SCALES: [(&str, &str); 14] = [
    ("AV", "NALP"),
    ("PR", "NLH"),
    ("UI", "NPA"),
    ("AC", "LH"),
    ("AT", "NP"),
    ("VC", "HLN"),
    ("VI", "HLN"),
    ("VA", "HLN"),
    ("CR", "HML"),
    ("IR", "HML"),
    ("AR", "HML"),
    ("SC", "SHLN"),
    ("SI", "SHLN"),
    ("SA", "SHLN"),
];

/// Vectors of highest severity by class (§8.2, "max composed").
const HIGHEST_1: [&[&str]; 3] = [
    &["AV:N/PR:N/UI:N"],
    &["AV:A/PR:N/UI:N", "AV:N/PR:L/UI:N", "AV:N/PR:N/UI:P"],
    &["AV:P/PR:N/UI:N", "AV:A/PR:L/UI:P"],
];
const HIGHEST_2: [&[&str]; 2] = [&["AC:L/AT:N"], &["AC:H/AT:N", "AC:L/AT:P"]];
const HIGHEST_36: [[&[&str]; 2]; 3] = [
    [
        &["VC:H/VI:H/VA:H/CR:H/IR:H/AR:H"],
        &[
            "VC:H/VI:H/VA:L/CR:M/IR:M/AR:H",
            "VC:H/VI:H/VA:H/CR:M/IR:M/AR:M",
        ],
    ],
    [
        &[
            "VC:L/VI:H/VA:H/CR:H/IR:H/AR:H",
            "VC:H/VI:L/VA:H/CR:H/IR:H/AR:H",
        ],
        &[
            "VC:L/VI:H/VA:L/CR:H/IR:M/AR:H",
            "VC:L/VI:H/VA:H/CR:H/IR:M/AR:M",
            "VC:H/VI:L/VA:H/CR:M/IR:H/AR:M",
            "VC:H/VI:L/VA:L/CR:M/IR:H/AR:H",
            "VC:L/VI:L/VA:H/CR:H/IR:H/AR:M",
        ],
    ],
    [&[], &["VC:L/VI:L/VA:L/CR:H/IR:H/AR:H"]],
];
const HIGHEST_4: [&[&str]; 3] = [
    &["SC:H/SI:S/SA:S"],
    &["SC:H/SI:H/SA:H"],
    &["SC:L/SI:L/SA:L"],
];

/// Depths of the classes (§8.2, "max severity").
const DEPTH_1: [i64; 3] = [1, 4, 5];
const DEPTH_2: [i64; 2] = [1, 2];
const DEPTH_36: [[i64; 2]; 3] = [[7, 6], [8, 8], [0, 10]];
const DEPTH_4: [i64; 3] = [6, 5, 4];

type State = [i64; 14];
type Scores = [[[[[[Option<i64>; 2]; 3]; 3]; 3]; 2]; 3];
type Combination = [i64; 14];

/// All combinations of vectors of highest severity of one macrovector.
fn combinations(class: [usize; 6]) -> Vec<Combination> {
    let mut all = Vec::new();
    for one in HIGHEST_1[class[0]] {
        for two in HIGHEST_2[class[1]] {
            for three in HIGHEST_36[class[2]][class[5]] {
                for four in HIGHEST_4[class[3]] {
                    let text = format!("{one}/{two}/{three}/{four}");
                    let mut levels = [0; 14];
                    for (component, (level, (metric, scale))) in
                        text.split('/').zip(levels.iter_mut().zip(SCALES))
                    {
                        let (name, value) = component.split_once(':').unwrap();
                        assert_eq!(name, metric);
                        *level = i64::try_from(scale.find(value).unwrap()).unwrap();
                    }
                    all.push(levels);
                }
            }
        }
    }
    all
}

/// The macrovector as the tables of §8.2 define it.
fn class(state: &State, exploit: usize) -> [usize; 6] {
    let [av, pr, ui, ac, at, vc, vi, va, cr, ir, ar, sc, si, sa] = *state;
    let one = if av == 0 && pr == 0 && ui == 0 {
        0
    } else if (av == 0 || pr == 0 || ui == 0) && av != 3 {
        1
    } else {
        2
    };
    let two = usize::from(!(ac == 0 && at == 0));
    let three = match (vc == 0 && vi == 0, vc == 0 || vi == 0 || va == 0) {
        (true, _) => 0,
        (false, true) => 1,
        (false, false) => 2,
    };
    let four = match (si == 0 || sa == 0, sc == 1 || si == 1 || sa == 1) {
        (true, _) => 0,
        (false, true) => 1,
        (false, false) => 2,
    };
    let six = usize::from(!((cr == 0 && vc == 0) || (ir == 0 && vi == 0) || (ar == 0 && va == 0)));
    [one, two, three, four, exploit, six]
}

/// The score in tenths as the specification finds it.
fn search(state: &State, class: [usize; 6], scores: &Scores, highest: &[Combination]) -> i64 {
    if state[5..8] == [2; 3] && state[11..] == [3; 3] {
        return 0;
    }
    let score = |class: [usize; 6]| {
        let [a, b, c, d, e, f] = class;
        scores
            .get(a)?
            .get(b)?
            .get(c)?
            .get(d)?
            .get(e)?
            .get(f)
            .copied()
            .flatten()
    };
    let value = score(class).expect("the class exists");
    let found = highest
        .iter()
        .find(|levels| levels.iter().zip(state).all(|(top, own)| own >= top));
    let top = found.expect("some vector of highest severity fits");
    let distance =
        |from: usize, to: usize| -> i64 { (from..to).map(|at| state[at] - top[at]).sum() };
    let next = |at: usize| {
        let mut lower = class;
        lower[at] += 1;
        score(lower)
    };
    let both = match (class[2], class[5]) {
        (0, 0) => next(2).max(next(5)),
        (1, 0) => next(5),
        (_, 1) => next(2),
        _ => None,
    };
    let steps = [
        (next(0), distance(0, 3), DEPTH_1[class[0]]),
        (next(1), distance(3, 5), DEPTH_2[class[1]]),
        (both, distance(5, 11), DEPTH_36[class[2]][class[5]]),
        (next(3), distance(11, 14), DEPTH_4[class[3]]),
        (next(4), 0, 1),
    ];
    // value − mean(step · distance / depth) as one fraction
    let denominator: i64 = steps.iter().map(|(_, _, depth)| depth).product();
    let (mut sum, mut count) = (0, 0);
    for (lower, distance, depth) in steps {
        if let Some(lower) = lower {
            sum += (value - lower) * distance * (denominator / depth);
            count += 1;
        }
    }
    if count == 0 {
        return value;
    }
    let denominator = denominator * count;
    (2 * (value * denominator - sum) + denominator).div_euclid(2 * denominator)
}

fn value<T: Typed>(level: i64) -> T {
    T::ALL[usize::try_from(level).unwrap()]
}

/// The vector with this state; requirements and maturity have "not defined" first, so they are one further.
fn vector(state: &State, exploit: i64) -> Vector {
    let [av, pr, ui, ac, at, vc, vi, va, cr, ir, ar, sc, si, sa] = *state;
    let mut vector = Vector::new()
        .with(value::<AttackVector>(av))
        .with(value::<PrivilegesRequired>(pr))
        .with(value::<UserInteraction>(ui))
        .with(value::<AttackComplexity>(ac))
        .with(value::<AttackRequirements>(at))
        .with(value::<VulnerableConfidentiality>(vc))
        .with(value::<VulnerableIntegrity>(vi))
        .with(value::<VulnerableAvailability>(va))
        .with(value::<ConfidentialityRequirement>(cr + 1))
        .with(value::<IntegrityRequirement>(ir + 1))
        .with(value::<AvailabilityRequirement>(ar + 1))
        .with(value::<SubsequentConfidentiality>(sc - 1))
        .with(value::<ExploitMaturity>(exploit + 1));
    vector = match si {
        0 => vector.with(ModifiedSubsequentIntegrity::Safety),
        _ => vector.with(value::<SubsequentIntegrity>(si - 1)),
    };
    match sa {
        0 => vector.with(ModifiedSubsequentAvailability::Safety),
        _ => vector.with(value::<SubsequentAvailability>(sa - 1)),
    }
}

/// All states whose attack vector and attack complexity are given, and how many differ.
fn compare(av: i64, ac: i64, scores: &Scores) -> (u64, u64) {
    let mut highest = vec![Vec::new(); 3 * 2 * 3 * 3 * 2];
    let place = |class: [usize; 6]| {
        (((class[0] * 2 + class[1]) * 3 + class[2]) * 3 + class[3]) * 2 + class[5]
    };
    let (mut seen, mut wrong) = (0, 0);
    for rest in 0..(3 * 3 * 2 * 27 * 27 * 48_i64) {
        let mut left = rest;
        let mut digit = |base: i64| {
            let digit = left % base;
            left /= base;
            digit
        };
        let state = [
            av,
            digit(3),
            digit(3),
            ac,
            digit(2),
            digit(3),
            digit(3),
            digit(3),
            digit(3),
            digit(3),
            digit(3),
            digit(3) + 1,
            digit(4),
            digit(4),
        ];
        for exploit in 0..3_u8 {
            let class = class(&state, usize::from(exploit));
            let tops = &mut highest[place(class)];
            if tops.is_empty() {
                *tops = combinations(class);
            }
            let expected = search(&state, class, scores, tops);
            let vector = vector(&state, i64::from(exploit));
            seen += 1;
            wrong += u64::from(i64::from(vector.score().tenths()) != expected);
            wrong += u64::from(vector.macrovector().digits().map(usize::from) != class);
        }
    }
    (seen, wrong)
}

#[test]
fn all_states() {
    let mut scores: Scores = Default::default();
    // The published table is compared in its own test; here its values are taken from the crate.
    for at in 0..324_usize {
        let class = [
            at / 108,
            at / 54 % 2,
            at / 18 % 3,
            at / 6 % 3,
            at / 2 % 3,
            at % 2,
        ];
        let Some(levels) = combinations(class).first().copied() else {
            continue;
        };
        let vector = vector(&levels, i64::try_from(class[4]).unwrap());
        let score: Score = vector.macrovector().score();
        let [a, b, c, d, e, f] = class;
        scores[a][b][c][d][e][f] = Some(i64::from(score.tenths()));
    }
    let (seen, wrong) = thread::scope(|scope| {
        let jobs: Vec<_> = (0..8)
            .map(|at| {
                let scores = &scores;
                scope.spawn(move || compare(at / 2, at % 2, scores))
            })
            .collect();
        jobs.into_iter()
            .map(|job| job.join().unwrap())
            .fold((0, 0), |sum, part| (sum.0 + part.0, sum.1 + part.1))
    });
    say(&format!("v4.0: {seen} states, {wrong} differ"));
    assert_eq!((seen, wrong), (15_116_544, 0));
}
