//! Peers, what was agreed with them, and where fetching from them goes on.

use std::str::FromStr;

use watchbell_model::{Direction, Purpose, Redaction, Time, Tlp, Via};

use crate::{Db, Error, Result, value::Row};

/// Somebody documents are exchanged with.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Peer {
    /// Its number; 0 before it is put.
    pub id: i64,
    /// The name that its certificate bears, a domain name.
    pub name: String,
    /// The organisation.
    pub title: String,
    /// How to reach a person there.
    pub contact: String,
    /// Where it listens, `https://…:4590`; empty where it only comes to us.
    pub url: String,
    /// How sure it is who they are: levels 1 to 4 (ITU-T X.1254).
    pub assurance: i64,
    /// Its certificate, or those of who signs it, in PEM.
    pub certificates: String,
    /// Lists of certificates that were revoked, in PEM.
    pub revocations: String,
    /// Whether anything goes either way.
    pub enabled: bool,
    /// Who added it.
    pub added_by: String,
    /// When.
    pub added_at: Time,
    /// When it was last heard; 1970 where never.
    pub seen_at: Time,
    /// What last went wrong; empty since something went right.
    pub error: String,
    /// When that was.
    pub error_at: Time,
}

/// What was agreed with a peer for one way.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Agreement {
    /// The peer.
    pub peer: i64,
    /// Which way.
    pub direction: Direction,
    /// How.
    pub via: Via,
    /// In which form, a word of the forms that documents are written in.
    pub form: String,
    /// Up to which label.
    pub tlp: Tlp,
    /// For what; none is for everything.
    pub purposes: Vec<Purpose>,
    /// Without what.
    pub redact: Vec<Redaction>,
    /// Until when.
    pub until: Time,
    /// Who entered it.
    pub made_by: String,
    /// When.
    pub made_at: Time,
}

const PEER: &str = "id, name, title, contact, url, assurance, certificates, revocations, enabled, \
                    added_by, added_at, seen_at, error, error_at";

impl Db {
    /// Returns every peer, by name.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database cannot be reached.
    pub async fn peers(&self) -> Result<Vec<Peer>> {
        let sql = format!("SELECT {PEER} FROM peer ORDER BY name");
        self.query(&sql, vec![]).await?.iter().map(peer).collect()
    }

    /// Returns the peer of this name.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is none.
    pub async fn peer(&self, name: &str) -> Result<Peer> {
        let sql = format!("SELECT {PEER} FROM peer WHERE name = $1");
        match self.query_one(&sql, vec![name.into()]).await? {
            Some(row) => peer(&row),
            None => Err(missing(name)),
        }
    }

    /// Adds a peer, or changes the one of its name but for when it was added and heard; returns its number.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database cannot take it now.
    pub async fn put_peer(&self, peer: &Peer) -> Result<i64> {
        let mut tx = self.begin().await?;
        let rows = tx
            .insert(
                "peer (name, title, contact, url, assurance, certificates, revocations, enabled, \
                 added_by, added_at, seen_at, error, error_at)",
                13,
                vec![
                    peer.name.as_str().into(),
                    peer.title.as_str().into(),
                    peer.contact.as_str().into(),
                    peer.url.as_str().into(),
                    peer.assurance.into(),
                    peer.certificates.as_str().into(),
                    peer.revocations.as_str().into(),
                    peer.enabled.into(),
                    peer.added_by.as_str().into(),
                    peer.added_at.into(),
                    peer.seen_at.into(),
                    "".into(),
                    0_i64.into(),
                ],
                "ON CONFLICT (name) DO UPDATE SET title = excluded.title, contact = excluded.contact, \
                 url = excluded.url, assurance = excluded.assurance, \
                 certificates = excluded.certificates, revocations = excluded.revocations, \
                 enabled = excluded.enabled RETURNING id",
            )
            .await?;
        let id = rows.first().map_or(Ok(0), |row| row.int(0))?;
        tx.commit().await?;
        Ok(id)
    }

    /// Takes away a peer with its agreements, and what waits for it; what went and came stays.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is none.
    pub async fn remove_peer(&self, name: &str) -> Result<()> {
        let id = self.peer(name).await?.id;
        let mut tx = self.begin().await?;
        for sql in [
            "DELETE FROM share WHERE peer_id = $1 AND state = 'waiting'",
            "DELETE FROM agreement WHERE peer_id = $1",
            "DELETE FROM peer_cursor WHERE peer_id = $1",
            "DELETE FROM peer WHERE id = $1",
        ] {
            tx.execute(sql, vec![id.into()]).await?;
        }
        tx.commit().await
    }

    /// Notes that a peer was heard, or what went wrong with it.
    ///
    /// # Errors
    /// See [`Db::peers`].
    pub async fn note_peer(&self, id: i64, error: Option<&str>, now: Time) -> Result<()> {
        let (sql, values) = match error {
            None => (
                "UPDATE peer SET seen_at = $2, error = '' WHERE id = $1",
                vec![id.into(), now.into()],
            ),
            Some(error) => (
                "UPDATE peer SET error = $3, error_at = $2 WHERE id = $1",
                vec![id.into(), now.into(), error.into()],
            ),
        };
        self.execute(sql, values).await.map(drop)
    }

    /// Returns what was agreed, with one peer or with all.
    ///
    /// # Errors
    /// See [`Db::peers`].
    pub async fn agreements(&self, peer: Option<i64>) -> Result<Vec<Agreement>> {
        let (condition, values) = match peer {
            Some(id) => ("WHERE peer_id = $1", vec![id.into()]),
            None => ("", vec![]),
        };
        let sql = format!(
            "SELECT peer_id, direction, via, form, tlp, purposes, redact, until_at, made_by, made_at \
             FROM agreement {condition} ORDER BY peer_id, id"
        );
        self.query(&sql, values)
            .await?
            .iter()
            .map(agreement)
            .collect()
    }

