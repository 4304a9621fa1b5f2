//! Events of a MISP server, fetched from what was published last.

use std::sync::Arc;

use serde_json::Value;
use watchbell_formats::misp;
use watchbell_iodef as iodef;
use watchbell_model::Via;

use super::{MAX_PAGES, way};
use crate::{
    Node, Result,
    peers::{
        Known,
        client::Connection,
        misp::{Api, published_at},
    },
};

/// Events of a page.
const LIMIT: usize = 50;

impl Node {
    /// Fetches events that were published since the last look, page by page. Where the look is broken
    /// off, the next one begins where this one did: what came already, is known.
    pub(super) async fn fetch_events(
        &self,
        known: &Arc<Known>,
        connection: &mut Connection,
    ) -> Result<usize> {
        let key = self.misp_key(&known.peer.name)?;
        let mut api = Api::new(connection, key);
        let cursor = self.db.peer_cursor(known.peer.id, Via::Misp).await?;
        let since = cursor.parse().unwrap_or(0);
        let (mut new, mut latest) = (0, since);
        for page in 1..=MAX_PAGES {
            let events = api.published(since, page, LIMIT).await?;
            for event in &events {
                if self.is_stopping() {
                    return Ok(new);
                }
                new += usize::from(self.take_event(known, event).await?);
                latest = latest.max(published_at(event));
            }
            if events.len() < LIMIT {
                break;
            }
        }
        let latest = latest.to_string();
        self.db
            .put_peer_cursor(known.peer.id, Via::Misp, &latest, self.now())
            .await?;
        Ok(new)
    }

    /// Takes one event; one that cannot be read is named, and holds up nothing behind it.
    async fn take_event(&self, known: &Known, event: &Value) -> Result<bool> {
        let text = event.to_string();
        match misp::read(&text) {
            // What was brought there from here is no news.
            Ok(document) if is_of(&document, &self.config.node.name) => Ok(false),
            Ok(document) => {
                self.taken(known, &document, &text, way(Via::Misp, "misp"))
                    .await
            }
            Err(error) => {
                let uuid = event["Event"]["uuid"].as_str().unwrap_or("without a UUID");
                let why = format!("event {uuid:.40}: {error}");
                tracing::warn!(
                    peer = known.peer.name,
                    error = why,
                    "an event cannot be read"
                );
                self.note_peer(known, Some(&why)).await?;
                Ok(false)
            }
        }
    }
}

/// Whether all that a document tells, this organisation told.
fn is_of(document: &iodef::Document, name: &str) -> bool {
    let mut all = document.incidents.iter();
    all.all(|incident| incident.id.name == name)
}
