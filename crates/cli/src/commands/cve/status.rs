//! `watchbell cve status`.

use std::{
    io::{Write as _, stdout},
    process::ExitCode,
};

use clap::Args;
use serde_json::json;

use crate::{exit, format::Format, open::NodeOptions};

/// Show how many records there are, and how fresh
#[derive(Args, Debug)]
#[command(before_help = "Example:\n  watchbell cve status")]
pub(super) struct Status {
    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Status {
    pub(super) async fn run(&self, node: &NodeOptions) -> anyhow::Result<ExitCode> {
        let node = node.attach().await?;
        let counts = node.db().cve_counts().await?;
        let mut lists = Vec::new();
        for name in ["kev", "epss", "delta"] {
            lists.push(node.db().setting(&format!("cve.{name}")).await?);
        }
        node.stop().await;
        let mut out = stdout().lock();
        let [kev, epss, delta] = &lists[..] else {
            return Ok(exit::FAILED.into());
        };
        match self.format {
            Format::Json => writeln!(
                out,
                "{}",
                json!({
                    "records": counts.records, "rejected": counts.rejected, "exploited": counts.exploited,
                    "misfits": counts.misfits, "probabilities": counts.probabilities,
                    "updated": counts.updated_at, "kev": kev, "epss": epss, "delta": delta,
                })
            )?,
            Format::Text => {
                let day = |text: &Option<String>| {
                    text.clone().unwrap_or_else(|| "never imported".to_owned())
                };
                let updated = counts
                    .updated_at
                    .map_or_else(|| "-".to_owned(), |at| at.to_string());
                writeln!(
                    out,
                    "records        {} ({} rejected), the latest changed {updated}\nexploited      {}; catalogue of {}\nprobabilities  {}; of {}\nmisfits        {} records with a published score that does not fit its vector",
                    counts.records,
                    counts.rejected,
                    counts.exploited,
                    day(kev),
                    counts.probabilities,
                    day(epss),
                    counts.misfits
                )?;
            }
        }
        Ok(exit::CLEAN.into())
    }
}
