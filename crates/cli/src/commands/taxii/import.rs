//! `watchbell taxii import`: roots, collections and objects in the form of the reference server.

use std::{collections::HashMap, path::PathBuf};

use anyhow::Context as _;
use clap::Args;
use serde::Deserialize;
use serde_json::{Map, Value, value::RawValue};
use watchbell_formats::{exchange::MAX_BYTES, taxii::Object};
use watchbell_model::Time;
use watchbell_node::{
    Node,
    taxii::{TAXII_SAID, new_object},
};
use watchbell_store::{TaxiiCollection, TaxiiRoot};

use crate::{file, talk};

/// Take over roots, collections and objects of a medallion server, dates of addition included
#[derive(Args, Debug)]
#[command(before_help = "Example:\n  watchbell taxii import medallion-data.json")]
pub(super) struct Import {
    /// Its data, in JSON; `-` is standard input
    file: PathBuf,
}

#[derive(Deserialize)]
struct Root<'a> {
    information: Information,
    #[serde(borrow, default)]
    status: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    collections: Vec<Collection<'a>>,
}

#[derive(Deserialize)]
struct Information {
    title: String,
    #[serde(default)]
    description: String,
    max_content_length: i64,
}

#[derive(Deserialize)]
struct Collection<'a> {
    id: String,
    title: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    alias: String,
    can_read: bool,
    can_write: bool,
    #[serde(default)]
    media_types: Vec<String>,
    #[serde(borrow, default)]
    objects: Vec<&'a RawValue>,
    #[serde(default)]
    manifest: Vec<Record>,
}

#[derive(Deserialize)]
struct Record {
    id: String,
    date_added: Time,
    version: Time,
}

#[derive(Deserialize)]
struct Named {
    id: String,
}

impl Import {
    pub(super) async fn run(&self, node: &Node) -> anyhow::Result<()> {
        let named = || self.file.display().to_string();
        let text = file::text(&self.file, MAX_BYTES).with_context(named)?;
        let mut roots: HashMap<&str, &RawValue> =
            serde_json::from_str(&text).with_context(named)?;
        if let Some(said) = roots.remove("/discovery") {
            said_of_itself(node, said).await?;
        }
        let mut roots: Vec<_> = roots.into_iter().collect();
        roots.sort_unstable_by_key(|(name, _)| *name);
        for (name, root) in roots {
            let root: Root<'_> = serde_json::from_str(root.get())
                .with_context(|| format!("{}: root {name:?}", self.file.display()))?;
            let made = super::root(node, name).await?;
            node.db()
                .put_taxii_root(&TaxiiRoot {
                    title: root.information.title.clone(),
                    description: root.information.description.clone(),
                    max_bytes: root
                        .information
                        .max_content_length
                        .clamp(1, MAX_BYTES as i64),
                    ..made
                })
                .await?;
            for status in &root.status {
                let id: Named = serde_json::from_str(status.get())?;
                node.db()
                    .add_taxii_status(name, &id.id, status.get(), node.now())
                    .await?;
            }
            let mut objects = 0;
            for collection in &root.collections {
                objects += take(node, name, collection).await.with_context(|| {
                    format!("{}: {name}/{}", self.file.display(), collection.id)
                })?;
            }
            talk::say(&format!(
                "{name}: {} collections, {objects} objects",
                root.collections.len()
            ));
        }
        Ok(())
    }
}

/// Keeps what the server said of itself; the root that it gave first by its name.
async fn said_of_itself(node: &Node, said: &RawValue) -> anyhow::Result<()> {
    let mut said: Map<String, Value> = serde_json::from_str(said.get())?;
    said.remove("api_roots");
    said.retain(|name, value| {
        ["title", "description", "contact", "default"].contains(&name.as_str()) && value.is_string()
    });
    if let Some(default) = said.get("default").and_then(Value::as_str) {
        let name = default
            .trim_end_matches('/')
            .rsplit('/')
            .next()
            .unwrap_or_default();
        let name = Value::from(name);
        said.insert("default".to_owned(), name);
    }
    let said = Value::Object(said).to_string();
    node.db().set_setting(TAXII_SAID, &said).await?;
    Ok(())
}

/// Takes a collection over; returns how many objects it has.
async fn take(node: &Node, root: &str, from: &Collection<'_>) -> anyhow::Result<usize> {
    let key = node
        .db()
        .put_taxii_collection(&TaxiiCollection {
            key: 0,
            root: root.to_owned(),
            id: from.id.clone(),
            title: from.title.clone(),
            description: from.description.clone(),
            alias: from.alias.clone(),
            can_read: from.can_read,
            can_write: from.can_write,
            media_types: from.media_types.join(" "),
        })
        .await?;
    // What was added at one moment keeps the order of the manifest.
    let mut added: HashMap<(&str, Time), (usize, Time)> = HashMap::new();
    for (place, record) in from.manifest.iter().enumerate() {
        added.insert((&record.id, record.version), (place, record.date_added));
    }
    let mut objects = Vec::with_capacity(from.objects.len());
    for raw in &from.objects {
        let mut object = new_object(Object::read(raw.get())?);
        let version = object.version.as_ref().map(|(_, time)| *time);
        let known = version.and_then(|version| added.get(&(&object.id, version)).copied());
        object.added_at = known.map(|(_, at)| at);
        objects.push((known.map_or(usize::MAX, |(place, _)| place), object));
    }
    objects.sort_by_key(|(place, _)| *place);
    let objects: Vec<_> = objects.into_iter().map(|(_, object)| object).collect();
    node.db()
        .add_taxii_objects(key, &objects, node.now())
        .await?;
    Ok(objects.len())
}
