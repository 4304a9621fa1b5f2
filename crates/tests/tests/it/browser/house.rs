//! A running `watchbell serve` in a folder of its own, with one account for
//! each role.

use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead as _, BufReader},
    process::{Child, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    thread,
    time::Duration,
};

use watchbell_model::Report;

use super::http::Visitor;
use crate::support::{
    folder,
    messages::lines,
    program::{run, watchbell},
};

/// Blocks wait for a person, the few senders of a test are not the many of an
/// operator, and a test says itself from where a request comes.
const CONFIG: &str = r#"
[act]
block-mode = "propose"
max-share = 1.0
[log]
interval-milliseconds = 50
[web]
behind-proxy = true
public-reports-an-hour = 4
"#;
/// How long a server may take to listen on a machine that is busy.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server; it ends with this.
#[derive(Debug)]
pub(super) struct House {
    /// Host and port.
    pub(super) address: String,
    passwords: BTreeMap<&'static str, String>,
    server: Child,
    has_panicked: Arc<AtomicBool>,
    _folder: tempfile::TempDir,
}

impl House {
    /// Takes in `reports`, makes the accounts `reader`, `analyst` and
    /// `administrator`, and listens.
    pub(super) fn open(reports: &[Report]) -> Self {
        let folder = folder();
        let here = folder.path();
        fs::write(here.join("watchbell.toml"), CONFIG).expect("can be written");
        fs::write(here.join("reports.jsonl"), lines(reports)).expect("can be written");
        let at = |arguments: &[&str]| {
            let arguments = [arguments, &["--config", "watchbell.toml"]].concat();
            run(here, &arguments).expect(0)
        };
        at(&["report", "import", "reports.jsonl"]);
        let mut passwords = BTreeMap::new();
        for role in ["reader", "analyst", "administrator"] {
            let password = at(&["account", "add", role, "--role", role]);
            passwords.insert(role, password.trim().to_owned());
        }

        let mut server = watchbell(here)
            .args(["serve", "--config", "watchbell.toml"])
            .args(["--listen", "127.0.0.1:0"])
            .stderr(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let said = server.stderr.take().expect("standard error is piped");
        let (tell, told) = mpsc::channel();
        let has_panicked = Arc::new(AtomicBool::new(false));
        let panicked = Arc::clone(&has_panicked);
        // Reads on to the end, so that the server never waits for a reader.
        thread::spawn(move || {
            for line in BufReader::new(said).lines().map_while(Result::ok) {
                if let Some((_, address)) = line.split_once("listening on http://") {
                    let _ = tell.send(address.to_owned());
                }
                if line.contains("panicked") {
                    panicked.store(true, Ordering::SeqCst);
                }
            }
        });
        let address = told.recv_timeout(PATIENCE).expect("the server listens");
        Self {
            address,
            passwords,
            server,
            has_panicked,
            _folder: folder,
        }
    }

    /// Where a page is.
    pub(super) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(super) fn password(&self, name: &str) -> &str {
        &self.passwords[name]
    }

    /// Somebody who is not signed in.
    pub(super) fn stranger(&self, network: &str) -> Visitor {
        Visitor::from(&self.address, network)
    }

    /// Somebody who is signed in under the name of their role.
    #[track_caller]
    pub(super) fn person(&self, role: &str) -> Visitor {
        let mut person = self.stranger("192.0.2.1");
        let answer = person.sign_in(role, self.password(role));
        assert_eq!(answer.status, 303, "{answer:?}");
        person
    }
}

impl Drop for House {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.server.kill();
        let _ = self.server.wait();
        let panicked = self.has_panicked.load(Ordering::SeqCst);
        assert!(!panicked || thread::panicking(), "the server panicked");
    }
}
