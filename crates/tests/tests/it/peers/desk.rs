//! A node that exchanges with others, as a process.

use std::{
    fs::{self, OpenOptions},
    net::TcpStream,
    path::Path,
    process::Child,
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tempfile::TempDir;
use watchbell_store::Db;

use super::identity::Identity;
use crate::support::{
    folder,
    http::Visitor,
    port::port,
    program::{Run, run, run_with, watchbell},
    random::Random,
    server::CONFIG_FILE,
};

/// How long something that has to happen may take on a machine that is busy.
pub(super) const PATIENCE: Duration = Duration::from_secs(90);
/// What the node writes to standard error, in its folder.
const LOG: &str = "log";

/// A node of its own folder and ports; dropped, it is killed with SIGKILL.
#[derive(Debug)]
pub(super) struct Desk {
    folder: TempDir,
    pub(super) name: &'static str,
    /// Where peers come in.
    pub(super) port: u16,
    child: Option<Child>,
}

impl Desk {
    /// A node that is not started yet.
    pub(super) fn new(name: &'static str) -> Self {
        let (folder, port) = (folder(), port());
        // Looks and tries again soon, so that tests need not wait.
        let config = format!(
            "data = \"data\"\n\
             [node]\nname = \"{name}\"\norganisation = \"Desk of {name}\"\ncontact = \"desk@{name}\"\n\
             [log]\ninterval-milliseconds = 20\n\
             [exchange]\nlisten = \"127.0.0.1:{port}\"\npublic-url = \"https://127.0.0.1:{port}\"\n\
             poll-seconds = 1\nretry-seconds = 1\ndocuments-a-second = 20\n"
        );
        fs::write(folder.path().join(CONFIG_FILE), config).expect("can be written");
        Self {
            folder,
            name,
            port,
            child: None,
        }
    }

    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file into its folder, for a command.
    pub(super) fn write(&self, file: &str, text: &str) {
        fs::write(self.path().join(file), text).expect("can be written");
    }

    /// Runs a command on it.
    pub(super) fn run(&self, arguments: &[&str]) -> Run {
        run(
            self.path(),
            &[arguments, &["--config", CONFIG_FILE]].concat(),
        )
    }

    /// Runs a command that has to succeed, with standard input.
    #[track_caller]
    pub(super) fn feed(&self, arguments: &[&str], input: &str) {
        let arguments = [arguments, &["--config", CONFIG_FILE]].concat();
        run_with(self.path(), &arguments, input.as_bytes()).expect(0);
    }

    /// Runs a command that has to succeed, and reads what it lists.
    #[track_caller]
    pub(super) fn list(&self, arguments: &[&str]) -> Vec<Value> {
        self.run(&[arguments, &["--format", "json"]].concat())
            .json_lines()
    }

    /// Runs a command that has to succeed.
    #[track_caller]
    pub(super) fn done(&self, arguments: &[&str]) -> String {
        self.run(arguments).expect(0)
    }

    /// Starts it, and waits until peers can come in.
    pub(super) fn start(&mut self) {
        self.start_unseen();
        until("the node listens for peers", || self.listens());
    }

    /// Starts it without looking whether it comes up.
    pub(super) fn start_unseen(&mut self) {
        let log = OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.path().join(LOG));
        let child = watchbell(self.path())
            .args(["serve", "--config", CONFIG_FILE])
            .args(["--listen", "127.0.0.1:0"])
            .stderr(log.expect("a log"))
            .spawn();
        self.child = Some(child.expect("the node starts"));
    }

    fn listens(&self) -> bool {
        TcpStream::connect(("127.0.0.1", self.port)).is_ok()
    }

    /// Kills it with SIGKILL; it has to be alive.
    pub(super) fn kill(&mut self) {
        let mut child = self.child.take().expect("it was started");
        let ended = child.try_wait().expect("it is our child");
        assert!(ended.is_none(), "the node died by itself: {}", self.log());
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
    }

    /// Everything that it wrote to standard error.
    pub(super) fn log(&self) -> String {
        let bytes = fs::read(self.path().join(LOG)).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// The most memory that it ever had at once, in kilobytes.
    pub(super) fn most_memory(&self) -> u64 {
        let id = self.child.as_ref().expect("it was started").id();
        let status = fs::read_to_string(format!("/proc/{id}/status")).expect("it is alive");
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let words = line.unwrap_or_default().split_whitespace().next();
        words.and_then(|word| word.parse().ok()).expect("a number")
    }

    /// Enters another node as a peer, by its card.
    pub(super) fn know(&self, other: &Self) {
        self.write("card", &other.done(&["peer", "card"]));
        self.done(&["peer", "add", "card"]);
    }

    /// Enters a peer by its certificate, or changes what is given.
    pub(super) fn enter(&self, name: &str, certificate: &str, more: &[&str]) {
        let file = format!("{name}.pem");
        self.write(&file, certificate);
        let add = ["peer", "add", name, "--certificate", &file];
        self.done(&[&add[..], more].concat());
    }

    /// Enters what was agreed, `--out rid --tlp amber` for example.
    pub(super) fn agree(&self, peer: &str, what: &str) {
        let what: Vec<&str> = what.split(' ').collect();
        self.done(&[&["peer", "agree", peer][..], &what].concat());
    }

    /// Takes in reports that each open an incident of their own.
    pub(super) fn import(&self, count: u64, seed: u64) {
        self.write("reports.jsonl", &reports(self.name, count, seed));
        self.done(&["report", "import", "reports.jsonl"]);
    }

    /// Signs in an analyst; the node has to be running.
    pub(super) fn analyst(&self) -> Visitor {
        let add = ["account", "add", "ana", "--role", "analyst"];
        let password = self.done(&add);
        let log = self.log();
        let address = log.rsplit_once("listening on http://");
        let address = address.and_then(|(_, rest)| rest.lines().next());
        let mut ana = Visitor::from(address.expect("it listens"), "192.0.2.1");
        ana.sign_in("ana", password.trim());
        ana
    }

    /// What is said of a peer.
    #[track_caller]
    pub(super) fn peer(&self, name: &str) -> Value {
        let all = self.list(&["peer", "list"]);
        let found = all.into_iter().find(|one| one["name"] == name);
        found.unwrap_or_else(|| panic!("{name} is a peer"))
    }

    /// Everything that went or has to go, the oldest first.
    #[track_caller]
    pub(super) fn outbox(&self) -> Vec<Value> {
        let mut all = self.list(&["exchange", "outbox"]);
        all.reverse();
        all
    }

    /// Everything that came, the oldest first.
    #[track_caller]
    pub(super) fn inbox(&self) -> Vec<Value> {
        let mut all = self.list(&["exchange", "inbox"]);
        all.reverse();
        all
    }

    /// Its own certificate.
    pub(super) fn identity(&self) -> Identity {
        let read = |file: &str| {
            let path = self.path().join("data/keys").join(file);
            fs::read_to_string(path).expect("the node has a certificate")
        };
        Identity {
            certificate: read("exchange.crt"),
            key: read("exchange.key"),
        }
    }

    /// Opens its database beside it.
    pub(super) async fn db(&self) -> Db {
        let data = self.path().join("data");
        let url = crate::support::node::config(&data, "").store_url();
        Db::open(&url).await.expect("the database opens")
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
        let log = self.log();
        assert!(
            !log.contains("panicked") || thread::panicking(),
            "a node panicked: {log}"
        );
    }
}

/// Sets how far an incident may travel, as a person does on its page.
#[track_caller]
pub(super) fn label(ana: &mut Visitor, incident: &str, tlp: &str) {
    let page = format!("/incidents/{incident}");
    let answer = ana.fill(&page, &format!("{page}/tlp"), &[("tlp", tlp)]);
    assert_eq!(answer.status, 303, "{answer:?}");
}

/// Waits until something holds.
#[track_caller]
pub(super) fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let began = Instant::now();
    while !holds() {
        assert!(
            began.elapsed() < PATIENCE,
            "not within {PATIENCE:?}: {what}"
        );
        thread::sleep(Duration::from_millis(50));
    }
}

