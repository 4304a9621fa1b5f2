//! `watchbell cve check`: documents of others, offline.

use std::{
    io::{Write as _, stdout},
    path::PathBuf,
    process::ExitCode,
};

use clap::Args;
use serde::Serialize;
use serde_json::{Value, json};
use watchbell_vuln::{csaf, osv};

use super::Format;
use crate::{exit, file, talk};

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

impl Check {
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let (mut invalid, mut failed) = (false, false);
        let mut out = stdout().lock();
        for path in &self.files {
            let name = path.display().to_string();
            let text = match file::text(path, csaf::MAX_DOCUMENT) {
                Ok(text) => text,
                Err(error) => {
                    talk::say(&format!("{name}: {error:#}"));
                    failed = true;
                    continue;
                }
            };
            let (kind, found) = judge(&text);
            let valid = !found.iter().any(|found| found.class == csaf::Class::Error);
            invalid |= !valid;
            if self.format == Format::Json {
                let line = json!({"file": name, "kind": kind, "valid": valid, "findings": found});
                writeln!(out, "{line}")?;
                continue;
            }
            let verdict = if valid { "valid" } else { "invalid" };
            writeln!(out, "{name}: {verdict} {kind}")?;
            for found in &found {
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
                writeln!(
                    out,
                    "  {class:<11} {:<9} {place}: {}",
                    found.rule, found.message
                )?;
            }
        }
        if failed {
            return Ok(exit::FAILED.into());
        }
        Ok(exit::findings(invalid))
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
