//! A PostgreSQL server of our own, to be killed.

use std::{
    io,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Command, ExitStatus, Stdio},
};

use crate::support::skip;

/// Where distributions put the server's programs.
const PLACES: &str = "/usr/lib/postgresql";

/// A running server; stopped when dropped.
#[derive(Debug)]
pub(super) struct Cluster {
    programs: PathBuf,
    folder: tempfile::TempDir,
    port: u16,
    as_postgres: bool,
}

impl Cluster {
    /// Makes and starts one, where PostgreSQL is installed.
    pub(super) fn start() -> Option<Self> {
        let versions = std::fs::read_dir(PLACES).into_iter().flatten().flatten();
        let mut found: Vec<PathBuf> = versions
            .map(|version| version.path().join("bin"))
            .filter(|bin| bin.join("initdb").exists())
            .collect();
        found.sort();
        let Some(programs) = found.pop() else {
            skip("no PostgreSQL server programs below /usr/lib/postgresql");
            return None;
        };
        let port = TcpListener::bind("127.0.0.1:0")
            .and_then(|listener| listener.local_addr())
            .expect("a free port")
            .port();
        let cluster = Self {
            programs,
            folder: tempfile::tempdir().expect("a temporary folder"),
            port,
            // The server refuses to run as the administrator.
            as_postgres: is_administrator(),
        };
        if cluster.as_postgres {
            let owned = Command::new("chown")
                .arg("postgres")
                .arg(cluster.folder.path())
                .status();
            assert!(owned.is_ok_and(|status| status.success()), "chown postgres");
        }
        let data = cluster.data();
        cluster.run(
            "initdb",
            &[
                "-A",
                "trust",
                "-U",
                "postgres",
                "-E",
                "UTF8",
                "--locale=C",
                "-D",
            ],
            &data,
        );
        let options = format!(
            "-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=40"
        );
        let log = cluster.folder.path().join("log").display().to_string();
        cluster.run(
            "pg_ctl",
            &["-w", "-s", "-l", &log, "-o", &options, "start", "-D"],
            &data,
        );
        Some(cluster)
    }

    /// The server's own database.
    pub(super) fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// Kills the server as a crash would, and starts it again.
    pub(super) fn restart(&self) {
        let log = self.folder.path().join("log").display().to_string();
        let arguments = ["-w", "-s", "-l", &log, "-m", "immediate", "restart", "-D"];
        self.run("pg_ctl", &arguments, &self.data());
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn run(&self, program: &str, arguments: &[&str], data: &Path) {
        let status = self.status(program, arguments, data);
        let status = status.expect("PostgreSQL's programs run");
        assert!(status.success(), "{program} {arguments:?}: {status}");
    }

    fn status(&self, program: &str, arguments: &[&str], data: &Path) -> io::Result<ExitStatus> {
        let program = self.programs.join(program);
        let mut command = if self.as_postgres {
            let mut command = Command::new("setpriv");
            command.args([
                "--reuid",
                "postgres",
                "--regid",
                "postgres",
                "--init-groups",
            ]);
            command.arg(program);
            command
        } else {
            Command::new(program)
        };
        command
            .args(arguments)
            .arg(data)
            .current_dir("/")
            // The server outlives this command and would hold its pipes open.
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let arguments = ["-w", "-s", "-m", "immediate", "stop", "-D"];
        drop(self.status("pg_ctl", &arguments, &self.data()));
    }
}

fn is_administrator() -> bool {
    let user = Command::new("id").arg("-u").output();
    user.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}
