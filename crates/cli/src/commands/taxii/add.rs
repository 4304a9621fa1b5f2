//! `watchbell taxii add`.

use std::{
    io::{Write as _, stdout},
    path::PathBuf,
};

use anyhow::Context as _;
use clap::Args;
use watchbell_formats::exchange::MAX_BYTES;
use watchbell_node::Node;

use crate::{file, format::Format, talk};

/// Add the objects of bundles or envelopes to a collection
#[derive(Args, Debug)]
#[command(before_help = "Example:\n  watchbell taxii add shared Phishing bundle.json")]
pub(super) struct Add {
    /// The root that the collection is in
    root: String,
    /// Its title, UUID or alias
    collection: String,
    /// Bundles or envelopes of STIX; `-` is standard input
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// How to print what came of them
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Add {
    /// Returns whether every object was taken.
    pub(super) async fn run(&self, node: &Node) -> anyhow::Result<bool> {
        let (root, collection) = super::find(node, &self.root, &self.collection).await?;
        let mut clean = true;
        for path in &self.files {
            let named = || path.display().to_string();
            let text = file::text(path, MAX_BYTES).with_context(named)?;
            let status = node
                .add_to_taxii(&root, &collection, &text)
                .await
                .with_context(named)?;
            let failures = status["failures"].as_array().map_or(&[][..], Vec::as_slice);
            clean &= failures.is_empty();
            match self.format {
                Format::Json => writeln!(stdout(), "{status}")?,
                Format::Text => {
                    for failure in failures {
                        let why = failure["message"].as_str().unwrap_or_default();
                        talk::say(&format!("{}: {why}", path.display()));
                    }
                    writeln!(
                        stdout(),
                        "{}: {} of {} objects are in {}",
                        path.display(),
                        status["success_count"],
                        status["total_count"],
                        collection.title
                    )?;
                }
            }
        }
        Ok(clean)
    }
}
