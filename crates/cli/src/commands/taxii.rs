//! `watchbell taxii`: what a TAXII 2.1 server of this node offers.

mod add;
mod collection;
mod import;
mod list;

use std::process::ExitCode;

use clap::{Args, Subcommand};
use watchbell_node::{
    Node,
    peers::{MIRROR, ROOT},
    taxii::{MAX_BYTES, media_type},
};
use watchbell_store::{TaxiiCollection, TaxiiRoot};

use crate::{exit, open::NodeOptions};

/// Offer collections of STIX objects over TAXII 2.1
#[derive(Args, Debug)]
#[command(
    before_help = "Examples:\n  watchbell taxii collection shared \"Phishing\" --write\n  watchbell taxii add shared Phishing bundle.json\n  watchbell account token NAME client --scope taxii:read\n  curl -u client:wb_… -H 'Accept: application/taxii+json;version=2.1' http://127.0.0.1:8080/taxii2/"
)]
pub(crate) struct Taxii {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    List(list::List),
    Collection(collection::Collection),
    Add(add::Add),
    Import(import::Import),
}

impl Taxii {
    pub(crate) fn run(&self, options: &NodeOptions) -> anyhow::Result<ExitCode> {
        crate::open::runtime()?.block_on(async {
            let node = match &self.what {
                What::List(_) | What::Add(_) => options.attach().await?,
                What::Collection(_) | What::Import(_) => options.attach_or_make().await?,
            };
            let clean = match &self.what {
                What::List(list) => list.run(&node).await.map(|()| true),
                What::Collection(collection) => collection.run(&node).await.map(|()| true),
                What::Add(add) => add.run(&node).await,
                What::Import(import) => import.run(&node).await.map(|()| true),
            };
            node.stop().await;
            Ok(exit::findings(!clean?))
        })
    }
}

/// Makes a root of this name where there is none; the name is a part of addresses.
async fn root(node: &Node, name: &str) -> anyhow::Result<TaxiiRoot> {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    anyhow::ensure!(
        !name.is_empty() && name.len() <= 64 && name.chars().all(plain),
        "{name:?} names no root: up to 64 letters, digits, dashes and underscores do"
    );
    anyhow::ensure!(
        name != ROOT && name != MIRROR,
        "the root {name} is kept for peers"
    );
    if let Some(root) = node.db().taxii_root(name).await? {
        return Ok(root);
    }
    let root = TaxiiRoot {
        name: name.to_owned(),
        title: name.to_owned(),
        description: String::new(),
        max_bytes: MAX_BYTES,
    };
    node.db().put_taxii_root(&root).await?;
    Ok(root)
}

/// Returns the root and the collection of this title, UUID or alias.
async fn find(node: &Node, root: &str, name: &str) -> anyhow::Result<(TaxiiRoot, TaxiiCollection)> {
    let missing = || format!("there is no root {root:?}; see watchbell taxii list");
    let root = node
        .db()
        .taxii_root(root)
        .await?
        .ok_or_else(|| anyhow::anyhow!(missing()))?;
    let collections = node.db().taxii_collections(&root.name).await?;
    let named = |one: &TaxiiCollection| one.id == name || one.alias == name || one.title == name;
    match collections.into_iter().find(named) {
        Some(collection) => Ok((root, collection)),
        None => anyhow::bail!(
            "{} has no collection {name:?}; see watchbell taxii list",
            root.name
        ),
    }
}

/// The media types of a collection where nothing was added yet.
fn usual_media_types() -> String {
    media_type("2.1")
}
