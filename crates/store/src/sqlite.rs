//! SQLite: one connection that writes, in turn, a few that read, and one that
//! writes the WAL back.
//!
//! Statements run on the thread that asks, without a change of threads for
//! each: that change costs more than most statements. Reading outside a
//! transaction, which may take long, has threads of its own.

use std::{
    iter::once,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
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
    PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 32000;";
const READING: &str = "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8192;";
/// How often the WAL is written back while it grows. The writer itself does it
/// only when it has grown to the pages that its `wal_autocheckpoint` says, and
/// then begins it anew.
const WRITE_BACK: Duration = Duration::from_secs(1);

#[derive(Clone, Debug)]
pub(crate) struct Sqlite {
    /// Absent once it is closed.
    writer: Arc<Turn<Option<Connection>>>,
    readers: Arc<Readers>,
    write_back: Arc<Mutex<Option<WriteBack>>>,
}

/// The thread that writes the WAL back; ends when nobody can tell it anything.
#[derive(Debug)]
struct WriteBack {
    written: SyncSender<()>,
    thread: JoinHandle<()>,
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
pub(crate) struct Tx {
    connection: OwnedMutexGuard<Option<Connection>>,
    written: Option<SyncSender<()>>,
}

impl Sqlite {
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let writer = blocking(|| {
            let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
            connect(path, flags, WRITING)
        })?;
        let write_back = WriteBack::start(path)?;
        Ok(Self {
            write_back: Arc::new(Mutex::new(Some(write_back))),
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
        let writer = self.writer.lock().await.take();
        let write_back = self.write_back().take();
        blocking(|| {
            if let Some(WriteBack { written, thread }) = write_back {
                drop(written);
                let _ = thread.join();
            }
            // The last connection to close writes back what is left.
            drop(writer);
        });
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
        let tx = Tx {
            connection: turn.await.map_err(|_| busy())?,
            written: self
                .write_back()
                .as_ref()
                .map(|thread| thread.written.clone()),
        };
        tx.execute("BEGIN IMMEDIATE", &[])?;
        Ok(tx)
    }

    /// Writes a copy of the whole database to a new file.
    pub(crate) async fn snapshot(&self, path: &str) -> Result<()> {
        self.query("VACUUM INTO $1", vec![path.into()])
            .await
            .map(drop)
    }

    fn write_back(&self) -> MutexGuard<'_, Option<WriteBack>> {
        self.write_back
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl WriteBack {
    fn start(path: &Path) -> Result<Self> {
        let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE, READING)?;
        let (written, wait) = sync_channel(1);
        let thread = thread::spawn(move || {
            let mut told = wait.recv().ok();
            while told.is_some() {
                // What goes wrong here goes wrong for the writer too, which says so.
                drop(connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", (), |_| Ok(())));
                told = told_after(&wait, WRITE_BACK);
            }
        });
        Ok(Self { written, thread })
    }
}

/// Lets `pause` go by, then waits until something was written; returns at once, with nothing,
/// when nobody can say so any more.
fn told_after(wait: &Receiver<()>, pause: Duration) -> Option<()> {
    let end = Instant::now() + pause;
    let mut told = false;
    loop {
        match wait.recv_timeout(end.saturating_duration_since(Instant::now())) {
            Ok(()) => told = true,
            Err(RecvTimeoutError::Timeout) if told => return Some(()),
            Err(RecvTimeoutError::Timeout) => return wait.recv().ok(),
            Err(RecvTimeoutError::Disconnected) => return None,
        }
    }
}

impl Readers {
    fn idle(&self) -> MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Tx {
    fn connection(&self) -> Result<&Connection> {
        self.connection.as_ref().ok_or_else(closed)
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
        self.execute("COMMIT", &[])?;
        if let Some(written) = &self.written {
            // Full is told already.
            let _ = written.try_send(());
        }
        Ok(())
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