/// Reports of smishing with reserved names and fictitious numbers, each with words of its own.
fn reports(name: &str, count: u64, seed: u64) -> String {
    let mut random = Random::new(seed);
    let mut lines = String::new();
    for number in 0..count {
        let mut words: Vec<String> = (0..14).map(|_| word(&mut random)).collect();
        let path = words.pop().unwrap_or_default();
        let host = format!("{}{}", word(&mut random), word(&mut random));
        let (first, rest) = words.split_at(2);
        let text = format!(
            "URGENT your {} account is locked {} verify now http://{host}.example/{path} or lose access",
            first.join(" "),
            rest.join(" "),
        );
        let reporter = format!("+1555{:07}", random.below(10_000_000));
        let originator = format!("+1999{:09}", random.below(1_000_000_000));
        let report = json!({
            "id": format!("{name}-{number}"), "channel": "sms", "reporter": reporter,
            "originator": originator, "text": text, "consent": true,
        });
        lines += &format!("{report}\n");
    }
    lines
}

fn word(random: &mut Random) -> String {
    let mut word = String::new();
    for _ in 0..2 + random.below(3) {
        word.push(char::from(b"bcdfghjklmnprstvz"[random.below(17) as usize]));
        word.push(char::from(b"aeiou"[random.below(5) as usize]));
    }
    word
}
