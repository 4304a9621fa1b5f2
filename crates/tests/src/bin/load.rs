//! A node under load, to be killed: `watchbell-load DATA RUN [URL]`.
//!
//! Submits reports without pause and prints the id of each once the node said
//! that it is durable. What the node is too busy for is submitted again until
//! it is taken. Ends well when standard input ends.

use std::{
    io::{Read as _, Write as _},
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use watchbell_model::{CleanText, Report, SystemClock, Time};
use watchbell_node::{Config, Error, Node};

/// Callers that submit at the same time.
const CALLERS: u64 = 8;
/// Reports of the run before that are submitted once more.
const REPEATED: u64 = 40;
/// Pause between two submissions of a caller; enough load, and a backlog that
/// two cores can work off.
const PAUSE: Duration = Duration::from_millis(3);

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let data = PathBuf::from(arguments.next().expect("the folder of the node"));
    let run: u64 = arguments
        .next()
        .and_then(|run| run.parse().ok())
        .expect("the number of the run");
    let mut config = Config {
        data,
        ..Config::default()
    };
    config.store.url = arguments.next().unwrap_or_default();
    config.log.interval_milliseconds = 20;

    let node = Node::open(config, Arc::new(SystemClock))
        .await
        .expect("the node opens after every kill");
    node.start();
    let (next, ended) = (AtomicU64::new(0), AtomicBool::new(false));
    let (next, ended) = (Arc::new(next), Arc::new(ended));
    let callers: Vec<_> = (0..CALLERS)
        .map(|_| {
            let (node, next, ended) = (Arc::clone(&node), Arc::clone(&next), Arc::clone(&ended));
            tokio::spawn(async move {
                while !ended.load(Ordering::SeqCst) {
                    let number = next.fetch_add(1, Ordering::SeqCst);
                    submit(&node, reports(run, number), &ended).await;
                    tokio::time::sleep(PAUSE).await;
                }
            })
        })
        .collect();

    let waiting = tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new()));
    drop(waiting.await);
    ended.store(true, Ordering::SeqCst);
    for caller in callers {
        caller.await.expect("a caller ends well");
    }
    node.stop().await;
}

/// The reports of one submission: the same for the same numbers, so that a
/// later run can send them again.
fn reports(run: u64, number: u64) -> Vec<Report> {
    let run = if number < REPEATED {
        run.saturating_sub(1)
    } else {
        run
    };
    (0..1 + number % 5)
        .map(|part| {
            let words = ["anchor", "birch", "cedar", "dune", "ember", "fjord", "grove"];
            let word = |n: u64| words.get((n % 7) as usize).copied().unwrap_or_default();
            let text = if number.is_multiple_of(2) {
                format!(
                    "URGENT: your {} bank account is suspended, verify at http://secure-login{}.example/{run}",
                    word(number + part),
                    run % 3
                )
            } else {
                format!("The {} meets {} at the {} gate", word(number), word(part), word(run))
            };
            let clean = |text: String| CleanText::lossy(&text);
            Report {
                id: Some(clean(format!("load-{run}-{number}-{part}"))),
                received_at: Some(Time::from_micros(1_790_000_000_000_000)),
                reporter: Some(clean(format!("+155501{:05}", (number * 5 + part) % 90))),
                originator: Some(clean(format!("+155502{:05}", number % 40))),
                text: clean(text),
                ..Report::default()
            }
        })
        .collect()
}

/// Submits until the node takes it, then prints the ids in one write, so that
/// a kill never leaves half a line.
async fn submit(node: &Node, reports: Vec<Report>, ended: &AtomicBool) {
    loop {
        match node.submit(reports.clone()).await {
            Ok(submitted) => {
                let lines: String = submitted.ids.iter().map(|id| format!("{id}\n")).collect();
                let mut out = std::io::stdout().lock();
                let printed = out.write_all(lines.as_bytes()).and_then(|()| out.flush());
                printed.expect("somebody reads the ids");
                return;
            }
            Err(Error::Busy { .. }) if !ended.load(Ordering::SeqCst) => {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            Err(Error::Busy { .. } | Error::Stopping) => return,
            Err(error) => panic!("a report was not taken: {error}"),
        }
    }
}
