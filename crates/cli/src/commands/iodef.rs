//! `watchbell iodef`: incident documents of others, offline.

use std::{
    io::{Write as _, stdout},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Args, Subcommand, ValueEnum};
use serde::Serialize;
use watchbell_iodef::{
    MAX_BYTES, json,
    schema::{self, Diagnostic},
    validate,
};

use crate::{exit, file, talk};

/// Check incident documents (IODEF 1.0 and 2.0)
#[derive(Args, Debug)]
#[command(before_help = "Example:\n  watchbell iodef check incident.xml")]
pub(crate) struct Iodef {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Check(Check),
}

/// Check documents against the schemas of the RFCs: IODEF 1.0 and 2.0, RID, and what may stand in them
///
/// JSON (RFC 8727) is read and held against the rules of the data model.
#[derive(Args, Debug)]
#[command(
    before_help = "Example:\n  watchbell iodef check incident.xml --format json",
    after_help = "Exit code 1 means that a document is not valid."
)]
struct Check {
    /// Documents; `-` is standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Valid means valid by the schema (as is usual)
    #[arg(long, conflicts_with = "lenient")]
    strict: bool,
    /// What can be read is valid: where it leaves the schema, it is only warned of
    #[arg(long)]
    lenient: bool,
    /// How to print what was found
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// How to print.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, ValueEnum)]
enum Format {
    #[default]
    Text,
    Json,
}

/// What was found in one file.
#[derive(Debug, Serialize)]
struct Verdict {
    file: String,
    valid: bool,
    /// `xml`, `json`; nothing where it is neither.
    format: Option<&'static str>,
    version: Option<&'static str>,
    errors: Vec<Diagnostic>,
    warnings: Vec<Diagnostic>,
}

impl Iodef {
    pub(crate) fn run(&self) -> anyhow::Result<ExitCode> {
        match &self.what {
            What::Check(check) => check.run(),
        }
    }
}

impl Check {
    fn run(&self) -> anyhow::Result<ExitCode> {
        let (mut invalid, mut failed) = (false, false);
        let mut out = stdout().lock();
        for path in &self.files {
            let verdict = match self.verdict(path) {
                Ok(verdict) => verdict,
                Err(error) => {
                    talk::say(&format!("{}: {error:#}", path.display()));
                    failed = true;
                    continue;
                }
            };
            invalid |= !verdict.valid;
            match self.format {
                Format::Json => writeln!(out, "{}", serde_json::to_string(&verdict)?)?,
                Format::Text => write!(out, "{}", in_words(&verdict))?,
            }
        }
        if failed {
            return Ok(exit::FAILED.into());
        }
        Ok(exit::findings(invalid))
    }

    fn verdict(&self, path: &Path) -> anyhow::Result<Verdict> {
        let bytes = file::bytes(path, MAX_BYTES)?;
        let mut verdict = Verdict {
            file: path.display().to_string(),
            valid: false,
            format: None,
            version: None,
            errors: Vec::new(),
            warnings: Vec::new(),
        };
        let text = match std::str::from_utf8(&bytes) {
            Ok(text) => text,
            Err(error) => {
                let at = error.valid_up_to();
                verdict
                    .errors
                    .push(whole("encoding", format!("byte {at} is not UTF-8")));
                return Ok(verdict);
            }
        };
        if text
            .trim_start_matches('\u{FEFF}')
            .trim_start()
            .starts_with('{')
        {
            verdict.format = Some("json");
            match json::read(text) {
                Ok(document) => {
                    verdict.version = Some("2.0");
                    let faults = validate(&document).into_iter();
                    verdict.errors = faults
                        .map(|fault| Diagnostic {
                            path: fault.place,
                            ..whole("rule", fault.problem)
                        })
                        .collect();
                }
                Err(error) => verdict.errors.push(whole("json", error.to_string())),
            }
        } else {
            verdict.format = Some("xml");
            let checked = schema::check(text);
            verdict.version = checked.version;
            verdict.errors = checked.errors;
            verdict.warnings = checked.warnings;
        }
        if self.lenient {
            let keeps_from_reading = |found: &Diagnostic| READING.contains(&found.code);
            let (errors, more) = verdict.errors.into_iter().partition(keeps_from_reading);
            verdict.errors = errors;
            verdict.warnings.extend::<Vec<Diagnostic>>(more);
        }
        verdict.valid = verdict.errors.is_empty();
        Ok(verdict)
    }
}

/// What keeps a document from being read at all.
const READING: &[&str] = &["encoding", "json", "root", "size", "xml"];

fn whole(code: &'static str, message: String) -> Diagnostic {
    Diagnostic {
        code,
        path: "/".to_owned(),
        line: 1,
        column: 1,
        message,
    }
}

fn in_words(verdict: &Verdict) -> String {
    let word = if verdict.valid { "valid" } else { "not valid" };
    let version = verdict
        .version
        .map_or_else(String::new, |version| format!(" IODEF {version}"));
    let format = verdict.format.unwrap_or("neither XML nor JSON");
    let mut words = format!("{}: {word}{version} ({format})\n", verdict.file);
    let lines = [("error", &verdict.errors), ("warning", &verdict.warnings)];
    for (class, found) in lines {
        for Diagnostic {
            code,
            path,
            line,
            column,
            message,
        } in found
        {
            words += &format!("  {line}:{column}: {class} {code} at {path}: {message}\n");
        }
    }
    words
}
