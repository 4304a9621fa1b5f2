//! What a TAXII 2.1 server offers: roots, collections, the status of additions.

mod object;
mod view;

use watchbell_model::Time;

use crate::{
    Db, Result,
    value::{Row, Value},
};

pub use object::{NewTaxiiObject, TaxiiObject};
pub use view::{TaxiiFilter, TaxiiVersion};

/// An API root: a group of collections (section 4.2).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct TaxiiRoot {
    /// Its name, the last part of its address.
    pub name: String,
    /// What it is called.
    pub title: String,
    /// What it is for; empty where nobody said.
    pub description: String,
    /// Bytes that a request's body may have.
    pub max_bytes: i64,
}

/// A collection (section 5.2).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct TaxiiCollection {
    /// The number of its objects' rows; 0 before it is put.
    pub key: i64,
    /// The root that it is in.
    pub root: String,
    /// Its UUID.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What it is for; empty where nobody said.
    pub description: String,
    /// Another name for the UUID in addresses; may be empty.
    pub alias: String,
    /// Whether its objects may be fetched.
    pub can_read: bool,
    /// Whether objects may be added.
    pub can_write: bool,
    /// Media types of its objects, separated by spaces.
    pub media_types: String,
}

const COLLECTION: &str =
    "key, root, id, title, description, alias, can_read, can_write, media_types";

impl Db {
    /// Returns every root, by name.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database cannot be reached.
    pub async fn taxii_roots(&self) -> Result<Vec<TaxiiRoot>> {
        let sql = "SELECT name, title, description, max_bytes FROM taxii_root ORDER BY name";
        let rows = self.query(sql, vec![]).await?;
        rows.iter().map(root).collect()
    }

    /// Returns the root of this name, where there is one.
    ///
    /// # Errors
    /// See [`Db::taxii_roots`].
    pub async fn taxii_root(&self, name: &str) -> Result<Option<TaxiiRoot>> {
        let sql = "SELECT name, title, description, max_bytes FROM taxii_root WHERE name = $1";
        let row = self.query_one(sql, vec![name.into()]).await?;
        row.as_ref().map(root).transpose()
    }

    /// Makes a root, or changes the one of its name.
    ///
    /// # Errors
    /// See [`Db::taxii_roots`].
    pub async fn put_taxii_root(&self, root: &TaxiiRoot) -> Result<()> {
        let sql = "INSERT INTO taxii_root (name, title, description, max_bytes) VALUES ($1, $2, $3, $4) \
                   ON CONFLICT (name) DO UPDATE SET title = excluded.title, \
                   description = excluded.description, max_bytes = excluded.max_bytes";
        let values = vec![
            root.name.as_str().into(),
            root.title.as_str().into(),
            root.description.as_str().into(),
            root.max_bytes.into(),
        ];
        self.execute(sql, values).await.map(drop)
    }

    /// Returns the collections of a root in the order in which they were made.
    ///
    /// # Errors
    /// See [`Db::taxii_roots`].
    pub async fn taxii_collections(&self, root: &str) -> Result<Vec<TaxiiCollection>> {
        let sql = format!("SELECT {COLLECTION} FROM taxii_collection WHERE root = $1 ORDER BY key");
        let rows = self.query(&sql, vec![root.into()]).await?;
        rows.iter().map(collection).collect()
    }

    /// Returns the collection of a root that has this UUID or alias, where there is one.
    ///
    /// # Errors
    /// See [`Db::taxii_roots`].
    pub async fn taxii_collection(&self, root: &str, id: &str) -> Result<Option<TaxiiCollection>> {
        let sql = format!(
            "SELECT {COLLECTION} FROM taxii_collection \
             WHERE root = $1 AND (id = $2 OR (alias = $2 AND alias <> '')) ORDER BY key LIMIT 1"
        );
        let row = self.query_one(&sql, vec![root.into(), id.into()]).await?;
        row.as_ref().map(collection).transpose()
    }

    /// Makes a collection, or changes the one of its root and UUID; returns its key.
    ///
    /// # Errors
    /// See [`Db::taxii_roots`].
    pub async fn put_taxii_collection(&self, collection: &TaxiiCollection) -> Result<i64> {
        let mut tx = self.begin().await?;
        let rows = tx
            .insert(
                "taxii_collection \
                 (root, id, title, description, alias, can_read, can_write, media_types, last_added)",
                9,
                vec![
                    collection.root.as_str().into(),
                    collection.id.as_str().into(),
                    collection.title.as_str().into(),
                    collection.description.as_str().into(),
                    collection.alias.as_str().into(),
                    collection.can_read.into(),
                    collection.can_write.into(),
                    collection.media_types.as_str().into(),
                    0_i64.into(),
                ],
                "ON CONFLICT (root, id) DO UPDATE SET title = excluded.title, \
                 description = excluded.description, alias = excluded.alias, \
                 can_read = excluded.can_read, can_write = excluded.can_write, \
                 media_types = excluded.media_types RETURNING key",
            )
            .await?;
        let key = rows.first().map_or(Ok(0), |row| row.int(0))?;
        tx.commit().await?;
        Ok(key)
    }

    /// Keeps what came of an addition.
    ///
    /// # Errors
    /// See [`Db::taxii_roots`].
    pub async fn add_taxii_status(
        &self,
        root: &str,
        id: &str,
        body: &str,
        now: Time,
    ) -> Result<()> {
        let sql = "INSERT INTO taxii_status (root, id, body, made_at) VALUES ($1, $2, $3, $4) \
                   ON CONFLICT (root, id) DO UPDATE SET body = excluded.body";
        let values = vec![root.into(), id.into(), body.into(), now.into()];
        self.execute(sql, values).await.map(drop)
    }

    /// Returns what came of an addition, in JSON, while it is remembered.
    ///
    /// # Errors
    /// See [`Db::taxii_roots`].
    pub async fn taxii_status(&self, root: &str, id: &str) -> Result<Option<String>> {
        let sql = "SELECT body FROM taxii_status WHERE root = $1 AND id = $2";
        let row = self.query_one(sql, vec![root.into(), id.into()]).await?;
        row.map(|row| row.text(0)).transpose()
    }

    /// Forgets what came of additions before `old`.
    ///
    /// # Errors
    /// See [`Db::taxii_roots`].
    pub async fn forget_taxii_statuses(&self, old: Time) -> Result<u64> {
        let sql = "DELETE FROM taxii_status WHERE made_at < $1";
        self.execute(sql, vec![Value::from(old)]).await
    }
}

fn root(row: &Row) -> Result<TaxiiRoot> {
    Ok(TaxiiRoot {
        name: row.text(0)?,
        title: row.text(1)?,
        description: row.text(2)?,
        max_bytes: row.int(3)?,
    })
}

fn collection(row: &Row) -> Result<TaxiiCollection> {
    Ok(TaxiiCollection {
        key: row.int(0)?,
        root: row.text(1)?,
        id: row.text(2)?,
        title: row.text(3)?,
        description: row.text(4)?,
        alias: row.text(5)?,
        can_read: row.int(6)? != 0,
        can_write: row.int(7)? != 0,
        media_types: row.text(8)?,
    })
}
