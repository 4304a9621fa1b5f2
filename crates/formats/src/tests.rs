//! Texts of the standards and samples beside the working copy, for tests.

use std::{ffi::OsString, fs, path::PathBuf};

/// Returns the path of a file of the shared test data, or says that it is absent.
pub(crate) fn path(path: &str) -> Option<PathBuf> {
    let given = std::env::var_os("WATCHBELL_TESTDATA").unwrap_or_else(|| {
        OsString::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data"))
    });
    let path = PathBuf::from(given).join(path);
    if path.exists() {
        return Some(path);
    }
    absent(&path.display().to_string());
    None
}

/// Returns a file of the shared test data, or says that it is absent.
pub(crate) fn data(name: &str) -> Option<String> {
    Some(fs::read_to_string(path(name)?).expect("it is text"))
}

/// Returns the text of an RFC without the lines between its pages, or says that it is absent.
pub(crate) fn rfc(number: u32) -> Option<String> {
    let text = data(&format!("../rfc/rfc{number}.txt"))?;
    let head = format!("RFC {number} ");
    let lines = text.lines().filter(|line| {
        let is_foot = line.contains("[Page ") && line.ends_with(']');
        !is_foot && !line.starts_with(&head) && !line.starts_with('\u{c}')
    });
    Some(lines.collect::<Vec<_>>().join("\n"))
}

/// Says that something is absent, and fails where it must be there.
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
pub(crate) fn absent(what: &str) {
    let required = std::env::var_os("CI").is_some_and(|value| value == "true");
    assert!(!required, "{what} is absent");
    eprintln!("skipped: {what} is absent");
}
