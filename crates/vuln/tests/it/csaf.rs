//! The test corpus of the CSAF 2.0 standard.

use std::{collections::HashMap, io::Read as _};

use serde_json::Value;
use watchbell_vuln::csaf::{self, Class};

use crate::shared;

/// Tests that need the network or a dictionary.
const NOT_DONE: &[&str] = &["6.3.6", "6.3.7", "6.3.8"];

/// Valid by the corpus, though each has two hashes of one algorithm, which test 6.1.25 forbids.
const CONTRADICTORY: &[&str] = &["2021-6-2-08-02.json", "2021-6-2-09-02.json"];

fn files(archive: &str) -> Option<HashMap<String, String>> {
    let file = std::fs::File::open(shared::folder()?.join(archive)).expect("it can be opened");
    let mut archive = tar::Archive::new(liblzma::read::XzDecoder::new(file));
    let entries = archive.entries().expect("it is an archive");
    let files = entries.filter_map(|entry| {
        let mut entry = entry.expect("it is whole");
        let name = entry.path().expect("a path").display().to_string();
        let mut text = String::new();
        entry.read_to_string(&mut text).ok()?;
        name.ends_with(".json").then_some((name, text))
    });
    Some(files.collect())
}

#[test]
fn each_document_of_the_standards_tests_is_judged_as_it_says() {
    let Some(files) = files("csaf20_validator_tests.tar.xz") else {
        return;
    };
    let find = |name: &str| {
        let found = files.iter().find(|(path, _)| path.ends_with(name));
        &**found.expect("the file is there").1
    };
    let cases: Value = serde_json::from_str(find("data/testcases.json")).unwrap();
    let (mut wrong, mut judged) = (Vec::new(), 0);
    for case in cases["tests"].as_array().unwrap() {
        let rule = case["id"].as_str().unwrap();
        for (kind, faulty) in [("failures", true), ("valid", false)] {
            for file in case[kind].as_array().into_iter().flatten() {
                let name = file["name"].as_str().unwrap();
                let check = csaf::check(find(name));
                let told = check.findings.iter().any(|finding| finding.rule == rule);
                let expected = faulty && !NOT_DONE.contains(&rule);
                let against = CONTRADICTORY.iter().any(|known| name.ends_with(known));
                let valid = file["valid"].as_bool().unwrap() && !against;
                if told != expected || check.is_valid() != valid {
                    let errors = check
                        .findings
                        .iter()
                        .filter(|f| f.class == Class::Error || f.rule == rule);
                    wrong.push(format!("{name} {rule}: {:?}", errors.collect::<Vec<_>>()));
                }
                judged += 1;
            }
        }
    }
    assert!(judged > 200, "{judged}");
    assert!(
        wrong.is_empty(),
        "{} of {judged}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn published_examples_are_valid() {
    let Some(files) = files("csaf20_examples_schema.tar.xz") else {
        return;
    };
    let documents = files.iter().filter(|(name, text)| {
        name.contains("/examples/") && text.contains("\"csaf_version\"") && !name.contains("ROLIE")
    });
    let mut count = 0;
    for (name, text) in documents {
        let errors = csaf::check(text).findings;
        let errors: Vec<_> = errors.iter().filter(|f| f.class == Class::Error).collect();
        assert!(errors.is_empty(), "{name}: {errors:?}");
        count += 1;
    }
    assert!(count >= 5, "{count}");
}

#[test]
fn vex_documents_of_the_examples_make_statements() {
    let Some(folder) = shared::folder() else {
        return;
    };
    let mut statements = 0;
    for entry in std::fs::read_dir(folder.join("sbom/cyclonedx")).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name.starts_with("VEX__") && name.ends_with("vex.json") {
            let text = std::fs::read_to_string(&path).unwrap();
            let read = watchbell_vuln::vex::read(&text);
            let read = read.unwrap_or_else(|error| panic!("{name}: {error}"));
            // One has an answer but no state.
            assert_eq!(read.is_empty(), !text.contains("\"state\""), "{name}");
            statements += read.len();
        }
    }
    assert!(statements > 20, "{statements}");
}
