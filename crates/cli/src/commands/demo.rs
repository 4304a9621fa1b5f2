//! `watchbell demo`: a day at an operator, replayed into a node of its own.

use std::{
    collections::BTreeMap,
    io::{Write as _, stdout},
    path::PathBuf,
    process::ExitCode,
    sync::Arc,
};

use clap::Args;
use serde::Serialize;
use watchbell_model::{Judgement, ReportId, SystemClock, Time};
use watchbell_node::{Node, accounts};
use watchbell_store::{ActionFilter, Role};

use super::serve;
use crate::{
    demo::day::{Day, Truth},
    exit,
    format::Format,
    open,
    open::NodeOptions,
    talk,
};

/// Reports replayed at a time.
const BATCH: usize = 200;
/// The setting that holds when the replayed day began.
const STARTED: &str = "demo.start";
/// The administrator's name.
const ADMINISTRATOR: &str = "admin";

/// Replay a bundled day into a node, show what it decided, and keep serving
#[derive(Args, Debug)]
#[command(before_help = "Example:\n  watchbell demo")]
pub(crate) struct Demo {
    /// Exit after the table
    #[arg(long)]
    once: bool,
    /// Address and port to listen on
    #[arg(long, value_name = "ADDR")]
    listen: Option<String>,
    /// How to print the table
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// What became of one campaign, or of the noise around them.
#[derive(Clone, Copy, Debug, Default, Serialize)]
struct Row {
    reports: u64,
    meant_unwanted: u64,
    unwanted: u64,
    suspicious: u64,
    clean: u64,
}

/// What the demo shows.
#[derive(Debug, Serialize)]
struct Summary {
    reports: u64,
    new: u64,
    rows: BTreeMap<&'static str, Row>,
    found: f64,
    false_alarms: f64,
    incidents: i64,
    actions: BTreeMap<String, u64>,
    checkpoint: String,
    vkey: String,
}

impl Demo {
    pub(crate) fn run(&self, node: &NodeOptions) -> anyhow::Result<ExitCode> {
        let mut config = node.load()?;
        if let Some(listen) = &self.listen {
            config.web.listen.clone_from(listen);
        }
        let known_bulk = &mut config.judge.lists.known_bulk;
        known_bulk.extend(Day::BULK_SENDERS.map(str::to_owned));
        open::runtime()?.block_on(async {
            let listener = if self.once { None } else { Some(serve::listen(&config.web.listen).await?) };
            let data: PathBuf = config.data.clone();
            let node = Node::open(config, Arc::new(SystemClock)).await?;
            node.start();
            let summary = replay(&node).await?;
            self.print(&summary)?;
            let password = administrator(&node).await?;
            talk::say(&format!("\ndata          {}", data.display()));
            match password {
                Some(password) => talk::say(&format!("sign in as    {ADMINISTRATOR} with the one-time password {password}")),
                None => talk::say(&format!("sign in as    {ADMINISTRATOR}; `watchbell account password {ADMINISTRATOR}` makes a new password")),
            }
            match listener {
                None => node.stop().await,
                Some(listener) => {
                    talk::say(&format!("web interface http://{}", listener.local_addr()?));
                    serve::serve(&node, listener).await?;
                }
            }
            anyhow::Ok(())
        })?;
        Ok(exit::CLEAN.into())
    }

