//! OSV records against their schema's examples, and real ones.

use std::io::Read as _;

use serde_json::Value;
use watchbell_vuln::{
    affected::{Answer, Options},
    osv,
};

use crate::shared;

fn json(path: &std::path::Path) -> Value {
    let text = std::fs::read_to_string(path).expect("it can be read");
    serde_json::from_str(&text).expect("it is JSON")
}

#[test]
fn advisories_of_github_become_the_records_that_osv_has_of_them() {
    let Some(folder) = shared::folder() else {
        return;
    };
    let mut pairs = 0;
    for entry in std::fs::read_dir(folder.join("osv-schema/ghsa")).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.to_string_lossy().ends_with(".osv.json") {
            continue;
        }
        let expected = json(&path.with_extension("osv.json"));
        let made = osv::of_advisory(&json(&path)).expect("it is an advisory");
        assert_eq!(made, expected, "{}", path.display());
        pairs += 1;
    }
    assert!(pairs >= 10, "{pairs}");
}

#[test]
fn the_linters_files_are_judged_as_its_tests_say() {
    let Some(folder) = shared::folder() else {
        return;
    };
    for (file, rule) in [
        ("CVE-2023-41045.json", None),
        ("SUSE-FU-2022_0444-1.json", Some("affected")),
        ("RHSA-2022_0216.json", Some("affected")),
        ("nointroduced-CVE-2023-41045.json", Some("introduced")),
        ("nondistinct-CVE-2018-5407.json", Some("event")),
        // Its package is in no registry, which only the network tells.
        ("nopackage-GHSA-9v2f-6vcg-3hgv.json", None),
    ] {
        let found = osv::check(&json(&folder.join("osv-schema/osv-linter").join(file)));
        match rule {
            Some(rule) => assert!(found.iter().any(|f| f.rule == rule), "{file}: {found:?}"),
            None => assert_eq!(found, [], "{file}"),
        }
    }
}

#[test]
fn real_records_are_read_and_answer_for_their_own_versions() {
    let Some(folder) = shared::folder() else {
        return;
    };
    let file = std::fs::File::open(folder.join("osv_go_open.tar.xz")).expect("it can be opened");
    let mut archive = tar::Archive::new(liblzma::read::XzDecoder::new(file));
    let (mut records, mut fixed, mut faults) = (0, 0, 0);
    for entry in archive.entries().expect("an archive") {
        let mut bytes = Vec::new();
        entry
            .expect("an entry")
            .read_to_end(&mut bytes)
            .expect("it is whole");
        if bytes.is_empty() {
            continue;
        }
        let record = osv::Record::read(&bytes).expect("a record");
        let found = osv::check(&serde_json::from_slice(&bytes).unwrap());
        // A few name an alias twice.
        assert!(
            found.iter().all(|f| f.rule == "aliases"),
            "{}: {found:?}",
            record.id
        );
        faults += found.len();
        records += 1;
        for affected in &record.affected {
            assert!(
                affected.name().is_some(),
                "{}: {:?}",
                record.id,
                affected.package
            );
            for event in affected.ranges.iter().flat_map(|range| &range.events) {
                let Some(version) = event.fixed.as_deref() else {
                    continue;
                };
                let decided = osv::decide(affected, Some(version), Options::default());
                // Two lines of development may both be affected: what one fixed may be behind the other's beginning.
                assert_ne!(
                    decided.answer,
                    Answer::Unknown,
                    "{} {version}: {decided:?}",
                    record.id
                );
                fixed += 1;
            }
        }
    }
    assert!(records > 1_000 && fixed > 1_000, "{records} {fixed}");
    assert!(faults < 10, "{faults}");
}
