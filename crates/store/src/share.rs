//! Documents on their way out: a durable outbox, in order for each peer.

use watchbell_model::{Event, EventKind, IncidentId, Purpose, ShareId, ShareState, Time, Tlp, Via};

use crate::{
    Db, Error, NewTaxiiObject, Result,
    db::Tx,
    value::{Row, Value},
};

/// A document on its way to a peer, or there.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Share {
    /// Its number; not read when it is added.
    pub id: ShareId,
    /// To whom.
    pub peer: i64,
    /// What of.
    pub incident: IncidentId,
    /// When the incident had last changed.
    pub revision: Time,
    /// How it goes.
    pub via: Via,
    /// In which form.
    pub form: String,
    /// Its label.
    pub tlp: Tlp,
    /// What for.
    pub purpose: Purpose,
    /// Who names it, and its name there: `desk.example/inc-7`.
    pub document: String,
    /// One line: what it is about.
    pub title: String,
    /// What tells the peer has it, where it fetches parts: the last of them, and its version.
    pub mark: String,
    /// SHA-256 of the body, in hexadecimal.
    pub digest: String,
    /// Salt of the commitment in the log.
    pub salt: Vec<u8>,
    /// The agreement that it goes under, as canonical JSON.
    pub policy: String,
    /// What was left out, for who sends it.
    pub redacted: String,
    /// What is sent; empty once it is forgotten, or where a list has no need of it.
    pub body: String,
    /// How far it is.
    pub state: ShareState,
    /// Times it was tried.
    pub attempts: i64,
    /// When it is tried next.
    pub next_at: Time,
    /// What last went wrong.
    pub error: String,
    /// Who shared it.
    pub made_by: String,
    /// When.
    pub made_at: Time,
    /// When it was delivered, or given up; 1970 before.
    pub done_at: Time,
}

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

/// Which shares are asked for.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ShareFilter {
    /// To this peer.
    pub peer: Option<i64>,
    /// This way.
    pub via: Option<Via>,
    /// In this state.
    pub state: Option<ShareState>,
    /// Of this incident.
    pub incident: Option<IncidentId>,
}

/// Why what an agreement called back does not go.
const CALLED_BACK: &str = "what was agreed has changed";

const COLUMNS: &str = "id, peer_id, incident_id, revision, via, form, tlp, purpose, document, title, mark, \
                       digest, salt, policy, redacted, state, attempts, next_at, error, made_by, made_at, done_at";

impl Db {
    /// Puts documents into the outbox; of an incident that has not changed since it was last shared
    /// with a peer that way, none. Returns the numbers of those that are new.
    ///
    /// What goes by TAXII is put into the peer's collection in the same moment.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database cannot take it now.
    pub async fn add_shares(&self, all: &[Outgoing]) -> Result<Vec<ShareId>> {
        let mut tx = self.begin().await?;
        let mut new = Vec::new();
        for Outgoing {
            share,
            collection,
            objects,
        } in all
        {
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

    /// Returns the shares that `filter` asks for without their bodies, the latest first, those
    /// before `before` where it is given.
    ///
    /// # Errors
    /// See [`Db::add_shares`].
    pub async fn shares(
        &self,
        filter: &ShareFilter,
        before: Option<ShareId>,
        limit: i64,
    ) -> Result<Vec<Share>> {
        let mut values = Vec::new();
        let condition = condition(filter, &mut values);
        let before = before.map_or(i64::MAX, |id| id.0);
        values.extend([before.into(), limit.into()]);
        let count = values.len();
        let sql = format!(
            "SELECT {COLUMNS} FROM share WHERE {condition} AND id < ${} ORDER BY id DESC LIMIT ${count}",
            count - 1
        );
        self.query(&sql, values)
            .await?
            .iter()
            .map(|row| read(row, false))
            .collect()
    }

    /// Returns how many shares there are for each peer, way and state.
    ///
    /// # Errors
    /// See [`Db::add_shares`].
    pub async fn share_counts(&self) -> Result<Vec<(i64, Via, ShareState, i64)>> {
        let sql = "SELECT peer_id, via, state, CAST(COUNT(*) AS BIGINT) FROM share \
                   GROUP BY peer_id, via, state ORDER BY peer_id, via, state";
        let count = |row: &Row| {
            Ok((
                row.int(0)?,
                row.parse(1, "via")?,
                row.parse(2, "state")?,
                row.int(3)?,
            ))
        };
        self.query(sql, vec![]).await?.iter().map(count).collect()
    }

    /// Returns a share with its body.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is none.
    pub async fn share(&self, id: ShareId) -> Result<Share> {
        let sql = format!("SELECT {COLUMNS}, body FROM share WHERE id = $1");
        match self.query_one(&sql, vec![id.0.into()]).await? {
            Some(row) => read(&row, true),
            None => Err(Error::NotFound {
                what: "share",
                id: id.to_string(),
            }),
        }
    }

    /// Returns the share that a mark tells of.
    ///
    /// # Errors
    /// See [`Db::add_shares`].
    pub async fn marked_share(&self, peer: i64, mark: &str) -> Result<Option<Share>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM share WHERE peer_id = $1 AND mark = $2 AND mark <> '' ORDER BY id DESC LIMIT 1"
        );
        let row = self.query_one(&sql, vec![peer.into(), mark.into()]).await?;
        row.map(|row| read(&row, false)).transpose()
    }

