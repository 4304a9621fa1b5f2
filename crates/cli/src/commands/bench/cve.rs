//! How long questions to the base of vulnerabilities take, and whether that grows with it.

use std::{
    io::{Write as _, stdout},
    path::PathBuf,
    process::ExitCode,
    sync::Arc,
    time::Instant,
};

use anyhow::Context as _;
use clap::Args;
use serde::Serialize;
use watchbell_model::SystemClock;
use watchbell_node::{Config, Node};
use watchbell_store::CveFilter;
use watchbell_vuln::{
    affected::Options,
    component::Component,
    names::Name,
    record::{Record, Summary, moment, pack::Unpacker, query},
};

use super::{
    chart::{Axis, Chart, Scale},
    growth::Growth,
};
use crate::{exit, format::Format, open, talk};

/// Rows of a list, as a page shows them.
const LIST: i64 = 50;
/// Records that questions are made of.
const SAMPLE: i64 = 400;

/// Measure how long questions to the base of vulnerabilities take
///
/// Into a base of its own, in a temporary folder. Beyond what the files hold it grows by the same records under other identifiers and names.
#[derive(Args, Debug)]
#[command(
    before_help = "Example:\n  watchbell bench cve cvelistV5-main.zip --sizes 1000,10000,100000,300000 --curve cve.svg"
)]
pub(super) struct Questions {
    /// What `watchbell cve import` reads
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// How many records there are when questions are asked; without it once, with all
    #[arg(long, value_delimiter = ',', value_name = "RECORDS")]
    sizes: Vec<u64>,
    /// Questions of each kind
    #[arg(long, default_value_t = 2_000)]
    questions: usize,
    /// Draw the 99th percentiles over the number of records as SVG
    #[arg(long, value_name = "FILE")]
    curve: Option<PathBuf>,
    /// How to print the result
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// How long questions of one kind took, in milliseconds.
#[derive(Debug, Serialize)]
struct Took {
    records: i64,
    question: &'static str,
    p50_ms: f64,
    p99_ms: f64,
    max_ms: f64,
}

impl Questions {
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let took = open::runtime()?.block_on(self.measure())?;
        if let Some(path) = &self.curve {
            std::fs::write(path, curve(&took))
                .with_context(|| format!("{} could not be written", path.display()))?;
        }
        let mut out = stdout().lock();
        for took in &took {
            match self.format {
                Format::Json => writeln!(out, "{}", serde_json::to_string(took)?)?,
                Format::Text => writeln!(
                    out,
                    "{:>9} records  {:<20} median {:7.3} ms  99th percentile {:7.3} ms  longest {:8.3} ms",
                    took.records, took.question, took.p50_ms, took.p99_ms, took.max_ms
                )?,
            }
        }
        Ok(exit::CLEAN.into())
    }

    async fn measure(&self) -> anyhow::Result<Vec<Took>> {
        let folder = tempfile::tempdir().context("no temporary folder")?;
        let config = Config {
            data: folder.path().join("data"),
            ..Config::default()
        };
        let node = Node::attach(config, Arc::new(SystemClock)).await?;
        let mut growth = Growth::new(&self.paths, folder.path())?;
        let mut sizes = self.sizes.clone();
        if sizes.is_empty() {
            sizes.push(growth.real());
        }
        sizes.sort_unstable();
        let bar = talk::progress(sizes.last().copied().unwrap_or_default(), "records");
        let mut took = Vec::new();
        for size in sizes {
            while let Some(path) = growth.next(size)? {
                node.import_cves(vec![path], |_| {}).await?;
                bar.set_position(growth.there());
            }
            took.extend(self.ask(&node, &growth).await?);
        }
        bar.finish_and_clear();
        node.stop().await;
        Ok(took)
    }

    /// Asks questions of every kind.
    async fn ask(&self, node: &Node, growth: &Growth) -> anyhow::Result<Vec<Took>> {
        let records = node.db().cve_counts().await?.records;
        let sample = sample(node, records).await?;
        let products = growth.products(growth.there(), SAMPLE as usize);
        let times = |asked: &&Asked| {
            sample
                .iter()
                .filter(|other| other.name == asked.name)
                .count()
        };
        let busiest = sample.iter().max_by_key(times);
        let busiest = &busiest.context("there are no records to ask about")?.name;
        let each = |place: usize| &sample[place % sample.len()];
        let product = |place: usize| &products[place % products.len()];
        let db = node.db();
        let list = async |filter: CveFilter| db.cves(&filter, LIST).await.map(|found| found.len());
        Ok(vec![
            self.time(records, "by id", async |place| {
                db.cve(&each(place).id)
                    .await
                    .map(|found| found.is_some().into())
            })
            .await?,
            self.time(records, "by vendor and product", async |place| {
                let Name { vendor, product } = each(place).name.clone();
                list(CveFilter {
                    vendor: Some(vendor),
                    product: Some(product),
                    ..CveFilter::default()
                })
                .await
            })
            .await?,
            self.time(records, "full text", async |place| {
                let words = each(place).words(place);
                list(CveFilter {
                    words,
                    ..CveFilter::default()
                })
                .await
            })
            .await?,
            self.time(records, "beginning of a word", async |place| {
                let words = each(place).beginning(place);
                list(CveFilter {
                    words,
                    ..CveFilter::default()
                })
                .await
            })
            .await?,
            self.time(records, "filtered list", async |place| {
                list(each(place).filter(place)).await
            })
            .await?,
            self.time(records, "one component", async |place| {
                matches(node, product(place)).await
            })
            .await?,
            self.time(records, "busiest component", async |_| {
                matches(node, busiest).await
            })
            .await?,
        ])
    }

