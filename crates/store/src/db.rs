//! One SQL text, two databases.
//!
//! Statements use `$1` placeholders and four column types (`BIGINT`, text,
//! bytes, `DOUBLE PRECISION`). SQLite has one writing connection, so that
//! writers queue in turn instead of polling for its lock.

use std::{str::FromStr, time::Duration};

use sqlx::{
    AssertSqlSafe, Connection as _, PgPool, SqlitePool,
    postgres::{PgArguments, PgPoolOptions},
    sqlite::{
        SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions,
        SqliteSynchronous,
    },
};

use crate::{
    Error, Result,
    value::{Row, Value},
};

/// How long a statement waits for SQLite's lock or for a free connection.
const WAIT: Duration = Duration::from_secs(15);
/// Parameters a statement may carry; SQLite's own limit is far higher, but
/// longer statements gain nothing.
const PARAMETERS: usize = 500;
/// Readers beside the one writer of SQLite, and connections to PostgreSQL.
const CONNECTIONS: u32 = 8;
/// Rows that SQLite's thread may read ahead of who asked for them: a thread
/// that waits for each row costs more than the rows.
const ROWS_AHEAD: usize = 1_024;
/// The advisory lock under which migrations run.
const MIGRATION_LOCK: i64 = 0x5762_0001;
/// The advisory lock under which leaves get their numbers.
const LOG_LOCK: i64 = 0x5762_0002;

/// A database: SQLite for one node, PostgreSQL where several share it.
#[derive(Clone, Debug)]
pub struct Db(pub(crate) Kind);

#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Sqlite { read: SqlitePool, write: SqlitePool },
    Postgres(PgPool),
}

