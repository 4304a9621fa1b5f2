//! `watchbell iodef`: incident documents, offline.

mod check;
mod convert;
mod new;

use std::{fs, io::Write as _, path::Path, process::ExitCode};

use anyhow::Context as _;
use clap::{Args, Subcommand, ValueEnum};
use watchbell_formats::{arf, exchange::Language, xarf};
use watchbell_iodef::{Change, Document, Form, schema};

use crate::talk;

/// Check, convert and begin incident documents (IODEF 1.0 and 2.0)
#[derive(Args, Debug)]
#[command(before_help = "Example:\n  watchbell iodef check incident.xml")]
pub(crate) struct Iodef {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Check(check::Check),
    Convert(convert::Convert),
    New(new::New),
}

impl Iodef {
    pub(crate) fn run(&self) -> anyhow::Result<ExitCode> {
        match &self.what {
            What::Check(check) => check.run(),
            What::Convert(convert) => convert.run(),
            What::New(new) => new.run(),
        }
    }
}

/// What to write.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, ValueEnum)]
enum To {
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
    /// A CSAF document
    Csaf,
    /// A report of X-ARF 4 for each source, to its abuse desk; one a line
    Xarf,
    /// A report of ARF (RFC 5965) for each source, to its abuse desk; a mailbox file where there are several
    Arf,
}

impl To {
    /// Returns what a document becomes, and what of it is lost.
    fn made(self, document: &Document) -> anyhow::Result<(Vec<u8>, Vec<Change>)> {
        let language = match self {
            Self::Xml => Language::Iodef(Form::Xml),
            Self::Json => Language::Iodef(Form::Json),
            Self::Cbor => Language::Iodef(Form::Cbor),
            Self::Stix => Language::Stix,
            Self::Misp => Language::Misp,
            Self::Csaf => Language::Csaf,
            Self::Xarf => {
                let (all, changes) = xarf::of_incident(document);
                anyhow::ensure!(!all.is_empty(), "not written: it names no source");
                return Ok((xarf::write_all(&all), changes));
            }
            Self::Arf => {
                let (all, changes) = arf::of_incident(document);
                anyhow::ensure!(
                    !all.is_empty(),
                    "not written: it names no source of mail or site"
                );
                return Ok((arf::write_all(&all), changes));
            }
        };
        Ok(language.write(document))
    }

    /// Writes a document to a file or to standard output; returns what was lost. XML that is not valid is not
    /// written.
    fn write(self, document: &Document, output: Option<&Path>) -> anyhow::Result<Vec<Change>> {
        let (written, lost) = self.made(document)?;
        if self == Self::Xml {
            let checked = schema::check_stream(&mut &*written);
            if let Some(error) = checked.errors.first() {
                anyhow::bail!("not written: {} at {}", error.message, error.path);
            }
        }
        match output {
            Some(path) => fs::write(path, &written).with_context(|| path.display().to_string())?,
            None => std::io::stdout().lock().write_all(&written)?,
        }
        Ok(lost)
    }
}

/// Says what was changed, the beginning of it where there is much.
fn tell(changes: &[Change]) {
    const TOLD: usize = 20;
    for Change {
        code,
        path,
        message,
    } in changes.iter().take(TOLD)
    {
        talk::say(&format!("{code} at {path}: {message}"));
    }
    if changes.len() > TOLD {
        talk::say(&format!("and {} more", changes.len() - TOLD));
    }
}
