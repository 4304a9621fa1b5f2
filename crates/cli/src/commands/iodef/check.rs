//! `watchbell iodef check`: documents against the schemas.

use std::{
    io::BufRead as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;
use serde::Serialize;
use watchbell_iodef::{
    Change, Error, Form, MAX_BYTES,
    schema::{self, Checked, Diagnostic},
    validate,
};

use crate::{file, format::Format, verdict};

/// Check documents against the schemas of the RFCs: IODEF 1.0 and 2.0, RID, and what may stand in them
///
/// JSON and CBOR (RFC 8727) are read and held against the rules of the data model. XML is read in memory that does
/// not grow with it, however long it is.
#[derive(Args, Debug)]
#[command(
    before_help = "Example:\n  watchbell iodef check incident.xml --format json",
    after_help = "Exit code 1 means that a document is not valid."
)]
pub(super) struct Check {
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

/// What was found in one file.
#[derive(Debug, Serialize)]
struct Verdict {
    file: String,
    valid: bool,
    /// `xml`, `json`, `cbor`; nothing where it is none of them.
    format: Option<&'static str>,
    version: Option<&'static str>,
    errors: Vec<Diagnostic>,
    warnings: Vec<Diagnostic>,
}

impl Check {
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        verdict::print(&self.files, self.format, |path| self.verdict(path))
    }

    fn verdict(&self, path: &Path) -> anyhow::Result<Verdict> {
        let mut from = file::open(path)?;
        let mut verdict = Verdict {
            file: path.display().to_string(),
            valid: false,
            format: None,
            version: None,
            errors: Vec::new(),
            warnings: Vec::new(),
        };
        let form = Form::of(from.fill_buf()?);
        verdict.format = form.map(Form::name);
        match form {
            None => verdict.errors.push(whole(
                "xml",
                "it begins as none of XML, JSON and CBOR does".to_owned(),
            )),
            Some(Form::Xml) if self.lenient => {
                let bytes = file::rest(from, MAX_BYTES)?;
                verdict.schema(schema::check_stream(&mut &*bytes));
                verdict.forgive(&bytes);
            }
            Some(Form::Xml) => verdict.schema(schema::check_stream(&mut from)),
            Some(form) => {
                let bytes = file::rest(from, MAX_BYTES)?;
                self.value(form, &bytes, &mut verdict);
            }
        }
        verdict.valid = verdict.errors.is_empty();
        Ok(verdict)
    }

    /// Holds JSON or CBOR against the rules.
    fn value(&self, form: Form, bytes: &[u8], verdict: &mut Verdict) {
        let read = if self.lenient {
            form.read_lenient(bytes)
        } else {
            form.read(bytes).map(|document| (document, Vec::new()))
        };
        let (document, changes) = match read {
            Ok(read) => read,
            Err(error) => {
                let (line, column) = match error {
                    Error::Json { line, column, .. } => (line as u64, column as u64),
                    Error::Xml { line, column, .. } => (line, column),
                    _ => (1, 1),
                };
                verdict.errors.push(Diagnostic {
                    line,
                    column,
                    ..whole(form.name(), error.to_string())
                });
                return;
            }
        };
        verdict.version = Some("2.0");
        let faults = validate(&document).into_iter().map(|fault| Diagnostic {
            path: fault.place,
            ..whole("rule", fault.problem)
        });
        let told = changes.into_iter().map(changed);
        if self.lenient {
            verdict.warnings = told.chain(faults).collect();
        } else {
            verdict.errors = faults.collect();
        }
    }
}

impl Verdict {
    fn schema(&mut self, checked: Checked) {
        self.version = checked.version;
        self.errors = checked.errors;
        self.warnings = checked.warnings;
    }

    /// Makes warnings of errors in XML that do not keep it from being read.
    fn forgive(&mut self, bytes: &[u8]) {
        let read = Form::Xml.read_lenient(bytes);
        let is_root = matches!(read, Err(Error::Root { .. }));
        // Messages of RID are not read yet, their schema is known.
        let is_forgiven = |found: &Diagnostic| match &read {
            Ok(_) => true,
            Err(_) => is_root && !READING.contains(&found.code),
        };
        let errors = std::mem::take(&mut self.errors);
        let (more, errors) = errors.into_iter().partition(is_forgiven);
        self.errors = errors;
        self.warnings.extend::<Vec<Diagnostic>>(more);
        match read {
            Ok((_, changes)) => self.warnings.extend(changes.into_iter().map(changed)),
            Err(error) if !is_root && self.errors.is_empty() => {
                self.errors.push(whole("xml", error.to_string()));
            }
            Err(_) => {}
        }
    }
}

fn changed(change: Change) -> Diagnostic {
    Diagnostic {
        path: change.path,
        ..whole(change.code, change.message)
    }
}

/// What keeps a document from being read at all.
const READING: &[&str] = &["read", "root", "size", "xml"];

fn whole(code: &'static str, message: String) -> Diagnostic {
    Diagnostic {
        code,
        path: "/".to_owned(),
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
        let version = self
            .version
            .map_or_else(String::new, |version| format!(" IODEF {version}"));
        let format = self.format.unwrap_or("none of XML, JSON and CBOR");
        let mut words = format!("{}: {word}{version} ({format})\n", self.file);
        let lines = [("error", &self.errors), ("warning", &self.warnings)];
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
}
