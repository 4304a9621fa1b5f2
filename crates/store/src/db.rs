//! One SQL text, two databases.
//!
//! Statements use `$1` placeholders and four column types (`BIGINT`, text,
//! bytes, `DOUBLE PRECISION`).

use std::time::Duration;

use crate::{
    Error, Result,
    postgres::{self, Postgres},
    sqlite::{self, Sqlite},
    value::{Row, Value},
};

/// How long a statement waits for SQLite's lock or for a free connection.
pub(crate) const WAIT: Duration = Duration::from_secs(15);
/// Readers beside the one writer of SQLite, and connections to PostgreSQL.
pub(crate) const CONNECTIONS: u32 = 8;
/// Parameters a statement may carry; longer statements gain nothing.
const PARAMETERS: usize = 500;
/// The advisory lock under which migrations run.
const MIGRATION_LOCK: i64 = 0x5762_0001;
/// The advisory lock under which leaves get their numbers.
const LOG_LOCK: i64 = 0x5762_0002;
/// The advisory lock under which documents get their labels.
const LABEL_LOCK: i64 = 0x5762_0003;

/// A database: SQLite for one node, PostgreSQL where several share it.
#[derive(Clone, Debug)]
pub struct Db(pub(crate) Kind);

#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

/// One transaction that may write; dropped without [`Tx::commit`] it never happened.
#[derive(Debug)]
pub(crate) enum Tx {
    Sqlite(sqlite::Tx),
    Postgres(postgres::Tx),
}

impl Db {
    /// Opens the database that `url` names (`sqlite:PATH` or `postgres://…`)
    /// and brings its schema up to date.
    ///
    /// # Errors
    /// [`Error::Url`] for any other scheme, [`Error::Unavailable`] when the
    /// file or the server cannot be reached, [`Error::Newer`] when the schema
    /// was written by a newer program.
    pub async fn open(url: &str) -> Result<Self> {
        let db = Self::connect(url).await?;
        db.migrate().await?;
        Ok(db)
    }

