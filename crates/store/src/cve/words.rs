//! The index of words that SQLite is given; PostgreSQL keeps its own.
//!
//! Its rows are numbered from the most urgent record on, and of equals from the newest: what is
//! found comes in the order of a list.

use crate::{Result, db::Tx};

/// Whether row `o` of the index is of record `c`.
pub(super) const IS_OF: &str = "c.number = 4294967295 - (o.rowid & 4294967295)";

/// Returns the number of a record's row.
pub(super) fn row(urgency: i64, number: i64) -> i64 {
    const URGENCIES: i64 = i32::MAX as i64;
    const NUMBERS: i64 = u32::MAX as i64;
    (URGENCIES - urgency.clamp(0, URGENCIES)) << 32 | (NUMBERS - number.clamp(0, NUMBERS))
}

/// Puts words in, with the number of their row, which PostgreSQL does by itself.
pub(super) async fn put(tx: &mut Tx, mut rows: Vec<(i64, String)>) -> Result<()> {
    if matches!(tx, Tx::Sqlite(_)) {
        rows.sort_unstable_by_key(|(row, _)| *row);
        let values = rows
            .into_iter()
            .flat_map(|(row, body)| [row.into(), body.into()]);
        tx.insert("cve_index (rowid, body)", 2, values.collect(), "")
            .await?;
    }
    Ok(())
}

/// Takes words out again.
pub(super) async fn take(tx: &mut Tx, row: i64, body: &str) -> Result<()> {
    if matches!(tx, Tx::Sqlite(_)) {
        let gone = vec!["delete".into(), row.into(), body.into()];
        tx.insert("cve_index (cve_index, rowid, body)", 3, gone, "")
            .await?;
    }
    Ok(())
}

/// Puts the words of every record into an index that is empty.
pub(crate) async fn index_all(tx: &mut Tx) -> Result<()> {
    let mut after = 0;
    loop {
        let sql = "SELECT c.urgency, c.number, t.body FROM cve c JOIN cve_text t ON t.number = c.number \
            WHERE c.number > $1 ORDER BY c.number LIMIT 1000";
        let mut rows = Vec::new();
        for found in tx.query(sql, vec![after.into()]).await? {
            after = found.int(1)?;
            rows.push((row(found.int(0)?, after), found.text(2)?));
        }
        if rows.is_empty() {
            return Ok(());
        }
        put(tx, rows).await?;
    }
}
