//! `watchbell cve`: the base of vulnerabilities.

mod check;
mod components;
mod convert;
mod export;
mod import;
mod matching;
mod search;
mod show;
mod status;
mod watch;

use std::process::ExitCode;

use clap::{Args, Subcommand};

use crate::open::NodeOptions;

/// Import CVE records, search them, and ask what is affected
#[derive(Args, Debug)]
#[command(
    before_help = "Examples:\n  watchbell cve import cvelistV5-main.zip known_exploited_vulnerabilities.json epss_scores-current.csv.gz\n  watchbell cve match --purl pkg:npm/lodash@4.17.20"
)]
pub(crate) struct Cve {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Import(import::Import),
    Show(show::Show),
    Search(search::Search),
    Match(matching::Match),
    Status(status::Status),
    Watch(watch::Watch),
    Export(export::Export),
    Check(check::Check),
    Convert(convert::Convert),
}

impl Cve {
    pub(crate) fn run(&self, node: &NodeOptions) -> anyhow::Result<ExitCode> {
        let runtime = crate::open::runtime()?;
        match &self.what {
            What::Check(check) => check.run(),
            What::Convert(convert) => convert.run(),
            What::Import(import) => runtime.block_on(import.run(node)),
            What::Show(show) => runtime.block_on(show.run(node)),
            What::Search(search) => runtime.block_on(search.run(node)),
            What::Match(matching) => runtime.block_on(matching.run(node)),
            What::Export(export) => runtime.block_on(export.run(node)),
            What::Status(status) => runtime.block_on(status.run(node)),
            What::Watch(watch) => runtime.block_on(watch.run(node)),
        }
    }
}
