//! Reports that were just made durable, kept in memory until they are judged,
//! so that the judge need not read them back.
//!
//! The database is the truth: what does not fit here, and what an earlier
//! process left, is read from its queue.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
};

use watchbell_store::{Job, NewReport};

/// Bytes of content that are kept.
const MOST_BYTES: usize = 16 << 20;
/// What a report costs beside its content, about.
const REPORT_BYTES: usize = 400;

/// A bounded queue, in the order of arrival, possibly with gaps.
#[derive(Debug, Default)]
pub(crate) struct Fresh(Mutex<Queue>);

#[derive(Debug, Default)]
struct Queue {
    runs: VecDeque<Run>,
    bytes: usize,
}

/// Reports between which no others arrived.
#[derive(Debug)]
struct Run {
    /// The place in the order of arrival behind which the run follows at once.
    after: i64,
    jobs: VecDeque<Job>,
}

impl Fresh {
    /// Adds reports between which, and behind place `after`, no others arrived;
    /// forgets them where there is no room.
    pub(crate) fn push(&self, after: i64, jobs: impl Iterator<Item = Job>) {
        let jobs: VecDeque<Job> = jobs.collect();
        let bytes: usize = jobs.iter().map(|job| size(&job.report)).sum();
        let mut queue = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if queue.bytes + bytes <= MOST_BYTES {
            queue.bytes += bytes;
            queue.runs.push_back(Run { after, jobs });
        }
    }

    /// Takes up to `most` of the reports that follow place `after`: none where
    /// the first that are kept do not follow it without a gap.
    pub(crate) fn take(&self, mut after: i64, most: usize) -> Vec<Job> {
        let mut queue = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut taken = Vec::new();
        while taken.len() < most
            && let Some(run) = queue.runs.front_mut().filter(|run| run.after <= after)
        {
            match run.jobs.pop_front() {
                None => drop(queue.runs.pop_front()),
                Some(job) => {
                    queue.bytes -= size(&job.report);
                    if job.seq > after {
                        after = job.seq;
                        taken.push(job);
                    }
                }
            }
        }
        taken
    }
}

fn size(report: &NewReport) -> usize {
    REPORT_BYTES + report.document.text.as_ref().map_or(0, String::len)
}

#[cfg(test)]
mod tests {
    use watchbell_model::{Channel, ReportId, Time};
    use watchbell_store::Document;

    use super::*;

    fn jobs(seqs: impl IntoIterator<Item = i64>, bytes: usize) -> impl Iterator<Item = Job> {
        let job = move |seq| Job {
            seq,
            report: NewReport {
                id: ReportId([0; 16]),
                received_at: Time::from_micros(0),
                channel: Channel::Sms,
                document: Document {
                    text: Some("x".repeat(bytes)),
                    ..Document::default()
                },
                salt: [0; 16],
            },
        };
        seqs.into_iter().map(job)
    }

    fn seqs(fresh: &Fresh, after: i64, most: usize) -> Vec<i64> {
        fresh.take(after, most).iter().map(|job| job.seq).collect()
    }

    #[test]
    fn gives_only_what_follows_without_a_gap() {
        let fresh = Fresh::default();
        fresh.push(4, jobs([5, 7, 8], 1));
        fresh.push(8, jobs([9], 1));
        fresh.push(20, jobs([21], 1));
        assert!(seqs(&fresh, 3, 9).is_empty(), "4 is missing");
        assert_eq!(seqs(&fresh, 4, 2), [5, 7], "6 was a repetition");
        assert_eq!(seqs(&fresh, 7, 9), [8, 9]);
        assert!(seqs(&fresh, 9, 9).is_empty(), "10 to 20 are not here");
        assert_eq!(seqs(&fresh, 20, 9), [21]);
    }

    #[test]
    fn drops_what_was_read_from_the_database_meanwhile() {
        let fresh = Fresh::default();
        fresh.push(0, jobs(1..=5, 1));
        assert_eq!(seqs(&fresh, 3, 9), [4, 5]);
        assert_eq!(fresh.0.lock().unwrap().bytes, 0);
    }

    #[test]
    fn keeps_no_more_than_its_bound() {
        let fresh = Fresh::default();
        fresh.push(0, jobs(1..=1, MOST_BYTES / 2));
        fresh.push(1, jobs(2..=2, MOST_BYTES / 2));
        fresh.push(2, jobs(3..=3, 1));
        assert_eq!(seqs(&fresh, 0, 9), [1], "2 had no room");
        assert_eq!(seqs(&fresh, 2, 9), [3]);
    }
}
