//! Documents that came in from peers: durable first, looked at later.

use watchbell_model::{ReceiptId, ReceiptState, Time, Tlp, Via};

use crate::{Db, Error, Result, value::Row};

/// A document that came from a peer.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Receipt {
    /// Its number; not read when it is added.
    pub id: ReceiptId,
    /// From whom.
    pub peer: i64,
    /// How it came.
    pub via: Via,
    /// In which form.
    pub form: String,
    /// Its label.
    pub tlp: Tlp,
    /// Who names it, and its name there.
    pub document: String,
    /// Which revision of it, as it says.
    pub revision: String,
    /// One line: what it is about.
    pub title: String,
    /// SHA-256 of the body, in hexadecimal.
    pub digest: String,
    /// Salt of the commitment in the log.
    pub salt: Vec<u8>,
    /// The agreement that it came under, as canonical JSON.
    pub policy: String,
    /// What came; empty once it is forgotten, or where a list has no need of it.
    pub body: String,
    /// What became of it.
    pub state: ReceiptState,
    /// Why nothing could be made of it.
    pub error: String,
    /// The report that it became, in hexadecimal; empty before.
    pub report: String,
    /// What an answer has to bear (RFC 6546, `RID-Callback-Token`); empty where none is due.
    pub callback: String,
    /// The address that it came from.
    pub address: String,
    /// When it came.
    pub received_at: Time,
    /// When it was looked at; 1970 before.
    pub done_at: Time,
}

const COLUMNS: &str = "id, peer_id, via, form, tlp, document, revision, title, digest, salt, policy, state, \
                       error, report, callback, address, received_at, done_at";

impl Db {
    /// Keeps a document that came in, and seals that it came; returns its number, and whether it is
    /// new: the same document from the same peer is there once, with the number it was first given.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database cannot take it now.
    pub async fn add_receipt(
        &self,
        receipt: &Receipt,
        leaf: impl Fn(ReceiptId) -> String,
    ) -> Result<(ReceiptId, bool)> {
        let known = "SELECT id FROM receipt WHERE peer_id = $1 AND digest = $2";
        let key = || vec![receipt.peer.into(), receipt.digest.as_str().into()];
        let mut tx = self.begin().await?;
        tx.lock_log().await?;
        if let Some(row) = tx.query(known, key()).await?.first() {
            return Ok((ReceiptId(row.int(0)?), false));
        }
        let rows = tx
            .insert(
                "receipt (peer_id, via, form, tlp, document, revision, title, digest, salt, policy, body, \
                 state, error, report, callback, address, received_at, done_at)",
                18,
                vec![
                    receipt.peer.into(),
                    receipt.via.as_str().into(),
                    receipt.form.as_str().into(),
                    receipt.tlp.as_str().into(),
                    receipt.document.as_str().into(),
                    receipt.revision.as_str().into(),
                    receipt.title.as_str().into(),
                    receipt.digest.as_str().into(),
                    receipt.salt.clone().into(),
                    receipt.policy.as_str().into(),
                    receipt.body.as_str().into(),
                    receipt.state.as_str().into(),
                    receipt.error.as_str().into(),
                    "".into(),
                    receipt.callback.as_str().into(),
                    receipt.address.as_str().into(),
                    receipt.received_at.into(),
                    0_i64.into(),
                ],
                "RETURNING id",
            )
            .await?;
        let id = ReceiptId(rows.first().map_or(Ok(0), |row| row.int(0))?);
        tx.seal(&id.to_string(), leaf(id)).await?;
        tx.commit().await?;
        Ok((id, true))
    }

    /// Returns receipts without their bodies, the latest first, those before `before` where it is given.
    ///
    /// # Errors
    /// See [`Db::add_receipt`].
    pub async fn receipts(
        &self,
        peer: Option<i64>,
        state: Option<ReceiptState>,
        before: Option<ReceiptId>,
        limit: i64,
    ) -> Result<Vec<Receipt>> {
        let before = before.map_or(i64::MAX, |id| id.0);
        let mut values = vec![before.into(), limit.into()];
        let mut condition = "id < $1".to_owned();
        if let Some(peer) = peer {
            values.push(peer.into());
            condition = format!("{condition} AND peer_id = ${}", values.len());
        }
        if let Some(state) = state {
            values.push(state.as_str().into());
            condition = format!("{condition} AND state = ${}", values.len());
        }
        let sql =
            format!("SELECT {COLUMNS} FROM receipt WHERE {condition} ORDER BY id DESC LIMIT $2");
        self.query(&sql, values)
            .await?
            .iter()
            .map(|row| read(row, false))
            .collect()
    }

