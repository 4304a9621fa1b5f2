//! `watchbell iodef convert`: from one form to another.

use std::{fs, path::PathBuf, process::ExitCode};

use anyhow::Context as _;
use clap::Args;
use watchbell_formats::exchange::{Language, MAX_BYTES};
use watchbell_iodef::{Change, Document, complete};

use super::{To, tell};
use crate::{exit, file};

/// Convert a document: XML of IODEF 1.0 or 2.0, JSON, CBOR, a STIX bundle or a MISP event into another of these
///
/// X-ARF and ARF are reports to the abuse desks of the networks of its sources; they are written only.
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
    to: To,
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

impl Convert {
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let name = self.file.display();
        let (mut document, mut changes) = self.read().with_context(|| name.to_string())?;
        if self.to == To::Xml && !self.strict {
            changes.extend(complete(&mut document));
        }
        let lost = self.to.write(&document, self.output.as_deref());
        changes.extend(lost.with_context(|| name.to_string())?);
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
        let bytes = file::bytes(&self.file, MAX_BYTES)?;
        let language = Language::of(&bytes);
        let language = language.context(
            "it is none of XML, JSON and CBOR of IODEF, no bundle of STIX and no event of MISP",
        )?;
        Ok(if self.strict {
            (language.read(&bytes)?, Vec::new())
        } else {
            language.read_lenient(&bytes)?
        })
    }
}
