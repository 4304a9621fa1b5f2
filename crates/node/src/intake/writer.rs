//! Many callers, one writer: what arrives while the writer is busy goes into
//! its next transaction, so that a durable write costs each report little.

use std::{iter::Peekable, sync::Arc, time::Duration, vec::Drain};

use tokio::{
    sync::{Notify, mpsc, oneshot},
    time::{Instant, timeout_at},
};
use watchbell_store::{Accepted, Db, Job, Kept, NewReport};

use crate::{fresh::Fresh, jobs::apart, metrics::Metrics};

/// Reports made durable in one transaction.
const BATCH: usize = 1_000;
/// How long the writer waits for as many callers as it had in the larger of the
/// last two transactions. They were answered all at once, and the first to be
/// back would not find the others yet; a caller who is alone never waits.
const GATHERING: Duration = Duration::from_millis(4);

/// What one caller wants to have made durable.
#[derive(Debug)]
pub(super) struct Ticket {
    pub(super) reports: Vec<NewReport>,
    pub(super) kept: Vec<Kept>,
    /// Is told how many of them are new.
    pub(super) done: oneshot::Sender<Result<usize, String>>,
}

/// The writer's end of the queue.
#[derive(Debug)]
pub(crate) struct Writer(mpsc::Receiver<Ticket>);

/// What goes into one transaction.
struct Batch {
    reports: Vec<NewReport>,
    kept: Vec<Kept>,
    /// How many of the reports, in order, each caller waits for.
    callers: Vec<(usize, oneshot::Sender<Result<usize, String>>)>,
}

impl Writer {
    pub(super) const fn new(tickets: mpsc::Receiver<Ticket>) -> Self {
        Self(tickets)
    }

    /// Makes durable what is queued, until every sender is gone.
    ///
    /// What is new goes to `fresh` too, where this process judges it.
    pub(crate) async fn run(
        mut self,
        db: Db,
        fresh: Option<Arc<Fresh>>,
        wake: Arc<Notify>,
        metrics: Arc<Metrics>,
    ) {
        let (mut tickets, mut last) = (Vec::new(), [1; 2]);
        while self.gather(&mut tickets, last[0].max(last[1])).await {
            last = [last[1], tickets.len()];
            let mut tickets = tickets.drain(..).peekable();
            while let Some(batch) = Batch::next(&mut tickets) {
                let Batch {
                    reports,
                    kept,
                    callers,
                } = batch;
                let db = db.clone();
                let accepting = apart(async move {
                    let accepted = db.accept_keeping(&reports, &kept).await;
                    (accepted, reports)
                });
                match accepting.await {
                    Ok((Ok(Accepted { places, after }), reports)) => {
                        let new = places.iter().flatten().count();
                        metrics.accepted.add(new);
                        metrics.repeated.add(places.len() - new);
                        let mut answers = &places[..];
                        for (count, done) in callers {
                            let (answer, others) = answers.split_at(count);
                            let _ = done.send(Ok(answer.iter().flatten().count()));
                            answers = others;
                        }
                        if let (Some(fresh), Some(after)) = (&fresh, after) {
                            let placed = places.into_iter().zip(reports);
                            let job =
                                |(seq, report): (Option<i64>, _)| Some(Job { seq: seq?, report });
                            fresh.push(after, placed.filter_map(job));
                        }
                        wake.notify_one();
                    }
                    Ok((Err(error), reports)) => {
                        tracing::error!(%error, reports = reports.len(), "reports could not be made durable");
                        metrics.refused.add(reports.len());
                        metrics.note_trouble(&error);
                        for (_, done) in callers {
                            let _ = done.send(Err(error.to_string()));
                        }
                    }
                    Err(error) => {
                        tracing::error!(%error, "the writer of reports ended");
                        return;
                    }
                }
            }
        }
    }

    /// Takes what is queued, and waits a little for as many as `expected`;
    /// returns false when nothing comes any more.
    async fn gather(&mut self, tickets: &mut Vec<Ticket>, expected: usize) -> bool {
        if self.0.recv_many(tickets, BATCH).await == 0 {
            return false;
        }
        let end = Instant::now() + GATHERING;
        while tickets.len() < expected.min(BATCH) {
            let most = BATCH - tickets.len();
            match timeout_at(end, self.0.recv_many(tickets, most)).await {
                Ok(1..) => {}
                Ok(0) | Err(_) => break,
            }
        }
        true
    }
}

impl Batch {
    /// Takes as many tickets as fit one transaction, at least one where there is one.
    fn next(tickets: &mut Peekable<Drain<'_, Ticket>>) -> Option<Self> {
        let first = tickets.next()?;
        let mut batch = Self {
            callers: vec![(first.reports.len(), first.done)],
            reports: first.reports,
            kept: first.kept,
        };
        let fits = |held: usize| move |next: &Ticket| held + next.reports.len() <= BATCH;
        while let Some(mut next) = tickets.next_if(fits(batch.reports.len())) {
            batch.callers.push((next.reports.len(), next.done));
            batch.reports.append(&mut next.reports);
            batch.kept.append(&mut next.kept);
        }
        Some(batch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticket() -> Ticket {
        Ticket {
            reports: Vec::new(),
            kept: Vec::new(),
            done: oneshot::channel().0,
        }
    }

    #[tokio::test]
    async fn gathers_what_is_there_and_ends_with_the_last_sender() {
        let (queue, tickets) = mpsc::channel(8);
        let mut writer = Writer::new(tickets);
        for _ in 0..3 {
            queue.send(ticket()).await.expect("there is room");
        }
        let mut taken = Vec::new();
        assert!(writer.gather(&mut taken, 1).await);
        assert_eq!(taken.len(), 3, "more than were expected");

        queue.send(ticket()).await.expect("there is room");
        let late = tokio::spawn(async move { queue.send(ticket()).await.is_ok() });
        taken.clear();
        assert!(writer.gather(&mut taken, 8).await);
        assert_eq!(taken.len(), 2, "nobody else can come");
        assert!(late.await.expect("it ends"));
        taken.clear();
        assert!(!writer.gather(&mut taken, 8).await);
    }
}
