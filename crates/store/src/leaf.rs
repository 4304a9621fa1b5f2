//! Leaves of the transparency log: numbered in the database, published as tiles.

use crate::{Db, Result};

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
        // One long row instead of many: each row costs a change of threads.
        // Canonical JSON has no line ends of its own.
        let sql = "SELECT STRING_AGG(body, '\n' ORDER BY number) FROM \
                   (SELECT number, body FROM leaf WHERE number >= $1 ORDER BY number LIMIT $2) AS l";
        let row = self.query_one(sql, vec![first.into(), most.into()]).await?;
        let bodies = row.map_or(Ok(None), |row| row.text_opt(0))?;
        let bodies = bodies.iter().flat_map(|bodies| bodies.split('\n'));
        Ok((first..)
            .zip(bodies)
            .map(|(number, body)| Leaf {
                number,
                body: body.to_owned(),
            })
            .collect())
    }

    /// Returns the numbers of the leaves that speak of an action (`act-7`) or
    /// an export (`exp-3`), oldest first.
    ///
    /// # Errors
    /// See [`Db::leaf_count`].
    pub async fn seals(&self, subject: &str) -> Result<Vec<i64>> {
        let sql = "SELECT leaf FROM seal WHERE subject = $1 ORDER BY leaf";
        let rows = self.query(sql, vec![subject.into()]).await?;
        rows.iter().map(|row| row.int(0)).collect()
    }
}
