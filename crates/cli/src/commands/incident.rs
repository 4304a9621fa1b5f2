//! `watchbell incident`: list, show and export incidents.

use std::{
    io::{Write as _, stdout},
    path::PathBuf,
    process::ExitCode,
};

use anyhow::Context as _;
use clap::{Args, Subcommand};
use serde_json::json;
use watchbell_model::{Class, IncidentId, IncidentState};
use watchbell_node::{ExportFormat, Node};
use watchbell_store::{ActionFilter, IncidentFilter, PartyKind};

use crate::{exit, format::Format, open, open::NodeOptions};

/// Members, events and actions that `show` prints at most.
const SHOWN: i64 = 50;

/// List, show and export incidents
#[derive(Args, Debug)]
#[command(before_help = "Example:\n  watchbell incident list --state open --limit 20")]
pub(crate) struct Incident {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// List incidents, latest change first
    #[command(before_help = "Example:\n  watchbell incident list --state open --limit 20")]
    List {
        /// Where they stand: open, closed, dismissed
        #[arg(long)]
        state: Option<IncidentState>,
        /// What they are after, for example phishing
        #[arg(long)]
        class: Option<Class>,
        /// Words of the title
        #[arg(long)]
        search: Option<String>,
        /// How many
        #[arg(long, default_value_t = 100)]
        limit: u32,
        /// How to print them
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Show one incident: why, who, what was done
    #[command(before_help = "Example:\n  watchbell incident show inc-1")]
    Show {
        /// The incident, for example inc-1
        id: IncidentId,
        /// How to print it
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Export one incident for a peer; the export is sealed in the log
    #[command(
        before_help = "Example:\n  watchbell incident export inc-1 --format iodef-xml > inc-1.xml"
    )]
    Export {
        /// The incident, for example inc-1
        id: IncidentId,
        /// iodef-xml (RFC 7970), iodef-json (RFC 8727) or json
        #[arg(long)]
        format: ExportFormat,
        /// Write to this file instead of standard output
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
    },
}

impl Incident {
    pub(crate) fn run(&self, node: &NodeOptions) -> anyhow::Result<ExitCode> {
        open::runtime()?.block_on(async {
            let node = node.attach().await?;
            match &self.what {
                What::List {
                    state,
                    class,
                    search,
                    limit,
                    format,
                } => {
                    let filter = IncidentFilter {
                        state: *state,
                        class: *class,
                        search: search.clone(),
                        ..IncidentFilter::default()
                    };
                    list(&node, filter, i64::from(*limit), *format).await?;
                }
                What::Show { id, format } => show(&node, *id, *format).await?,
                What::Export { id, format, output } => {
                    if node.owns() {
                        node.start();
                    }
                    let exported = node.export(*id, *format, "command line").await?;
                    node.drain().await?;
                    match output {
                        None => stdout().lock().write_all(&exported.bytes)?,
                        Some(path) => std::fs::write(path, &exported.bytes)
                            .with_context(|| format!("{} could not be written", path.display()))?,
                    }
                    crate::talk::say(&format!("sealed as {}", exported.id));
                }
            }
            node.stop().await;
            Ok(exit::CLEAN.into())
        })
    }
}

async fn list(
    node: &Node,
    mut filter: IncidentFilter,
    limit: i64,
    format: Format,
) -> anyhow::Result<()> {
    const PAGE: i64 = 500;
    let mut out = stdout().lock();
    if format == Format::Text {
        writeln!(
            out,
            "{:<10} {:<9} {:<13} {:<10} {:>5} {:>8} {:>9}  {:<20} title",
            "id", "state", "class", "verdict", "score", "reports", "reporters", "changed"
        )?;
    }
    let mut left = limit;
    while left > 0 {
        let page = node.db().incidents(&filter, left.min(PAGE)).await?;
        let Some(last) = page.last() else { break };
        filter.before = Some((last.updated_at, last.id));
        left -= page.len() as i64;
        for incident in &page {
            match format {
                Format::Json => writeln!(out, "{}", serde_json::to_string(incident)?)?,
                Format::Text => writeln!(
                    out,
                    "{:<10} {:<9} {:<13} {:<10} {:>5.2} {:>8} {:>9}  {:.19}Z {}",
                    incident.id,
                    incident.state,
                    incident.class,
                    incident.verdict,
                    incident.score,
                    incident.reports,
                    incident.reporters,
                    incident.updated_at.to_string(),
                    calm(&incident.title)
                )?,
            }
        }
    }
    Ok(())
}

async fn show(node: &Node, id: IncidentId, format: Format) -> anyhow::Result<()> {
    let db = node.db();
    let incident = db.incident(id).await?;
    let members = db.incident_reports(id, None, SHOWN).await?;
    let events = db.events(id, SHOWN).await?;
    let links = db.links(id).await?;
    let of_incident = ActionFilter {
        incident: Some(id),
        ..ActionFilter::default()
    };
    let actions = db.actions(&of_incident, SHOWN).await?;
    let originators = db.parties(id, PartyKind::Originator, SHOWN).await?;
    let mut out = stdout().lock();
    if format == Format::Json {
        let reports: Vec<_> = members
            .iter()
            .map(|report| {
                let verdict = report.verdict.as_ref();
                json!({
                    "id": report.id, "received_at": report.received_at, "channel": report.channel,
                    "originator": report.document.originator, "text": report.document.text,
                    "verdict": verdict.map(|v| v.verdict), "class": verdict.map(|v| v.class),
                    "score": verdict.map(|v| v.score), "findings": verdict.map(|v| &v.findings),
                })
            })
            .collect();
        let line = json!({
            "incident": incident, "originators": originators, "links": links,
            "actions": actions, "events": events, "reports": reports,
        });
        writeln!(out, "{line}")?;
        return Ok(());
    }
    writeln!(
        out,
        "{} {} {} {:.2}: {}",
        incident.id,
        incident.state,
        incident.class,
        incident.score,
        calm(&incident.title)
    )?;
    writeln!(
        out,
        "{} reports by {} reporters about {} originators, {} to {}",
        incident.reports,
        incident.reporters,
        incident.originators,
        incident.opened_at,
        incident.updated_at
    )?;
    writeln!(out, "\noriginators")?;
    for party in originators.iter().take(10) {
        writeln!(
            out,
            "  {:<24} {:>7} reports",
            calm(&party.value),
            party.reports
        )?;
    }
    writeln!(out, "\nactions")?;
    for action in &actions {
        let target = format!("{} {}", action.target.kind, calm(&action.target.value));
        writeln!(
            out,
            "  {:<8} {:<10} {:<9} {target:<32} {}",
            action.id,
            action.step,
            action.state,
            calm(&action.reason)
        )?;
    }
    writeln!(out, "\nlatest reports")?;
    for report in members.iter().take(10) {
        let text = report
            .document
            .text
            .as_deref()
            .unwrap_or("(content not kept)");
        let short: String = calm(text).chars().take(100).collect();
        writeln!(out, "  {} {short}", report.id)?;
        for finding in report
            .verdict
            .iter()
            .flat_map(|verdict| &verdict.findings)
            .take(5)
        {
            writeln!(
                out,
                "    {:>6.2}  {:<32} {}",
                finding.weight,
                finding.rule,
                calm(&finding.evidence)
            )?;
        }
    }
    writeln!(out, "\nhistory")?;
    for event in &events {
        writeln!(
            out,
            "  {} {:<12} {:<12} {}",
            event.at,
            event.kind,
            calm(&event.by),
            calm(&event.text)
        )?;
    }
    Ok(())
}

/// Text from outside that cannot steer a terminal.
fn calm(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}
