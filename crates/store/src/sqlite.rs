//! SQLite: one connection that writes, in turn, and a few that read.
//!
//! Statements run on the thread that asks, without a change of threads for
//! each: that change costs more than most statements. Reading outside a
//! transaction, which may take long, has threads of its own.

use std::{
    iter::once,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use rusqlite::{
    CachedStatement, Connection, OpenFlags, ToSql, config::DbConfig, types::ToSqlOutput,
};
use tokio::{
    runtime::{Handle, RuntimeFlavor},
    sync::{Mutex as Turn, OwnedMutexGuard, Semaphore},
    task::{block_in_place, spawn_blocking},
    time::timeout,
};

use crate::{
    Error, Result,
    db::{CONNECTIONS, WAIT},
    value::{Row, Value},
};

/// Prepared statements that a connection keeps.
const STATEMENTS: usize = 200;
const WRITING: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
    PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; \
    PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 8000;";
const READING: &str = "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8192;";

#[derive(Clone, Debug)]
pub(crate) struct Sqlite {
    /// Absent once it is closed.
    writer: Arc<Turn<Option<Connection>>>,
    readers: Arc<Readers>,
}

#[derive(Debug)]
struct Readers {
    path: PathBuf,
    /// As many as may read at once; closed with the database.
    free: Semaphore,
    idle: Mutex<Vec<Connection>>,
}

/// A transaction; dropped without [`Tx::commit`] it never happened.
#[derive(Debug)]
pub(crate) struct Tx(OwnedMutexGuard<Option<Connection>>);

impl Sqlite {
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let writer = blocking(|| {
            let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
            connect(path, flags, WRITING)
        })?;
        Ok(Self {
            writer: Arc::new(Turn::new(Some(writer))),
            readers: Arc::new(Readers {
                path: path.to_owned(),
                free: Semaphore::new(CONNECTIONS as usize),
                idle: Mutex::default(),
            }),
        })
    }

    pub(crate) async fn close(&self) {
        self.readers.free.close();
        self.readers.idle().clear();
        // The last connection to close writes the WAL back.
        let writer = self.writer.lock().await.take();
        blocking(|| drop(writer));
    }

    pub(crate) async fn query(&self, sql: &str, params: Vec<Value>) -> Result<Vec<Row>> {
        let readers = Arc::clone(&self.readers);
        let free = timeout(WAIT, self.readers.free.acquire());
        let _free = free.await.map_err(|_| busy())?.map_err(|_| closed())?;
        let sql = sql.to_owned();
        let reading = spawn_blocking(move || {
            let kept = readers.idle().pop();
            let connection = match kept {
                Some(connection) => connection,
                None => {
                    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
                    connect(&readers.path, flags, READING)?
                }
            };
            let rows = query(&connection, &sql, once(&params[..]))?;
            if !readers.free.is_closed() {
                readers.idle().push(connection);
            }
            Ok(rows)
        });
        reading
            .await
            .map_err(|error| Error::Unavailable(error.into()))?
    }

    /// Takes its turn at writing, and SQLite's write lock at once.
    pub(crate) async fn begin(&self) -> Result<Tx> {
        let turn = timeout(WAIT, Arc::clone(&self.writer).lock_owned());
        let tx = Tx(turn.await.map_err(|_| busy())?);
        tx.execute("BEGIN IMMEDIATE", &[])?;
        Ok(tx)
    }

    /// Writes a copy of the whole database to a new file.
    pub(crate) async fn snapshot(&self, path: &str) -> Result<()> {
        self.query("VACUUM INTO $1", vec![path.into()])
            .await
            .map(drop)
    }
}

impl Readers {
    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Tx {
    fn connection(&self) -> Result<&Connection> {
        self.0.as_ref().ok_or_else(closed)
    }

    pub(crate) fn query(&self, sql: &str, params: &[Value]) -> Result<Vec<Row>> {
        let connection = self.connection()?;
        blocking(|| query(connection, sql, once(params)))
    }

    /// Runs `sql` once for every `count` of the parameters.
    pub(crate) fn query_each(&self, sql: &str, count: usize, params: &[Value]) -> Result<Vec<Row>> {
        let connection = self.connection()?;
        blocking(|| query(connection, sql, params.chunks(count)))
    }

    pub(crate) fn execute(&self, sql: &str, params: &[Value]) -> Result<u64> {
        let connection = self.connection()?;
        blocking(|| {
            let mut statement = prepare(connection, sql)?;
            bind(&mut statement, params)?;
            Ok(statement.raw_execute()? as u64)
        })
    }

    pub(crate) fn commit(self) -> Result<()> {
        self.execute("COMMIT", &[]).map(drop)
    }
}

impl Drop for Tx {
    fn drop(&mut self) {
        // SQLite has rolled back by itself where, for example, the disk was full.
        if let Ok(connection) = self.connection()
            && !connection.is_autocommit()
        {
            drop(self.execute("ROLLBACK", &[]));
        }
    }
}

fn connect(path: &Path, flags: OpenFlags, pragmas: &str) -> Result<Connection> {
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(WAIT)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    // A plan does not change with the values it is asked for.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.execute_batch(pragmas)?;
    Ok(connection)
}

/// Runs `sql` once with each of the lists of parameters.
fn query<'a>(
    connection: &Connection,
    sql: &str,
    each: impl Iterator<Item = &'a [Value]>,
) -> Result<Vec<Row>> {
    let mut statement = prepare(connection, sql)?;
    let columns = statement.column_count();
    let mut found = Vec::new();
    for params in each {
        bind(&mut statement, params)?;
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next()? {
            let values = (0..columns).map(|column| row.get(column));
            found.push(Row::Sqlite(values.collect::<Result<_, _>>()?));
        }
    }
    Ok(found)
}

fn prepare<'c>(connection: &'c Connection, sql: &str) -> Result<CachedStatement<'c>> {
    // To SQLite `$2` is a name; `?2` is the second parameter.
    Ok(connection.prepare_cached(&sql.replace('$', "?"))?)
}

fn bind(statement: &mut CachedStatement<'_>, params: &[Value]) -> Result<()> {
    for (index, value) in (1..).zip(params) {
        statement.raw_bind_parameter(index, value)?;
    }
    Ok(())
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        match self {
            Self::Int(v) => v.to_sql(),
            Self::Text(v) => v.to_sql(),
            Self::Bytes(v) => v.to_sql(),
            Self::Real(v) => v.to_sql(),
        }
    }
}

/// Does `work` where it may block: a worker of the runtime hands its other
/// tasks over before.
fn blocking<T>(work: impl FnOnce() -> T) -> T {
    match Handle::try_current().map(|runtime| runtime.runtime_flavor()) {
        Ok(RuntimeFlavor::MultiThread) => block_in_place(work),
        _ => work(),
    }
}

fn busy() -> Error {
    Error::Unavailable(format!("it was busy for {} seconds", WAIT.as_secs()).into())
}

fn closed() -> Error {
    Error::Unavailable("it is closed".into())
}
