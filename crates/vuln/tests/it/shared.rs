//! Finds the shared test data, and the few differences from it that are policy.

use std::{collections::BTreeMap, path::PathBuf, process::Command};

/// Returns the folder with the CVE data, or says that the test is skipped.
#[expect(clippy::print_stderr, reason = "a skipped test must say so")]
pub(crate) fn folder() -> Option<PathBuf> {
    let given = std::env::var_os("WATCHBELL_TESTDATA").map(PathBuf::from);
    let default = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let required = given.is_some();
    let folder = given.unwrap_or(default).join("cve");
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(
        !required,
        "WATCHBELL_TESTDATA names no folder with CVE data"
    );
    eprintln!("skipped: no shared test data; set WATCHBELL_TESTDATA");
    None
}

/// Reads one file of the CVE data as text; `.xz` is unpacked.
pub(crate) fn read(name: &str) -> Option<String> {
    let path = folder()?.join(name);
    if name.ends_with(".xz") {
        let unpacked = Command::new("xz")
            .arg("-dc")
            .arg(&path)
            .output()
            .expect("xz runs");
        assert!(
            unpacked.status.success(),
            "{}: not unpacked",
            path.display()
        );
        return Some(String::from_utf8(unpacked.stdout).expect("it is text"));
    }
    Some(
        std::fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display())),
    )
}

/// Collects where we and a table differ, and at the end holds that against `exceptions.toml`.
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

    /// Notes one case: what we say and what the table says.
    pub(crate) fn case(&mut self, name: &str, ours: &str, theirs: &str) {
        self.cases += 1;
        if ours != theirs {
            self.seen.insert(
                name.to_owned(),
                format!("we say {ours}, the table {theirs}"),
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

/// Reads the string literals of a Go test table, in their order, each with the line it is on.
pub(crate) fn go_strings(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut chars = line.chars();
    while let Some(open) = chars.next() {
        let mut text = String::new();
        match open {
            '/' if chars.as_str().starts_with('/') => break,
            '`' => text.extend(chars.by_ref().take_while(|char| *char != '`')),
            '"' => {
                while let Some(char) = chars.next() {
                    match char {
                        '"' => break,
                        '\\' => text.extend(chars.next()),
                        _ => text.push(char),
                    }
                }
            }
            _ => continue,
        }
        found.push(text);
    }
    found
}

/// Returns the lines of one function of a Go file.
pub(crate) fn go_function<'a>(file: &'a str, name: &str) -> impl Iterator<Item = &'a str> {
    let start = file
        .find(&format!("func {name}("))
        .unwrap_or_else(|| panic!("no function {name}"));
    file[start..].lines().take_while(|line| *line != "}")
}

/// Numbers without an order that anybody sees: a linear congruence, for generated samples.
pub(crate) struct Numbers(u64);

impl Numbers {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }
}
