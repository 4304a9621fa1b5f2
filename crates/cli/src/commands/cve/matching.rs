//! `watchbell cve match`.

mod advisories;
mod output;

use std::{io::stdout, path::PathBuf, process::ExitCode};

use anyhow::Context as _;
use clap::Args;
use watchbell_node::{Node, vulns::Matched};
use watchbell_vuln::{
    affected::{Answer, Options},
    component::Component,
    feed,
    vex::{self, Statement},
};

use advisories::Advisories;
use output::{Output, Row};

use super::components::Named;
use crate::{exit, file, open::NodeOptions, talk};

/// Ask which vulnerabilities components have: affected, not affected or unknown, and why
#[derive(Args, Debug)]
#[command(
    before_help = "Examples:\n  watchbell cve match --purl pkg:npm/lodash@4.17.20\n  watchbell cve match --sbom bom.json --format json\n  watchbell cve match --cpe 'cpe:2.3:a:apache:log4j:2.14.1:*:*:*:*:*:*:*'",
    after_help = "A VEX statement of the same product and version stands before the answer of a record.\nExit code 1 means that something is affected."
)]
pub(super) struct Match {
    #[command(flatten)]
    named: Named,
    /// A list that is watched, see `cve watch`
    #[arg(long, value_name = "NAME")]
    watch: Vec<String>,
    /// What makers say of their products, before what records say: VEX of CSAF, CycloneDX or OpenVEX
    #[arg(long, value_name = "FILE")]
    vex: Vec<PathBuf>,
    /// OSV records to ask beside the base: files, folders, archives
    #[arg(long, value_name = "PATH")]
    osv: Vec<PathBuf>,
    /// Answer only by what records say in a defined way
    #[arg(long)]
    no_heuristics: bool,
    /// Print what is not affected too, and what no record names
    #[arg(long)]
    all: bool,
    /// How to print the answers
    #[arg(long, value_enum, default_value_t)]
    format: output::Format,
}

impl Match {
    pub(super) async fn run(&self, node: &NodeOptions) -> anyhow::Result<ExitCode> {
        let node = node.attach().await?;
        let components = self.components(&node).await?;
        let options = Options {
            heuristics: !self.no_heuristics,
        };
        let said = self.said()?;
        let osv = self.osv()?;
        let bar = talk::progress(components.len() as u64, "components");
        let mut answers = Output::new(self.format, stdout().lock())?;
        let mut affected = false;
        for component in &components {
            let mut rows: Vec<Row> = Vec::new();
            for Matched { head, decision } in node
                .match_component(component, &components, options)
                .await?
            {
                rows.push(Row::of_record(head, decision));
            }
            rows.extend(osv.answers(component, options));
            for row in &mut rows {
                if let Some(decision) = vex::decide(&said, &row.ids(), component) {
                    row.decision = decision;
                }
            }
            if rows.is_empty() && self.all {
                let has_name = !component.wanted(options.heuristics).is_empty();
                answers.write(component, &Row::of_nothing(has_name))?;
            }
            for row in &rows {
                affected |= row.decision.answer == Answer::Affected;
                if self.all || row.decision.answer != Answer::NotAffected {
                    answers.write(component, row)?;
                }
            }
            bar.inc(1);
        }
        bar.finish_and_clear();
        answers.finish(node.now())?;
        node.stop().await;
        Ok(exit::findings(affected))
    }

    /// What makers say.
    fn said(&self) -> anyhow::Result<Vec<Statement>> {
        let mut said = Vec::new();
        for path in &self.vex {
            let name = path.display().to_string();
            let text = file::text(path, vex::MAX_DOCUMENT).with_context(|| name.clone())?;
            said.extend(vex::read(&text).with_context(|| name)?);
        }
        Ok(said)
    }

    fn osv(&self) -> anyhow::Result<Advisories> {
        let mut advisories = Advisories::default();
        for path in &self.osv {
            let Ok(()) = feed::read(path, &mut advisories);
        }
        anyhow::ensure!(
            self.osv.is_empty() || !advisories.is_empty(),
            "--osv names no OSV record"
        );
        Ok(advisories)
    }

    async fn components(&self, node: &Node) -> anyhow::Result<Vec<Component>> {
        let named = !self.named.is_empty() || !self.watch.is_empty();
        anyhow::ensure!(
            named,
            "name components with --cpe, --purl, --sbom, --inventory or --watch"
        );
        let mut components = self.named.read()?;
        for name in &self.watch {
            components.extend(node.watched(name).await?);
        }
        Ok(components)
    }
}
