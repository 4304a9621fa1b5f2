//! Holds the lists of what somebody runs against records that came or changed.

use std::{sync::Arc, time::Duration};

use super::{apart, pause};
use crate::Node;

/// How often it looks whether anything came.
const INTERVAL: Duration = Duration::from_secs(5);

pub(crate) async fn run(node: Arc<Node>) {
    while !node.is_stopping() {
        let looking = Arc::clone(&node);
        // Looking takes long where a whole feed came: not where others wait.
        match apart(async move { looking.look_at_watches().await }).await {
            Ok(Ok(_)) => {}
            Ok(Err(error)) => tracing::error!(%error, "lists were not held against records"),
            Err(error) => tracing::error!(%error, "looking at lists ended"),
        }
        pause(&node, INTERVAL).await;
    }
}
