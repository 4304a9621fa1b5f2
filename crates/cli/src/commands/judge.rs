//! `watchbell judge`: reports in, verdicts out; offline and stateless.

use std::{
    io::{BufWriter, Write as _, stdout},
    path::PathBuf,
    process::ExitCode,
    sync::Arc,
};

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use watchbell_detect::{
    facts::Subject,
    judge::{Judge as Judges, Scratch},
    scores::Scores,
    settings::Settings,
};
use watchbell_formats::verdict;
use watchbell_model::Judgement;

use crate::{exit, input::Input};

/// Judge reports and say why
#[derive(Args, Debug)]
#[command(
    before_help = "Example:\n  echo '{\"text\":\"Your parcel waits, pay the fee: http://pay.example/1\"}' | watchbell judge",
    after_help = "Exit code 1 means that a line was refused, or that --fail-on was met."
)]
pub(crate) struct Judge {
    #[command(flatten)]
    input: Input,
    /// How to print verdicts: a JSON object a line, or a table
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Exit with 1 when a verdict is this bad or worse
    #[arg(long, value_name = "VERDICT")]
    fail_on: Option<Judgement>,
    /// Weights and thresholds in place of the built-in ones
    #[arg(long, value_name = "FILE")]
    scores: Option<PathBuf>,
    /// A trained model in place of the built-in one
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, ValueEnum)]
enum Format {
    #[default]
    Json,
    Text,
}

impl Judge {
    pub(crate) fn run(&self) -> anyhow::Result<ExitCode> {
        let judge = self.judge()?;
        let mut scratch = Scratch::default();
        let mut out = BufWriter::with_capacity(256 * 1024, stdout().lock());
        let mut line = Vec::new();
        if self.format == Format::Text {
            verdict::write_heading(&mut line);
            out.write_all(&line)?;
        }
        let mut met = false;
        let read = self.input.read(|record| {
            let subject = Subject {
                channel: record.channel,
                text: (record.consent != Some(false)).then_some(&record.text),
                originator: record.originator.as_deref(),
                behaviour: None,
            };
            let verdict = judge.verdict(&subject, &mut scratch);
            met |= self.fail_on.is_some_and(|worst| verdict.verdict <= worst);
            line.clear();
            match self.format {
                Format::Json => verdict::write_json(&mut line, record.verdict_id(), &verdict),
                Format::Text => verdict::write_row(&mut line, record.verdict_id(), &verdict),
            }
            Ok(out.write_all(&line)?)
        })?;
        out.flush()?;
        if read.failed > 0 {
            return Ok(exit::FAILED.into());
        }
        Ok(exit::findings(met || read.bad > 0))
    }

    fn judge(&self) -> anyhow::Result<Judges> {
        let scores = match &self.scores {
            None => Scores::embedded(),
            Some(path) => {
                let name = path.display();
                let text = std::fs::read_to_string(path).with_context(|| format!("{name}"))?;
                Scores::parse(&text).with_context(|| format!("{name}"))?
            }
        };
        let model = self
            .model
            .as_deref()
            .map(super::model::load)
            .transpose()?
            .map(Arc::new);
        Ok(Judges::new(scores, model, &Settings::default())?)
    }
}
