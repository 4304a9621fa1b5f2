//! Counters of this process, in the text format of Prometheus.

use std::{
    fmt::{Display, Write as _},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// A number that only grows.
#[derive(Debug, Default)]
pub(crate) struct Counter(AtomicU64);

impl Counter {
    pub(crate) fn add(&self, n: usize) {
        self.0.fetch_add(n as u64, Ordering::Relaxed);
    }

    pub(crate) fn value(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// Upper bounds of the buckets of a duration, in microseconds.
const BUCKETS: [u64; 10] = [
    500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 500_000, 2_500_000,
];

/// How long something took, counted by duration.
#[derive(Debug, Default)]
pub(crate) struct Durations {
    buckets: [AtomicU64; BUCKETS.len() + 1],
    micros: AtomicU64,
}

impl Durations {
    pub(crate) fn record(&self, took: Duration) {
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let bucket = BUCKETS.partition_point(|&bound| bound < micros);
        self.buckets[bucket].fetch_add(1, Ordering::Relaxed);
        self.micros.fetch_add(micros, Ordering::Relaxed);
    }

    fn write(&self, out: &mut String, name: &str, help: &str) {
        let _ = writeln!(out, "# HELP {name} {help}\n# TYPE {name} histogram");
        let mut total = 0;
        for (bucket, bound) in self.buckets.iter().zip(BUCKETS) {
            total += bucket.load(Ordering::Relaxed);
            let _ = writeln!(
                out,
                "{name}_bucket{{le=\"{}\"}} {total}",
                bound as f64 / 1e6
            );
        }
        total += self.buckets[BUCKETS.len()].load(Ordering::Relaxed);
        let sum = self.micros.load(Ordering::Relaxed) as f64 / 1e6;
        let _ = writeln!(
            out,
            "{name}_bucket{{le=\"+Inf\"}} {total}\n{name}_sum {sum}\n{name}_count {total}"
        );
    }
}

/// Everything this process counts.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    pub(crate) accepted: Counter,
    pub(crate) repeated: Counter,
    pub(crate) refused: Counter,
    pub(crate) judged: Counter,
    pub(crate) opened: Counter,
    pub(crate) acted: Counter,
    pub(crate) stopped: Counter,
    pub(crate) accepting: Durations,
    pub(crate) judging: Durations,
    pub(crate) settling: Durations,
    pub(crate) sealing: Durations,
    trouble: Mutex<Option<(Instant, String)>>,
}

impl Metrics {
    /// Notes what keeps reports from being taken, judged or sealed.
    pub(crate) fn note_trouble(&self, error: &impl Display) {
        let mut trouble = self.trouble.lock().unwrap_or_else(PoisonError::into_inner);
        *trouble = Some((Instant::now(), error.to_string()));
    }

    /// Returns what did so within the last while, if anything.
    pub(crate) fn trouble(&self, within: Duration) -> Option<String> {
        let trouble = self.trouble.lock().unwrap_or_else(PoisonError::into_inner);
        let (_, what) = trouble.as_ref().filter(|(at, _)| at.elapsed() < within)?;
        Some(what.clone())
    }

    pub(crate) fn write(&self, gauges: &[(&str, &str, f64)]) -> String {
        let mut out = String::new();
        let counters = [
            (
                "watchbell_intake_reports_total",
                "Reports made durable.",
                &self.accepted,
            ),
            (
                "watchbell_intake_repeated_reports_total",
                "Reports that were there already.",
                &self.repeated,
            ),
            (
                "watchbell_intake_refused_reports_total",
                "Reports that could not be made durable.",
                &self.refused,
            ),
            (
                "watchbell_judge_reports_total",
                "Reports judged.",
                &self.judged,
            ),
            (
                "watchbell_incident_opened_total",
                "Incidents opened.",
                &self.opened,
            ),
            (
                "watchbell_act_actions_total",
                "Actions written down.",
                &self.acted,
            ),
            (
                "watchbell_act_safety_stops_total",
                "Actions that the safety stop refused.",
                &self.stopped,
            ),
        ];
        for (name, help, counter) in counters {
            let _ = writeln!(
                out,
                "# HELP {name} {help}\n# TYPE {name} counter\n{name} {}",
                counter.value()
            );
        }
        for (name, help, value) in gauges {
            let _ = writeln!(
                out,
                "# HELP {name} {help}\n# TYPE {name} gauge\n{name} {value}"
            );
        }
        let durations = [
            (
                "watchbell_intake_accept_duration_seconds",
                "From submission to durable.",
                &self.accepting,
            ),
            (
                "watchbell_judge_batch_duration_seconds",
                "Judging one batch.",
                &self.judging,
            ),
            (
                "watchbell_settle_batch_duration_seconds",
                "Writing one batch of verdicts.",
                &self.settling,
            ),
            (
                "watchbell_seal_batch_duration_seconds",
                "Publishing one batch of leaves.",
                &self.sealing,
            ),
        ];
        for (name, help, durations) in durations {
            durations.write(&mut out, name, help);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_add_up() {
        let metrics = Metrics::default();
        metrics.accepting.record(Duration::from_micros(700));
        metrics.accepting.record(Duration::from_secs(9));
        let text = metrics.write(&[("watchbell_x", "X.", 1.5)]);
        for line in [
            "watchbell_intake_accept_duration_seconds_bucket{le=\"0.0005\"} 0",
            "watchbell_intake_accept_duration_seconds_bucket{le=\"0.001\"} 1",
            "watchbell_intake_accept_duration_seconds_bucket{le=\"+Inf\"} 2",
            "watchbell_intake_accept_duration_seconds_count 2",
            "watchbell_x 1.5",
        ] {
            assert!(
                text.lines().any(|found| found == line),
                "{line} is not in:\n{text}"
            );
        }
    }
}
