//! The API as its own description has it, judged by schemathesis.

use std::process::Command;

use super::house::House;
use crate::support::{
    folder,
    messages::{harmless, smishing},
    skip,
};

/// Calls that may end the very token they are made with.
const KEYS: &str = "/(tokens|users)";
/// Calls that take package URLs and whole documents: what is one no schema says.
const DOCUMENTS: &str = "/(cves/match|watches)";
/// The check that whatever fits a schema is taken.
const TAKEN: &str = "positive_data_acceptance";

#[test]
fn the_api_does_what_its_description_says() {
    let known = Command::new("schemathesis").arg("--version").output();
    if !known.is_ok_and(|known| known.status.success()) {
        skip("no schemathesis; `pip install schemathesis`");
        return;
    }
    let reports: Vec<_> = (0..25).map(smishing).chain((0..5).map(harmless)).collect();
    let house = House::open(&reports);
    let mut admin = house.person("administrator");
    let scopes = watchbell_node::accounts::Scope::ALL.map(|scope| scope.as_str());
    let token = admin.token(&scopes);

    let here = folder();
    let others = format!("{KEYS}|{DOCUMENTS}");
    for (choice, paths, seconds, left_out) in [
        ("--exclude-path-regex", others.as_str(), "45", &[][..]),
        (
            "--include-path-regex",
            DOCUMENTS,
            "15",
            &["--exclude-checks", TAKEN],
        ),
        // Last, for the token may end.
        ("--include-path-regex", KEYS, "15", &[]),
    ] {
        let output = Command::new("schemathesis")
            .args(["run", &house.url("/api/v1/openapi.json")])
            .args(["--header", &format!("Authorization: Bearer {token}")])
            .args([choice, paths])
            .args(left_out)
            .args(["--max-examples", "10", "--seed", "2026"])
            .args(["--workers", "1", "--max-time", seconds])
            .env("NO_COLOR", "1")
            .current_dir(here.path())
            .output()
            .expect("schemathesis starts");
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{said}");
    }
    assert_eq!(house.stranger("192.0.2.2").get("/readyz").status, 200);
}
