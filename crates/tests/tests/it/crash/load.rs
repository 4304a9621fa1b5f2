//! The node under load, in a process of its own (`src/bin/load.rs`).

use std::{
    io::{BufRead as _, BufReader, Read as _},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex, PoisonError},
    thread::JoinHandle,
    time::{Duration, Instant},
};

use watchbell_model::ReportId;

/// How long a node may take until it acknowledges something.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running one.
#[derive(Debug)]
pub(super) struct Load {
    child: Child,
    ids: Arc<Mutex<Vec<ReportId>>>,
    reader: JoinHandle<()>,
}

impl Load {
    pub(super) fn start(data: &Path, run: u64, url: &str) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_watchbell-load"))
            .arg(data)
            .arg(run.to_string())
            .arg(url)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the load starts");
        let stdout = child.stdout.take().expect("standard output is piped");
        let ids: Arc<Mutex<Vec<ReportId>>> = Arc::default();
        let read = Arc::clone(&ids);
        let reader = std::thread::spawn(move || {
            for line in BufReader::new(stdout).lines() {
                let line = line.expect("the output is text");
                let id = line.parse().expect("whole ids are printed");
                read.lock().unwrap_or_else(PoisonError::into_inner).push(id);
            }
        });
        Self { child, ids, reader }
    }

    /// How many reports were acknowledged so far.
    pub(super) fn acknowledged(&self) -> usize {
        self.ids
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .len()
    }

    /// Waits until so many were.
    pub(super) fn wait_for(&mut self, count: usize) {
        let deadline = Instant::now() + PATIENCE;
        while self.acknowledged() < count {
            if let Some(status) = self.child.try_wait().expect("it is our child") {
                panic!("the node died by itself: {status}: {}", self.said());
            }
            assert!(
                Instant::now() < deadline,
                "{} of {count} reports were acknowledged",
                self.acknowledged()
            );
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// Kills it and returns what it acknowledged.
    pub(super) fn kill(mut self) -> Vec<ReportId> {
        if let Some(status) = self.child.try_wait().expect("it is our child") {
            panic!("the node died by itself: {status}: {}", self.said());
        }
        self.child.kill().expect("it can be killed");
        self.child.wait().expect("it ends");
        self.collect()
    }

    /// Lets it end well and returns what it acknowledged.
    pub(super) fn end(mut self) -> Vec<ReportId> {
        drop(self.child.stdin.take());
        let status = self.child.wait().expect("it ends");
        assert!(status.success(), "{status}: {}", self.said());
        self.collect()
    }

    fn collect(self) -> Vec<ReportId> {
        self.reader.join().expect("the output was read");
        std::mem::take(&mut *self.ids.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn said(&mut self) -> String {
        let mut said = String::new();
        if let Some(stderr) = &mut self.child.stderr {
            drop(stderr.read_to_string(&mut said));
        }
        said
    }
}
