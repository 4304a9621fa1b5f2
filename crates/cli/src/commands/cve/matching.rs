//! `watchbell cve match`.

use std::{
    fs::File,
    io::{Read as _, Write, stdin, stdout},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;
use clap::Args;
use serde_json::json;
use watchbell_node::vulns::Matched;
use watchbell_vuln::{
    affected::{Answer, Decision, Options},
    component::Component,
    cpe::Cpe,
    purl::Purl,
    sbom,
};

use super::Format;
use crate::{exit, open::NodeOptions, talk};

/// Ask which vulnerabilities components have: affected, not affected or unknown, and why
#[derive(Args, Debug)]
#[command(
    before_help = "Examples:\n  watchbell cve match --purl pkg:npm/lodash@4.17.20\n  watchbell cve match --sbom bom.json --format json\n  watchbell cve match --cpe 'cpe:2.3:a:apache:log4j:2.14.1:*:*:*:*:*:*:*'",
    after_help = "Exit code 1 means that something is affected."
)]
pub(super) struct Match {
    /// A CPE name, 2.2 or 2.3
    #[arg(long, value_name = "CPE")]
    cpe: Vec<String>,
    /// A package URL
    #[arg(long, value_name = "PURL")]
    purl: Vec<String>,
    /// A list of components: CycloneDX (JSON, XML), SPDX (JSON, tag-value); `-` is standard input
    #[arg(long, value_name = "FILE")]
    sbom: Vec<PathBuf>,
    /// The same as a CSV with the columns vendor, product, version, purl, cpe
    #[arg(long, value_name = "FILE")]
    inventory: Vec<PathBuf>,
    /// Answer only by what records say in a defined way
    #[arg(long)]
    no_heuristics: bool,
    /// Print what is not affected too, and what no record names
    #[arg(long)]
    all: bool,
    /// How to print the answers
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Match {
    pub(super) async fn run(&self, node: &NodeOptions) -> anyhow::Result<ExitCode> {
        let components = self.components()?;
        let node = node.attach().await?;
        let options = Options {
            heuristics: !self.no_heuristics,
        };
        let mut out = stdout().lock();
        let bar = talk::progress(components.len() as u64, "components");
        let mut affected = false;
        for component in &components {
            let label = component.label();
            let matched = node.match_component(component, options).await?;
            if matched.is_empty() && self.all {
                let has_name = !component.wanted(options.heuristics).is_empty();
                self.write(&mut out, &label, None, &Decision::of_no_record(has_name))?;
            }
            for Matched { head, decision } in &matched {
                affected |= decision.answer == Answer::Affected;
                if self.all || decision.answer != Answer::NotAffected {
                    self.write(&mut out, &label, Some(head), decision)?;
                }
            }
            bar.inc(1);
        }
        bar.finish_and_clear();
        node.stop().await;
        Ok(exit::findings(affected))
    }

    fn components(&self) -> anyhow::Result<Vec<Component>> {
        let mut components = Vec::new();
        for name in &self.cpe {
            let cpe = Cpe::parse(name).with_context(|| format!("--cpe {name:?}"))?;
            components.push(Component::of_cpe(cpe));
        }
        for name in &self.purl {
            let purl = Purl::parse(name).with_context(|| format!("--purl {name:?}"))?;
            components.push(Component::of_purl(purl));
        }
        for path in self.sbom.iter().chain(&self.inventory) {
            let name = path.display();
            let bom = read(path).with_context(|| name.to_string())?;
            for note in &bom.notes {
                talk::say(&format!("{name}: {note}"));
            }
            components.extend(bom.components);
        }
        let named = [&self.cpe, &self.purl]
            .iter()
            .any(|names| !names.is_empty());
        let files = [&self.sbom, &self.inventory]
            .iter()
            .any(|files| !files.is_empty());
        anyhow::ensure!(
            named || files,
            "name components with --cpe, --purl, --sbom or --inventory"
        );
        Ok(components)
    }

    fn write(
        &self,
        out: &mut impl Write,
        label: &str,
        head: Option<&watchbell_store::CveHead>,
        decision: &Decision,
    ) -> anyhow::Result<()> {
        if self.format == Format::Json {
            let mut line = match head {
                Some(head) => serde_json::to_value(head)?,
                None => json!({ "id": null }),
            };
            line["component"] = json!(label);
            line["decision"] = serde_json::to_value(decision)?;
            writeln!(out, "{line}")?;
            return Ok(());
        }
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
        let id = head.map_or("-", |head| &head.id);
        writeln!(
            out,
            "{label}: {answer:<12} {id:<18} {}{guess}",
            decision.because
        )?;
        if let Some(head) = head {
            writeln!(out, "    {}", head.title)?;
        }
        Ok(())
    }
}

fn read(path: &Path) -> anyhow::Result<sbom::Bom> {
    let mut bytes = Vec::new();
    let most = sbom::MAX_DOCUMENT as u64 + 1;
    if path == Path::new("-") {
        stdin().lock().take(most).read_to_end(&mut bytes)?;
    } else {
        File::open(path)?.take(most).read_to_end(&mut bytes)?;
    }
    Ok(sbom::read(&bytes)?)
}
