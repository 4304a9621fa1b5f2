//! Fetches what peers offer: ROLIE feeds and TAXII collections, from where the last look ended.

mod collections;
mod events;
mod feed;

use std::sync::Arc;

use watchbell_model::{Direction, ReceiptState, Via};

use super::{
    Known,
    client::{Connection, Failure, port_of},
    receive::Way,
};
use crate::{Error, Node, Result};

/// Bytes of a feed, a page or a document.
const MAX_PAGE: usize = 32 << 20;
/// Pages of one look; the next look goes on.
const MAX_PAGES: usize = 10_000;

impl Node {
    /// Looks at what a peer offers, on each way that was agreed; returns how many documents were new.
    ///
    /// # Errors
    /// [`Error::Exchange`] with what went wrong with the peer; [`Error::Store`]. What came until then
    /// is kept, and the next look goes on there.
    pub async fn fetch_from(&self, known: &Arc<Known>) -> Result<usize> {
        let mut new = 0;
        for via in [Via::Rolie, Via::Taxii, Via::Misp] {
            let agreed = known.agreement(Direction::In, via);
            if known.peer.url.is_empty() || agreed.is_none_or(|one| self.now() >= one.until) {
                continue;
            }
            let own = self.own_certificate()?;
            let port = port_of(via);
            let mut connection = Connection::at(&own, known, None, port).await?;
            new += match via {
                Via::Rolie => self.fetch_feed(known, &mut connection).await?,
                Via::Misp => self.fetch_events(known, &mut connection).await?,
                _ => self.fetch_collections(known, &mut connection).await?,
            };
            self.note_peer(known, None).await?;
        }
        Ok(new)
    }

    /// Takes a document that was agreed; what was not agreed is told, and passed over.
    async fn taken(
        &self,
        known: &Known,
        document: &watchbell_iodef::Document,
        text: &str,
        way: Way<'_>,
    ) -> Result<bool> {
        match self.take(known, document, text, way).await {
            Ok(taken) => Ok(taken.is_new),
            Err(Error::Policy { reason, .. }) => {
                let why = format!("it offers what was not agreed: {reason}");
                tracing::warn!(
                    peer = known.peer.name,
                    error = why,
                    "a document is passed over"
                );
                self.note_peer(known, Some(&why)).await?;
                Ok(false)
            }
            Err(error) => Err(error),
        }
    }
}

fn way(via: Via, form: &str) -> Way<'_> {
    Way {
        via,
        form,
        address: String::new(),
        callback: String::new(),
        state: ReceiptState::New,
    }
}

/// Returns the path of an address. What a peer names elsewhere is asked of the peer itself: nobody
/// sends this node to others.
fn own_path(address: &str) -> Result<String> {
    let uri: hyper::Uri = address.parse().map_err(unreadable)?;
    let path = uri.path_and_query().map(|path| path.as_str());
    let path = path.filter(|path| path.starts_with('/'));
    Ok(path
        .ok_or_else(|| Failure::Unreadable(format!("{address:?} is no address")))?
        .to_owned())
}

fn unreadable(error: impl std::fmt::Display) -> Failure {
    Failure::Unreadable(error.to_string())
}
