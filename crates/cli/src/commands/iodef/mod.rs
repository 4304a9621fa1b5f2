//! `watchbell iodef`: incident documents, offline.

mod check;
mod convert;
mod new;

use std::process::ExitCode;

use clap::{Args, Subcommand, ValueEnum};
use watchbell_iodef::{Change, Form};

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

/// The form of a document to write.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, ValueEnum)]
enum To {
    /// XML of IODEF 2.0 (RFC 7970)
    #[default]
    Xml,
    /// JSON (RFC 8727)
    Json,
    /// CBOR (RFC 8727)
    Cbor,
}

impl To {
    const fn form(self) -> Form {
        match self {
            Self::Xml => Form::Xml,
            Self::Json => Form::Json,
            Self::Cbor => Form::Cbor,
        }
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
    if let Some(more) = changes.len().checked_sub(TOLD + 1) {
        talk::say(&format!("and {} more", more + 1));
    }
}