    /// Returns the shares of a peer on one way that it may have, without their bodies, with numbers
    /// from `from` on, in order.
    ///
    /// # Errors
    /// See [`Db::add_shares`].
    pub async fn offered_shares(
        &self,
        peer: i64,
        via: Via,
        from: ShareId,
        to: ShareId,
    ) -> Result<Vec<Share>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM share WHERE peer_id = $1 AND via = $2 AND id >= $3 AND id < $4 \
             AND state IN ('waiting', 'delivered') ORDER BY id"
        );
        let values = vec![peer.into(), via.as_str().into(), from.0.into(), to.0.into()];
        self.query(&sql, values)
            .await?
            .iter()
            .map(|row| read(row, false))
            .collect()
    }

    /// Returns the last number of a share of a peer on one way that is below `below`.
    ///
    /// # Errors
    /// See [`Db::add_shares`].
    pub async fn last_share(&self, peer: i64, via: Via, below: ShareId) -> Result<Option<ShareId>> {
        let sql = "SELECT id FROM share WHERE peer_id = $1 AND via = $2 AND id < $3 \
                   AND state IN ('waiting', 'delivered') ORDER BY id DESC LIMIT 1";
        let values = vec![peer.into(), via.as_str().into(), below.0.into()];
        let row = self.query_one(sql, values).await?;
        row.map(|row| Ok(ShareId(row.int(0)?))).transpose()
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

fn condition(filter: &ShareFilter, values: &mut Vec<Value>) -> String {
    let mut all = vec!["1 = 1".to_owned()];
    let given = [
        ("peer_id", filter.peer.map(Value::from)),
        ("via", filter.via.map(|via| via.as_str().into())),
        ("state", filter.state.map(|state| state.as_str().into())),
        ("incident_id", filter.incident.map(|id| id.0.into())),
    ];
    for (column, value) in given {
        if let Some(value) = value {
            values.push(value);
            all.push(format!("{column} = ${}", values.len()));
        }
    }
    all.join(" AND ")
}

fn read(row: &Row, with_body: bool) -> Result<Share> {
    Ok(Share {
        id: ShareId(row.int(0)?),
        peer: row.int(1)?,
        incident: IncidentId(row.int(2)?),
        revision: row.time(3)?,
        via: row.parse(4, "via")?,
        form: row.text(5)?,
        tlp: row.parse(6, "tlp")?,
        purpose: row.parse(7, "purpose")?,
        document: row.text(8)?,
        title: row.text(9)?,
        mark: row.text(10)?,
        digest: row.text(11)?,
        salt: row.bytes(12)?,
        policy: row.text(13)?,
        redacted: row.text(14)?,
        state: row.parse(15, "state")?,
        attempts: row.int(16)?,
        next_at: row.time(17)?,
        error: row.text(18)?,
        made_by: row.text(19)?,
        made_at: row.time(20)?,
        done_at: row.time(21)?,
        body: if with_body {
            row.text(22)?
        } else {
            String::new()
        },
    })
}
