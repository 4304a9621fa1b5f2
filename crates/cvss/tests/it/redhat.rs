//! Vectors and scores from the tests of the calculator that Red Hat maintains.

use std::fs;

use watchbell_cvss::{Vector, v2};

use crate::shared::{data, in_tenths};

/// The files, how many vectors each has, and in how many an optional group lacks metrics, so that strict reading refuses.
const FILES: &[(&str, usize, usize)] = &[
    ("vectors_calculator2", 5, 0),
    ("vectors_calculator3", 2, 0),
    ("vectors_cvsslib2", 24, 2),
    ("vectors_cvsslib3", 29, 0),
    ("vectors_security4", 54, 0),
    ("vectors_simple2", 729, 0),
    ("vectors_simple3", 2592, 0),
    ("vectors_simple31", 2592, 0),
    ("vectors_simple4", 1058, 0),
    ("vectors_supplemental4", 576, 0),
    ("vectors_threat4", 6, 0),
];

#[test]
fn scores() {
    let Some(data) = data() else { return };
    for (name, count, partial) in FILES {
        let text = fs::read_to_string(data.join(format!("redhat/{name}.txt"))).unwrap();
        let (mut seen, mut refused) = (0, 0);
        for line in text.lines().filter(|line| !line.is_empty()) {
            let (text, scores) = line.split_once(" - ").unwrap();
            let vector = Vector::parse(text).or_else(|error| {
                refused += 1;
                assert!(
                    matches!(error, watchbell_cvss::Error::Missing { .. }),
                    "{text}: {error}"
                );
                v2::Vector::parse_partial(text).map(Vector::V2)
            });
            check(vector.unwrap(), scores, line);
            seen += 1;
        }
        assert_eq!((seen, refused), (*count, *partial), "{name}");
    }
}

fn check(vector: Vector, scores: &str, line: &str) {
    let scores: Vec<&str> = scores
        .trim_matches(['(', ')'])
        .split(',')
        .map(str::trim)
        .filter(|score| !score.is_empty())
        .collect();
    let given = |at: usize| (scores[at] != "None").then(|| in_tenths(scores[at]));
    match vector {
        Vector::V2(vector) => {
            assert_eq!(Some(vector.base().tenths()), given(0), "{line}");
            assert_eq!(
                vector.temporal().map(|score| score.tenths()),
                given(1),
                "{line}"
            );
            assert_eq!(
                vector.environmental().map(|score| score.tenths()),
                given(2),
                "{line}"
            );
        }
        Vector::V3(vector) => {
            assert_eq!(Some(vector.base().tenths()), given(0), "{line}");
            let temporal = vector.temporal().unwrap_or_else(|| vector.base());
            assert_eq!(Some(temporal.tenths()), given(1), "{line}");
            // this calculator always evaluates the equation
            assert_eq!(
                Some(vector.environmental_equation().tenths()),
                given(2),
                "{line}"
            );
        }
        Vector::V4(vector) => assert_eq!(Some(vector.score().tenths()), given(0), "{line}"),
        _ => unreachable!("there are three kinds"),
    }
}
