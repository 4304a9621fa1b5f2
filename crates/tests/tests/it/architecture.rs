//! The house keeps its shape: DESIGN.md, "The house".

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::support::root;

/// Every room, from the ground up.
const ROOMS: [&str; 15] = [
    "model",
    "cvss",
    "iodef",
    "tlog",
    "formats",
    "detect",
    "certs",
    "assess",
    "vuln",
    "antitheft",
    "store",
    "node",
    "web",
    "cli",
    "tests",
];

/// Which of our crates each crate may see, also in its tests and benches.
fn may_see(name: &str) -> Option<&'static [&'static str]> {
    Some(match name {
        "model" | "cvss" | "iodef" | "tlog" => &[],
        "formats" => &["model", "iodef"],
        "detect" | "certs" | "assess" | "antitheft" | "store" => &["model"],
        "vuln" => &["model", "cvss"],
        // All that stand below them.
        "node" | "web" | "cli" | "tests" => {
            let floor = ROOMS.iter().position(|room| *room == name)?;
            ROOMS.get(..floor)?
        }
        _ => return None,
    })
}

/// Names that say nothing about what a crate is for.
const FORBIDDEN: [&str; 5] = ["common", "utils", "core", "types", "traits"];

/// What only crates with input and output may name. The judge, the formats and
/// the vocabulary are functions of what they are given.
const OUTSIDE_WORLD: [&str; 7] = [
    "std::fs",
    "std::net::Tcp",
    "std::process",
    "SystemTime",
    "tokio::",
    "rusqlite::",
    "sqlx::",
];

/// Lines past which a file explains itself, and lines that no file passes.
const EXPLAINED: usize = 400;
const MOST: usize = 1_000;

#[test]
fn every_arrow_between_our_crates_points_down() {
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .current_dir(root())
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .output()
        .unwrap();
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    assert!(packages.len() >= 10);
    let ours = |name: &str| name.strip_prefix("watchbell-").map(str::to_owned);
    for package in packages {
        let name = ours(package["name"].as_str().unwrap()).expect("package names say whose it is");
        assert!(!FORBIDDEN.contains(&name.as_str()), "{name}");
        let may_see = may_see(&name).unwrap_or_else(|| panic!("the house has no room {name}"));
        for dependency in package["dependencies"].as_array().unwrap() {
            let Some(seen) = ours(dependency["name"].as_str().unwrap()) else {
                continue;
            };
            assert!(
                // Tests may ask for more of their own crate.
                may_see.contains(&seen.as_str()) || seen == name,
                "{name} must not see {seen}"
            );
        }
    }
}

#[test]
fn rooms_below_the_node_do_not_see_the_outside_world() {
    for room in ["model", "iodef", "formats", "detect"] {
        for (path, text) in sources(&format!("crates/{room}/src")) {
            // Tests come last in a file, and in files of their own.
            let is_test = path
                .iter()
                .any(|part| part == "tests" || part == "tests.rs");
            let (code, _) = text.split_once("#[cfg(test)]").unwrap_or((&text, ""));
            for word in OUTSIDE_WORLD {
                let names_it = code
                    .lines()
                    .any(|line| !line.trim_start().starts_with("//") && line.contains(word));
                assert!(is_test || !names_it, "{} names {word}", path.display());
            }
        }
    }
}

#[test]
fn no_file_is_too_long_and_long_ones_say_why() {
    for (path, text) in sources("crates").into_iter().chain(sources("fuzz")) {
        let lines = text.lines().count();
        assert!(lines <= MOST, "{} has {lines} lines", path.display());
        assert!(
            lines <= EXPLAINED || text.starts_with("//!"),
            "{} has {lines} lines and does not begin with what they are for",
            path.display()
        );
    }
}

#[test]
fn no_test_is_left_out_and_no_lint_is_silenced_for_good() {
    // Written in parts, so that this file does not name them.
    let forbidden = [
        concat!("#[ig", "nore"),
        concat!("#[al", "low("),
        concat!("#![al", "low("),
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
    ];
    for (path, text) in sources("crates").into_iter().chain(sources("fuzz")) {
        for word in forbidden {
            assert!(!text.contains(word), "{} holds {word}", path.display());
        }
    }
}

#[test]
fn every_fuzz_target_is_listed_and_there() {
    let manifest = fs::read_to_string(root().join("fuzz/Cargo.toml")).unwrap();
    let listed: BTreeSet<PathBuf> = manifest
        .lines()
        .filter_map(|line| line.strip_prefix("path = \""))
        .map(|path| root().join("fuzz").join(path.trim_end_matches('"')))
        .collect();
    let there: BTreeSet<PathBuf> = sources("fuzz").into_iter().map(|(path, _)| path).collect();
    assert!(!there.is_empty());
    assert_eq!(listed, there);
}

/// Every Rust file below a folder of the repository, with its text.
fn sources(below: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    walk(&root().join(below), &mut found);
    found.sort();
    found
}

fn walk(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(folder).expect("a folder of the repository") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            if path.file_name().is_some_and(|name| name != "target") {
                walk(&path, found);
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).expect("UTF-8");
            found.push((path, text));
        }
    }
}
