//! `watchbell taxii collection`.

use std::io::{Write as _, stdout};

use clap::Args;
use watchbell_formats::taxii::is_uuid;
use watchbell_node::Node;
use watchbell_store::TaxiiCollection;

use crate::talk;

/// Make a collection, or change the one of its title; prints its UUID
#[derive(Args, Debug)]
#[command(
    before_help = "Example:\n  watchbell taxii collection shared \"Phishing\" --alias phishing --write"
)]
pub(super) struct Collection {
    /// The root that it is in, made where there is none
    root: String,
    /// What it is called
    title: String,
    /// Its UUID; a new one where it is not said
    #[arg(long)]
    id: Option<String>,
    /// A word for the UUID in addresses
    #[arg(long, default_value = "")]
    alias: String,
    /// What it is for
    #[arg(long, default_value = "")]
    description: String,
    /// Tokens with taxii:write may add to it
    #[arg(long)]
    write: bool,
    /// Nobody may fetch from it
    #[arg(long)]
    no_read: bool,
}

impl Collection {
    pub(super) async fn run(&self, node: &Node) -> anyhow::Result<()> {
        let root = super::root(node, &self.root).await?;
        let there = node.db().taxii_collections(&root.name).await?;
        let there = there.into_iter().find(|one| match &self.id {
            Some(id) => one.id == *id,
            None => one.title == self.title,
        });
        let id = match (&self.id, &there) {
            (Some(id), _) => {
                anyhow::ensure!(is_uuid(id), "{id:?} is no UUID");
                id.to_lowercase()
            }
            (None, Some(there)) => there.id.clone(),
            (None, None) => node.new_uuid()?,
        };
        let collection = TaxiiCollection {
            key: 0,
            root: root.name,
            id,
            title: self.title.clone(),
            description: self.description.clone(),
            alias: self.alias.clone(),
            can_read: !self.no_read,
            can_write: self.write,
            media_types: there.map_or_else(super::usual_media_types, |there| there.media_types),
        };
        node.db().put_taxii_collection(&collection).await?;
        writeln!(stdout(), "{}", collection.id)?;
        talk::say(&format!(
            "{} is offered under /taxii2/{}/",
            collection.title, collection.root
        ));
        Ok(())
    }
}
