//! Files that are checked, one after another, each with a verdict of its own.

use std::{
    io::{Write as _, stdout},
    path::{Path, PathBuf},
    process::ExitCode,
};

use serde::Serialize;

use crate::{exit, format::Format, talk};

/// What was found in one file.
pub(crate) trait Verdict: Serialize {
    /// Whether the file is valid.
    fn is_valid(&self) -> bool;

    /// What was found, in lines for people.
    fn in_words(&self) -> String;
}

/// Prints the verdict on each file; what cannot be read is told, and the rest goes on.
pub(crate) fn print<V: Verdict>(
    files: &[PathBuf],
    format: Format,
    verdict: impl Fn(&Path) -> anyhow::Result<V>,
) -> anyhow::Result<ExitCode> {
    let (mut invalid, mut failed) = (false, false);
    let mut out = stdout().lock();
    for path in files {
        let verdict = match verdict(path) {
            Ok(verdict) => verdict,
            Err(error) => {
                talk::say(&format!("{}: {error:#}", path.display()));
                failed = true;
                continue;
            }
        };
        invalid |= !verdict.is_valid();
        match format {
            Format::Json => writeln!(out, "{}", serde_json::to_string(&verdict)?)?,
            Format::Text => write!(out, "{}", verdict.in_words())?,
        }
    }
    if failed {
        return Ok(exit::FAILED.into());
    }
    Ok(exit::findings(invalid))
}
