//! What a node does in the background, one file a job. Each is idempotent:
//! done twice, by one node or by two, it changes nothing more.

pub(crate) mod courier;
pub(crate) mod fetcher;
pub(crate) mod keeper;
pub(crate) mod ladder;
pub(crate) mod opener;
pub(crate) mod sealer;
pub(crate) mod watcher;
pub(crate) mod worker;

use std::time::Duration;

use tokio::{
    runtime::Handle,
    task::{JoinHandle, spawn_blocking},
};

use crate::Node;

/// Runs long work of the database on a thread of its own, where SQLite may block.
pub(crate) fn apart<T: Send + 'static>(
    work: impl Future<Output = T> + Send + 'static,
) -> JoinHandle<T> {
    let runtime = Handle::current();
    spawn_blocking(move || runtime.block_on(work))
}

/// Waits for `length`, or less when the node is told to stop.
async fn pause(node: &Node, length: Duration) {
    let mut stopping = node.stopping.subscribe();
    let _ = tokio::time::timeout(length, stopping.wait_for(|&stopping| stopping)).await;
}
