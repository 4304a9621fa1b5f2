//! `watchbell model`: train the text model on labelled messages, and measure it.

use std::{
    fs,
    io::{Read as _, Write as _, stdout},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context as _, bail, ensure};
use clap::{Args, Subcommand};
use serde_json::json;
use watchbell_detect::{
    facts::Subject,
    judge::{Judge, Scratch},
    scores::Scores,
    settings::Settings,
    text_model::{
        Model as Weights, corpus,
        corpus::Sample,
        evaluate::{self, Figures},
        recipe,
        train::{self, Options},
    },
};
use watchbell_model::Judgement;

use crate::{exit, format::Format, talk};

/// Largest file of labelled messages that is read, in bytes.
const MAX_FILE: u64 = 1 << 30;
/// The heading of a table of labelled messages.
const HEADING: &[u8] = b"label\tlang\tdate\t";
/// Where chance begins when blanks of labelled texts are written out to measure.
const SEED: u64 = 77;

/// Train the text model on labelled messages, and measure it
#[derive(Args, Debug)]
#[command(
    before_help = "Examples:\n  watchbell model train labelled.jsonl --output ours.model\n  watchbell judge --model ours.model reports.jsonl",
    after_help = "A node uses the model that `judge.model-file` names; point it back at the old file to roll back."
)]
pub(crate) struct Model {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Train a model
    #[command(
        before_help = "Example:\n  watchbell model train labelled.jsonl --output ours.model --hold-out 0/5"
    )]
    Train {
        #[command(flatten)]
        input: Input,
        /// Where to write the model
        #[arg(long, short, value_name = "FILE")]
        output: PathBuf,
        /// Leave a part out and measure on it: part 0 of 5 is 0/5
        #[arg(long, value_name = "PART/PARTS", value_parser = part)]
        hold_out: Option<(u64, u64)>,
        /// Where chance begins; the same seed gives the same model
        #[arg(long, default_value_t = Options::default().seed)]
        seed: u64,
        /// How often each text is met
        #[arg(long, default_value_t = Options::default().epochs)]
        epochs: u32,
    },
    /// Judge labelled messages with rules and model, and count
    #[command(before_help = "Example:\n  watchbell model eval labelled.jsonl --model ours.model")]
    Eval {
        #[command(flatten)]
        input: Input,
        /// The model; without one, the built-in one
        #[arg(long, value_name = "FILE")]
        model: Option<PathBuf>,
        /// How to print the figures
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
}

/// Labelled messages.
#[derive(Args, Debug)]
struct Input {
    /// JSON Lines with `text`, `verdict` (unwanted or clean) and perhaps `class` and `lang`; tables
    /// with the columns label, lang, date, sender, text, also gzipped; or folders of these
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
}

impl Model {
    pub(crate) fn run(&self) -> anyhow::Result<ExitCode> {
        match &self.what {
            What::Train {
                input,
                output,
                hold_out,
                seed,
                epochs,
            } => {
                let samples = input.read()?;
                let (samples, held_out) = match *hold_out {
                    None => (samples, Vec::new()),
                    Some((part, parts)) => recipe::split(&samples, part, parts)?,
                };
                let options = Options {
                    seed: *seed,
                    epochs: *epochs,
                    ..Options::default()
                };
                let weighed = recipe::weigh(&samples)?;
                let bar = talk::progress(u64::from(options.epochs), "epochs");
                let model = train::train(&weighed, &options, |epoch| {
                    bar.set_position(u64::from(epoch));
                });
                bar.finish_and_clear();
                fs::write(output, model.write())
                    .with_context(|| format!("{}", output.display()))?;
                talk::say(&format!(
                    "{} texts, {} of them with templates; digest {}",
                    samples.len(),
                    weighed.len(),
                    model.digest()
                ));
                if !held_out.is_empty() {
                    print(&measure(model, &held_out)?, Format::Text)?;
                }
            }
            What::Eval {
                input,
                model,
                format,
            } => {
                let model = match model {
                    None => None,
                    Some(path) => Some(load(path)?),
                };
                let samples = input.read()?;
                let figures = match model {
                    None => measure_with(&Judge::embedded(), &samples),
                    Some(model) => measure(model, &samples)?,
                };
                print(&figures, *format)?;
            }
        }
        Ok(exit::CLEAN.into())
    }
}

/// Reads a model's file.
pub(super) fn load(path: &Path) -> anyhow::Result<Weights> {
    let name = path.display();
    let bytes = fs::read(path).with_context(|| format!("{name}"))?;
    Weights::read(&bytes).with_context(|| format!("{name}"))
}

