use rusqlite::{
    ErrorCode,
    ffi::{SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE},
};
use thiserror::Error;

/// Anything that can go wrong in the store.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no such thing.
    #[error("there is no {what} {id}")]
    NotFound {
        /// What was looked for.
        what: &'static str,
        /// Its id, as asked for.
        id: String,
    },
    /// Something with this name or value exists already, or has changed meanwhile.
    #[error("{what} {id} exists already or was changed by somebody else")]
    Conflict {
        /// What was to be written.
        what: &'static str,
        /// Its id or name.
        id: String,
    },
    /// The database cannot be reached, is full, is read-only or is locked by others.
    #[error("the database is not available: {0}")]
    Unavailable(#[source] Cause),
    /// A stored value that this program did not write.
    #[error("column {column} holds {value:?}, which is not a {what}")]
    Corrupt {
        /// The column.
        column: &'static str,
        /// What was expected there.
        what: &'static str,
        /// What was found.
        value: String,
    },
    /// A value that may be there once only is there already.
    #[error("database: {0}")]
    Unique(#[source] Cause),
    /// The database refused the statement.
    #[error("database: {0}")]
    Sql(#[source] Cause),
    /// A migration could not be applied.
    #[error("migration {name}: {source}")]
    Migration {
        /// The file that failed.
        name: &'static str,
        /// What the database said.
        source: Box<Self>,
    },
    /// The schema was written by a newer Watchbell.
    #[error(
        "the database has schema version {found}, this program knows up to {known}; use a newer watchbell"
    )]
    Newer {
        /// The version found.
        found: i64,
        /// The newest version this program knows.
        known: i64,
    },
    /// The URL names no database that we speak to.
    #[error("{0:?} is not a database URL; expected sqlite:PATH or postgres://USER@HOST/DATABASE")]
    Url(String),
}

/// Shorthand for a result of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What a database driver said.
pub type Cause = Box<dyn std::error::Error + Send + Sync>;

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Io(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_) => Self::Unavailable(error.into()),
            sqlx::Error::Database(cause) if cause.is_unique_violation() => {
                Self::Unique(error.into())
            }
            // Classes 08 connection, 40 rollback, 53 resources, 57 operator intervention.
            sqlx::Error::Database(cause)
                if cause.code().is_some_and(|code| {
                    ["08", "40", "53", "57"].contains(&code.get(..2).unwrap_or_default())
                }) =>
            {
                Self::Unavailable(error.into())
            }
            _ => Self::Sql(error.into()),
        }
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        match &error {
            rusqlite::Error::SqliteFailure(cause, _) => match cause.code {
                ErrorCode::DatabaseBusy
                | ErrorCode::DatabaseLocked
                | ErrorCode::ReadOnly
                | ErrorCode::SystemIoFailure
                | ErrorCode::DiskFull
                | ErrorCode::CannotOpen => Self::Unavailable(error.into()),
                ErrorCode::ConstraintViolation
                    if [SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_PRIMARYKEY]
                        .contains(&cause.extended_code) =>
                {
                    Self::Unique(error.into())
                }
                _ => Self::Sql(error.into()),
            },
            _ => Self::Sql(error.into()),
        }
    }
}

impl Error {
    /// Returns whether trying again later may succeed.
    pub const fn is_passing(&self) -> bool {
        matches!(self, Self::Unavailable(_))
    }
}
