//! A running `watchbell serve` in a folder of its own, with one account for
//! each role.

use std::{collections::BTreeMap, fs};

use watchbell_model::Report;

use crate::support::{
    folder,
    http::Visitor,
    messages::lines,
    program::{Run, run},
    server::{CONFIG_FILE, Server},
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

/// A server; it ends with this.
#[derive(Debug)]
pub(super) struct House {
    /// Host and port.
    pub(super) address: String,
    passwords: BTreeMap<&'static str, String>,
    _server: Server,
    folder: tempfile::TempDir,
}

impl House {
    /// Takes in `reports`, makes the accounts `reader`, `analyst` and
    /// `administrator`, and listens.
    pub(super) fn open(reports: &[Report]) -> Self {
        let folder = folder();
        let here = folder.path();
        fs::write(here.join(CONFIG_FILE), CONFIG).expect("can be written");
        fs::write(here.join("reports.jsonl"), lines(reports)).expect("can be written");
        let at = |arguments: &[&str]| {
            let arguments = [arguments, &["--config", CONFIG_FILE]].concat();
            run(here, &arguments).expect(0)
        };
        at(&["report", "import", "reports.jsonl"]);
        let mut passwords = BTreeMap::new();
        for role in ["reader", "analyst", "administrator"] {
            let password = at(&["account", "add", role, "--role", role]);
            passwords.insert(role, password.trim().to_owned());
        }

        let mut server = Server::start(here);
        Self {
            address: server.address(),
            passwords,
            _server: server,
            folder,
        }
    }

    /// Where a page is.
    pub(super) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Runs the program beside the server; `files` are written first.
    #[track_caller]
    pub(super) fn run(&self, files: &[(&str, &str)], arguments: &[&str]) -> Run {
        let here = self.folder.path();
        for (name, text) in files {
            fs::write(here.join(name), text).expect("can be written");
        }
        run(here, &[arguments, &["--config", CONFIG_FILE]].concat())
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