    /// Returns how many receipts there are of each peer and state.
    ///
    /// # Errors
    /// See [`Db::add_receipt`].
    pub async fn receipt_counts(&self) -> Result<Vec<(i64, Via, ReceiptState, i64)>> {
        self.counts_by_peer("receipt").await
    }

    /// Returns a receipt with its body.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is none.
    pub async fn receipt(&self, id: ReceiptId) -> Result<Receipt> {
        let sql = format!("SELECT {COLUMNS}, body FROM receipt WHERE id = $1");
        match self.query_one(&sql, vec![id.0.into()]).await? {
            Some(row) => read(&row, true),
            None => Err(Error::NotFound {
                what: "receipt",
                id: id.to_string(),
            }),
        }
    }

    /// Returns the first receipts that nobody looked at yet, with their bodies.
    ///
    /// # Errors
    /// See [`Db::add_receipt`].
    pub async fn new_receipts(&self, limit: i64) -> Result<Vec<Receipt>> {
        let sql =
            format!("SELECT {COLUMNS}, body FROM receipt WHERE state = 'new' ORDER BY id LIMIT $1");
        self.query(&sql, vec![limit.into()])
            .await?
            .iter()
            .map(|row| read(row, true))
            .collect()
    }

    /// Returns whether this revision of a document was taken before, from whomever.
    ///
    /// # Errors
    /// See [`Db::add_receipt`].
    pub async fn is_taken(&self, document: &str, revision: &str) -> Result<bool> {
        let sql = "SELECT id FROM receipt WHERE document = $1 AND revision = $2 AND state = 'taken' LIMIT 1";
        let row = self
            .query_one(sql, vec![document.into(), revision.into()])
            .await?;
        Ok(row.is_some())
    }

    /// Returns whether a peer gave this revision of a document before, whatever became of it.
    ///
    /// # Errors
    /// See [`Db::add_receipt`].
    pub async fn has_receipt(&self, peer: i64, document: &str, revision: &str) -> Result<bool> {
        let sql =
            "SELECT id FROM receipt WHERE document = $1 AND revision = $2 AND peer_id = $3 LIMIT 1";
        let values = vec![document.into(), revision.into(), peer.into()];
        Ok(self.query_one(sql, values).await?.is_some())
    }

    /// Notes what became of a receipt.
    ///
    /// # Errors
    /// See [`Db::add_receipt`].
    pub async fn settle_receipt(
        &self,
        id: ReceiptId,
        state: ReceiptState,
        report: &str,
        error: &str,
        now: Time,
    ) -> Result<()> {
        let sql =
            "UPDATE receipt SET state = $2, report = $3, error = $4, done_at = $5 WHERE id = $1";
        let values = vec![
            id.0.into(),
            state.as_str().into(),
            report.into(),
            error.into(),
            now.into(),
        ];
        self.execute(sql, values).await.map(drop)
    }

    /// Forgets the bodies of what came before `old`.
    ///
    /// # Errors
    /// See [`Db::add_receipt`].
    pub async fn forget_receipts(&self, old: Time) -> Result<u64> {
        let sql =
            "UPDATE receipt SET body = '' WHERE state <> 'new' AND received_at < $1 AND body <> ''";
        self.execute(sql, vec![old.into()]).await
    }
}

fn read(row: &Row, with_body: bool) -> Result<Receipt> {
    Ok(Receipt {
        id: ReceiptId(row.int(0)?),
        peer: row.int(1)?,
        via: row.parse(2, "via")?,
        form: row.text(3)?,
        tlp: row.parse(4, "tlp")?,
        document: row.text(5)?,
        revision: row.text(6)?,
        title: row.text(7)?,
        digest: row.text(8)?,
        salt: row.bytes(9)?,
        policy: row.text(10)?,
        state: row.parse(11, "state")?,
        error: row.text(12)?,
        report: row.text(13)?,
        callback: row.text(14)?,
        address: row.text(15)?,
        received_at: row.time(16)?,
        done_at: row.time(17)?,
        body: if with_body {
            row.text(18)?
        } else {
            String::new()
        },
    })
}
