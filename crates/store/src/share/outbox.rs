//! The outbox: durable, in order for each peer, tried again until a document is there or given up.

use watchbell_model::{Event, EventKind, ShareId, ShareState, Time, Via};

use super::{COLUMNS, Share, read};
use crate::{Db, Error, NewTaxiiObject, Result, db::Tx, value::Row};

/// A document to put into the outbox.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// The document.
    pub share: Share,
    /// The peer's collection of TAXII, where it goes there.
    pub collection: Option<i64>,
    /// Its objects, for that collection.
    pub objects: Vec<NewTaxiiObject>,
}

/// Why what was called back does not go.
pub(super) const CALLED_BACK: &str = "what was agreed has changed";

impl Db {
    /// Puts documents into the outbox; of an incident that has not changed since it was last shared
    /// with a peer that way, none. Returns the numbers of those that are new.
    ///
    /// What goes by TAXII is put into the peer's collection in the same moment. Where the label of an
    /// incident has changed since the document was made, it is not put there.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database cannot take it now.
    pub async fn add_shares(&self, all: &[Outgoing]) -> Result<Vec<ShareId>> {
        let mut tx = self.begin().await?;
        tx.lock_labels().await?;
        let mut new = Vec::new();
        for Outgoing {
            share,
            collection,
            objects,
        } in all
        {
            let label = tx.label(share.incident).await?;
            if label.is_some_and(|label| label != share.tlp) {
                continue;
            }
            let mut rows = tx.add_share(share).await?;
            if rows.is_empty() {
                // What was called back because less was agreed goes anew, under what is agreed now.
                let sql = "DELETE FROM share WHERE peer_id = $1 AND via = $2 AND incident_id = $3 \
                           AND revision = $4 AND state = 'withdrawn' AND error = $5";
                let values = vec![
                    share.peer.into(),
                    share.via.as_str().into(),
                    share.incident.0.into(),
                    share.revision.into(),
                    CALLED_BACK.into(),
                ];
                if tx.execute(sql, values).await? > 0 {
                    rows = tx.add_share(share).await?;
                }
            }
            let Some(row) = rows.first() else { continue };
            new.push(ShareId(row.int(0)?));
            if let Some(collection) = collection {
                // Who fetches the collection gets the last version alone.
                let earlier = "UPDATE share SET state = 'withdrawn', done_at = $4 WHERE peer_id = $1 \
                               AND via = 'taxii' AND incident_id = $2 AND revision < $3 AND state = 'waiting'";
                let values = vec![
                    share.peer.into(),
                    share.incident.0.into(),
                    share.revision.into(),
                    share.made_at.into(),
                ];
                tx.execute(earlier, values).await?;
                tx.add_taxii_objects(*collection, objects, share.made_at)
                    .await?;
            }
        }
        tx.commit().await?;
        Ok(new)
    }

    /// Calls back everything that waits to go to a peer one way; returns how much that was.
    ///
    /// # Errors
    /// See [`Db::add_shares`].
    pub async fn withdraw_shares(&self, peer: i64, via: Via, now: Time) -> Result<u64> {
        let sql = "UPDATE share SET state = 'withdrawn', done_at = $3, error = $4 \
                   WHERE peer_id = $1 AND via = $2 AND state = 'waiting'";
        let values = vec![
            peer.into(),
            via.as_str().into(),
            now.into(),
            CALLED_BACK.into(),
        ];
        self.execute(sql, values).await
    }

    /// Returns, with their bodies, the first shares of a peer that wait to go one way.
    ///
    /// # Errors
    /// See [`Db::add_shares`].
    pub async fn waiting_shares(&self, peer: i64, via: Via, limit: i64) -> Result<Vec<Share>> {
        let sql = format!(
            "SELECT {COLUMNS}, body FROM share \
             WHERE peer_id = $1 AND via = $2 AND state = 'waiting' ORDER BY id LIMIT $3"
        );
        let values = vec![peer.into(), via.as_str().into(), limit.into()];
        self.query(&sql, values)
            .await?
            .iter()
            .map(|row| read(row, true))
            .collect()
    }

