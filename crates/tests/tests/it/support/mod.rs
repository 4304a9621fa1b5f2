//! What several subjects need.

pub(crate) mod database;
pub(crate) mod http;
pub(crate) mod messages;
pub(crate) mod node;
pub(crate) mod port;
pub(crate) mod program;
pub(crate) mod random;
pub(crate) mod server;

use std::path::{Path, PathBuf};

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    root.canonicalize().expect("the repository is there")
}

/// Says that something is left out because `missing` is not there; where `CI`
/// is set nothing may be left out.
#[expect(clippy::print_stdout, reason = "what is skipped must be seen")]
pub(crate) fn skip(missing: &str) {
    assert!(
        std::env::var_os("CI").is_none(),
        "nothing may be skipped in CI: {missing}"
    );
    println!("skipped: {missing}");
}

/// The shared test data below `path`, where it is there.
pub(crate) fn data(path: &str) -> Option<PathBuf> {
    let data = std::env::var_os("WATCHBELL_TESTDATA")
        .map_or_else(|| root().join("../shared/data"), PathBuf::from);
    let place = data.join(path);
    if place.exists() {
        return Some(place);
    }
    skip(&format!(
        "no test data {path}; name the folder with WATCHBELL_TESTDATA"
    ));
    None
}

/// A folder of its own for a test.
pub(crate) fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}
