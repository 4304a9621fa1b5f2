//! Objects that were damaged, as the validator of OASIS judges them, where it is installed.

use std::{collections::BTreeMap, path::PathBuf, process::Command};

use serde_json::{Value, json};

use super::check;

/// Says of each line of a file whether it is valid.
const JUDGE: &str = "
import json, sys
from stix2validator import ValidationOptions, validate_instance
for line in open(sys.argv[1], encoding='utf-8'):
    try:
        valid = validate_instance(json.loads(line), ValidationOptions(version='2.1')).is_valid
    except Exception:
        valid = False
    print(int(valid))
";

/// What the text of the specification asks for and the schemas do not: names, and types of what is referred to.
const STRICTER: [&str; 10] = [
    "empty-list",
    "identifier",
    "identifier-type",
    "null-value",
    "out-of-range",
    "property-group",
    "property-name",
    "reference-type",
    "reserved-property",
    "tlp",
];

fn damages() -> Vec<Value> {
    vec![
        Value::Null,
        json!(true),
        json!(-1),
        json!(1.5),
        json!(""),
        json!("a b"),
        json!([]),
        json!({}),
        json!(["a"]),
        json!([1]),
        json!({"abc": null}),
        json!("2026-02-30T00:00:00.000Z"),
        json!("1999-01-01T00:00:00.000Z"),
        json!("malware--311b2d2d-f010-4473-83ec-1edf84858f4c"),
        json!("tool--311b2d2d-f010-7473-83ec-1edf84858f4c"),
    ]
}

/// One object of each type, without each of its members in turn, and with something else there.
fn damaged(cases: &str) -> Vec<Value> {
    let mut right = BTreeMap::new();
    for line in cases.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let object = &case["object"];
        if case["expect"] == "valid" && object["type"] != "bundle" {
            let kind = object["type"].as_str().unwrap().to_owned();
            right.entry(kind).or_insert_with(|| object.clone());
        }
    }
    let mut all = Vec::new();
    for object in right.values() {
        for (number, name) in object.as_object().unwrap().keys().enumerate() {
            let mut one = object.clone();
            one.as_object_mut().unwrap().remove(name);
            all.push(one);
            // A third of the damages at each member: judging takes milliseconds.
            for damage in damages().into_iter().skip(number % 3).step_by(3) {
                let mut one = object.clone();
                one[name] = damage;
                all.push(one);
            }
        }
        for name in ["Own", "x_own_hex", "severity", "labels", "extensions"] {
            for damage in [json!("0"), json!(["a"]), json!({"x-own-ext": {"own": 1}})] {
                let mut one = object.clone();
                one[name] = damage;
                all.push(one);
            }
        }
    }
    all
}

#[test]
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn damaged_objects_are_judged_as_the_validator_judges_them() {
    let data = std::env::var_os("WATCHBELL_TESTDATA").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")),
        PathBuf::from,
    );
    let cases = data.join("stix-taxii-misp/stix21/validator_cases.jsonl");
    let known = Command::new("python3")
        .args(["-c", "import stix2validator"])
        .output();
    let is_known = known.is_ok_and(|output| output.status.success());
    let Some(cases) = std::fs::read_to_string(&cases).ok().filter(|_| is_known) else {
        eprintln!("skipped: stix2-validator or {} is absent", cases.display());
        return;
    };
    let objects = damaged(&cases);
    let lines: Vec<String> = objects.iter().map(Value::to_string).collect();
    let name = format!("watchbell-stix-{}.jsonl", std::process::id());
    let path = std::env::temp_dir().join(name);
    std::fs::write(&path, lines.join("\n")).unwrap();
    let output = Command::new("python3")
        .args(["-c", JUDGE])
        .arg(&path)
        .output()
        .unwrap();
    std::fs::remove_file(&path).unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    let verdicts: Vec<bool> = told.lines().map(|line| line == "1").collect();
    assert_eq!(verdicts.len(), objects.len());
    let mut wrong = Vec::new();
    for (object, is_valid) in lines.iter().zip(verdicts) {
        let found = check(object);
        let is_stricter = found
            .errors
            .iter()
            .all(|fault| STRICTER.contains(&fault.code));
        if found.is_valid() != is_valid && !(is_valid && is_stricter) {
            wrong.push(format!("{object}: {:?}", found.errors));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}: {wrong:#?}",
        wrong.len(),
        lines.len()
    );
}