    async fn connect(url: &str) -> Result<Self> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self(Kind::Postgres(Postgres::connect(url).await?)));
        }
        let path = url
            .strip_prefix("sqlite:")
            .ok_or_else(|| Error::Url(url.to_owned()))?;
        let path = path.strip_prefix("//").unwrap_or(path);
        Ok(Self(Kind::Sqlite(Sqlite::open(path.as_ref())?)))
    }

    /// Returns whether several nodes can share this database.
    pub const fn is_shared(&self) -> bool {
        matches!(self.0, Kind::Postgres(_))
    }

    /// Asks the database for a sign of life.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when there is none.
    pub async fn ping(&self) -> Result<()> {
        self.query("SELECT CAST(1 AS BIGINT)", vec![])
            .await
            .map(drop)
    }

    /// Finishes what is under way and closes every connection.
    pub async fn close(&self) {
        match &self.0 {
            Kind::Sqlite(sqlite) => sqlite.close().await,
            Kind::Postgres(postgres) => postgres.close().await,
        }
    }

    /// Runs a query outside any transaction and returns every row.
    pub(crate) async fn query(&self, sql: &str, params: Vec<Value>) -> Result<Vec<Row>> {
        match &self.0 {
            Kind::Sqlite(sqlite) => sqlite.query(sql, params).await,
            Kind::Postgres(postgres) => postgres.query(sql, params).await,
        }
    }

    /// As [`Tx::query_in`], outside any transaction.
    pub(crate) async fn query_in(&self, sql: &str, values: Vec<Value>) -> Result<Vec<Row>> {
        let mut returned = Vec::new();
        for (sql, slice) in in_slices(sql, values) {
            returned.extend(self.query(&sql, slice).await?);
        }
        Ok(returned)
    }

    /// Runs a query and returns its first row, if any.
    pub(crate) async fn query_one(&self, sql: &str, params: Vec<Value>) -> Result<Option<Row>> {
        Ok(self.query(sql, params).await?.into_iter().next())
    }

    /// Runs one writing statement and returns the number of rows it touched.
    pub(crate) async fn execute(&self, sql: &str, params: Vec<Value>) -> Result<u64> {
        let mut tx = self.begin().await?;
        let touched = tx.execute(sql, params).await?;
        tx.commit().await?;
        Ok(touched)
    }

    /// Starts a writing transaction; SQLite takes its write lock at once.
    pub(crate) async fn begin(&self) -> Result<Tx> {
        Ok(match &self.0 {
            Kind::Sqlite(sqlite) => Tx::Sqlite(sqlite.begin().await?),
            Kind::Postgres(postgres) => Tx::Postgres(postgres.begin().await?),
        })
    }

    /// Applies the migrations that are missing, in one transaction on one
    /// connection, one node at a time.
    async fn migrate(&self) -> Result<()> {
        let mut tx = self.begin().await?;
        tx.lock(MIGRATION_LOCK).await?;
        tx.execute(
            "CREATE TABLE IF NOT EXISTS schema_version (version BIGINT PRIMARY KEY)",
            vec![],
        )
        .await?;
        let rows = tx
            .query(
                "SELECT CAST(COALESCE(MAX(version), 0) AS BIGINT) FROM schema_version",
                vec![],
            )
            .await?;
        let found = rows.first().map_or(Ok(0), |row| row.int(0))?;
        let known = MIGRATIONS.len() as i64;
        if found > known {
            return Err(Error::Newer { found, known });
        }
        for (number, (name, sql)) in (1_i64..).zip(MIGRATIONS) {
            if number <= found {
                continue;
            }
            for statement in statements(&self.dialect(sql)) {
                let Some(statement) = self.own(&statement) else {
                    continue;
                };
                tx.execute(statement, vec![])
                    .await
                    .map_err(|source| Error::Migration {
                        name,
                        source: Box::new(source),
                    })?;
            }
            tx.execute(
                "INSERT INTO schema_version (version) VALUES ($1)",
                vec![number.into()],
            )
            .await?;
        }
        tx.commit().await
    }

    /// Returns a statement unless it is for the other database only.
    fn own<'a>(&self, statement: &'a str) -> Option<&'a str> {
        let (own, other) = match self.0 {
            Kind::Sqlite(_) => ("{sqlite} ", "{postgres} "),
            Kind::Postgres(_) => ("{postgres} ", "{sqlite} "),
        };
        let statement = statement.strip_prefix(own).unwrap_or(statement);
        (!statement.starts_with(other)).then_some(statement)
    }

    fn dialect(&self, sql: &str) -> String {
        match self.0 {
            Kind::Sqlite(_) => sql
                .replace("{bytes}", "BLOB")
                .replace("{text}", "TEXT")
                .replace("{serial}", "INTEGER PRIMARY KEY AUTOINCREMENT")
                .replace("{key}", "INTEGER PRIMARY KEY")
                .replace("{clustered}", "WITHOUT ROWID"),
            Kind::Postgres(_) => sql
                .replace("{bytes}", "BYTEA")
                .replace("{text}", "TEXT COLLATE \"C\"")
                .replace(
                    "{serial}",
                    "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY",
                )
                .replace("{key}", "BIGINT PRIMARY KEY")
                .replace("{clustered}", ""),
        }
    }
}

/// The statements of a migration, without comment lines.
fn statements(sql: &str) -> Vec<String> {
    let bare: Vec<&str> = sql.lines().filter(|line| !line.starts_with("--")).collect();
    bare.join("\n")
        .split(";\n")
        .map(|statement| statement.trim().trim_end_matches(';').to_owned())
        .filter(|statement| !statement.is_empty())
        .collect()
}

impl Tx {
    /// See [`Db::query`].
    pub(crate) async fn query(&mut self, sql: &str, params: Vec<Value>) -> Result<Vec<Row>> {
        match self {
            Self::Sqlite(tx) => tx.query(sql, &params),
            Self::Postgres(tx) => tx.query(sql, params).await,
        }
    }

    /// See [`Db::execute`].
    pub(crate) async fn execute(&mut self, sql: &str, params: Vec<Value>) -> Result<u64> {
        match self {
            Self::Sqlite(tx) => tx.execute(sql, &params),
            Self::Postgres(tx) => tx.execute(sql, params).await,
        }
    }

    /// Inserts rows of `columns` values each and returns what `tail`
    /// (`ON CONFLICT …`, `RETURNING …`) makes them return.
    pub(crate) async fn insert(
        &mut self,
        head: &str,
        columns: usize,
        values: Vec<Value>,
        tail: &str,
    ) -> Result<Vec<Row>> {
        let sql = |rows| {
            format!(
                "INSERT INTO {head} VALUES {} {tail}",
                placeholders(rows, columns)
            )
        };
        match self {
            Self::Sqlite(tx) => tx.query_each(&sql(1), columns, &values),
            Self::Postgres(tx) => {
                let mut returned = Vec::new();
                for slice in slices(values, columns) {
                    let sql = sql(slice.len() / columns);
                    returned.extend(tx.query(&sql, slice).await?);
                }
                Ok(returned)
            }
        }
    }

