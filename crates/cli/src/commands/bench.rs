//! `watchbell bench`: measures this machine, on the real path.

mod chart;
mod cve;
mod events;
mod growth;
mod iodef;
mod pipeline;
mod taxii;

use std::process::ExitCode;

use clap::{Args, Subcommand};

use crate::open::NodeOptions;

/// Measure this machine
#[derive(Args, Debug)]
#[command(
    before_help = "Examples:\n  watchbell bench pipeline --reports 200000\n  watchbell bench cve cvelistV5-main.zip\n  watchbell bench events\n  watchbell bench iodef\n  watchbell bench taxii"
)]
pub(crate) struct Bench {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Reports made durable, judged, joined to incidents and sealed, a second
    Pipeline(pipeline::Pipeline),
    /// How long questions to the base of vulnerabilities take
    Cve(cve::Questions),
    Events(events::Keeping),
    Iodef(iodef::Documents),
    Taxii(taxii::Taxii),
}

impl Bench {
    pub(crate) fn run(&self, node: &NodeOptions) -> anyhow::Result<ExitCode> {
        match &self.what {
            What::Pipeline(pipeline) => pipeline.run(node),
            What::Cve(questions) => questions.run(),
            What::Events(keeping) => keeping.run(),
            What::Iodef(documents) => documents.run(),
            What::Taxii(taxii) => taxii.run(),
        }
    }
}
