//! Databases for tests: a fresh SQLite file always, a fresh PostgreSQL
//! database where a server is named.

use std::sync::atomic::{AtomicU32, Ordering};

use watchbell_store::Db;

/// A database that belongs to one test.
pub(crate) struct Database {
    /// The database, migrated.
    pub(crate) db: Db,
    /// Its URL.
    pub(crate) url: String,
    server: Option<String>,
    _folder: tempfile::TempDir,
}

impl Database {
    /// One of each kind that is there.
    #[expect(clippy::print_stdout, reason = "a skipped half must be seen")]
    pub(crate) async fn all() -> Vec<Self> {
        let mut all = vec![Self::sqlite().await];
        match std::env::var_os("TEST_POSTGRES_URL") {
            Some(server) => all.push(Self::postgres(&server.to_string_lossy()).await),
            None => {
                assert!(
                    std::env::var_os("CI").is_none(),
                    "CI must run the PostgreSQL half: set TEST_POSTGRES_URL"
                );
                println!("skipped the PostgreSQL half: set TEST_POSTGRES_URL");
            }
        }
        all
    }

    async fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let url = format!("sqlite:{}", folder.path().join("test.db").display());
        let db = Db::open(&url).await.expect("SQLite opens");
        Self {
            db,
            url,
            server: None,
            _folder: folder,
        }
    }

    async fn postgres(server: &str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::SeqCst);
        let name = format!("watchbell_test_{}_{count}", std::process::id());
        administer(server, &format!("CREATE DATABASE {name}")).await;
        let (base, _) = server.rsplit_once('/').expect("the URL names a database");
        let url = format!("{base}/{name}");
        let db = Db::open(&url).await.expect("PostgreSQL opens");
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self {
            db,
            url,
            server: Some(server.to_owned()),
            _folder: folder,
        }
    }

    /// Closes the database and, on a server, drops it.
    pub(crate) async fn drop(self) {
        self.db.close().await;
        if let Some(server) = &self.server {
            let (_, name) = self.url.rsplit_once('/').expect("the URL names a database");
            administer(server, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
        }
    }
}

async fn administer(server: &str, sql: &str) {
    let pool = sqlx::PgPool::connect(server)
        .await
        .expect("the PostgreSQL server answers");
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned()))
        .execute(&pool)
        .await
        .expect("may administer");
    pool.close().await;
}

/// Tells `story` on one fresh database of each kind.
pub(crate) async fn each(story: impl AsyncFn(&Db)) {
    for database in Database::all().await {
        story(&database.db).await;
        database.drop().await;
    }
}
