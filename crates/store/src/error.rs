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
    #[error("the database is not available: {source}")]
    Unavailable {
        /// What the driver said.
        source: sqlx::Error,
    },
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
    /// The database refused the statement.
    #[error("database: {0}")]
    Sql(sqlx::Error),
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

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Io(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_) => Self::Unavailable { source: error },
            sqlx::Error::Database(cause) => {
                // SQLite: busy, locked, read-only, I/O error, full, cannot open (primary codes);
                // PostgreSQL: classes 08 connection, 53 resources, 57 operator intervention, 40 rollback.
                let code = cause.code().unwrap_or_default();
                let sqlite = code.parse::<u32>().is_ok_and(|code| {
                    code < 100_000
                        && [5, 6, 8, 10, 13, 14].contains(&(code & 0xff))
                        && code.to_string().len() < 5
                });
                let postgres = code.len() == 5 && ["08", "53", "57", "40"].contains(&&code[..2]);
                if sqlite || postgres {
                    Self::Unavailable { source: error }
                } else {
                    Self::Sql(error)
                }
            }
            _ => Self::Sql(error),
        }
    }
}

impl Error {
    /// Returns whether trying again later may succeed.
    pub const fn is_passing(&self) -> bool {
        matches!(self, Self::Unavailable { .. })
    }

    pub(crate) fn is_unique_violation(&self) -> bool {
        match self {
            Self::Sql(sqlx::Error::Database(cause)) => cause.is_unique_violation(),
            _ => false,
        }
    }
}
