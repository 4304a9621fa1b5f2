//! `watchbell iodef new`: the beginning of a document.

use std::{
    io::{IsTerminal as _, Write as _, stderr, stdin},
    path::PathBuf,
    process::ExitCode,
};

use anyhow::Context as _;
use clap::Args;
use watchbell_iodef::{
    Contact, ContactKind, DateTime, Document, Email, Incident, IncidentId, Lang, Purpose, Role,
    Version,
};
use watchbell_model::{Clock as _, SystemClock};

use super::{To, tell};

/// Begin a document: the least that an incident needs
///
/// On a terminal, what is not given is asked for.
#[derive(Args, Debug)]
#[command(
    before_help = "Example:\n  watchbell iodef new --name csirt.example.com --id 2026-17 --email contact@csirt.example.com"
)]
pub(super) struct New {
    /// The domain name of who gives the incident its number
    #[arg(long, value_name = "DOMAIN")]
    name: Option<String>,
    /// The number
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// The address to write to about it
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,
    /// What happened
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    /// Why the document is made: traceback, mitigation, reporting, watch, other, or another word
    #[arg(long, value_name = "WORD", default_value = "reporting")]
    purpose: String,
    /// The language of its texts
    #[arg(long, value_name = "LANG", default_value = "en")]
    lang: String,
    /// What to write
    #[arg(long, value_enum, default_value_t)]
    to: To,
    /// Write the document there, not to standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl New {
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let document = self.document()?;
        tell(&self.to.write(&document, self.output.as_deref())?);
        Ok(ExitCode::SUCCESS)
    }

    fn document(&self) -> anyhow::Result<Document> {
        let lang = Lang::new(&*self.lang);
        let lang = lang.with_context(|| format!("--lang {:?} is no language", self.lang))?;
        let name = given(
            &self.name,
            "--name",
            "Who gives the number, as a domain name",
        )?;
        let id = given(&self.id, "--id", "The incident's number")?;
        let to = given(&self.email, "--email", "The address to write to")?;
        let description = match &self.description {
            None if stdin().is_terminal() => Some(ask("What happened (may be empty)")?),
            given => given.clone(),
        };
        let now = SystemClock.now().to_string();
        Ok(Document {
            version: Version::Two,
            lang: Some(lang),
            incidents: vec![Incident {
                purpose: Purpose::named(&self.purpose),
                id: IncidentId {
                    name,
                    id,
                    ..IncidentId::default()
                },
                generation_time: DateTime::new(now).context("the clock is out of order")?,
                descriptions: description
                    .filter(|text| !text.is_empty())
                    .into_iter()
                    .map(Into::into)
                    .collect(),
                contacts: vec![Contact {
                    role: Role::Creator,
                    kind: ContactKind::Organization,
                    emails: vec![Email {
                        to,
                        ..Email::default()
                    }],
                    ..Contact::default()
                }],
                ..Incident::default()
            }],
            ..Document::default()
        })
    }
}

/// Returns what was given, or asks for it.
fn given(value: &Option<String>, flag: &str, question: &str) -> anyhow::Result<String> {
    match value {
        Some(value) => Ok(value.clone()),
        None if stdin().is_terminal() => ask(question),
        None => anyhow::bail!("{flag} is missing: {question}"),
    }
}

fn ask(question: &str) -> anyhow::Result<String> {
    let mut line = String::new();
    write!(stderr(), "{question}: ")?;
    stdin().read_line(&mut line)?;
    Ok(line.trim().to_owned())
}