    /// Enters an agreement; the one for the same peer, direction and way gives way.
    ///
    /// # Errors
    /// See [`Db::put_peer`].
    pub async fn put_agreement(&self, agreement: &Agreement) -> Result<()> {
        let sql = "INSERT INTO agreement \
                   (peer_id, direction, via, form, tlp, purposes, redact, until_at, made_by, made_at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
                   ON CONFLICT (peer_id, direction, via) DO UPDATE SET form = excluded.form, \
                   tlp = excluded.tlp, purposes = excluded.purposes, redact = excluded.redact, \
                   until_at = excluded.until_at, made_by = excluded.made_by, made_at = excluded.made_at";
        let values = vec![
            agreement.peer.into(),
            agreement.direction.as_str().into(),
            agreement.via.as_str().into(),
            agreement.form.as_str().into(),
            agreement.tlp.as_str().into(),
            joined(&agreement.purposes).into(),
            joined(&agreement.redact).into(),
            agreement.until.into(),
            agreement.made_by.as_str().into(),
            agreement.made_at.into(),
        ];
        self.execute(sql, values).await.map(drop)
    }

    /// Ends an agreement; returns whether there was one.
    ///
    /// # Errors
    /// See [`Db::put_peer`].
    pub async fn end_agreement(&self, peer: i64, direction: Direction, via: Via) -> Result<bool> {
        let sql = "DELETE FROM agreement WHERE peer_id = $1 AND direction = $2 AND via = $3";
        let values = vec![peer.into(), direction.as_str().into(), via.as_str().into()];
        Ok(self.execute(sql, values).await? > 0)
    }

    /// Returns where fetching from a peer goes on; empty where it never began.
    ///
    /// # Errors
    /// See [`Db::peers`].
    pub async fn peer_cursor(&self, peer: i64, via: Via) -> Result<String> {
        let sql = "SELECT place FROM peer_cursor WHERE peer_id = $1 AND via = $2";
        let row = self
            .query_one(sql, vec![peer.into(), via.as_str().into()])
            .await?;
        row.map_or_else(|| Ok(String::new()), |row| row.text(0))
    }

    /// Keeps where fetching from a peer goes on.
    ///
    /// # Errors
    /// See [`Db::put_peer`].
    pub async fn put_peer_cursor(&self, peer: i64, via: Via, place: &str, now: Time) -> Result<()> {
        let sql = "INSERT INTO peer_cursor (peer_id, via, place, polled_at) VALUES ($1, $2, $3, $4) \
                   ON CONFLICT (peer_id, via) DO UPDATE SET place = excluded.place, \
                   polled_at = excluded.polled_at";
        let values = vec![peer.into(), via.as_str().into(), place.into(), now.into()];
        self.execute(sql, values).await.map(drop)
    }
}

impl Db {
    /// Returns how many rows of `table` there are for each peer, way and state.
    pub(crate) async fn counts_by_peer<S: FromStr>(
        &self,
        table: &str,
    ) -> Result<Vec<(i64, Via, S, i64)>> {
        let sql = format!(
            "SELECT peer_id, via, state, CAST(COUNT(*) AS BIGINT) FROM {table} \
             GROUP BY peer_id, via, state ORDER BY peer_id, via, state"
        );
        let count = |row: &Row| {
            Ok((
                row.int(0)?,
                row.parse(1, "via")?,
                row.parse(2, "state")?,
                row.int(3)?,
            ))
        };
        self.query(&sql, vec![]).await?.iter().map(count).collect()
    }
}

/// The words of a list, with spaces between them.
pub(crate) fn joined<T: ToString>(words: &[T]) -> String {
    let words: Vec<String> = words.iter().map(ToString::to_string).collect();
    words.join(" ")
}

/// A column that holds a list of words.
fn split<T: FromStr>(row: &Row, column: usize, name: &'static str) -> Result<Vec<T>> {
    let text = row.text(column)?;
    let word = |word: &str| {
        word.parse().map_err(|_| Error::Corrupt {
            column: name,
            what: std::any::type_name::<T>(),
            value: word.to_owned(),
        })
    };
    text.split_whitespace().map(word).collect()
}

fn missing(name: &str) -> Error {
    Error::NotFound {
        what: "peer",
        id: name.to_owned(),
    }
}

fn peer(row: &Row) -> Result<Peer> {
    Ok(Peer {
        id: row.int(0)?,
        name: row.text(1)?,
        title: row.text(2)?,
        contact: row.text(3)?,
        url: row.text(4)?,
        assurance: row.int(5)?,
        certificates: row.text(6)?,
        revocations: row.text(7)?,
        enabled: row.int(8)? != 0,
        added_by: row.text(9)?,
        added_at: row.time(10)?,
        seen_at: row.time(11)?,
        error: row.text(12)?,
        error_at: row.time(13)?,
    })
}

fn agreement(row: &Row) -> Result<Agreement> {
    Ok(Agreement {
        peer: row.int(0)?,
        direction: row.parse(1, "direction")?,
        via: row.parse(2, "via")?,
        form: row.text(3)?,
        tlp: row.parse(4, "tlp")?,
        purposes: split(row, 5, "purposes")?,
        redact: split(row, 6, "redact")?,
        until: row.time(7)?,
        made_by: row.text(8)?,
        made_at: row.time(9)?,
    })
}
