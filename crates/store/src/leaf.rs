//! Leaves of the transparency log: numbered in the database, published as tiles.

use crate::{Db, Result, value::Row};

/// One leaf.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Leaf {
    /// Its number, from 0 without gaps.
    pub number: i64,
    /// Canonical JSON (RFC 8785).
    pub body: String,
}

impl Db {
    /// Returns how many leaves there are.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database cannot be reached.
    pub async fn leaf_count(&self) -> Result<i64> {
        let sql = "SELECT CAST(COALESCE(MAX(number) + 1, 0) AS BIGINT) FROM leaf";
        self.query_one(sql, vec![])
            .await?
            .map_or(Ok(0), |row| row.int(0))
    }

    /// Returns up to `most` leaves from number `first` on, in order.
    ///
    /// # Errors
    /// See [`Db::leaf_count`].
    pub async fn leaves(&self, first: i64, most: i64) -> Result<Vec<Leaf>> {
        let sql = "SELECT number, body FROM leaf WHERE number >= $1 ORDER BY number LIMIT $2";
        let rows = self.query(sql, vec![first.into(), most.into()]).await?;
        let leaf = |row: &Row| {
            Ok(Leaf {
                number: row.int(0)?,
                body: row.text(1)?,
            })
        };
        rows.iter().map(leaf).collect()
    }

    /// Returns the numbers of the leaves that speak of an action (`act-7`), an
    /// export (`exp-3`) or a vulnerability (`inc-2`), oldest first.
    ///
    /// # Errors
    /// See [`Db::leaf_count`].
    pub async fn seals(&self, subject: &str) -> Result<Vec<i64>> {
        let sql = "SELECT leaf FROM seal WHERE subject = $1 ORDER BY leaf";
        let rows = self.query(sql, vec![subject.into()]).await?;
        rows.iter().map(|row| row.int(0)).collect()
    }
}
