//! A running `watchbell serve`.

use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Stdio},
    sync::mpsc,
    thread::{self, JoinHandle},
    time::Duration,
};

use super::program::watchbell;

/// The configuration of a server, in the folder where it is started.
pub(crate) const CONFIG_FILE: &str = "watchbell.toml";
/// How long a server may take to listen on a machine that is busy.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server on a port of its own; dropped, it is killed with SIGKILL.
#[derive(Debug)]
pub(crate) struct Server {
    child: Child,
    /// Tells where it listens.
    told: mpsc::Receiver<String>,
    /// Gives everything that it said, once it is dead.
    said: Option<JoinHandle<String>>,
}

impl Server {
    /// Starts one in `folder`, where its configuration is.
    pub(crate) fn start(folder: &Path) -> Self {
        let mut child = watchbell(folder)
            .args(["serve", "--config", CONFIG_FILE])
            .args(["--listen", "127.0.0.1:0"])
            .stderr(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let stderr = child.stderr.take().expect("standard error is piped");
        let (tell, told) = mpsc::channel();
        // Reads on to the end, so that the server never waits for a reader.
        let said = thread::spawn(move || {
            let mut said = String::new();
            for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                if let Some((_, address)) = line.split_once("listening on http://") {
                    // Nobody may want to know.
                    let _ = tell.send(address.to_owned());
                }
                said += &line;
                said.push('\n');
            }
            said
        });
        Self {
            child,
            told,
            said: Some(said),
        }
    }

    /// Waits until it listens and returns host and port; asked once.
    pub(crate) fn address(&mut self) -> String {
        let told = self.told.recv_timeout(PATIENCE);
        told.unwrap_or_else(|_| panic!("the server does not listen: {}", self.end()))
    }

    /// Expects that it is alive, and kills it by dropping it.
    pub(crate) fn kill(mut self) {
        let ended = self.child.try_wait().expect("it is our child");
        if let Some(status) = ended {
            panic!("the server died by itself: {status}: {}", self.end());
        }
    }

    /// Kills it, and returns what it said.
    fn end(&mut self) -> String {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
        let said = self.said.take().map(JoinHandle::join);
        said.and_then(Result::ok).unwrap_or_default()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let said = self.end();
        assert!(
            !said.contains("panicked") || thread::panicking(),
            "the server panicked: {said}"
        );
    }
}
