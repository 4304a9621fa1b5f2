//! `watchbell rule`: the catalogue of rules, and each rule's page.

use std::{
    io::{Write as _, stdout},
    process::ExitCode,
};

use anyhow::bail;
use clap::Args;
use serde_json::json;
use watchbell_detect::{
    judge::{MODEL_PAGE, MODEL_RULE},
    scores::Scores,
};

use crate::{exit, format::Format};

/// Read about a rule
#[derive(Args, Debug)]
#[command(before_help = "Examples:\n  watchbell rule\n  watchbell rule text/brand-imitated")]
pub(crate) struct Rule {
    /// The rule; without one, all of them are listed
    id: Option<String>,
    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Rule {
    pub(crate) fn run(&self) -> anyhow::Result<ExitCode> {
        let scores = Scores::embedded();
        let mut out = stdout().lock();
        if self.id.as_deref() == Some(MODEL_RULE) {
            match self.format {
                Format::Json => writeln!(out, "{}", json!({"id": MODEL_RULE, "page": MODEL_PAGE}))?,
                Format::Text => write!(out, "{MODEL_PAGE}")?,
            }
            return Ok(exit::CLEAN.into());
        }
        let weighed: Vec<_> = scores.rules().collect();
        let chosen: Vec<_> = match &self.id {
            None => weighed,
            Some(id) => {
                let Some(found) = weighed.into_iter().find(|(rule, _)| rule.id == id) else {
                    bail!("there is no rule {id:?}; `watchbell rule` lists them");
                };
                vec![found]
            }
        };
        for (rule, weight) in &chosen {
            match (self.format, &self.id) {
                (Format::Json, _) => {
                    let page = self.id.as_ref().map(|_| rule.page);
                    let line = json!({
                        "id": rule.id, "title": rule.title, "source": rule.source,
                        "class": rule.class, "weight": weight, "page": page,
                    });
                    writeln!(out, "{line}")?;
                }
                (Format::Text, None) => {
                    writeln!(out, "{weight:>6.2}  {:<36} {}", rule.id, rule.title)?;
                }
                (Format::Text, Some(_)) => {
                    write!(
                        out,
                        "{}\nrule   {}\nweight {weight}\nsource {}\n",
                        rule.page, rule.id, rule.source
                    )?;
                }
            }
        }
        Ok(exit::CLEAN.into())
    }
}
