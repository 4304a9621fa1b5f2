//! The test objects of the validator of OASIS, with its verdicts.

use std::{collections::BTreeSet, path::PathBuf};

use serde_json::Value;

use super::check;

/// Tests whose rule says SHOULD: their verdict counts several rules, or is that of a strict run.
const SHOULD: [&str; 21] = [
    // Custom properties and extensions that no extension defines, also where a name is like a reserved one.
    "test_bundle_object_categories",
    "test_bundle_created",
    "test_country",
    "test_reserved_property_usernames",
    "test_observable_object_custom_property_without_extension",
    "test_observable_object_custom_property_with_extension",
    "test_observable_object_custom_toplevel_property_with_extension",
    "test_observable_object_extension_custom_properties",
    "test_observable_object_embedded_custom_properties",
    "test_observable_object_embedded_dict_custom_properties",
    "test_observable_object_extension_embedded_custom_properties_lax",
    // Properties that should be there.
    "test_no_description",
    "test_toplvl_extension_without_properties",
    "test_network_traffic_ports",
    // Words of open lists, and how they are written.
    "test_vocab_identity_class",
    "test_result",
    "test_vocab_pebinary_multiple_hashes",
    "test_relationship_types_invalid_source",
    "test_kill_chain_name",
    "test_kill_chain_phase_name",
    "test_format_and_value_checks",
];

/// Tests of what is not said here, with why.
const SILENT: [(&str, &str); 5] = [
    // The prefix is an older way, which the validator asks for where extensions are switched off.
    (
        "test_custom_toplevel_property_with_extension",
        "prefixes of names",
    ),
    ("test_invalid_type_name_lax", "prefixes of names"),
    // The object in the file lacks what the test changes.
    ("test_open_vocab_format_uppercase", "not the object tested"),
    ("test_open_vocab_format_underscore", "not the object tested"),
    ("test_vocab_tool_type", "not the object tested"),
];

/// Options that add rules of a user to those of the specification.
const OWN_RULES: [&str; 3] = ["schema_dir", "strict_properties", "strict_types"];

#[test]
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn the_objects_of_the_validator_get_its_verdicts() {
    let required = std::env::var_os("CI").is_some_and(|value| value == "true");
    let data = std::env::var_os("WATCHBELL_TESTDATA").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")),
        PathBuf::from,
    );
    let path = data.join("stix-taxii-misp/stix21/validator_cases.jsonl");
    let Ok(text) = std::fs::read_to_string(&path) else {
        assert!(!required, "{} is absent", path.display());
        eprintln!("skipped: {} is absent", path.display());
        return;
    };
    let (mut wrong, mut count) = (Vec::new(), 0);
    let mut used = BTreeSet::new();
    for line in text.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let test = case["test"].as_str().unwrap();
        let options = case["options"].as_object().unwrap();
        let is_invalid = case["expect"] == "invalid";
        if is_invalid && OWN_RULES.iter().any(|own| options.contains_key(*own)) {
            continue;
        }
        count += 1;
        let found = check(&case["object"].to_string());
        let is_must = case["level"] == "MUST-or-multiple";
        let is_right = match (
            is_invalid,
            found.errors.is_empty(),
            found.warnings.is_empty(),
        ) {
            (is_invalid, false, _) => is_invalid,
            (false, true, _) => true,
            (true, true, false) => !is_must || SHOULD.contains(&test),
            (true, true, true) => SILENT.iter().any(|(name, _)| *name == test),
        };
        if is_invalid && found.errors.is_empty() {
            used.insert(test.to_owned());
        }
        if !is_right {
            wrong.push(format!("{test} line {}: {found:?}", case["line"]));
        }
    }
    assert_eq!(wrong, [] as [String; 0]);
    let named = SHOULD.iter().chain(SILENT.iter().map(|(name, _)| name));
    for name in named {
        assert!(used.contains(*name), "{name} needs no exception");
    }
    assert!(count > 300, "{count}");
}
