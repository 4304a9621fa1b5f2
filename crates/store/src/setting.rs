//! Values of the node itself: the log's key, cursors of jobs.

use crate::{Db, Error, Result};

impl Db {
    /// Returns the value of a setting, where there is one.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database cannot be reached.
    pub async fn setting(&self, name: &str) -> Result<Option<String>> {
        let sql = "SELECT value FROM setting WHERE name = $1";
        self.query_one(sql, vec![name.into()])
            .await?
            .map(|row| row.text(0))
            .transpose()
    }

    /// Sets a value.
    ///
    /// # Errors
    /// See [`Db::setting`].
    pub async fn set_setting(&self, name: &str, value: &str) -> Result<()> {
        self.execute(
            "INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            vec![name.into(), value.into()],
        )
        .await
        .map(drop)
    }

    /// Sets a value that must never change: the first one stays.
    ///
    /// # Errors
    /// [`Error::Conflict`] when another value was set before.
    pub async fn pin_setting(&self, name: &'static str, value: &str) -> Result<()> {
        self.execute(
            "INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING",
            vec![name.into(), value.into()],
        )
        .await?;
        match self.setting(name).await? {
            Some(found) if found == value => Ok(()),
            _ => Err(Error::Conflict {
                what: "setting",
                id: name.to_owned(),
            }),
        }
    }
}
