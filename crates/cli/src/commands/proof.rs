//! `watchbell proof`: show that something was sealed, and check it.

use std::{
    io::{Read as _, Write as _, stdin, stdout},
    path::PathBuf,
    process::ExitCode,
};

use anyhow::Context as _;
use clap::{Args, Subcommand};
use watchbell_node::proof;

use crate::{exit, format::Format, open, open::NodeOptions, talk};

/// Longest proof file that is read, in bytes.
const MAX_FILE: u64 = 1 << 20;

/// Show that something was sealed, and check it
#[derive(Args, Debug)]
#[command(before_help = "Example:\n  watchbell proof show act-1 > act-1.tlog-proof")]
pub(crate) struct Proof {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Print the proof of a verdict, an action, an export or a leaf
    #[command(before_help = "Example:\n  watchbell proof show act-1 > act-1.tlog-proof")]
    Show {
        /// A report's id, act-1, exp-1 or leaf-0
        id: String,
    },
    /// Check a proof, offline
    #[command(
        before_help = "Example:\n  watchbell proof verify act-1.tlog-proof --key watchbell.example+1a2b3c4d+Aa…"
    )]
    Verify {
        /// The proof; `-` is standard input
        file: PathBuf,
        /// The log's verifier key; without one, the key of the node in --data
        #[arg(long, value_name = "VKEY")]
        key: Option<String>,
        /// How to print what was proven
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Print the verifier key of the node's log
    #[command(before_help = "Example:\n  watchbell proof key > watchbell.vkey")]
    Key,
    /// Check the whole log: every leaf, every tile, the checkpoint
    #[command(before_help = "Example:\n  watchbell proof check")]
    Check,
}

impl Proof {
    pub(crate) fn run(&self, node: &NodeOptions) -> anyhow::Result<ExitCode> {
        match &self.what {
            What::Show { id } => {
                let text = open::runtime()?.block_on(async {
                    let node = node.attach().await?;
                    let text = node.proof(id).await?;
                    node.db().close().await;
                    Ok::<_, anyhow::Error>(text)
                })?;
                stdout().lock().write_all(text.as_bytes())?;
                Ok(exit::CLEAN.into())
            }
            What::Verify { file, key, format } => {
                let key = match key {
                    Some(key) => key.clone(),
                    None => vkey(node)?,
                };
                verify(file, &key, *format)
            }
            What::Key => {
                writeln!(stdout().lock(), "{}", vkey(node)?)?;
                Ok(exit::CLEAN.into())
            }
            What::Check => check(node),
        }
    }
}

/// The verifier key of the node whose folder is named.
fn vkey(node: &NodeOptions) -> anyhow::Result<String> {
    open::runtime()?.block_on(async {
        let node = node.attach().await?;
        node.db().close().await;
        Ok(node.vkey().to_owned())
    })
}

fn verify(file: &PathBuf, key: &str, format: Format) -> anyhow::Result<ExitCode> {
    let name = file.display();
    let mut bytes = Vec::new();
    let input: Box<dyn std::io::Read> = if name.to_string() == "-" {
        Box::new(stdin().lock())
    } else {
        Box::new(std::fs::File::open(file).with_context(|| format!("{name}"))?)
    };
    input
        .take(MAX_FILE)
        .read_to_end(&mut bytes)
        .with_context(|| format!("{name}"))?;
    let verified = match proof::verify(&bytes, key) {
        Ok(verified) => verified,
        Err(refusal @ proof::Refusal::Key(..)) => return Err(refusal.into()),
        Err(refusal) => {
            talk::say(&format!("{name}: {refusal}"));
            return Ok(exit::findings(true));
        }
    };
    let mut out = stdout().lock();
    match format {
        Format::Json => writeln!(out, "{}", serde_json::to_string(&verified)?)?,
        Format::Text => writeln!(
            out,
            "proven: leaf {} of {} in the log {}\n{}",
            verified.index,
            verified.size,
            verified.origin,
            serde_json::to_string_pretty(&verified.leaf)?
        )?,
    }
    Ok(exit::CLEAN.into())
}

fn check(options: &NodeOptions) -> anyhow::Result<ExitCode> {
    let config = options.load()?;
    let key = vkey(options)?.parse()?;
    let bar = talk::progress(0, "leaves");
    let folder = watchbell_tlog::log::Directory::reading(config.log_folder());
    let checked = watchbell_tlog::log::check(&folder, &key, |leaves| bar.set_position(leaves))?;
    bar.finish_and_clear();
    let mut out = stdout().lock();
    for problem in &checked.problems {
        writeln!(out, "{problem}")?;
    }
    writeln!(
        out,
        "{} leaves in {} files, {} problems",
        checked.size,
        checked.files,
        checked.problems.len()
    )?;
    Ok(exit::findings(!checked.is_sound()))
}
