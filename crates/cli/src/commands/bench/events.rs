//! How many events a second are kept, and how long it takes to find the last
//! ones of a subscriber among many.

use std::{
    io::Write as _,
    process::ExitCode,
    time::{Duration, Instant},
};

use anyhow::Context as _;
use clap::Args;
use serde::Serialize;
use watchbell_model::Time;
use watchbell_node::events::{Event, Events, Limits, Subscriber};

use crate::{exit, format::Format, talk};

/// Events made durable in one go.
const BATCH: u64 = 2_000;
/// The moment of the first event.
const BEGAN: Time = Time::from_micros(1_795_000_000_000_000);

/// Events kept a second, and how long finding the last ones of a subscriber takes
#[derive(Args, Debug)]
#[command(before_help = "Example:\n  watchbell bench events --subscribers 10000000")]
pub(crate) struct Keeping {
    /// Subscribers; each has one event in the end
    #[arg(long, default_value_t = 10_000_000)]
    subscribers: u64,
    /// Lookups that are measured
    #[arg(long, default_value_t = 100_000)]
    lookups: u64,
    /// How to print the result
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Debug, Serialize)]
struct Outcome {
    events: u64,
    /// Events made durable a second, all of them.
    kept_a_second: f64,
    /// The slowest batch, in milliseconds.
    slowest_batch_ms: f64,
    /// Half of the lookups, 99 in 100 and all of them took no longer, in microseconds.
    median_us: f64,
    p99_us: f64,
    most_us: f64,
    /// Segments, their bytes, and bytes of memory of their indexes.
    segments: usize,
    bytes: u64,
    memory: usize,
}

impl Keeping {
    pub(crate) fn run(&self) -> anyhow::Result<ExitCode> {
        let folder = tempfile::tempdir().context("a folder for the measurement")?;
        let limits = Limits {
            seconds: i64::MAX / 2_000_000,
            bytes: u64::MAX,
            segment: 64 << 20,
        };
        let events = Events::open(folder.path(), limits)?;
        let progress = talk::progress(self.subscribers, "events");
        let (began, mut slowest) = (Instant::now(), Duration::ZERO);
        for first in (0..self.subscribers).step_by(BATCH as usize) {
            let end = (first + BATCH).min(self.subscribers);
            let batch: Vec<Event> = (first..end).map(event).collect();
            let batch_began = Instant::now();
            events.append(&batch)?;
            slowest = slowest.max(batch_began.elapsed());
            progress.set_position(end);
        }
        let took = began.elapsed();
        progress.finish_and_clear();
        let mut times = Vec::with_capacity(self.lookups as usize);
        for number in 0..self.lookups {
            let who = mixed(number) % self.subscribers.max(1);
            let lookup = Instant::now();
            let found = events.last(subscriber(who), BEGAN, 4)?;
            times.push(lookup.elapsed());
            anyhow::ensure!(found == [event(who)], "subscriber {who} was not found");
        }
        times.sort_unstable();
        let at = |share: f64| {
            let place = (times.len() as f64 * share) as usize;
            let time = times.get(place.min(times.len().saturating_sub(1)));
            time.map_or(0.0, |time| time.as_secs_f64() * 1e6)
        };
        let (segments, bytes, memory) = events.size();
        let outcome = Outcome {
            events: self.subscribers,
            kept_a_second: self.subscribers as f64 / took.as_secs_f64(),
            slowest_batch_ms: slowest.as_secs_f64() * 1e3,
            median_us: at(0.5),
            p99_us: at(0.99),
            most_us: at(1.0),
            segments,
            bytes,
            memory,
        };
        let mut out = std::io::stdout().lock();
        match self.format {
            Format::Json => writeln!(out, "{}", serde_json::to_string(&outcome)?)?,
            Format::Text => writeln!(
                out,
                "{} events kept, {:.0} a second, no {BATCH} of them slower than {:.0} ms\n\
                 the last events of a subscriber: half within {:.0} µs, 99 % within {:.0} µs, all within {:.0} µs\n\
                 {} segments of {:.0} MB, with {:.1} MB of memory",
                outcome.events,
                outcome.kept_a_second,
                outcome.slowest_batch_ms,
                outcome.median_us,
                outcome.p99_us,
                outcome.most_us,
                outcome.segments,
                outcome.bytes as f64 / 1e6,
                outcome.memory as f64 / 1e6,
            )?,
        }
        Ok(exit::CLEAN.into())
    }
}

fn event(number: u64) -> Event {
    Event {
        subscriber: subscriber(number),
        at: BEGAN.plus_micros(number as i64),
        id: format!("{number:x}"),
        originator: format!("+1555{:07}", number % 10_000_000),
        trunk: "north-2".to_owned(),
        seconds: Some((number % 90) as u32),
        ..Event::default()
    }
}

/// A subscriber, spread as keyed digests are.
fn subscriber(number: u64) -> Subscriber {
    let mut subscriber = [0; 16];
    subscriber[..8].copy_from_slice(&mixed(number).to_be_bytes());
    subscriber[8..].copy_from_slice(&mixed(!number).to_be_bytes());
    subscriber
}

/// Spreads numbers over all of 64 bits, each to one of its own.
fn mixed(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}