    /// Marks a share as delivered and seals that; where it was delivered before, nothing happens.
    ///
    /// # Errors
    /// See [`Db::add_shares`].
    pub async fn deliver_share(&self, share: &Share, leaf: String, now: Time) -> Result<bool> {
        let mut tx = self.begin().await?;
        tx.lock_log().await?;
        let sql = "UPDATE share SET state = 'delivered', done_at = $2, attempts = attempts + 1, error = '' \
                   WHERE id = $1 AND state <> 'delivered'";
        if tx.execute(sql, vec![share.id.0.into(), now.into()]).await? == 0 {
            return Ok(false);
        }
        tx.seal(&share.id.to_string(), leaf).await?;
        // An answer to a question is about no incident of ours.
        if share.incident.0 == 0 {
            return tx.commit().await.map(|()| true);
        }
        let event = Event {
            at: now,
            kind: EventKind::Exported,
            by: share.made_by.clone(),
            text: format!("{}, {} to a peer", share.id, share.via),
        };
        tx.note(share.incident, &event).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Keeps the token of a later answer to a share, and what was said to it.
    ///
    /// # Errors
    /// See [`Db::add_shares`].
    pub async fn mark_share(&self, id: ShareId, mark: &str, said: &str) -> Result<()> {
        let sql = "UPDATE share SET mark = $2, error = $3 WHERE id = $1";
        let values = vec![id.0.into(), mark.into(), said.into()];
        self.execute(sql, values).await.map(drop)
    }

    /// Notes that a share could not be delivered: tried again at `next`, or given up.
    ///
    /// # Errors
    /// See [`Db::add_shares`].
    pub async fn fail_share(
        &self,
        id: ShareId,
        error: &str,
        next: Option<Time>,
        now: Time,
    ) -> Result<()> {
        let sql = "UPDATE share SET attempts = attempts + 1, error = $2, next_at = $3, done_at = $4, \
                   state = $5 WHERE id = $1 AND state = 'waiting'";
        let (next, done, state) = match next {
            Some(next) => (next, Time::default(), ShareState::Waiting),
            None => (now, now, ShareState::Dead),
        };
        let values = vec![
            id.0.into(),
            error.into(),
            next.into(),
            done.into(),
            state.as_str().into(),
        ];
        self.execute(sql, values).await.map(drop)
    }

    /// Puts a dead share back into the outbox, or calls a waiting one back.
    ///
    /// # Errors
    /// [`Error::Conflict`] where its state does not allow that, or nothing to send is left of it.
    pub async fn turn_share(&self, id: ShareId, to: ShareState, now: Time) -> Result<()> {
        let (from, done) = match to {
            ShareState::Waiting => ("dead", Time::default()),
            _ => ("waiting", now),
        };
        let sql = "UPDATE share SET state = $2, attempts = 0, next_at = $3, done_at = $5 \
                   WHERE id = $1 AND state = $4 AND (state = 'waiting' OR body <> '')";
        let values = vec![
            id.0.into(),
            to.as_str().into(),
            now.into(),
            from.into(),
            done.into(),
        ];
        match self.execute(sql, values).await? {
            0 => Err(Error::Conflict {
                what: "share",
                id: id.to_string(),
            }),
            _ => Ok(()),
        }
    }

    /// Forgets the bodies of what was delivered before `old`.
    ///
    /// # Errors
    /// See [`Db::add_shares`].
    pub async fn forget_shares(&self, old: Time) -> Result<u64> {
        let sql =
            "UPDATE share SET body = '' WHERE state <> 'waiting' AND done_at < $1 AND body <> ''";
        self.execute(sql, vec![old.into()]).await
    }
}

impl Tx {
    /// Adds a share; no row comes back where there is one of the same revision.
    async fn add_share(&mut self, share: &Share) -> Result<Vec<Row>> {
        self
                .insert(
                    "share (peer_id, incident_id, revision, via, form, tlp, purpose, document, title, \
                     mark, digest, salt, policy, redacted, body, state, attempts, next_at, error, made_by, \
                     made_at, done_at)",
                    22,
                    vec![
                        share.peer.into(),
                        share.incident.0.into(),
                        share.revision.into(),
                        share.via.as_str().into(),
                        share.form.as_str().into(),
                        share.tlp.as_str().into(),
                        share.purpose.as_str().into(),
                        share.document.as_str().into(),
                        share.title.as_str().into(),
                        share.mark.as_str().into(),
                        share.digest.as_str().into(),
                        share.salt.clone().into(),
                        share.policy.as_str().into(),
                        share.redacted.as_str().into(),
                        share.body.as_str().into(),
                        share.state.as_str().into(),
                        0_i64.into(),
                        share.made_at.into(),
                        "".into(),
                        share.made_by.as_str().into(),
                        share.made_at.into(),
                        0_i64.into(),
                    ],
                    "ON CONFLICT (peer_id, via, incident_id, revision) DO NOTHING RETURNING id",
                )
                .await
    }
}
