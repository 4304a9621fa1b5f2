//! Fetches what peers offer, one task a peer, so that a slow one holds up nobody else.

use std::{collections::HashMap, sync::Arc, time::Duration};

use tokio::{task::JoinHandle, time::Instant};

use super::pause;
use crate::{Node, peers::Known};

/// How often it looks whether it is time for some peer.
const INTERVAL: Duration = Duration::from_secs(1);

pub(crate) async fn run(node: Arc<Node>) {
    let every = Duration::from_secs(node.config().exchange.poll_seconds.max(1));
    let mut tasks: HashMap<i64, (Instant, JoinHandle<()>)> = HashMap::new();
    while !node.is_stopping() {
        for known in node.peers.all().iter().filter(|known| known.peer.enabled) {
            let due = tasks
                .get(&known.peer.id)
                .is_none_or(|(began, task)| task.is_finished() && began.elapsed() >= every);
            if due {
                let task = tokio::spawn(fetch(Arc::clone(&node), Arc::clone(known)));
                tasks.insert(known.peer.id, (Instant::now(), task));
            }
        }
        pause(&node, INTERVAL).await;
    }
    let mut left: Vec<_> = tasks.into_iter().collect();
    left.sort_unstable_by_key(|(id, _)| *id);
    for (_, (_, task)) in left {
        task.abort();
    }
}

async fn fetch(node: Arc<Node>, known: Arc<Known>) {
    if let Err(error) = node.fetch_from(&known).await {
        let text = error.to_string();
        tracing::warn!(peer = known.peer.name, error = text, "not fetched");
        if let Err(error) = node.note_peer(&known, Some(&text)).await {
            tracing::error!(%error, "a peer's error was not noted");
        }
    }
}
