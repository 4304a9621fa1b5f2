//! The real executable, run as a user runs it.
//!
//! Cargo tells an integration test where the executables of its own package
//! are, not those of others. `watchbell` is found beside this test, in
//! `target/PROFILE`, and built there by `cargo build -p watchbell-cli` when it
//! is missing or older than a file that it was made from.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::OnceLock,
    time::SystemTime,
};

/// How a run of the program ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    pub(crate) fn of(output: &Output) -> Self {
        let run = Self {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        };
        assert!(!run.stderr.contains("panicked"), "{run:#?}");
        run
    }

    /// Expects an exit code and returns standard output.
    #[track_caller]
    pub(crate) fn expect(self, code: i32) -> String {
        assert_eq!(self.code, code, "{self:#?}");
        self.stdout
    }

    /// Expects exit code 2 and every one of `words` on standard error.
    #[track_caller]
    pub(crate) fn expect_failure(self, words: &[&str]) {
        assert_eq!(self.code, 2, "{self:#?}");
        for word in words {
            assert!(self.stderr.contains(word), "{word:?} in {self:#?}");
        }
    }

    /// Expects exit code 0 and returns what standard output holds as JSON Lines.
    #[track_caller]
    pub(crate) fn json_lines(self) -> Vec<serde_json::Value> {
        read_lines(&self.expect(0))
    }
}

/// Reads JSON Lines.
#[track_caller]
pub(crate) fn read_lines(text: &str) -> Vec<serde_json::Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect()
}

/// The program, to be run in `folder`, without settings of the environment.
pub(crate) fn watchbell(folder: &Path) -> Command {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    let mut command = Command::new(PROGRAM.get_or_init(find));
    command.current_dir(folder).stdin(Stdio::null());
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("WATCHBELL_") {
            command.env_remove(name);
        }
    }
    command
}

/// Runs the program in `folder`.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Run {
    let output = watchbell(folder).args(arguments).output();
    Run::of(&output.expect("the program starts"))
}

/// Runs the program in `folder` with `input` on standard input.
pub(crate) fn run_with(folder: &Path, arguments: &[&str], input: &[u8]) -> Run {
    let mut child = watchbell(folder)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("standard input is piped");
    std::thread::scope(|scope| {
        // It may end before it read everything.
        scope.spawn(move || drop(stdin.write_all(input)));
        Run::of(&child.wait_with_output().expect("the program ends"))
    })
}

fn find() -> PathBuf {
    let test = std::env::current_exe().expect("this test is a file");
    let profile = test
        .parent()
        .and_then(Path::parent)
        .expect("target/PROFILE/deps");
    let program = profile.join("watchbell");
    if !is_fresh(&program) {
        let name = profile.file_name().unwrap_or_default();
        let name = if name == "debug" {
            "dev".as_ref()
        } else {
            name
        };
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let built = Command::new(cargo)
            .current_dir(super::root())
            .args(["build", "--quiet", "--package", "watchbell-cli"])
            .arg("--profile")
            .arg(name)
            .arg("--target-dir")
            .arg(profile.parent().expect("target"))
            .status();
        assert!(
            built.is_ok_and(|status| status.success()),
            "watchbell could not be built"
        );
    }
    program
}

/// Whether the program is there and as new as everything that cargo noted in
/// `watchbell.d` that it was made from.
fn is_fresh(program: &Path) -> bool {
    let changed = |path: &Path| -> Option<SystemTime> { fs::metadata(path).ok()?.modified().ok() };
    let (Some(built), Ok(sources)) = (
        changed(program),
        fs::read_to_string(program.with_extension("d")),
    ) else {
        return false;
    };
    let (_, sources) = sources.split_once(": ").unwrap_or_default();
    sources
        .split_whitespace()
        .all(|source| changed(Path::new(source)).is_some_and(|at| at <= built))
}
