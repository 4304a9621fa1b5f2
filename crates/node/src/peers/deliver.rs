//! Brings documents to peers over RID and to MISP servers, in the order in which they were shared, and
//! tries again.

use std::{collections::HashMap, sync::Arc, time::Duration};

use hyper::{Method, StatusCode, http::HeaderName};
use tokio::time::Instant;
use watchbell_formats::rid;
use watchbell_model::{Time, Via};
use watchbell_store::Share;

use super::{
    Known,
    ask::ANSWER,
    client::{Answer, Connection, Failure, port_of},
    misp::Api,
    seals,
};
use crate::{Node, Result, keys};

/// Shares looked at in one go.
const BATCH: i64 = 100;
/// The header that says to which question an answer belongs (RFC 6546, section 3).
const CALLBACK: HeaderName = HeaderName::from_static(rid::CALLBACK);
/// Bytes of an answer.
const MAX_ANSWER: usize = 1 << 20;
/// The longest pause before a document is tried again.
const LONGEST: u64 = 3_600;

/// Connections to peers, kept open between documents.
#[derive(Default)]
pub(crate) struct Courier {
    open: HashMap<(i64, Via), Connection>,
}

impl Courier {
    /// Delivers what waits for one peer; returns how much went.
    pub(crate) async fn once(&mut self, node: &Node, known: &Arc<Known>) -> Result<usize> {
        let mut went = 0;
        for via in [Via::Rid, Via::Misp] {
            went += self.one_way(node, known, via).await?;
        }
        Ok(went)
    }

    async fn one_way(&mut self, node: &Node, known: &Arc<Known>, via: Via) -> Result<usize> {
        let mut went = 0;
        let pause = Duration::from_secs(1) / node.config().exchange.documents_a_second.max(1);
        let mut next = Instant::now();
        while !node.is_stopping() {
            let shares = node.db().waiting_shares(known.peer.id, via, BATCH).await?;
            if shares.is_empty() {
                break;
            }
            for share in shares {
                // The first one that has to wait holds up those behind it: each peer gets its
                // documents in order.
                if share.next_at > node.now() || node.is_stopping() {
                    return Ok(went);
                }
                tokio::time::sleep_until(next).await;
                next = next.max(Instant::now()) + pause;
                if !self.one(node, known, &share).await? {
                    return Ok(went);
                }
                went += 1;
            }
        }
        Ok(went)
    }

    /// Delivers one document, or gives it up; returns whether the next one may be tried.
    async fn one(&mut self, node: &Node, known: &Arc<Known>, share: &Share) -> Result<bool> {
        let now = node.now();
        // What was agreed may have changed since it was shared; a peer that was named then, is named.
        let may = known.still_may(share, now);
        // An answer tells nothing but that the question was heard.
        if let (Err(reason), true) = (may, share.form != ANSWER) {
            node.db()
                .fail_share(share.id, &reason.to_string(), None, now)
                .await?;
            return Ok(true);
        }
        match self.send(node, known, share).await {
            Ok(later) => {
                node.db()
                    .deliver_share(share, seals::out(share, now), now)
                    .await?;
                if let Some(token) = later {
                    node.db()
                        .mark_share(share.id, &token, "it answers later")
                        .await?;
                }
                node.unsealed.notify_one();
                node.note_peer(known, None).await?;
                Ok(true)
            }
            Err(failure) => {
                self.open.remove(&(known.peer.id, share.via));
                let text = failure.to_string();
                tracing::warn!(peer = known.peer.name, share = %share.id, error = text, "not delivered");
                let tries = share.attempts + 1;
                let over = failure.is_final() || tries >= node.config().exchange.tries;
                let next = (!over).then(|| again(node, tries, now));
                node.db().fail_share(share.id, &text, next, now).await?;
                node.note_peer(known, Some(&text)).await?;
                Ok(failure.is_final())
            }
        }
    }

    /// Sends a document; returns the token of a later answer, where the peer gives one.
    async fn send(
        &mut self,
        node: &Node,
        known: &Arc<Known>,
        share: &Share,
    ) -> Result<Option<String>, Failure> {
        let own = || {
            node.own_certificate()
                .map_err(|error| Failure::Http(error.to_string()))
        };
        let body = Some((rid::MEDIA_TYPE, share.body.clone()));
        if let Some((token, address)) = share.mark.split_once(' ').filter(|_| share.form == ANSWER)
        {
            // An answer goes to where the question came from (RFC 6546, section 3).
            let port = port_of(share.via);
            let mut connection = Connection::at(&*own()?, known, Some(address), port).await?;
            let headers = [(CALLBACK, token)];
            let answer = connection
                .ask(Method::POST, "/", &headers, body, MAX_ANSWER)
                .await?;
            return accepted(&answer);
        }
        let way = (known.peer.id, share.via);
        let is_open = |connection: &Connection| connection.is_open();
        if !self.open.get(&way).is_some_and(is_open) {
            let port = port_of(share.via);
            let connection = Connection::at(&*own()?, known, None, port).await?;
            self.open.insert(way, connection);
        }
        let Some(connection) = self.open.get_mut(&way) else {
            return Err(Failure::Http("the connection is gone".to_owned()));
        };
        if share.via == Via::Misp {
            let key = node.misp_key(&known.peer.name)?;
            return Api::new(connection, key)
                .put(&share.body)
                .await
                .map(|()| None);
        }
        let answer = connection
            .ask(Method::POST, "/", &[], body, MAX_ANSWER)
            .await?;
        accepted(&answer)
    }
}

/// Whether an answer says that the peer has the document (RFC 6546, table 1), and the token of a later
/// answer.
fn accepted(answer: &Answer) -> Result<Option<String>, Failure> {
    if answer.status == StatusCode::ACCEPTED {
        let token = answer
            .headers
            .get(CALLBACK)
            .and_then(|token| token.to_str().ok());
        return Ok(token
            .filter(|token| token.len() <= rid::MAX_CALLBACK)
            .map(str::to_owned));
    }
    if answer.status != StatusCode::OK {
        return Err(answer.failure());
    }
    if answer.body.trim_ascii().is_empty() {
        return Ok(None);
    }
    let message =
        rid::read(answer.text()?).map_err(|error| Failure::Unreadable(error.to_string()))?;
    match message.status {
        Some(status) if status.authorization == rid::Authorization::Denied => {
            let why = status.justification.map(|why| why.name().to_owned());
            Err(Failure::Status(
                403,
                why.unwrap_or_else(|| "denied".to_owned()),
            ))
        }
        _ => Ok(None),
    }
}

/// When a document is tried again: twice as late each time, give or take a quarter, so that many do
/// not come back at once.
fn again(node: &Node, tries: i64, now: Time) -> Time {
    let first = node.config().exchange.retry_seconds.max(1);
    let doubled = first
        .saturating_mul(1 << tries.clamp(1, 12) as u64 >> 1)
        .min(LONGEST);
    let dice = keys::random::<1>().map_or(128, |byte| u64::from(byte[0]));
    let micros = doubled * 1_000_000 / 1_020 * (765 + 2 * dice);
    now.plus_micros(i64::try_from(micros).unwrap_or(i64::MAX))
}
