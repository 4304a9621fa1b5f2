//! Copying one database into another, whatever their kinds: how a node moves
//! from SQLite to PostgreSQL, and how PostgreSQL is backed up into a file.

use crate::{
    Db, Error, Result, cve,
    db::Kind,
    value::{Row, Value},
};

/// Rows read and written at a time.
const BATCH: i64 = 1_000;

#[derive(Clone, Copy)]
enum Type {
    Int,
    Text,
    Bytes,
    Real,
}
use Type::{Bytes, Int, Real, Text};

/// Every table in an order that foreign keys allow, with its columns; the
/// first `keys` columns are its key.
struct Table {
    name: &'static str,
    keys: usize,
    columns: &'static [(&'static str, Type)],
}

const TABLES: &[Table] = &[
    table("setting", 1, &[("name", Text), ("value", Text)]),
    table(
        "report",
        1,
        &[
            ("seq", Int),
            ("id", Bytes),
            ("received_at", Int),
            ("channel", Text),
            ("document", Text),
            ("salt", Bytes),
        ],
    ),
    table("pending", 1, &[("report_seq", Int)]),
    table(
        "verdict",
        1,
        &[
            ("report_seq", Int),
            ("judged_at", Int),
            ("verdict", Text),
            ("class", Text),
            ("score", Real),
            ("findings", Text),
            ("incident_id", Int),
            ("leaf", Int),
        ],
    ),
    table(
        "tally",
        4,
        &[
            ("hour", Int),
            ("channel", Text),
            ("verdict", Text),
            ("class", Text),
            ("reports", Int),
        ],
    ),
    table(
        "idempotency",
        1,
        &[
            ("key", Bytes),
            ("request", Bytes),
            ("answer", Text),
            ("made_at", Int),
        ],
    ),
    table(
        "incident",
        1,
        &[
            ("id", Int),
            ("state", Text),
            ("title", Text),
            ("class", Text),
            ("verdict", Text),
            ("score", Real),
            ("tlp", Text),
            ("reports", Int),
            ("reporters", Int),
            ("originators", Int),
            ("links", Int),
            ("opened_at", Int),
            ("updated_at", Int),
        ],
    ),
    table(
        "link",
        1,
        &[
            ("value", Text),
            ("incident_id", Int),
            ("joined", Int),
            ("seen_at", Int),
        ],
    ),
    table(
        "party",
        3,
        &[
            ("incident_id", Int),
            ("kind", Text),
            ("value", Text),
            ("reports", Int),
        ],
    ),
    table(
        "event",
        1,
        &[
            ("id", Int),
            ("incident_id", Int),
            ("at", Int),
            ("kind", Text),
            ("by_name", Text),
            ("body", Text),
        ],
    ),
    table(
        "action",
        1,
        &[
            ("id", Int),
            ("incident_id", Int),
            ("kind", Text),
            ("value", Text),
            ("step", Text),
            ("state", Text),
            ("reason", Text),
            ("approved_by", Text),
            ("appeal", Text),
            ("created_at", Int),
            ("expires_at", Int),
        ],
    ),
    table("leaf", 1, &[("number", Int), ("body", Text)]),
    table("seal", 2, &[("subject", Text), ("leaf", Int)]),
    table(
        "export",
        1,
        &[
            ("id", Int),
            ("incident_id", Int),
            ("format", Text),
            ("digest", Text),
            ("salt", Bytes),
            ("made_by", Text),
            ("made_at", Int),
        ],
    ),
    table(
        "account",
        1,
        &[
            ("id", Int),
            ("name", Text),
            ("role", Text),
            ("password", Text),
            ("created_at", Int),
            ("disabled", Int),
        ],
    ),
    table(
        "token",
        1,
        &[
            ("id", Int),
            ("digest", Bytes),
            ("account_id", Int),
            ("name", Text),
            ("scopes", Text),
            ("created_at", Int),
            ("expires_at", Int),
            ("revoked", Int),
        ],
    ),
    table(
        "attempt",
        1,
        &[
            ("subject", Bytes),
            ("failures", Int),
            ("blocked_until", Int),
            ("failed_at", Int),
        ],
    ),
    table(
        "cve",
        1,
        &[
            ("number", Int),
            ("id", Text),
            ("state", Text),
            ("title", Text),
            ("assigner", Text),
            ("published_at", Int),
            ("updated_at", Int),
            ("imported_at", Int),
            ("score", Int),
            ("severity", Text),
            ("vector", Text),
            ("misfit", Int),
            ("ssvc", Int),
            ("exploited", Int),
            ("epss", Real),
            ("urgency", Int),
            ("digest", Bytes),
        ],
    ),
    table(
        "cve_text",
        1,
        &[("number", Int), ("body", Text), ("record", Bytes)],
    ),
    table(
        "cve_product",
        5,
        &[
            ("product", Text),
            ("urgency", Int),
            ("cve", Int),
            ("place", Int),
            ("vendor", Text),
        ],
    ),
    table(
        "cve_entry",
        2,
        &[("cve", Int), ("place", Int), ("entry", Text)],
    ),
    table(
        "cve_weakness",
        3,
        &[("cwe", Text), ("urgency", Int), ("cve", Int)],
    ),
    table(
        "cve_change",
        2,
        &[("cve", Int), ("changed_at", Int), ("what", Text)],
    ),
    table(
        "cve_exploited",
        1,
        &[
            ("id", Text),
            ("added", Text),
            ("due", Text),
            ("ransomware", Int),
            ("action", Text),
        ],
    ),
    table(
        "cve_probability",
        1,
        &[("id", Text), ("probability", Real), ("percentile", Real)],
    ),
    table(
        "watch",
        1,
        &[
            ("id", Int),
            ("name", Text),
            ("components", Text),
            ("count", Int),
            ("made_by", Text),
            ("made_at", Int),
            ("looked_at", Int),
        ],
    ),
    table(
        "taxii_root",
        1,
        &[
            ("name", Text),
            ("title", Text),
            ("description", Text),
            ("max_bytes", Int),
        ],
    ),
    table(
        "taxii_collection",
        1,
        &[
            ("key", Int),
            ("root", Text),
            ("id", Text),
            ("title", Text),
            ("description", Text),
            ("alias", Text),
            ("can_read", Int),
            ("can_write", Int),
            ("media_types", Text),
            ("last_added", Int),
        ],
    ),
    table(
        "taxii_object",
        1,
        &[
            ("seq", Int),
            ("collection", Int),
            ("added_at", Int),
            ("id", Text),
            ("kind", Text),
            ("spec", Text),
            ("version", Int),
            ("version_text", Text),
            ("newest", Int),
            ("body", Text),
        ],
    ),
    table("kept", 2, &[("room", Text), ("key", Text), ("body", Text)]),
    table(
        "taxii_status",
        2,
        &[
            ("root", Text),
            ("id", Text),
            ("body", Text),
            ("made_at", Int),
        ],
    ),
    table(
        "peer",
        1,
        &[
            ("id", Int),
            ("name", Text),
            ("title", Text),
            ("contact", Text),
            ("url", Text),
            ("assurance", Int),
            ("certificates", Text),
            ("revocations", Text),
            ("enabled", Int),
            ("added_by", Text),
            ("added_at", Int),
            ("seen_at", Int),
            ("error", Text),
            ("error_at", Int),
        ],
    ),
    table(
        "agreement",
        1,
        &[
            ("id", Int),
            ("peer_id", Int),
            ("direction", Text),
            ("via", Text),
            ("form", Text),
            ("tlp", Text),
            ("purposes", Text),
            ("redact", Text),
            ("until_at", Int),
            ("made_by", Text),
            ("made_at", Int),
        ],
    ),
    table(
        "peer_cursor",
        2,
        &[
            ("peer_id", Int),
            ("via", Text),
            ("place", Text),
            ("polled_at", Int),
        ],
    ),
    table(
        "share",
        1,
        &[
            ("id", Int),
            ("peer_id", Int),
            ("incident_id", Int),
            ("revision", Int),
            ("via", Text),
            ("form", Text),
            ("tlp", Text),
            ("purpose", Text),
            ("document", Text),
            ("title", Text),
            ("mark", Text),
            ("digest", Text),
            ("salt", Bytes),
            ("policy", Text),
            ("redacted", Text),
            ("body", Text),
            ("state", Text),
            ("attempts", Int),
            ("next_at", Int),
            ("error", Text),
            ("made_by", Text),
            ("made_at", Int),
            ("done_at", Int),
        ],
    ),
    table(
        "receipt",
        1,
        &[
            ("id", Int),
            ("peer_id", Int),
            ("via", Text),
            ("form", Text),
            ("tlp", Text),
            ("document", Text),
            ("revision", Text),
            ("title", Text),
            ("digest", Text),
            ("salt", Bytes),
            ("policy", Text),
            ("body", Text),
            ("state", Text),
            ("error", Text),
            ("report", Text),
            ("callback", Text),
            ("address", Text),
            ("received_at", Int),
            ("done_at", Int),
        ],
    ),
];

