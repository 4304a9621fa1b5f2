//! Judges what waits: claim, judge, settle.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use watchbell_detect::{
    facts::Subject,
    judge::{Judge, Scratch},
};
use watchbell_store::{Job, Outcome};

use super::pause;
use crate::{Error, Node, Result, seal};

/// Reports judged in one transaction. Larger batches cost each report less,
/// but what comes in waits while one is written.
const BATCH: i64 = 500;
/// How long an idle worker waits before it looks for other nodes' reports.
const IDLE: Duration = Duration::from_millis(250);
/// How long it waits after a failure.
const FAILED: Duration = Duration::from_secs(1);

pub(crate) async fn run(node: Arc<Node>) {
    while !node.is_stopping() {
        match once(&node).await {
            Ok(0) => {
                let _ = tokio::time::timeout(IDLE, node.wake.notified()).await;
            }
            Ok(_) => node.set_healthy(true),
            Err(error) => {
                tracing::error!(%error, "reports wait: judging failed");
                node.set_healthy(false);
                pause(&node, FAILED).await;
            }
        }
    }
}

/// Judges one batch; returns how many it judged.
async fn once(node: &Node) -> Result<usize> {
    let Some(mut claim) = node.db.claim(BATCH).await? else {
        node.set_waiting(0);
        return Ok(0);
    };
    let began = Instant::now();
    let (judge, jobs) = (Arc::clone(&node.judge), std::mem::take(&mut claim.jobs));
    let judging = tokio::task::spawn_blocking(move || {
        let outcomes = judge_all(&judge, &jobs);
        (jobs, outcomes)
    });
    let (jobs, outcomes) = judging
        .await
        .map_err(|error| Error::Worker(error.to_string()))?;
    claim.jobs = jobs;
    node.metrics.judging.record(began.elapsed());

    let began = Instant::now();
    let now = node.now();
    let at = now.to_string();
    let settled = node
        .db
        .settle(claim, &outcomes, now, |job, outcome, incident| {
            seal::verdict(job, &outcome.verdict, incident, &at)
        })
        .await?;
    node.metrics.settling.record(began.elapsed());
    node.metrics.judged.add(settled.judged);
    node.set_waiting(node.waiting() - settled.judged as i64);
    node.metrics.opened.add(settled.opened);
    Ok(settled.judged.max(1))
}

fn judge_all(judge: &Judge, jobs: &[Job]) -> Vec<Outcome> {
    let mut scratch = Scratch::default();
    let judged = jobs.iter().map(|job| {
        let subject = Subject {
            channel: job.channel,
            text: job.document.text.as_deref(),
            originator: job.document.originator.as_deref(),
            behaviour: Some(job.document.behaviour),
        };
        let judged = judge.judge(&subject, &mut scratch);
        Outcome {
            verdict: judged.verdict,
            links: judged.links,
            title: judged.title,
        }
    });
    judged.collect()
}
