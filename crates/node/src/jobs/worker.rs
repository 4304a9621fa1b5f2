//! Judges what waits: claim, judge, settle.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::task::JoinHandle;
use watchbell_detect::{
    facts::Subject,
    judge::{Judge, Scratch},
};
use watchbell_store::{Claim, Job, Outcome};

use super::{apart, pause};
use crate::{Error, Node, Result, seal};

/// Reports judged in one transaction. Larger batches cost each report less,
/// but what comes in waits while one is written.
const BATCH: usize = 500;
/// How long an idle worker waits before it looks for other nodes' reports.
const IDLE: Duration = Duration::from_millis(250);
/// How long it waits after a failure.
const FAILED: Duration = Duration::from_secs(1);

pub(crate) async fn run(node: Arc<Node>) {
    let mut place = 0;
    let mut settling: Option<JoinHandle<Result<usize>>> = None;
    loop {
        // While one batch is written, the next one is judged.
        let next = if node.is_stopping() {
            Ok(None)
        } else {
            judge(&node, place).await
        };
        let settled = match settling.take() {
            Some(settling) => Some(
                settling
                    .await
                    .unwrap_or_else(|error| Err(Error::Worker(error.to_string()))),
            ),
            None => None,
        };
        let idle = match (next, settled) {
            (Err(error), _) | (Ok(_), Some(Err(error))) => {
                tracing::error!(%error, "reports wait: judging failed");
                node.metrics.note_trouble(&error);
                node.set_healthy(false);
                place = 0;
                pause(&node, FAILED).await;
                false
            }
            (Ok(Some((claim, outcomes))), _) => {
                node.set_healthy(true);
                // PostgreSQL locks what is claimed, and may commit a lower place later.
                let last = claim.jobs.last().map_or(0, |job| job.seq);
                place = if node.db.is_shared() { 0 } else { last };
                let node = Arc::clone(&node);
                settling = Some(apart(async move { settle(&node, claim, &outcomes).await }));
                false
            }
            (Ok(None), settled) => settled.is_none(),
        };
        if idle && node.is_stopping() {
            return;
        }
        if idle {
            node.set_waiting(0);
            let _ = tokio::time::timeout(IDLE, node.wake.notified()).await;
        }
    }
}

/// Claims and judges one batch behind `place`, or finds that none waits.
async fn judge(node: &Node, place: i64) -> Result<Option<(Claim, Vec<Outcome>)>> {
    let fresh = node.fresh.take(place, BATCH);
    let claim = if fresh.is_empty() {
        node.db.claim(place, BATCH as i64).await?
    } else {
        Some(Claim::known(fresh))
    };
    let Some(mut claim) = claim else {
        return Ok(None);
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
    Ok(Some((claim, outcomes)))
}

/// Writes what was decided about one batch; returns how many were new.
async fn settle(node: &Node, claim: Claim, outcomes: &[Outcome]) -> Result<usize> {
    let began = Instant::now();
    let now = node.now();
    let judged = claim.jobs.iter().zip(outcomes);
    let leaves: Vec<String> = judged
        .map(|(job, outcome)| seal::verdict(&job.report, &outcome.verdict, now))
        .collect();
    let settled = node
        .db
        .settle(claim, outcomes, now, |index, incident| {
            seal::joined(&leaves[index], incident)
        })
        .await?;
    node.metrics.settling.record(began.elapsed());
    node.judged(settled.judged);
    node.metrics.opened.add(settled.opened);
    Ok(settled.judged)
}

fn judge_all(judge: &Judge, jobs: &[Job]) -> Vec<Outcome> {
    let mut scratch = Scratch::default();
    let judged = jobs.iter().map(|Job { report, .. }| {
        let subject = Subject {
            channel: report.channel,
            text: report.document.text.as_deref(),
            originator: report.document.originator.as_deref(),
            behaviour: Some(report.document.behaviour),
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
