//! One node: what comes in, is judged, joined to incidents, sealed and acted on.
//!
//! ```no_run
//! # async fn example() -> Result<(), watchbell_node::Error> {
//! use std::sync::Arc;
//! use watchbell_node::{Config, Node};
//!
//! let node = Node::open(Config::default(), Arc::new(watchbell_model::SystemClock)).await?;
//! node.start();
//! let submitted = node.submit(vec![]).await?; // durable once this returns
//! node.drain().await?; // judged and sealed once this returns
//! node.stop().await;
//! # Ok(())
//! # }
//! ```

pub mod accounts;
mod actions;
pub mod config;
mod error;
pub mod events;
mod export;
mod fresh;
mod intake;
mod jobs;
mod keys;
mod metrics;
mod node;
pub mod peers;
pub mod policy;
pub mod proof;
mod seal;
mod smpp;
pub mod taxii;
pub mod vulns;

pub use config::Config;
pub use error::{Error, Result};
pub use export::{ExportFormat, Exported, ListFormat};
pub use intake::{MAX_REPORTS_A_REQUEST, MAX_TEXT_BYTES, Submitted};
pub use keys::hex;
pub use node::{Node, Status};
