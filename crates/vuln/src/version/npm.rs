//! The versions of npm packages: <https://github.com/npm/node-semver#versions> and its loose mode.
//!
//! The order is that of semantic versioning. The loose forms add `=` and spaces before the numbers, and a pre-release
//! without its hyphen (`1.2.3beta`). Missing numbers are zero here, as in node-semver's `coerce`.

use super::{error::Fault, part::run, semver};

pub(super) fn parse(text: &str) -> Result<semver::Key<'_>, Fault> {
    let start = run(text, 0, |byte| matches!(byte, b'v' | b'V' | b'=' | b' '));
    semver::from(text, start, true)
}
