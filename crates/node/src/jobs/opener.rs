//! Opens what came from peers: each document becomes a report.

use std::{sync::Arc, time::Duration};

use tokio::time::timeout;

use super::pause;
use crate::Node;

/// How often it looks whether anything came that nobody told of.
const INTERVAL: Duration = Duration::from_secs(2);

pub(crate) async fn run(node: Arc<Node>) {
    while !node.is_stopping() {
        match node.look_at_receipts().await {
            Ok(0) => {
                let _ = timeout(INTERVAL, node.arrived.notified()).await;
            }
            Ok(_) => {}
            Err(crate::Error::Stopping) => break,
            Err(error) => {
                tracing::error!(%error, "documents of peers were not looked at");
                pause(&node, INTERVAL).await;
            }
        }
    }
}
