//! `watchbell report`: reports into a node.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use watchbell_model::Report as Model;
use watchbell_node::{Error, Node};

use crate::{exit, input::Input, open, open::NodeOptions, talk};

/// Reports submitted at a time.
const BATCH: usize = 500;

/// Put reports into a node
#[derive(Args, Debug)]
#[command(before_help = "Example:\n  watchbell report import reports.csv")]
pub(crate) struct Report {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Import reports from files; the same report twice is one
    #[command(
        before_help = "Example:\n  watchbell report import reports.csv --map text=body,originator=sender"
    )]
    Import(Import),
}

#[derive(Args, Debug)]
struct Import {
    #[command(flatten)]
    input: Input,
}

impl Report {
    pub(crate) fn run(&self, node: &NodeOptions) -> anyhow::Result<ExitCode> {
        let What::Import(import) = &self.what;
        let runtime = open::runtime()?;
        let node = runtime.block_on(node.attach_or_make())?;
        let _guard = runtime.enter();
        node.start();
        let mut importing = Importing {
            node: &node,
            runtime: &runtime,
            batch: Vec::new(),
            all: 0,
            new: 0,
            refused: 0,
        };
        let read = import
            .input
            .read(|record| importing.take(record.into_report()))?;
        importing.submit()?;
        let (all, new, refused) = (importing.all, importing.new, importing.refused);
        runtime.block_on(async {
            node.drain().await?;
            node.stop().await;
            Ok::<_, Error>(())
        })?;
        talk::say(&format!(
            "{new} reports imported, judged and sealed; {} were there already; {} refused",
            all - new - refused,
            read.bad + refused
        ));
        if read.failed > 0 {
            return Ok(exit::FAILED.into());
        }
        Ok(exit::findings(read.bad + refused > 0))
    }
}

/// What was read and is on its way into the node.
struct Importing<'a> {
    node: &'a Node,
    runtime: &'a tokio::runtime::Runtime,
    batch: Vec<Model>,
    all: u64,
    new: u64,
    refused: u64,
}

impl Importing<'_> {
    fn take(&mut self, report: Model) -> anyhow::Result<()> {
        self.batch.push(report);
        if self.batch.len() >= BATCH {
            self.submit()
        } else {
            Ok(())
        }
    }

    fn submit(&mut self) -> anyhow::Result<()> {
        self.all += self.batch.len() as u64;
        let mut batch = std::mem::take(&mut self.batch);
        while !batch.is_empty() {
            let submitting = self.node.submit_patiently(batch.clone());
            match self.runtime.block_on(submitting) {
                Ok(submitted) => {
                    self.new += submitted.new as u64;
                    return Ok(());
                }
                // One report that no node takes does not keep the others out.
                Err(Error::Refused {
                    index,
                    field,
                    reason,
                }) => {
                    let place = self.all - batch.len() as u64 + index as u64 + 1;
                    talk::say(&format!("report {place}: {field}: {reason}"));
                    self.refused += 1;
                    batch.remove(index);
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }
}
