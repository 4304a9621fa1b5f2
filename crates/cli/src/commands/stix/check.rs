//! `watchbell stix check`: bundles and objects against the rules of STIX 2.1.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;
use serde::Serialize;
use watchbell_formats::{
    exchange::MAX_BYTES,
    stix::check::{Fault, check},
};

use crate::{file, format::Format, verdict};

/// Check bundles and single objects against STIX 2.1
///
/// Errors are rules that say MUST, warnings those that say SHOULD. Custom properties and objects are no errors.
#[derive(Args, Debug)]
#[command(
    before_help = "Example:\n  watchbell stix check bundle.json --format json",
    after_help = "Exit code 1 means that a file is not valid."
)]
pub(super) struct Check {
    /// Bundles or objects; `-` is standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// What is only warned of is not valid
    #[arg(long)]
    strict: bool,
    /// How to print what was found
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// What was found in one file.
#[derive(Debug, Serialize)]
struct Verdict {
    file: String,
    valid: bool,
    format: &'static str,
    /// The version that the content says it has.
    version: Option<&'static str>,
    objects: usize,
    errors: Vec<Fault>,
    warnings: Vec<Fault>,
    /// How many more there are.
    left_out: usize,
}

impl Check {
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        verdict::print(&self.files, self.format, |path| self.verdict(path))
    }

    fn verdict(&self, path: &Path) -> anyhow::Result<Verdict> {
        let bytes = file::bytes(path, MAX_BYTES)?;
        let mut verdict = Verdict {
            file: path.display().to_string(),
            valid: false,
            format: "stix",
            version: None,
            objects: 0,
            errors: Vec::new(),
            warnings: Vec::new(),
            left_out: 0,
        };
        match std::str::from_utf8(&bytes) {
            Ok(text) => {
                let checked = check(text);
                verdict.version = checked.version;
                verdict.objects = checked.objects;
                verdict.errors = checked.errors;
                verdict.warnings = checked.warnings;
                verdict.left_out = checked.left_out;
            }
            // A sign that the bound cuts is none of the file's faults.
            Err(_) if bytes.len() > MAX_BYTES => {
                verdict.errors.push(whole(
                    "too-long",
                    format!("it has more than {MAX_BYTES} bytes"),
                ));
            }
            Err(error) => verdict.errors.push(whole("encoding", error.to_string())),
        }
        let is_enough = !self.strict || verdict.warnings.is_empty();
        verdict.valid = verdict.errors.is_empty() && is_enough;
        Ok(verdict)
    }
}

fn whole(code: &'static str, message: String) -> Fault {
    Fault {
        code,
        path: String::new(),
        line: 1,
        column: 1,
        message,
    }
}

impl verdict::Verdict for Verdict {
    fn is_valid(&self) -> bool {
        self.valid
    }

    fn in_words(&self) -> String {
        let word = if self.valid { "valid" } else { "not valid" };
        let version = self.version.unwrap_or("of no version");
        let mut words = format!(
            "{}: {word} STIX {version} ({} objects)\n",
            self.file, self.objects
        );
        let lines = [("error", &self.errors), ("warning", &self.warnings)];
        for (class, found) in lines {
            for Fault {
                code,
                path,
                line,
                column,
                message,
            } in found
            {
                let path = if path.is_empty() { "/" } else { path };
                words += &format!("  {line}:{column}: {class} {code} at {path}: {message}\n");
            }
        }
        if self.left_out > 0 {
            words += &format!("  and {} more\n", self.left_out);
        }
        words
    }
}
