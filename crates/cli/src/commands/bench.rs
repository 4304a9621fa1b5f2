//! `watchbell bench`: measures this machine, on the real path.

mod curve;
mod pipeline;

use std::process::ExitCode;

use clap::{Args, Subcommand};

use crate::open::NodeOptions;

/// Measure this machine
#[derive(Args, Debug)]
#[command(before_help = "Example:\n  watchbell bench pipeline --reports 200000")]
pub(crate) struct Bench {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Reports made durable, judged, joined to incidents and sealed, a second
    Pipeline(pipeline::Pipeline),
}

impl Bench {
    pub(crate) fn run(&self, node: &NodeOptions) -> anyhow::Result<ExitCode> {
        match &self.what {
            What::Pipeline(pipeline) => pipeline.run(node),
        }
    }
}
