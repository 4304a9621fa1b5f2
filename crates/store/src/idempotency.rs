//! Answers to requests that carried an `Idempotency-Key`.

use watchbell_model::Time;

use crate::{Db, Result};

/// An answer given before.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Remembered {
    /// Digest of the request it answered.
    pub request: Vec<u8>,
    /// The answer's body.
    pub answer: String,
}

impl Db {
    /// Returns the answer given to `key`, where there was one.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database cannot be reached.
    pub async fn remembered(&self, key: &[u8]) -> Result<Option<Remembered>> {
        let sql = "SELECT request, answer FROM idempotency WHERE key = $1";
        let row = self.query_one(sql, vec![key.into()]).await?;
        row.map(|row| {
            Ok(Remembered {
                request: row.bytes(0)?,
                answer: row.text(1)?,
            })
        })
        .transpose()
    }

    /// Remembers the answer given to `key`; the first answer stays.
    ///
    /// # Errors
    /// See [`Db::remembered`].
    pub async fn remember(&self, key: &[u8], answer: &Remembered, now: Time) -> Result<()> {
        self.execute(
            "INSERT INTO idempotency (key, request, answer, made_at) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (key) DO NOTHING",
            vec![
                key.into(),
                answer.request.clone().into(),
                answer.answer.as_str().into(),
                now.into(),
            ],
        )
        .await
        .map(drop)
    }

    /// Forgets answers given before `limit`; returns how many.
    ///
    /// # Errors
    /// See [`Db::remembered`].
    pub async fn forget_answers(&self, limit: Time) -> Result<u64> {
        self.execute(
            "DELETE FROM idempotency WHERE made_at < $1",
            vec![limit.into()],
        )
        .await
    }
}
