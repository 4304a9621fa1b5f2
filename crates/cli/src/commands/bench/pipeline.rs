//! The whole way of a report, as fast as it goes: durable, judged, in an
//! incident, sealed and published.

use std::{
    collections::VecDeque,
    io::Write as _,
    path::PathBuf,
    process::ExitCode,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::Context as _;
use clap::Args;
use serde::Serialize;
use watchbell_model::{CleanText, Report, SystemClock, Time};
use watchbell_node::{Error, Node};

use super::chart::{Axis, Chart, Scale};
use crate::{demo::day::Day, exit, format::Format, open, open::NodeOptions, talk};

/// Reports that may wait to be judged before the senders pause: the bench
/// measures the whole way, not how long a queue can grow.
const WAITING: i64 = 20_000;
/// Points of the curve.
const POINTS: u64 = 50;

#[derive(Args, Debug)]
#[command(before_help = "Example:\n  watchbell bench pipeline --reports 200000")]
pub(crate) struct Pipeline {
    /// How many reports
    #[arg(long, default_value_t = 200_000)]
    reports: u64,
    /// Reports a request carries
    #[arg(long, default_value_t = 20)]
    batch: usize,
    /// Requests under way at once
    #[arg(long, default_value_t = 8)]
    senders: usize,
    /// Reports offered a second; 0 is as many as it takes
    #[arg(long, default_value_t = 0)]
    rate: u64,
    /// Draw the cost of a report over their number as SVG
    #[arg(long, value_name = "FILE")]
    curve: Option<PathBuf>,
    /// How to print the result
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// How it went up to one moment.
#[derive(Clone, Copy, Debug, Serialize)]
struct Mark {
    /// Reports judged, sealed and published.
    reports: u64,
    /// Seconds since the start.
    seconds: f64,
}

#[derive(Debug, Serialize)]
struct Outcome {
    reports: u64,
    seconds: f64,
    reports_a_second: f64,
    accept_p50_ms: f64,
    accept_p99_ms: f64,
    accept_max_ms: f64,
    incidents: i64,
    leaves: i64,
    marks: Vec<Mark>,
}

impl Pipeline {
    pub(crate) fn run(&self, node: &NodeOptions) -> anyhow::Result<ExitCode> {
        let outcome = open::runtime()?.block_on(self.measure(node))?;
        if let Some(path) = &self.curve {
            std::fs::write(path, curve(&outcome.marks))
                .with_context(|| format!("{} could not be written", path.display()))?;
        }
        let mut out = std::io::stdout().lock();
        match self.format {
            Format::Json => writeln!(out, "{}", serde_json::to_string(&outcome)?)?,
            Format::Text => writeln!(
                out,
                "{} reports durable, judged, in {} incidents and sealed in {:.1} s: {:.0} a second\n\
                 acceptance: median {:.1} ms, 99th percentile {:.1} ms, longest {:.1} ms",
                outcome.reports,
                outcome.incidents,
                outcome.seconds,
                outcome.reports_a_second,
                outcome.accept_p50_ms,
                outcome.accept_p99_ms,
                outcome.accept_max_ms,
            )?,
        }
        Ok(exit::CLEAN.into())
    }

    async fn measure(&self, options: &NodeOptions) -> anyhow::Result<Outcome> {
        let mut config = options.load()?;
        let folder = tempfile::tempdir().context("no temporary folder")?;
        if options.data.is_none() {
            config.data = folder.path().to_owned();
        }
        let node = Node::open(config, Arc::new(SystemClock)).await?;
        node.start();
        let (before, _) = node.db().report_count().await?;
        let source = Arc::new(Mutex::new(Source::new(before.unsigned_abs(), self.reports)));
        let took: Arc<Mutex<Vec<u32>>> = Arc::default();
        let sent = Arc::new(AtomicU64::new(0));
        let bar = talk::progress(self.reports, "reports");
        let began = Instant::now();
        let mut senders = tokio::task::JoinSet::new();
        for _ in 0..self.senders.max(1) {
            let (node, source, took, sent) = (
                Arc::clone(&node),
                Arc::clone(&source),
                Arc::clone(&took),
                Arc::clone(&sent),
            );
            let (batch, rate) = (self.batch.max(1), self.rate);
            senders.spawn(send(node, source, took, sent, batch, rate, began));
        }
        let mut marks = VecDeque::from([Mark {
            reports: 0,
            seconds: 0.0,
        }]);
        let mut finished = false;
        while !finished {
            tokio::time::sleep(Duration::from_millis(200)).await;
            while let Some(done) = senders.try_join_next() {
                done.context("a sender ended")??;
            }
            let status = node.status().await?;
            let sealed = status.judged.min(
                status
                    .sealed
                    .unsigned_abs()
                    .saturating_sub(before.unsigned_abs()),
            );
            bar.set_position(sealed);
            marks.push_back(Mark {
                reports: sealed,
                seconds: began.elapsed().as_secs_f64(),
            });
            finished = senders.is_empty() && status.waiting == 0 && sealed >= self.reports;
        }
        let seconds = began.elapsed().as_secs_f64();
        bar.finish_and_clear();
        let incidents = node
            .db()
            .incident_count(watchbell_model::IncidentState::Open)
            .await?;
        let leaves = node.db().leaf_count().await?;
        node.stop().await;
        let mut took = std::mem::take(&mut *took.lock().unwrap_or_else(PoisonError::into_inner));
        took.sort_unstable();
        let at = |share: f64| {
            let index = ((took.len() as f64 * share) as usize).min(took.len().saturating_sub(1));
            took.get(index)
                .map_or(0.0, |&micros| f64::from(micros) / 1_000.0)
        };
        Ok(Outcome {
            reports: self.reports,
            seconds,
            reports_a_second: self.reports as f64 / seconds,
            accept_p50_ms: at(0.5),
            accept_p99_ms: at(0.99),
            accept_max_ms: at(1.0),
            incidents,
            leaves,
            marks: marks.into(),
        })
    }
}

/// Draws microseconds a report (smoothed over a fiftieth of the run) over reports.
fn curve(marks: &[Mark]) -> String {
    let points = points(marks);
    let reports = points.last().map_or(1.0, |point| point.0).max(1.0);
    let cost = points.iter().map(|point| point.1).fold(1.0, f64::max);
    let chart = Chart {
        title: "Cost of a report: durable, judged, in an incident, sealed".to_owned(),
        x: Axis {
            label: "reports already there",
            scale: Scale::Linear(reports),
        },
        y: Axis {
            label: "µs",
            scale: Scale::Linear((cost * 1.15).ceil()),
        },
        lines: vec![(String::new(), points)],
    };
    chart.svg()
}

/// Reports, and microseconds a report since the point before.
fn points(marks: &[Mark]) -> Vec<(f64, f64)> {
    let total = marks.last().map_or(0, |mark| mark.reports);
    let step = (total / POINTS).max(1);
    let Some(mut last) = marks.first().copied() else {
        return Vec::new();
    };
    let mut points = Vec::new();
    for &mark in marks {
        let reports = mark.reports - last.reports;
        if reports >= step {
            points.push((
                mark.reports as f64,
                (mark.seconds - last.seconds) * 1e6 / reports as f64,
            ));
            last = mark;
        }
    }
    points
}

/// Sends batches until there are none left, and notes how long each took to be durable.
async fn send(
    node: Arc<Node>,
    source: Arc<Mutex<Source>>,
    took: Arc<Mutex<Vec<u32>>>,
    sent: Arc<AtomicU64>,
    batch: usize,
    rate: u64,
    began: Instant,
) -> anyhow::Result<()> {
    loop {
        let reports = source
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take(batch);
        if reports.is_empty() {
            return Ok(());
        }
        let place = sent.fetch_add(reports.len() as u64, Ordering::Relaxed);
        if rate > 0 {
            let due = began + Duration::from_secs_f64(place as f64 / rate as f64);
            tokio::time::sleep_until(due.into()).await;
        }
        while node.waiting() > WAITING {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        let started = Instant::now();
        loop {
            match node.submit(reports.clone()).await {
                Ok(_) => break,
                Err(Error::Busy { .. }) => tokio::time::sleep(Duration::from_millis(5)).await,
                Err(error) => return Err(error.into()),
            }
        }
        let micros = u32::try_from(started.elapsed().as_micros()).unwrap_or(u32::MAX);
        took.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(micros);
    }
}

/// The bundled day again and again, a day later and under new ids each time.
struct Source {
    day: Vec<Report>,
    next: u64,
    left: u64,
}

impl Source {
    fn new(first: u64, count: u64) -> Self {
        let start = Time::from_micros(20_000 * Time::DAY);
        Self {
            day: Day::bundled().reports(start).collect(),
            next: first,
            left: count,
        }
    }

    fn take(&mut self, most: usize) -> Vec<Report> {
        let count = self.left.min(most as u64);
        self.left -= count;
        let places = self.next..self.next + count;
        self.next += count;
        places.map(|place| self.report(place)).collect()
    }

    fn report(&self, place: u64) -> Report {
        let length = self.day.len() as u64;
        let mut report = self.day[(place % length) as usize].clone();
        let days = i64::try_from(place / length).unwrap_or_default();
        report.id = CleanText::new(format!("bench-{place}")).ok();
        report.received_at = report
            .received_at
            .map(|at| at.plus_micros(days.saturating_mul(Time::DAY)));
        report
    }
}