type Table = std::collections::BTreeMap<(String, String), Figures>;

fn measure(model: Weights, samples: &[Sample]) -> anyhow::Result<Table> {
    let judge = Judge::new(Scores::embedded(), Some(model.into()), &Settings::default())?;
    Ok(measure_with(&judge, samples))
}

fn measure_with(judge: &Judge, samples: &[Sample]) -> Table {
    let mut scratch = Scratch::default();
    evaluate::count(samples, SEED, |text| {
        let subject = Subject {
            text: Some(text),
            ..Subject::default()
        };
        judge.verdict(&subject, &mut scratch).verdict == Judgement::Unwanted
    })
}

fn print(figures: &Table, format: Format) -> anyhow::Result<()> {
    let mut out = stdout().lock();
    if let Format::Text = format {
        writeln!(
            out,
            "{:<24} {:<6} {:>9} {:>8} {:>8} {:>13} {:>7}",
            "set", "lang", "unwanted", "wanted", "recall", "false alarms", "F1"
        )?;
    }
    for ((set, lang), figures) in figures {
        let (unwanted, wanted) = (
            figures.hits + figures.misses,
            figures.false_alarms + figures.passes,
        );
        match format {
            Format::Json => writeln!(
                out,
                "{}",
                json!({
                    "set": set, "lang": lang, "unwanted": unwanted, "wanted": wanted, "hits": figures.hits,
                    "false_alarms": figures.false_alarms, "recall": figures.recall(),
                    "alarm_rate": figures.alarm_rate(), "f1": figures.f1(),
                })
            )?,
            Format::Text => writeln!(
                out,
                "{set:<24} {lang:<6} {unwanted:>9} {wanted:>8} {:>7.2}% {:>12.2}% {:>7.4}",
                figures.recall() * 100.0,
                figures.alarm_rate() * 100.0,
                figures.f1()
            )?,
        }
    }
    Ok(())
}

impl Input {
    fn read(&self) -> anyhow::Result<Vec<Sample>> {
        let mut samples = Vec::new();
        for path in &self.files {
            if path.is_dir() {
                let entries = fs::read_dir(path).with_context(|| format!("{}", path.display()))?;
                let mut paths = entries
                    .map(|entry| entry.map(|entry| entry.path()))
                    .collect::<Result<Vec<_>, _>>()?;
                paths.sort();
                for path in paths {
                    samples.extend(read(&path)?.unwrap_or_default());
                }
            } else {
                let Some(found) = read(path)? else {
                    bail!(
                        "{} holds no labelled messages: a table needs the heading label, lang, date, sender, text",
                        path.display()
                    );
                };
                samples.extend(found);
            }
        }
        ensure!(
            !samples.is_empty(),
            "there are no labelled messages in what was named"
        );
        Ok(samples)
    }
}

/// Reads one file, or finds that it holds something else.
fn read(path: &Path) -> anyhow::Result<Option<Vec<Sample>>> {
    let name = path.display().to_string();
    let file = fs::File::open(path).with_context(|| name.clone())?;
    let input: Box<dyn std::io::Read> = if name.ends_with(".gz") {
        Box::new(flate2::read::GzDecoder::new(file))
    } else {
        Box::new(file)
    };
    let mut bytes = Vec::new();
    input
        .take(MAX_FILE)
        .read_to_end(&mut bytes)
        .with_context(|| name.clone())?;
    let set = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let set = set.split('.').next().unwrap_or_default();
    let plain = name.trim_end_matches(".gz");
    let reports = plain.ends_with(".jsonl") || plain.ends_with(".ndjson");
    if !reports && !bytes.starts_with(HEADING) {
        return Ok(None);
    }
    let text = String::from_utf8_lossy(&bytes);
    let read = if reports {
        corpus::read_reports(set, &text)
    } else {
        corpus::read_table(set, &text)
    };
    Ok(Some(read.with_context(|| name)?))
}

/// Reads `0/5`.
fn part(text: &str) -> Result<(u64, u64), String> {
    let bad = || format!("{text:?} names no part; expected for example 0/5");
    let (part, parts) = text.split_once('/').ok_or_else(bad)?;
    let (part, parts) = (
        part.parse().map_err(|_| bad())?,
        parts.parse().map_err(|_| bad())?,
    );
    if part < parts {
        Ok((part, parts))
    } else {
        Err(bad())
    }
}