    async fn time<E: Into<anyhow::Error>>(
        &self,
        records: i64,
        question: &'static str,
        ask: impl AsyncFn(usize) -> Result<usize, E>,
    ) -> anyhow::Result<Took> {
        let mut took = Vec::with_capacity(self.questions.max(1));
        for place in 0..self.questions.max(1) {
            let began = Instant::now();
            ask(place).await.map_err(Into::into)?;
            took.push(began.elapsed().as_secs_f64() * 1e3);
        }
        took.sort_unstable_by(f64::total_cmp);
        let at = |hundredth: usize| took[(took.len() - 1) * hundredth / 100];
        Ok(Took {
            records,
            question,
            p50_ms: at(50),
            p99_ms: at(99),
            max_ms: at(100),
        })
    }
}

/// What of a record questions are made of.
struct Asked {
    id: String,
    name: Name,
    words: Vec<String>,
    weakness: Option<String>,
    updated: Option<watchbell_model::Time>,
}

/// Records from all over the base that name a product.
async fn sample(node: &Node, records: i64) -> anyhow::Result<Vec<Asked>> {
    let mut unpacker = Unpacker::new()?;
    let mut sample = Vec::new();
    for place in 0..SAMPLE.min(records) {
        let after = records * place / SAMPLE.min(records);
        for (_, packed) in node.db().cve_records(after, 1).await? {
            let record = Record::read(&unpacker.unpack(&packed)?)?;
            let summary = Summary::of(&record);
            let Some((name, _)) = summary.products.into_iter().next() else {
                continue;
            };
            sample.push(Asked {
                id: record.id.to_string(),
                name,
                words: summary.words.split(' ').map(str::to_owned).collect(),
                weakness: summary.weaknesses.into_iter().next(),
                updated: record.updated.as_deref().and_then(moment),
            });
        }
    }
    Ok(sample)
}

impl Asked {
    fn word(&self, place: usize) -> String {
        self.words[place % self.words.len()].clone()
    }

    /// One word, or two.
    fn words(&self, place: usize) -> Vec<String> {
        let mut words = vec![self.word(place * 7)];
        if place % 2 == 1 {
            words.push(self.word(place * 11));
        }
        words
    }

    /// The beginning of a word, as somebody would search for it.
    fn beginning(&self, place: usize) -> Vec<String> {
        let word = self.word(place * 5);
        let begins: String = word.chars().take(4).chain(['*']).collect();
        query(&begins)
    }

    /// By one thing or two.
    fn filter(&self, place: usize) -> CveFilter {
        let mut filter = CveFilter::default();
        match place % 8 {
            0 => filter.weakness.clone_from(&self.weakness),
            1 => filter.vendor = Some(self.name.vendor.clone()),
            2 => filter.score = Some(90),
            3 => filter.exploited = true,
            4 => filter.updated_since = self.updated,
            5 => filter.epss = Some(0.5),
            6 => {
                filter.weakness.clone_from(&self.weakness);
                filter.score = Some(70);
            }
            _ => {
                filter.vendor = Some(self.name.vendor.clone());
                filter.score = Some(70);
            }
        }
        filter
    }
}

/// How many records there are of version 1.2.3 of a product.
async fn matches(node: &Node, product: &Name) -> watchbell_node::Result<usize> {
    let component = Component {
        vendor: Some(product.vendor.clone()),
        product: Some(product.product.clone()),
        version: Some("1.2.3".to_owned()),
        ..Component::default()
    };
    let matched = node
        .match_component(&component, &[], Options::default())
        .await?;
    Ok(matched.len())
}

fn curve(took: &[Took]) -> String {
    let mut lines: Vec<(String, Vec<(f64, f64)>)> = Vec::new();
    for took in took {
        let point = (took.records as f64, took.p99_ms);
        match lines.iter_mut().find(|(name, _)| name == took.question) {
            Some((_, points)) => points.push(point),
            None => lines.push((took.question.to_owned(), vec![point])),
        }
    }
    let most = took.iter().map(|took| took.records).max().unwrap_or(1);
    let chart = Chart {
        title: "How long a question takes, 99th percentile".to_owned(),
        x: Axis {
            label: "records",
            scale: Scale::Log(1_000.0, (most as f64).max(10_000.0)),
        },
        y: Axis {
            label: "ms",
            scale: Scale::Log(0.01, 1_000.0),
        },
        lines,
    };
    chart.svg()
}
