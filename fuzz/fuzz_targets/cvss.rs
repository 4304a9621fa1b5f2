//! A vector that is read is printed and read again as the same, and has scores; an error lies within the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use watchbell_cvss::{Vector, v2};

fuzz_target!(|text: &str| {
    match Vector::parse(text) {
        Ok(vector) => check(vector),
        Err(error) => assert!(error.at() <= text.len() && !error.to_string().is_empty()),
    }
    if let Ok(vector) = v2::Vector::parse_partial(text) {
        check(Vector::V2(vector));
    }
});

fn check(vector: Vector) {
    assert_eq!(Vector::parse(&vector.to_string()), Ok(vector));
    let scores = [vector.temporal(), vector.threat(), vector.environmental()];
    let specific = scores.into_iter().flatten().last().unwrap_or_else(|| vector.base());
    assert_eq!(vector.score(), specific);
    let _ = vector.severity();
    if let Vector::V4(vector) = vector {
        assert!(vector.macrovector().digits().iter().all(|digit| *digit < 3));
    }
}
