//! A fresh database for each test: SQLite always, PostgreSQL where a server is
//! named by `TEST_POSTGRES_URL`.

use std::sync::atomic::{AtomicU32, Ordering};

/// A PostgreSQL database that belongs to one test, dropped by [`Postgres::drop`].
#[derive(Debug)]
pub(crate) struct Postgres {
    server: String,
    /// Its URL.
    pub(crate) url: String,
}

impl Postgres {
    /// Makes one, where there is a server.
    pub(crate) async fn make() -> Option<Self> {
        let Some(server) = std::env::var_os("TEST_POSTGRES_URL") else {
            super::skip("no PostgreSQL server; name one with TEST_POSTGRES_URL");
            return None;
        };
        Some(Self::on(&server.to_string_lossy()).await)
    }

    /// Makes one on `server`.
    pub(crate) async fn on(server: &str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::SeqCst);
        let name = format!("watchbell_it_{}_{count}", std::process::id());
        administer(server, &format!("CREATE DATABASE {name}")).await;
        let (base, _) = server.rsplit_once('/').expect("the URL names a database");
        Self {
            server: server.to_owned(),
            url: format!("{base}/{name}"),
        }
    }

    /// One that is there already, of the server that made it.
    pub(crate) fn there(url: &str) -> Self {
        Self {
            server: String::new(),
            url: url.to_owned(),
        }
    }

    /// Drops it, whoever is still connected.
    pub(crate) async fn drop(self) {
        let (_, name) = self.url.rsplit_once('/').expect("the URL names a database");
        administer(&self.server, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
    }

    /// Every row of every table as text.
    pub(crate) async fn dump(&self) -> String {
        let pool = sqlx::PgPool::connect(&self.url)
            .await
            .expect("the PostgreSQL server answers");
        let tables: Vec<String> = sqlx::query_scalar(
            "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'",
        )
        .fetch_all(&pool)
        .await
        .expect("lists its tables");
        let mut all = String::new();
        for table in tables {
            let sql = format!("SELECT ROW(t.*)::text FROM \"{table}\" t");
            let rows: Vec<String> = sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
                .fetch_all(&pool)
                .await
                .expect("reads a table");
            all.extend(rows);
        }
        pool.close().await;
        all
    }
}

/// Runs one statement on a server.
pub(crate) async fn administer(server: &str, sql: &str) {
    let pool = sqlx::PgPool::connect(server)
        .await
        .expect("the PostgreSQL server answers");
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned()))
        .execute(&pool)
        .await
        .expect("may administer");
    pool.close().await;
}
