//! Finds the shared test data, and the few differences from it that are policy.

use std::{collections::BTreeMap, path::PathBuf};

/// Returns the folder with the log vectors, or says that the test is skipped.
#[expect(clippy::print_stderr, reason = "a skipped test must say so")]
pub(crate) fn vectors() -> Option<PathBuf> {
    let given = std::env::var_os("WATCHBELL_TESTDATA").map(PathBuf::from);
    let default = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let required = given.is_some();
    let folder = given.unwrap_or(default).join("tlog");
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(
        !required,
        "WATCHBELL_TESTDATA names no folder with tlog data"
    );
    eprintln!("skipped: no shared test data; set WATCHBELL_TESTDATA");
    None
}

/// Reads one file of the vectors as text.
pub(crate) fn read(name: &str) -> Option<String> {
    let path = vectors()?.join(name);
    Some(
        std::fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display())),
    )
}

/// Collects where we and the vectors differ, and at the end holds that against `exceptions.toml`.
pub(crate) struct Differences {
    suite: &'static str,
    seen: BTreeMap<String, String>,
    cases: usize,
}

impl Differences {
    pub(crate) fn of(suite: &'static str) -> Self {
        Self {
            suite,
            seen: BTreeMap::new(),
            cases: 0,
        }
    }

    /// Notes one case; `ours` and `theirs` say whether the input is accepted.
    pub(crate) fn case(&mut self, name: &str, ours: bool, theirs: bool) {
        self.cases += 1;
        if ours != theirs {
            self.seen.insert(
                name.to_owned(),
                format!("accepted by us: {ours}, by the vectors: {theirs}"),
            );
        }
    }

    /// Fails for a difference that is not listed, and for a listed one that is gone.
    pub(crate) fn check(self, cases: usize) {
        assert_eq!(
            self.cases, cases,
            "{}: another number of cases than expected",
            self.suite
        );
        let listed: toml::Table = include_str!("../exceptions.toml")
            .parse()
            .expect("exceptions.toml is TOML");
        let listed = listed
            .get(self.suite)
            .and_then(toml::Value::as_table)
            .cloned()
            .unwrap_or_default();
        for (name, difference) in &self.seen {
            assert!(
                listed.contains_key(name),
                "{}: {name}: {difference}",
                self.suite
            );
        }
        for (name, reason) in &listed {
            assert!(
                reason.as_str().is_some_and(|reason| reason.len() > 20),
                "{name}: no reason"
            );
            assert!(
                self.seen.contains_key(name),
                "{}: {name} is listed in exceptions.toml but agrees now",
                self.suite
            );
        }
    }
}
