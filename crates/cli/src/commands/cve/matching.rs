//! `watchbell cve match`.

use std::{
    io::{Write as _, stdout},
    process::ExitCode,
};

use anyhow::Context as _;
use clap::Args;
use serde_json::json;
use watchbell_vuln::{
    affected::{Answer, Options},
    component::Component,
    cpe::Cpe,
    purl::Purl,
};

use super::{Format, search};
use crate::{exit, open::NodeOptions};

/// Ask which vulnerabilities a component has: affected, not affected or unknown, and why
#[derive(Args, Debug)]
#[command(
    before_help = "Examples:\n  watchbell cve match --purl pkg:npm/lodash@4.17.20\n  watchbell cve match --cpe 'cpe:2.3:a:apache:log4j:2.14.1:*:*:*:*:*:*:*' --format json",
    after_help = "Exit code 1 means that something is affected."
)]
pub(super) struct Match {
    /// A CPE name, 2.2 or 2.3
    #[arg(long, value_name = "CPE")]
    cpe: Vec<String>,
    /// A package URL
    #[arg(long, value_name = "PURL")]
    purl: Vec<String>,
    /// Answer only by what records say in a defined way
    #[arg(long)]
    no_heuristics: bool,
    /// Print what is not affected too
    #[arg(long)]
    all: bool,
    /// How to print the answers
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Match {
    pub(super) async fn run(&self, node: &NodeOptions) -> anyhow::Result<ExitCode> {
        let mut components = Vec::new();
        for name in &self.cpe {
            let cpe = Cpe::parse(name).with_context(|| format!("--cpe {name:?}"))?;
            components.push(Component::of_cpe(cpe));
        }
        for name in &self.purl {
            let purl = Purl::parse(name).with_context(|| format!("--purl {name:?}"))?;
            components.push(Component::of_purl(purl));
        }
        anyhow::ensure!(
            !components.is_empty(),
            "name a component with --cpe or --purl"
        );
        let node = node.attach().await?;
        let options = Options {
            heuristics: !self.no_heuristics,
        };
        let mut out = stdout().lock();
        let mut affected = false;
        for component in &components {
            let label = component.label();
            let matched = node.match_component(component, options).await?;
            let shown = matched
                .iter()
                .filter(|matched| self.all || matched.decision.answer != Answer::NotAffected);
            if self.format == Format::Text && matched.is_empty() {
                writeln!(out, "{label}: no record names it")?;
            }
            for matched in shown {
                affected |= matched.decision.answer == Answer::Affected;
                let decision = &matched.decision;
                match self.format {
                    Format::Json => {
                        let mut line = search::line(&matched.head);
                        line["component"] = json!(label);
                        line["decision"] = serde_json::to_value(decision)?;
                        writeln!(out, "{line}")?;
                    }
                    Format::Text => {
                        let answer = match decision.answer {
                            Answer::Affected => "affected",
                            Answer::Unknown => "unknown",
                            Answer::NotAffected => "not affected",
                        };
                        let guess = if decision.heuristic {
                            " (heuristic)"
                        } else {
                            ""
                        };
                        writeln!(
                            out,
                            "{label}: {answer:<12} {:<18} {}{guess}\n    {}",
                            matched.head.id, decision.because, matched.head.title
                        )?;
                    }
                }
            }
        }
        node.stop().await;
        Ok(exit::findings(affected))
    }
}
