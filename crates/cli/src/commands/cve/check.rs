//! `watchbell cve check`: documents of others, offline.

use std::{path::PathBuf, process::ExitCode};

use clap::Args;
use serde::Serialize;
use serde_json::Value;
use watchbell_vuln::{csaf, osv};

use crate::{file, format::Format, verdict};

/// Check security advisories: CSAF 2.0 (VEX too) and OSV
///
/// CSAF documents pass the schema and the tests of clause 6: errors make a document invalid, warnings and information do not.
#[derive(Args, Debug)]
#[command(
    before_help = "Example:\n  watchbell cve check example-2026-0001.json --format json",
    after_help = "Exit code 1 means that a document is invalid."
)]
pub(super) struct Check {
    /// Documents; `-` is standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// How to print what was found
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// A finding of either kind of check.
#[derive(Debug, Serialize)]
struct Found {
    class: csaf::Class,
    rule: &'static str,
    path: String,
    message: String,
}

/// What was found in one file.
#[derive(Debug, Serialize)]
struct Verdict {
    file: String,
    findings: Vec<Found>,
    kind: &'static str,
    valid: bool,
}

impl Check {
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        verdict::print(&self.files, self.format, |path| {
            let (kind, findings) = judge(&file::text(path, csaf::MAX_DOCUMENT)?);
            Ok(Verdict {
                file: path.display().to_string(),
                valid: findings
                    .iter()
                    .all(|found| found.class != csaf::Class::Error),
                findings,
                kind,
            })
        })
    }
}

impl verdict::Verdict for Verdict {
    fn is_valid(&self) -> bool {
        self.valid
    }

    fn in_words(&self) -> String {
        let word = if self.valid { "valid" } else { "invalid" };
        let mut words = format!("{}: {word} {}\n", self.file, self.kind);
        for found in &self.findings {
            let class = match found.class {
                csaf::Class::Error => "error",
                csaf::Class::Warning => "warning",
                csaf::Class::Information => "information",
            };
            let place = if found.path.is_empty() {
                "/"
            } else {
                &found.path
            };
            let (rule, message) = (found.rule, &found.message);
            words += &format!("  {class:<11} {rule:<9} {place}: {message}\n");
        }
        words
    }
}

/// What kind of document it is, and what was found in it.
fn judge(text: &str) -> (&'static str, Vec<Found>) {
    let value: Option<Value> = serde_json::from_str(text).ok();
    let osv = value.filter(|value| value.get("document").is_none() && value.get("id").is_some());
    if let Some(record) = osv {
        let found = osv::check(&record).into_iter().map(|found| Found {
            class: csaf::Class::Error,
            rule: found.rule,
            path: found.at,
            message: found.message,
        });
        return ("OSV record", found.collect());
    }
    let found = csaf::check(text).findings.into_iter().map(|found| Found {
        class: found.class,
        rule: found.rule,
        path: found.path,
        message: found.message,
    });
    ("CSAF document", found.collect())
}
