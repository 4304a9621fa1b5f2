//! What a channel remembers until it is done with it, made durable with the reports that come of it.

use crate::{Db, Result, db::Tx};

/// Something to remember, or to forget.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Kept {
    /// Whose it is: a channel, and what it keeps.
    pub room: String,
    /// What names it there.
    pub key: String,
    /// What it says; nothing where it is to be forgotten.
    pub body: Option<String>,
}

impl Db {
    /// Returns everything that is kept in a room, as keys and bodies.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database does not answer.
    pub async fn kept(&self, room: &str) -> Result<Vec<(String, String)>> {
        let sql = "SELECT key, body FROM kept WHERE room = $1 ORDER BY key";
        let rows = self.query(sql, vec![room.into()]).await?;
        rows.iter()
            .map(|row| Ok((row.text(0)?, row.text(1)?)))
            .collect()
    }
}

impl Tx {
    /// Keeps what is to be remembered, and forgets the rest.
    pub(crate) async fn keep(&mut self, kept: &[Kept]) -> Result<()> {
        for one in kept {
            let key = || vec![one.room.as_str().into(), one.key.as_str().into()];
            match &one.body {
                Some(body) => {
                    let sql = "INSERT INTO kept (room, key, body) VALUES ($1, $2, $3) \
                               ON CONFLICT (room, key) DO UPDATE SET body = excluded.body";
                    let mut values = key();
                    values.push(body.as_str().into());
                    self.execute(sql, values).await?;
                }
                None => {
                    let sql = "DELETE FROM kept WHERE room = $1 AND key = $2";
                    self.execute(sql, key()).await?;
                }
            }
        }
        Ok(())
    }
}
