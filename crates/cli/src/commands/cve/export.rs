//! `watchbell cve export`.

use std::{
    io::{BufWriter, Write as _, stdout},
    process::ExitCode,
};

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use watchbell_vuln::record::{Record, Summary, pack::Unpacker};

use crate::{csv, exit, open::NodeOptions, talk};

/// Records read at a time.
const BATCH: i64 = 500;

/// Write every record, or the table of which record names which product
#[derive(Args, Debug)]
#[command(
    before_help = "Examples:\n  watchbell cve export > records.jsonl\n  watchbell cve export --format csv > products.csv"
)]
pub(super) struct Export {
    /// Records whole, a JSON document a line, or the table of products
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Format {
    #[default]
    Json,
    /// id, state, vendor, product; a package's vendor is `pkg:` and its type
    Csv,
}

impl Export {
    pub(super) async fn run(&self, node: &NodeOptions) -> anyhow::Result<ExitCode> {
        let node = node.attach().await?;
        let mut unpacker = Unpacker::new()?;
        let mut out = BufWriter::new(stdout().lock());
        if let Format::Csv = self.format {
            writeln!(out, "id,state,vendor,product")?;
        }
        let records = node.db().cve_counts().await?.records;
        let bar = talk::progress(records.unsigned_abs(), "records");
        let mut after = 0;
        loop {
            let batch = node.db().cve_records(after, BATCH).await?;
            let Some((last, _)) = batch.last() else { break };
            after = *last;
            for (number, packed) in &batch {
                let json = unpacker
                    .unpack(packed)
                    .with_context(|| format!("record {number}"))?;
                match self.format {
                    Format::Json => {
                        out.write_all(&json)?;
                        out.write_all(b"\n")?;
                    }
                    Format::Csv => {
                        let record =
                            Record::read(&json).with_context(|| format!("record {number}"))?;
                        for (name, _) in Summary::of(&record).products {
                            let fields = [
                                record.id.to_string(),
                                record.state.as_str().to_owned(),
                                name.vendor,
                                name.product,
                            ];
                            writeln!(out, "{}", csv::row(&fields))?;
                        }
                    }
                }
            }
            bar.inc(batch.len() as u64);
        }
        bar.finish_and_clear();
        out.flush()?;
        node.stop().await;
        Ok(exit::CLEAN.into())
    }
}
