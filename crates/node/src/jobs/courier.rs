//! Brings documents to peers, one task a peer, so that a slow one holds up nobody else.

use std::{collections::HashMap, sync::Arc, time::Duration};

use tokio::{task::JoinHandle, time::timeout};

use super::pause;
use crate::{
    Node,
    peers::{Known, deliver::Courier},
};

/// How often it looks whether anything waits, or peers have changed.
const INTERVAL: Duration = Duration::from_secs(1);

pub(crate) async fn run(node: Arc<Node>) {
    let mut busy: HashMap<i64, JoinHandle<Courier>> = HashMap::new();
    let mut idle: HashMap<i64, Courier> = HashMap::new();
    while !node.is_stopping() {
        if let Err(error) = node.peers.refresh(&node.db).await {
            tracing::error!(%error, "peers were not read");
        }
        for known in node.peers.all().iter() {
            let id = known.peer.id;
            if let Some(task) = busy.remove(&id) {
                if !task.is_finished() {
                    busy.insert(id, task);
                    continue;
                }
                idle.insert(id, task.await.unwrap_or_default());
            }
            if known.peer.enabled && !known.peer.url.is_empty() {
                let courier = idle.remove(&id).unwrap_or_default();
                busy.insert(
                    id,
                    tokio::spawn(bring(Arc::clone(&node), Arc::clone(known), courier)),
                );
            }
        }
        let _ = timeout(INTERVAL, node.outgoing.notified()).await;
    }
    let mut left: Vec<_> = busy.into_iter().collect();
    left.sort_unstable_by_key(|(id, _)| *id);
    for (_, task) in left {
        task.abort();
    }
}

async fn bring(node: Arc<Node>, known: Arc<Known>, mut courier: Courier) -> Courier {
    if let Err(error) = courier.once(&node, &known).await {
        tracing::error!(peer = known.peer.name, %error, "documents were not brought");
        pause(&node, INTERVAL).await;
    }
    courier
}
