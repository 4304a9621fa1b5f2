//! `watchbell cve convert`: an advisory in another format, offline.

use std::{
    io::{Write as _, stdout},
    path::PathBuf,
    process::ExitCode,
};

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use watchbell_vuln::{csaf, osv};

use crate::{exit, file};

/// Turn an advisory into another format
#[derive(Args, Debug)]
#[command(before_help = "Example:\n  watchbell cve convert --to osv ghsa.json")]
pub(super) struct Convert {
    /// Into what
    #[arg(long, value_enum)]
    to: Target,
    /// An advisory of GitHub, as its GraphQL interface gives it; `-` is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Target {
    /// Open Source Vulnerability format 1.5
    Osv,
}

impl Convert {
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let Target::Osv = self.to;
        let name = self.file.display().to_string();
        let text = file::text(&self.file, csaf::MAX_DOCUMENT).with_context(|| name.clone())?;
        let record = osv::ghsa::convert(text.as_bytes()).with_context(|| name)?;
        writeln!(
            stdout().lock(),
            "{}",
            serde_json::to_string_pretty(&record)?
        )?;
        Ok(exit::CLEAN.into())
    }
}
