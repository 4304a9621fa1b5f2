//! Exit codes that scripts can rely on.

use std::process::ExitCode;

/// Done, and nothing to report. A reader who closed the pipe counts as done.
pub(crate) const CLEAN: u8 = 0;
/// Done, with findings: bad input lines, a proof that does not hold, verdicts
/// named by `--fail-on`.
pub(crate) const FINDINGS: u8 = 1;
/// Could not do it.
pub(crate) const FAILED: u8 = 2;

/// Returns [`FINDINGS`] where there were any, else [`CLEAN`].
pub(crate) fn findings(any: bool) -> ExitCode {
    ExitCode::from(if any { FINDINGS } else { CLEAN })
}
