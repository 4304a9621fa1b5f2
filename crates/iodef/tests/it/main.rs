//! Documents against the schemas and examples of the RFCs.

mod check;
mod dialect;
mod examples;
mod forms;
mod hostile;

use std::{ffi::OsString, path::PathBuf};

/// Returns a folder of the shared test data, or says that it is absent.
///
/// Absence fails the test where `CI` is `true`.
pub(crate) fn data(folder: &str) -> Option<PathBuf> {
    let given = std::env::var_os("WATCHBELL_TESTDATA").unwrap_or_else(|| {
        OsString::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data"))
    });
    let path = PathBuf::from(given).join(folder);
    if path.is_dir() {
        return Some(path);
    }
    absent(&format!("test data {}", path.display()));
    None
}

/// Says that something is absent, and fails where it must be there.
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
pub(crate) fn absent(what: &str) {
    let required = std::env::var_os("CI").is_some_and(|value| value == "true");
    assert!(!required, "{what} is absent");
    eprintln!("skipped: {what} is absent");
}

/// The beginning of a document.
pub(crate) const OPEN: &str =
    "<IODEF-Document xmlns=\"urn:ietf:params:xml:ns:iodef-2.0\" version=\"2.00\">";

/// A document of one incident with more in it.
pub(crate) fn minimal(more: &str) -> String {
    format!(
        "{OPEN}<Incident purpose=\"reporting\"><IncidentID name=\"csirt.example.com\">1</IncidentID>\
         <GenerationTime>2026-11-21T08:30:00Z</GenerationTime>\
         <Contact role=\"creator\" type=\"person\"><ContactName>A</ContactName></Contact>{more}\
         </Incident></IODEF-Document>"
    )
}
