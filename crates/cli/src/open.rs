//! Where the node's folder and configuration come from, the same for every command.

use std::{path::PathBuf, sync::Arc};

use anyhow::Context as _;
use clap::Args;
use watchbell_model::SystemClock;
use watchbell_node::{Config, Node};

/// Options of every command that works on a node.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct NodeOptions {
    /// Folder of the node: database, keys, log tiles
    #[arg(long, value_name = "DIR", env = "WATCHBELL_DATA", global = true)]
    pub(crate) data: Option<PathBuf>,
    /// Configuration file; without one the defaults hold
    #[arg(long, value_name = "FILE", env = "WATCHBELL_CONFIG", global = true)]
    pub(crate) config: Option<PathBuf>,
}

impl NodeOptions {
    /// Reads the configuration; `--data` wins over the file.
    pub(crate) fn load(&self) -> anyhow::Result<Config> {
        let environment: Vec<(String, String)> = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .filter(|(name, _)| name.starts_with("WATCHBELL_"))
            .collect();
        let mut config = Config::load(self.config.as_deref(), &environment)?;
        if let Some(data) = &self.data {
            config.data.clone_from(data);
        }
        Ok(config)
    }

    /// Opens the node of an existing folder, or a view beside the running one.
    pub(crate) async fn attach(&self) -> anyhow::Result<Arc<Node>> {
        let config = self.load()?;
        anyhow::ensure!(
            config.data.is_dir(),
            "{} is not the folder of a node; name it with --data, or make one with `watchbell demo` or `watchbell serve`",
            config.data.display()
        );
        Node::attach(config, Arc::new(SystemClock))
            .await
            .context("the node's folder could not be opened")
    }

    /// As [`NodeOptions::attach`], and makes the folder where there is none.
    pub(crate) async fn attach_or_make(&self) -> anyhow::Result<Arc<Node>> {
        let node = Node::attach(self.load()?, Arc::new(SystemClock)).await;
        node.context("the node's folder could not be opened")
    }
}

/// Starts the runtime that commands of a node share.
pub(crate) fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("the runtime could not be started")
}
