//! `watchbell iodef convert`: from one form to another.

use std::{fs, io::Write as _, path::PathBuf, process::ExitCode};

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use serde_json::Value;
use watchbell_formats::{misp, stix};
use watchbell_iodef::{Change, Document, Form, complete, schema, xml};

use super::tell;
use crate::{exit, file};

/// Convert a document: XML of IODEF 1.0 or 2.0, JSON, CBOR, a STIX bundle or a MISP event into another of these
///
/// What has to be changed to understand the document, and what the new form has no place for, is told.
/// What is not known is kept as additional data. XML is written as the schema of RFC 7970 has it.
#[derive(Args, Debug)]
#[command(
    before_help = "Example:\n  watchbell iodef convert --to json incident.xml > incident.json",
    after_help = "Exit code 1 means that something was changed or lost."
)]
pub(super) struct Convert {
    /// The document; `-` is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The form to write
    #[arg(long, value_enum, default_value_t)]
    to: Target,
    /// Refuse a document that does not keep the rules
    #[arg(long)]
    strict: bool,
    /// Write the document there, not to standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write what was changed there, as JSON Lines
    #[arg(long, value_name = "FILE")]
    changes: Option<PathBuf>,
}

/// What to write.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, ValueEnum)]
enum Target {
    /// XML of IODEF 2.0 (RFC 7970)
    #[default]
    Xml,
    /// JSON (RFC 8727)
    Json,
    /// CBOR (RFC 8727)
    Cbor,
    /// A bundle of STIX 2.1
    Stix,
    /// A MISP event
    Misp,
}

impl Convert {
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let name = self.file.display();
        let (mut document, mut changes) = self.read().with_context(|| name.to_string())?;
        if self.to == Target::Xml && !self.strict {
            changes.extend(complete(&mut document));
        }
        let (written, lost) = match self.to {
            Target::Xml => {
                let checked = schema::check(&xml::write(&document));
                if let Some(error) = checked.errors.first() {
                    anyhow::bail!("{name}: not written: {} at {}", error.message, error.path);
                }
                of_form(Form::Xml, &document)
            }
            Target::Json => of_form(Form::Json, &document),
            Target::Cbor => of_form(Form::Cbor, &document),
            Target::Stix => of_value(stix::bundle(&document)),
            Target::Misp => of_value(misp::events(&document)),
        };
        changes.extend(lost);
        match &self.output {
            Some(path) => fs::write(path, &written).with_context(|| path.display().to_string())?,
            None => std::io::stdout().lock().write_all(&written)?,
        }
        if let Some(path) = &self.changes {
            let lines = changes.iter().map(serde_json::to_string);
            let lines = lines.collect::<Result<Vec<_>, _>>()?;
            let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
            fs::write(path, text).with_context(|| path.display().to_string())?;
        }
        tell(&changes);
        Ok(exit::findings(!changes.is_empty()))
    }

    fn read(&self) -> anyhow::Result<(Document, Vec<Change>)> {
        let bytes = file::bytes(&self.file, misp::MAX_BYTES)?;
        if let Ok(text) = std::str::from_utf8(&bytes) {
            if stix::is_bundle(text) {
                return Ok((stix::read(text)?, Vec::new()));
            }
            if misp::is_event(text) {
                return Ok((misp::read(text)?, Vec::new()));
            }
        }
        let form = Form::of(&bytes);
        let form = form.context(
            "it is none of XML, JSON and CBOR of IODEF, no bundle of STIX and no event of MISP",
        )?;
        Ok(if self.strict {
            (form.read(&bytes)?, Vec::new())
        } else {
            form.read_lenient(&bytes)?
        })
    }
}

fn of_form(form: Form, document: &Document) -> (Vec<u8>, Vec<Change>) {
    (form.write(document), form.loses(document))
}

fn of_value((value, lost): (Value, Vec<Change>)) -> (Vec<u8>, Vec<Change>) {
    (format!("{value:#}\n").into_bytes(), lost)
}