    /// Runs `sql` once for each slice of `values` that fits a statement, with
    /// `{}` replaced by the placeholders.
    pub(crate) async fn query_in(&mut self, sql: &str, values: Vec<Value>) -> Result<Vec<Row>> {
        let mut returned = Vec::new();
        for (sql, slice) in in_slices(sql, values) {
            returned.extend(self.query(&sql, slice).await?);
        }
        Ok(returned)
    }

    /// Waits until no other node holds `lock`; SQLite has but one writer anyway.
    async fn lock(&mut self, lock: i64) -> Result<()> {
        if let Self::Postgres(tx) = self {
            tx.execute("SELECT pg_advisory_xact_lock($1)", vec![lock.into()])
                .await?;
        }
        Ok(())
    }

    /// Takes the right to number leaves, incidents and actions until the
    /// transaction ends.
    pub(crate) async fn lock_log(&mut self) -> Result<()> {
        self.lock(LOG_LOCK).await
    }

    /// Takes the right to change labels, or to rely on them, until the transaction ends.
    pub(crate) async fn lock_labels(&mut self) -> Result<()> {
        self.lock(LABEL_LOCK).await
    }

    /// Makes the transaction permanent.
    pub(crate) async fn commit(self) -> Result<()> {
        match self {
            Self::Sqlite(tx) => tx.commit(),
            Self::Postgres(tx) => tx.commit().await,
        }
    }

    /// Returns one more than the largest `column` of `table`.
    pub(crate) async fn next(&mut self, table: &str, column: &str) -> Result<i64> {
        let sql = format!("SELECT CAST(COALESCE(MAX({column}) + 1, 0) AS BIGINT) FROM {table}");
        let rows = self.query(&sql, vec![]).await?;
        rows.first().map_or(Ok(0), |row| row.int(0))
    }
}

/// `sql` once for each slice of `values` that fits a statement, with `{}` replaced by the placeholders.
fn in_slices(sql: &str, values: Vec<Value>) -> impl Iterator<Item = (String, Vec<Value>)> {
    slices(values, 1).map(move |slice| {
        let list = placeholders(1, slice.len());
        (sql.replace("{}", list.trim_matches(['(', ')'])), slice)
    })
}

/// Cuts the values of whole rows into parts that fit a statement; of few
/// different lengths, so that prepared statements are found again.
fn slices(values: Vec<Value>, columns: usize) -> impl Iterator<Item = Vec<Value>> {
    let most = PARAMETERS / columns;
    let mut values = values.into_iter();
    std::iter::from_fn(move || {
        let rows = values.len() / columns;
        let power = 1 << rows.checked_ilog2()?;
        let count = if rows >= most { most } else { power };
        Some(values.by_ref().take(count * columns).collect())
    })
}

/// The placeholders of so many rows of so many columns: `($1,$2),($3,$4)`.
fn placeholders(rows: usize, columns: usize) -> String {
    let row = |row| {
        let column = |column| format!("${}", row * columns + column + 1);
        format!(
            "({})",
            (0..columns).map(column).collect::<Vec<_>>().join(",")
        )
    };
    (0..rows).map(row).collect::<Vec<_>>().join(",")
}

const MIGRATIONS: &[(&str, &str)] = &[
    (
        "0001_report.sql",
        include_str!("../migrations/0001_report.sql"),
    ),
    (
        "0002_incident.sql",
        include_str!("../migrations/0002_incident.sql"),
    ),
    ("0003_log.sql", include_str!("../migrations/0003_log.sql")),
    (
        "0004_account.sql",
        include_str!("../migrations/0004_account.sql"),
    ),
    ("0005_cve.sql", include_str!("../migrations/0005_cve.sql")),
    (
        "0006_cve_whole.sql",
        include_str!("../migrations/0006_cve_whole.sql"),
    ),
    (
        "0007_watch.sql",
        include_str!("../migrations/0007_watch.sql"),
    ),
    (
        "0008_taxii.sql",
        include_str!("../migrations/0008_taxii.sql"),
    ),
    ("0009_peer.sql", include_str!("../migrations/0009_peer.sql")),
    ("0010_kept.sql", include_str!("../migrations/0010_kept.sql")),
];