/// One transaction that may write; dropped without [`Tx::commit`] it never happened.
#[derive(Debug)]
pub(crate) enum Tx {
    Sqlite(sqlx::Transaction<'static, sqlx::Sqlite>),
    Postgres(sqlx::Transaction<'static, sqlx::Postgres>),
}

/// Binds `params`; sqlx owns the values afterwards.
macro_rules! bound {
    ($database:ty, $arguments:ty, $sql:expr, $params:expr) => {{
        let mut query: sqlx::query::Query<'static, $database, $arguments> =
            sqlx::query(AssertSqlSafe($sql));
        for value in $params {
            query = match value {
                Value::Int(v) => query.bind(v),
                Value::Text(v) => query.bind(v),
                Value::Bytes(v) => query.bind(v),
                Value::Real(v) => query.bind(v),
            };
        }
        query
    }};
}

fn sqlite(
    sql: String,
    params: Vec<Value>,
) -> sqlx::query::Query<'static, sqlx::Sqlite, SqliteArguments> {
    bound!(sqlx::Sqlite, SqliteArguments, sql, params)
}

fn postgres(
    sql: String,
    params: Vec<Value>,
) -> sqlx::query::Query<'static, sqlx::Postgres, PgArguments> {
    bound!(sqlx::Postgres, PgArguments, sql, params)
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
            let pool = PgPoolOptions::new()
                .max_connections(CONNECTIONS)
                .acquire_timeout(WAIT)
                .connect(url)
                .await?;
            return Ok(Self(Kind::Postgres(pool)));
        }
        if !url.starts_with("sqlite:") {
            return Err(Error::Url(url.to_owned()));
        }
        let options = SqliteConnectOptions::from_str(url)?
            .create_if_missing(true)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(WAIT)
            .statement_cache_capacity(200)
            .row_buffer_size(ROWS_AHEAD)
            .pragma("cache_size", "-65536")
            .pragma("wal_autocheckpoint", "8000")
            .pragma("temp_store", "memory");
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(WAIT)
            // On a full disk SQLite rolls back by itself and the driver still
            // counts the transaction: such a connection begins no other one.
            .before_acquire(|connection, _| {
                let usable = !connection.is_in_transaction();
                Box::pin(async move { Ok(usable) })
            })
            .connect_with(options.clone())
            .await?;
        let read = SqlitePoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(WAIT)
            .connect_with(options.read_only(true).pragma("cache_size", "-8192"))
            .await?;
        Ok(Self(Kind::Sqlite { read, write }))
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
            Kind::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Kind::Postgres(pool) => pool.close().await,
        }
    }

    /// Runs a query outside any transaction and returns every row.
    pub(crate) async fn query(&self, sql: &str, params: Vec<Value>) -> Result<Vec<Row>> {
        let sql = sql.to_owned();
        Ok(match &self.0 {
            Kind::Sqlite { read, .. } => {
                let rows = sqlite(sql, params).fetch_all(read).await?;
                rows.into_iter().map(Row::Sqlite).collect()
            }
            Kind::Postgres(pool) => {
                let rows = postgres(sql, params).fetch_all(pool).await?;
                rows.into_iter().map(Row::Postgres).collect()
            }
        })
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
            Kind::Sqlite { write, .. } => Tx::Sqlite(write.begin_with("BEGIN IMMEDIATE").await?),
            Kind::Postgres(pool) => Tx::Postgres(pool.begin().await?),
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
                tx.execute(&statement, vec![])
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

    fn dialect(&self, sql: &str) -> String {
        match self.0 {
            Kind::Sqlite { .. } => sql
                .replace("{bytes}", "BLOB")
                .replace("{text}", "TEXT")
                .replace("{serial}", "INTEGER PRIMARY KEY AUTOINCREMENT"),
            Kind::Postgres(_) => sql
                .replace("{bytes}", "BYTEA")
                .replace("{text}", "TEXT COLLATE \"C\"")
                .replace(
                    "{serial}",
                    "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY",
                ),
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
        let sql = sql.to_owned();
        Ok(match self {
            Self::Sqlite(tx) => {
                let rows = sqlite(sql, params).fetch_all(&mut **tx).await?;
                rows.into_iter().map(Row::Sqlite).collect()
            }
            Self::Postgres(tx) => {
                let rows = postgres(sql, params).fetch_all(&mut **tx).await?;
                rows.into_iter().map(Row::Postgres).collect()
            }
        })
    }

    /// See [`Db::execute`].
    pub(crate) async fn execute(&mut self, sql: &str, params: Vec<Value>) -> Result<u64> {
        let sql = sql.to_owned();
        Ok(match self {
            Self::Sqlite(tx) => sqlite(sql, params)
                .execute(&mut **tx)
                .await?
                .rows_affected(),
            Self::Postgres(tx) => postgres(sql, params)
                .execute(&mut **tx)
                .await?
                .rows_affected(),
        })
    }

    /// Inserts `rows` of `columns` values each in as few statements as the
    /// bound on parameters allows, and returns what `tail` (`ON CONFLICT …`,
    /// `RETURNING …`) makes them return.
    pub(crate) async fn insert(
        &mut self,
        head: &str,
        columns: usize,
        values: Vec<Value>,
        tail: &str,
    ) -> Result<Vec<Row>> {
        let mut returned = Vec::new();
        let mut rows = values.len() / columns;
        let mut values = values.into_iter();
        while rows > 0 {
            // Few different lengths, so that prepared statements are found again.
            let most = PARAMETERS / columns;
            let count = if rows >= most {
                most
            } else {
                1 << rows.ilog2()
            };
            let sql = format!(
                "INSERT INTO {head} VALUES {} {tail}",
                self.rows(count, columns)
            );
            let params = values.by_ref().take(count * columns).collect();
            returned.extend(self.query(&sql, params).await?);
            rows -= count;
        }
        Ok(returned)
    }

    /// Runs `sql` once for each slice of `values` that fits a statement, with
    /// `{}` replaced by the placeholders.
    pub(crate) async fn query_in(&mut self, sql: &str, values: Vec<Value>) -> Result<Vec<Row>> {
        let mut returned = Vec::new();
        let mut values = values.into_iter();
        while values.len() > 0 {
            let count = if values.len() >= PARAMETERS {
                PARAMETERS
            } else {
                1 << values.len().ilog2()
            };
            let list = self.rows(1, count);
            let params = values.by_ref().take(count).collect();
            let sql = sql.replace("{}", list.trim_matches(['(', ')']));
            returned.extend(self.query(&sql, params).await?);
        }
        Ok(returned)
    }

    /// The placeholders of so many rows of so many columns: `($1,$2),($3,$4)`,
    /// and for SQLite, which searches its list of names for every one of
    /// them, `(?,?),(?,?)`.
    fn rows(&self, rows: usize, columns: usize) -> String {
        let mut list = String::with_capacity(rows * (columns * 5 + 3));
        for row in 0..rows {
            list.push_str(if row == 0 { "(" } else { ",(" });
            for column in 0..columns {
                if column > 0 {
                    list.push(',');
                }
                match self {
                    Self::Sqlite(_) => list.push('?'),
                    Self::Postgres(_) => list.push_str(&format!("${}", row * columns + column + 1)),
                }
            }
            list.push(')');
        }
        list
    }

    /// Waits until no other node holds `lock`; SQLite has but one writer anyway.
    async fn lock(&mut self, lock: i64) -> Result<()> {
        if let Self::Postgres(tx) = self {
            postgres(
                "SELECT pg_advisory_xact_lock($1)".to_owned(),
                vec![lock.into()],
            )
            .execute(&mut **tx)
            .await?;
        }
        Ok(())
    }

    /// Takes the right to number leaves, incidents and actions until the
    /// transaction ends.
    pub(crate) async fn lock_log(&mut self) -> Result<()> {
        self.lock(LOG_LOCK).await
    }

    /// Makes the transaction permanent.
    pub(crate) async fn commit(self) -> Result<()> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }

    /// Returns one more than the largest `column` of `table`.
    pub(crate) async fn next(&mut self, table: &str, column: &str) -> Result<i64> {
        let sql = format!("SELECT CAST(COALESCE(MAX({column}) + 1, 0) AS BIGINT) FROM {table}");
        let rows = self.query(&sql, vec![]).await?;
        rows.first().map_or(Ok(0), |row| row.int(0))
    }
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
];
