//! PostgreSQL: a pool of connections.

use sqlx::{
    AssertSqlSafe, PgPool,
    postgres::{PgArguments, PgPoolOptions},
    query::Query,
};

use crate::{
    Result,
    db::{CONNECTIONS, WAIT},
    value::{Row, Value},
};

#[derive(Clone, Debug)]
pub(crate) struct Postgres(PgPool);

/// A transaction; dropped without [`Tx::commit`] it never happened.
#[derive(Debug)]
pub(crate) struct Tx(sqlx::Transaction<'static, sqlx::Postgres>);

impl Postgres {
    pub(crate) async fn connect(url: &str) -> Result<Self> {
        let options = PgPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(WAIT);
        Ok(Self(options.connect(url).await?))
    }

    pub(crate) async fn close(&self) {
        self.0.close().await;
    }

    pub(crate) async fn query(&self, sql: &str, params: Vec<Value>) -> Result<Vec<Row>> {
        let rows = bound(sql, params).fetch_all(&self.0).await?;
        Ok(rows.into_iter().map(Row::Postgres).collect())
    }

    pub(crate) async fn begin(&self) -> Result<Tx> {
        Ok(Tx(self.0.begin().await?))
    }
}

impl Tx {
    pub(crate) async fn query(&mut self, sql: &str, params: Vec<Value>) -> Result<Vec<Row>> {
        let rows = bound(sql, params).fetch_all(&mut *self.0).await?;
        Ok(rows.into_iter().map(Row::Postgres).collect())
    }

    pub(crate) async fn execute(&mut self, sql: &str, params: Vec<Value>) -> Result<u64> {
        let done = bound(sql, params).execute(&mut *self.0).await?;
        Ok(done.rows_affected())
    }

    pub(crate) async fn commit(self) -> Result<()> {
        Ok(self.0.commit().await?)
    }
}

fn bound(sql: &str, params: Vec<Value>) -> Query<'static, sqlx::Postgres, PgArguments> {
    let query = sqlx::query(AssertSqlSafe(sql.to_owned()));
    params.into_iter().fold(query, |query, value| match value {
        Value::Int(v) => query.bind(v),
        Value::Text(v) => query.bind(v),
        Value::Bytes(v) => query.bind(v),
        Value::Real(v) => query.bind(v),
    })
}