/// Tables whose key the database counts up by itself.
const SERIAL: &[(&str, &str)] = &[
    ("report", "seq"),
    ("event", "id"),
    ("account", "id"),
    ("token", "id"),
    ("cve", "number"),
    ("taxii_collection", "key"),
    ("taxii_object", "seq"),
    ("peer", "id"),
    ("agreement", "id"),
    ("share", "id"),
    ("receipt", "id"),
];

const fn table(name: &'static str, keys: usize, columns: &'static [(&'static str, Type)]) -> Table {
    Table {
        name,
        keys,
        columns,
    }
}

/// How far a copy is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Copied {
    /// The table being copied.
    pub table: &'static str,
    /// Rows of it copied so far.
    pub rows: u64,
}

impl Db {
    /// Copies everything but sessions into `target`, which must be empty, in
    /// one transaction there; `progress` hears of every batch.
    ///
    /// Nothing may write to this database meanwhile.
    ///
    /// # Errors
    /// [`Error::Conflict`] when the target holds anything.
    pub async fn copy_into(&self, target: &Self, mut progress: impl FnMut(Copied)) -> Result<()> {
        let mut tx = target.begin().await?;
        for table in TABLES {
            let sql = format!("SELECT CAST(COUNT(*) AS BIGINT) FROM {}", table.name);
            let rows = tx.query(&sql, vec![]).await?;
            if rows.first().map_or(Ok(0), |row| row.int(0))? > 0 {
                return Err(Error::Conflict {
                    what: "table",
                    id: table.name.to_owned(),
                });
            }
        }
        for table in TABLES {
            let names: Vec<&str> = table.columns.iter().map(|(name, _)| *name).collect();
            let head = format!("{} ({})", table.name, names.join(", "));
            let mut after: Option<Vec<Value>> = None;
            let mut copied = 0;
            loop {
                let rows = self.batch(table, &names, after.take()).await?;
                let Some(last) = rows.last() else { break };
                after = Some(read(last, &table.columns[..table.keys])?);
                let mut values = Vec::with_capacity(rows.len() * names.len());
                for row in &rows {
                    values.extend(read(row, table.columns)?);
                }
                tx.insert(&head, names.len(), values, "").await?;
                copied += rows.len() as u64;
                progress(Copied {
                    table: table.name,
                    rows: copied,
                });
            }
        }
        if target.is_shared() {
            for (table, column) in SERIAL {
                let sql = format!(
                    "SELECT setval(pg_get_serial_sequence('{table}', '{column}'), \
                     (SELECT COALESCE(MAX({column}), 0) + 1 FROM {table}), false)"
                );
                tx.query(&sql, vec![]).await?;
            }
        } else {
            cve::index_all(&mut tx).await?;
        }
        tx.commit().await
    }

    async fn batch(
        &self,
        table: &Table,
        names: &[&str],
        after: Option<Vec<Value>>,
    ) -> Result<Vec<Row>> {
        let keys = names[..table.keys].join(", ");
        let mut params = after.unwrap_or_default();
        let condition = if params.is_empty() {
            String::new()
        } else {
            let list: Vec<String> = (1..=params.len()).map(|i| format!("${i}")).collect();
            format!("WHERE ({keys}) > ({})", list.join(", "))
        };
        params.push(BATCH.into());
        let sql = format!(
            "SELECT {} FROM {} {condition} ORDER BY {keys} LIMIT ${}",
            names.join(", "),
            table.name,
            params.len()
        );
        self.query(&sql, params).await
    }

    /// Writes a consistent copy of an SQLite database to the file `path`
    /// while others read and write it.
    ///
    /// # Errors
    /// [`Error::Url`] when this is PostgreSQL, which has [`Db::copy_into`];
    /// [`Error::Unavailable`] when the file cannot be written.
    pub async fn snapshot(&self, path: &str) -> Result<()> {
        match &self.0 {
            Kind::Sqlite(sqlite) => sqlite.snapshot(path).await,
            Kind::Postgres(_) => Err(Error::Url("postgres".to_owned())),
        }
    }
}

fn read(row: &Row, columns: &[(&str, Type)]) -> Result<Vec<Value>> {
    columns
        .iter()
        .enumerate()
        .map(|(i, (_, kind))| {
            Ok(match kind {
                Int => row.int_opt(i)?.into(),
                Text => row.text_opt(i)?.into(),
                Bytes => Value::Bytes(row.bytes_opt(i)?),
                Real => Value::Real(row.real_opt(i)?),
            })
        })
        .collect()
}
