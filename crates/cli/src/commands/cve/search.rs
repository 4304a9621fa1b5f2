//! `watchbell cve search`.

use std::{
    io::{Write as _, stdout},
    process::ExitCode,
};

use anyhow::bail;
use clap::Args;
use watchbell_store::CveFilter;
use watchbell_vuln::{names, record};

use crate::{exit, format::Format, open::NodeOptions};

/// Search records, the most urgent first
#[derive(Args, Debug)]
#[command(
    before_help = "Examples:\n  watchbell cve search path traversal\n  watchbell cve search --vendor apache --product 'http server' --exploited",
    after_help = "What to fix first comes first: known exploitation, then SSVC, then EPSS, then CVSS, each only among equals in what stands before it:\nurgency = 10^9 exploited + 10^7 ssvc + 10^3 floor(1000 epss) + cvss in tenths, with ssvc = 4 exploitation (0 none, 1 poc, 2 active) + 2 automatable + 1 total impact."
)]
pub(super) struct Search {
    /// Words that all have to be there; `over*` is the beginning of one
    #[arg(value_name = "WORD")]
    words: Vec<String>,
    /// Only products of this maker
    #[arg(long)]
    vendor: Option<String>,
    /// Only this product
    #[arg(long)]
    product: Option<String>,
    /// Only this weakness, for example CWE-79
    #[arg(long, value_name = "CWE-N")]
    cwe: Option<String>,
    /// At least this CVSS score
    #[arg(long, value_name = "SCORE")]
    cvss: Option<f64>,
    /// At least this probability of exploitation
    #[arg(long, value_name = "SHARE")]
    epss: Option<f64>,
    /// Only what is known to be exploited
    #[arg(long)]
    exploited: bool,
    /// Only what changed since, a day or RFC 3339
    #[arg(long, value_name = "TIME")]
    since: Option<String>,
    /// Rejected records too
    #[arg(long)]
    rejected: bool,
    /// How many
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(i64).range(1..=100_000))]
    limit: i64,
    /// How to print them
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Search {
    pub(super) async fn run(&self, node: &NodeOptions) -> anyhow::Result<ExitCode> {
        let filter = self.filter()?;
        let node = node.attach().await?;
        let found = node.db().cves(&filter, self.limit).await?;
        node.stop().await;
        let mut out = stdout().lock();
        for head in &found {
            match self.format {
                Format::Json => writeln!(out, "{}", serde_json::to_string(head)?)?,
                Format::Text => {
                    let score = head.score.map_or_else(
                        || "   -".to_owned(),
                        |score| format!("{:4.1}", score as f64 / 10.0),
                    );
                    let mark = if head.exploited { "exploited" } else { "" };
                    writeln!(out, "{:<18} {score} {mark:<9} {}", head.id, head.title)?;
                }
            }
        }
        Ok(exit::CLEAN.into())
    }

    fn filter(&self) -> anyhow::Result<CveFilter> {
        let since = match &self.since {
            None => None,
            Some(text) => match record::moment(text) {
                Some(at) => Some(at),
                None => bail!("--since {text:?} is no time; expected for example 2024-08-20"),
            },
        };
        if let Some(score) = self.cvss.filter(|score| !(0.0..=10.0).contains(score)) {
            bail!("--cvss {score} is not between 0 and 10");
        }
        #[expect(clippy::cast_possible_truncation, reason = "between 0 and 100")]
        let score = self.cvss.map(|score| (score * 10.0).round() as i64);
        Ok(CveFilter {
            words: self
                .words
                .iter()
                .flat_map(|text| record::query(text))
                .collect(),
            vendor: self.vendor.as_deref().map(names::spelled),
            product: self.product.as_deref().map(names::spelled),
            weakness: self.cwe.as_deref().map(str::to_ascii_uppercase),
            score,
            epss: self.epss,
            exploited: self.exploited,
            updated_since: since,
            rejected: self.rejected,
            after: None,
        })
    }
}
