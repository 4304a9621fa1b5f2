//! `watchbell stix`: content of STIX 2.1, offline.

mod check;

use std::process::ExitCode;

use clap::{Args, Subcommand};

/// Check bundles and objects of STIX 2.1
#[derive(Args, Debug)]
#[command(before_help = "Example:\n  watchbell stix check bundle.json")]
pub(crate) struct Stix {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Check(check::Check),
}

impl Stix {
    pub(crate) fn run(&self) -> anyhow::Result<ExitCode> {
        match &self.what {
            What::Check(check) => check.run(),
        }
    }
}
