//! Publishes leaves as tiles and signs checkpoints.
//!
//! The database holds the leaves and is the truth; the tiles are written from
//! it, so that a crash between the two costs nothing but doing it again.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use watchbell_tlog::log::{Directory, Publisher};

use super::pause;
use crate::{Error, Node, Result};

/// Leaves published at a time.
const BATCH: i64 = 4_096;
/// How long the sealer waits after a failure.
const FAILED: Duration = Duration::from_secs(2);

pub(crate) async fn run(node: Arc<Node>) {
    let mut publisher = None;
    loop {
        let stopping = node.is_stopping();
        match publish(&node, publisher.take()).await {
            Ok(open) => publisher = Some(open),
            Err(error) => {
                tracing::error!(%error, "the log was not published");
                node.metrics.note_trouble(&error);
                pause(&node, FAILED).await;
            }
        }
        if stopping {
            return;
        }
        let interval = Duration::from_millis(node.config.log.interval_milliseconds.max(10));
        let mut stopping = node.stopping.subscribe();
        tokio::select! {
            () = tokio::time::sleep(interval) => {}
            () = node.unsealed.notified() => {}
            _ = stopping.wait_for(|&stopping| stopping) => {}
        }
    }
}

/// Publishes everything that waits and returns the publisher for the next time.
async fn publish(
    node: &Node,
    publisher: Option<Publisher<Directory>>,
) -> Result<Publisher<Directory>> {
    let mut publisher = match publisher {
        Some(publisher) => publisher,
        None => open(node).await?,
    };
    loop {
        let first = i64::try_from(publisher.size()).unwrap_or(i64::MAX);
        let leaves = node.db.leaves(first, BATCH).await?;
        if leaves.is_empty() {
            return Ok(publisher);
        }
        let count = leaves.len();
        let began = Instant::now();
        let appending = tokio::task::spawn_blocking(move || {
            let bodies: Vec<&[u8]> = leaves.iter().map(|leaf| leaf.body.as_bytes()).collect();
            let first = publisher.size();
            let result = publisher.append(first, &bodies).map(drop);
            (publisher, result)
        });
        let (returned, result) = appending
            .await
            .map_err(|error| Error::Worker(error.to_string()))?;
        result?;
        publisher = returned;
        node.metrics.sealing.record(began.elapsed());
        tracing::debug!(leaves = count, size = publisher.size(), "published");
        node.head.send_replace(Some(publisher.note().to_owned()));
        if (count as i64) < BATCH {
            // What came meanwhile waits for the next time: every publication writes
            // tiles that are not full yet, and waits for the disk.
            return Ok(publisher);
        }
    }
}

async fn open(node: &Node) -> Result<Publisher<Directory>> {
    let (folder, key) = (node.config.log_folder(), node.keys.log.clone());
    let held = u64::try_from(node.db.leaf_count().await?).unwrap_or_default();
    let opening = tokio::task::spawn_blocking(move || {
        let named = |source| Error::File {
            path: folder.display().to_string(),
            source,
        };
        let backend = Directory::writing(&folder).map_err(named)?;
        let publisher = Publisher::open(backend, key)?;
        publisher.expect_within(held)?;
        Ok::<_, Error>(publisher)
    });
    let publisher = opening
        .await
        .map_err(|error| Error::Worker(error.to_string()))??;
    node.head.send_replace(Some(publisher.note().to_owned()));
    Ok(publisher)
}
