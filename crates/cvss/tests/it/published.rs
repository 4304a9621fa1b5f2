//! The vectors that FIRST publishes.

use std::{collections::HashMap, fs::File, io::Read};

use flate2::read::GzDecoder;
use watchbell_cvss::{Vector, v4};

use crate::shared::{data, json, say, tenths};

/// Every valid vector has its published score, with the published corrections, and every other is refused.
#[test]
fn reference_of_v4() {
    let (Some(data), Some(corrections)) = (data(), json("first/v40-rounding-corrections.json"))
    else {
        return;
    };
    let corrected: HashMap<&str, u8> = corrections
        .iter()
        .map(|row| (row["vector"].as_str().unwrap(), tenths(&row["score"])))
        .collect();
    assert_eq!(corrected.len(), 157);
    let file = File::open(data.join("first/v40-reference-complete.json.gz")).unwrap();
    let mut text = String::new();
    GzDecoder::new(file).read_to_string(&mut text).unwrap();
    let rows: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    let (mut valid, mut invalid, mut used) = (0, 0, 0);
    for row in &rows {
        let text = row["vector"].as_str().unwrap();
        let read = Vector::parse(text);
        if row["valid"].as_bool() == Some(false) {
            let error = read.expect_err(text);
            assert!(error.at() <= text.len(), "{text}: {error}");
            invalid += 1;
            continue;
        }
        let vector = read.unwrap_or_else(|error| panic!("{text}: {error}"));
        let expected = corrected.get(text).copied();
        used += usize::from(expected.is_some());
        let expected = expected.unwrap_or_else(|| tenths(&row["score"]));
        assert_eq!(vector.score().tenths(), expected, "{text}");
        if !corrected.contains_key(text) {
            assert_eq!(
                vector.severity().json(),
                row["severity"].as_str().unwrap(),
                "{text}"
            );
        }
        valid += 1;
    }
    say(&format!(
        "FIRST v4.0: {valid} valid, {invalid} invalid, {used} corrected"
    ));
    assert_eq!((valid, invalid, used), (41_270, 25_028, 159));
}

/// The base vectors with a published score, and the examples.
#[test]
fn base_of_v4() {
    let Some(mut rows) = json("first/v40-reference-base.json") else {
        return;
    };
    rows.extend(json("first/v40-base.json").unwrap());
    let corrections = json("first/v40-rounding-corrections.json").unwrap();
    for row in &rows {
        let text = row["vector"].as_str().unwrap();
        if row["valid"].as_bool() == Some(false) {
            v4::Vector::parse(text).expect_err(text);
            continue;
        }
        // corrections are listed with the default threat metric that this file has taken off
        let full = format!("{text}/E:A");
        let correction = corrections
            .iter()
            .find(|row| row["vector"] == full.as_str() || row["vector"] == text);
        let expected = tenths(&correction.unwrap_or(row)["score"]);
        let vector = v4::Vector::parse(text).unwrap();
        assert_eq!(vector.base().tenths(), expected, "{text}");
        assert_eq!(vector.score().tenths(), expected, "{text}");
        assert_eq!(vector.nomenclature().name(), "CVSS-B");
    }
}

/// The table of macrovectors is the published one.
#[test]
fn macrovectors() {
    let Some(rows) = json("first/v40-macro.json") else {
        return;
    };
    let mut seen = HashMap::new();
    for row in &rows {
        let vector = v4::Vector::parse(row["vector"].as_str().unwrap()).unwrap();
        let expected = tenths(&row["score"]);
        assert_eq!(vector.score().tenths(), expected, "{vector}");
        assert_eq!(vector.macrovector().score().tenths(), expected, "{vector}");
        seen.insert(vector.macrovector(), expected);
    }
    assert_eq!(seen.len(), 270);
}

/// A worked example of v3.0 whose published temporal score, 4.7, is what `ceil` makes of 5.0 · 0.92 in binary floating
/// point; the product is 4.6 exactly, and v3.1 publishes 4.6 for the same metrics.
const FLOATING: &str = "CVSS:3.0/AV:P/AC:H/PR:L/UI:R/S:U/C:L/I:L/A:H/E:H/RL:U/RC:U";

/// The worked examples of the guides, with all score groups.
#[test]
fn examples_of_v2_and_v3() {
    for file in ["v20-complete", "v30-complete", "v31-complete", "v31-base"] {
        let Some(rows) = json(&format!("first/{file}.json")) else {
            return;
        };
        for row in &rows {
            let text = row["vector"].as_str().unwrap();
            let vector = Vector::parse(text).unwrap();
            assert_eq!(vector.to_string(), text);
            let Some(base) = row.get("base") else {
                assert_eq!(vector.score().tenths(), tenths(&row["score"]), "{text}");
                continue;
            };
            assert_eq!(vector.base().tenths(), tenths(base), "{text}");
            if text == FLOATING {
                assert_eq!((vector.score().tenths(), tenths(&row["final"])), (46, 47));
                continue;
            }
            let temporal = vector.temporal().unwrap_or_else(|| vector.base());
            assert_eq!(temporal.tenths(), tenths(&row["temporal"]), "{text}");
            let environmental = vector.environmental().unwrap_or(temporal);
            assert_eq!(
                environmental.tenths(),
                tenths(&row["environmental"]),
                "{text}"
            );
            assert_eq!(vector.score().tenths(), tenths(&row["final"]), "{text}");
        }
    }
}

/// Vectors from the tests of another implementation: those with all scores next to them, and those it refuses.
#[test]
fn lifted() {
    let Some(data) = data() else { return };
    let text = std::fs::read_to_string(data.join("gocvss/vectors_from_tests.tsv")).unwrap();
    let (mut scored, mut refused) = (0, 0);
    for line in text.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let (text, context) = (columns[2], columns[4]);
        let after = |name: &str| {
            let rest = context.split_once(name)?.1;
            let rest = rest.split_once(',').map_or(rest, |(number, _)| number);
            Some(crate::shared::in_tenths(rest.trim()))
        };
        if context.contains("ExpectErr: true")
            || context.contains("ExpectedErr: Err")
            || context.contains(": nil, ExpectedErr")
        {
            if !context.contains(": nil,") {
                continue;
            }
            Vector::parse(text).expect_err(text);
            refused += 1;
        } else if let Some(base) = after("ExpectedBaseScore: ") {
            let vector = Vector::parse(text).unwrap();
            assert_eq!(vector.base().tenths(), base, "{text}");
            let temporal = vector.temporal().unwrap_or_else(|| vector.base());
            assert_eq!(
                Some(temporal.tenths()),
                after("ExpectedTemporalScore: "),
                "{text}"
            );
            let environmental = vector.environmental().unwrap_or(temporal);
            assert_eq!(
                Some(environmental.tenths()),
                after("ExpectedEnvironmentalScore: "),
                "{text}"
            );
            scored += 1;
        } else if let Some(score) = after("ExpectedScore: ") {
            let vector = v4::Vector::parse(text).unwrap();
            assert_eq!(vector.score().tenths(), score, "{text}");
            let name = context.split('"').nth(1).unwrap();
            assert_eq!(vector.nomenclature().name(), name, "{text}");
            scored += 1;
        }
    }
    say(&format!("lifted: {scored} scored, {refused} refused"));
    assert!(scored >= 20 && refused >= 9, "{scored} {refused}");
}
