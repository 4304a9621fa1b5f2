//! Documents on their way out, as they are listed and offered.

mod outbox;
mod recall;

pub use outbox::Outgoing;
use watchbell_model::{IncidentId, Purpose, ShareId, ShareState, Time, Tlp, Via};

use crate::{
    Db, Error, Result,
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

const COLUMNS: &str = "id, peer_id, incident_id, revision, via, form, tlp, purpose, document, title, mark, \
                       digest, salt, policy, redacted, state, attempts, next_at, error, made_by, made_at, done_at";

impl Db {
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
        self.counts_by_peer("share").await
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