    fn print(&self, summary: &Summary) -> anyhow::Result<()> {
        let mut out = stdout().lock();
        if let Format::Json = self.format {
            writeln!(out, "{}", serde_json::to_string(summary)?)?;
            return Ok(());
        }
        writeln!(
            out,
            "{:<16} {:>8} {:>9} {:>9} {:>11} {:>7}",
            "campaign", "reports", "unwanted", "of them", "suspicious", "clean"
        )?;
        writeln!(
            out,
            "{:<16} {:>8} {:>9} {:>9} {:>11} {:>7}",
            "", "", "by design", "found", "", ""
        )?;
        for (name, row) in &summary.rows {
            writeln!(
                out,
                "{name:<16} {:>8} {:>9} {:>9} {:>11} {:>7}",
                row.reports, row.meant_unwanted, row.unwanted, row.suspicious, row.clean
            )?;
        }
        writeln!(
            out,
            "\n{} reports, {} of them new; {:.1} % of the unwanted ones found, {:.1} % false alarms\n\
             {} open incidents",
            summary.reports,
            summary.new,
            summary.found * 100.0,
            summary.false_alarms * 100.0,
            summary.incidents
        )?;
        for (what, count) in &summary.actions {
            writeln!(out, "{count:>6} {what}")?;
        }
        writeln!(
            out,
            "\ncheckpoint of the log {}\n{}",
            summary.vkey, summary.checkpoint
        )?;
        Ok(())
    }
}

/// Replays the day; what was replayed before is there already.
async fn replay(node: &Arc<Node>) -> anyhow::Result<Summary> {
    let start = match node.db().setting(STARTED).await? {
        Some(start) => start.parse::<Time>()?,
        None => {
            let hour = 3600 * Time::SECOND;
            let now = node.now().micros();
            let start = Time::from_micros(now - now.rem_euclid(hour) - 24 * hour);
            node.db().set_setting(STARTED, &start.to_string()).await?;
            start
        }
    };
    let day = Day::bundled();
    let bar = talk::progress(day.len() as u64, "reports replayed");
    let mut all: Vec<(ReportId, Truth)> = Vec::with_capacity(day.len());
    let mut new = 0;
    let (mut batch, mut truths) = (Vec::new(), Vec::new());
    let mut entries = day.entries(start).peekable();
    while let Some(entry) = entries.next() {
        batch.push(entry.report);
        truths.push(entry.truth);
        if batch.len() < BATCH && entries.peek().is_some() {
            continue;
        }
        let submitted = node.submit_patiently(std::mem::take(&mut batch)).await?;
        new += submitted.new as u64;
        bar.inc(submitted.ids.len() as u64);
        all.extend(submitted.ids.into_iter().zip(truths.drain(..)));
    }
    bar.finish_and_clear();
    node.drain().await?;
    summarise(node, &all, new).await
}

async fn summarise(node: &Node, all: &[(ReportId, Truth)], new: u64) -> anyhow::Result<Summary> {
    let mut rows: BTreeMap<&'static str, Row> = BTreeMap::new();
    let (mut found, mut meant, mut alarms) = (0, 0, 0);
    for (id, truth) in all {
        let verdict = node
            .db()
            .report(*id)
            .await?
            .and_then(|report| report.verdict);
        let row = rows
            .entry(truth.campaign.unwrap_or("(no campaign)"))
            .or_default();
        row.reports += 1;
        row.meant_unwanted += u64::from(truth.unwanted);
        meant += u64::from(truth.unwanted);
        match verdict.map(|verdict| verdict.verdict) {
            Some(Judgement::Unwanted) => {
                row.unwanted += 1;
                found += u64::from(truth.unwanted);
                alarms += u64::from(!truth.unwanted);
            }
            Some(Judgement::Suspicious) => row.suspicious += 1,
            Some(Judgement::Clean) | None => row.clean += 1,
        }
    }
    let mut actions: BTreeMap<String, u64> = BTreeMap::new();
    for action in node.db().actions(&ActionFilter::default(), 100_000).await? {
        let what = format!("{} {}, {}", action.target.kind, action.step, action.state);
        *actions.entry(what).or_default() += 1;
    }
    let share = |part: u64, whole: u64| {
        if whole == 0 {
            0.0
        } else {
            part as f64 / whole as f64
        }
    };
    Ok(Summary {
        reports: all.len() as u64,
        new,
        rows,
        found: share(found, meant),
        false_alarms: share(alarms, all.len() as u64 - meant),
        incidents: node
            .db()
            .incident_count(watchbell_model::IncidentState::Open)
            .await?,
        actions,
        checkpoint: node.checkpoint().unwrap_or_default(),
        vkey: node.vkey().to_owned(),
    })
}

/// Makes the administrator on the first run and returns the one-time password.
async fn administrator(node: &Node) -> anyhow::Result<Option<String>> {
    if node.db().account_named(ADMINISTRATOR).await?.is_some() {
        return Ok(None);
    }
    let password = accounts::one_time_password()?;
    node.accounts()
        .add(ADMINISTRATOR, Role::Administrator, &password, node.now())
        .await?;
    Ok(Some(password))
}
