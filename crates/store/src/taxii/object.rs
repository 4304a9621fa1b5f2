//! Objects of a collection: added, fetched in the order of their addition, taken away.

use std::collections::HashSet;

use watchbell_model::Time;

use super::TaxiiFilter;
use crate::{
    Db, Result,
    db::Tx,
    value::{Row, Value},
};

/// An object to add.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NewTaxiiObject {
    /// Its identifier, `indicator--…`.
    pub id: String,
    /// Its type.
    pub kind: String,
    /// The version of STIX that it is in, `2.1`.
    pub spec: String,
    /// Its version, as it wrote it, and the moment; nothing where it has none.
    pub version: Option<(String, Time)>,
    /// When it was added, where that is known from elsewhere.
    pub added_at: Option<Time>,
    /// The object, in JSON.
    pub body: String,
}

/// An object of a collection.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TaxiiObject {
    /// Its place in the order of rows, which tells apart what was added at one moment.
    pub seq: i64,
    /// When it was added.
    pub added_at: Time,
    /// Its identifier.
    pub id: String,
    /// The version of STIX that it is in.
    pub spec: String,
    /// Its version as it wrote it; empty where it has none.
    pub version: String,
    /// The object, in JSON; empty where only the rest was asked for.
    pub body: String,
}

impl Db {
    /// Adds objects to a collection and returns, for each, whether it was not there before.
    ///
    /// Each is given a moment of its own, later than that of all that was there: who asks for what
    /// was added after a moment misses nothing.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database cannot take it now.
    pub async fn add_taxii_objects(
        &self,
        collection: i64,
        objects: &[NewTaxiiObject],
        now: Time,
    ) -> Result<Vec<bool>> {
        let mut tx = self.begin().await?;
        let new = tx.add_taxii_objects(collection, objects, now).await?;
        tx.commit().await?;
        Ok(new)
    }

    /// Returns up to `limit` of the objects that `filter` asks for, behind the moment and place `after`.
    ///
    /// # Errors
    /// See [`Db::add_taxii_objects`].
    pub async fn taxii_objects(
        &self,
        collection: i64,
        filter: &TaxiiFilter,
        after: Option<(Time, i64)>,
        limit: i64,
        with_body: bool,
    ) -> Result<Vec<TaxiiObject>> {
        let mut values = Vec::new();
        let mut condition = filter.condition(collection, &mut values);
        if let Some((at, seq)) = after {
            values.extend([at.into(), seq.into()]);
            let count = values.len();
            condition = format!(
                "{condition} AND (o.added_at, o.seq) > (${}, ${count})",
                count - 1
            );
        }
        values.push(limit.into());
        let body = if with_body { ", o.body" } else { "" };
        let sql = format!(
            "SELECT o.seq, o.added_at, o.id, o.spec, o.version_text{body} FROM taxii_object o \
             WHERE {condition} ORDER BY o.added_at, o.seq LIMIT ${}",
            values.len()
        );
        let object = |row: &Row| {
            Ok(TaxiiObject {
                seq: row.int(0)?,
                added_at: row.time(1)?,
                id: row.text(2)?,
                spec: row.text(3)?,
                version: row.text(4)?,
                body: if with_body {
                    row.text(5)?
                } else {
                    String::new()
                },
            })
        };
        self.query(&sql, values).await?.iter().map(object).collect()
    }

    /// Returns whether a collection has an object of this identifier, in any version.
    ///
    /// # Errors
    /// See [`Db::add_taxii_objects`].
    pub async fn has_taxii_object(&self, collection: i64, id: &str) -> Result<bool> {
        let sql = "SELECT seq FROM taxii_object WHERE collection = $1 AND id = $2 LIMIT 1";
        let row = self
            .query_one(sql, vec![collection.into(), id.into()])
            .await?;
        Ok(row.is_some())
    }

    /// Takes away what `filter` asks for of the object `id`; returns how much that was.
    ///
    /// # Errors
    /// See [`Db::add_taxii_objects`].
    pub async fn delete_taxii_objects(
        &self,
        collection: i64,
        id: &str,
        filter: &TaxiiFilter,
    ) -> Result<u64> {
        let only = TaxiiFilter {
            ids: vec![id.to_owned()],
            ..filter.clone()
        };
        let mut values = Vec::new();
        let condition = only.condition(collection, &mut values);
        let sql = format!(
            "DELETE FROM taxii_object WHERE seq IN (SELECT o.seq FROM taxii_object o WHERE {condition})"
        );
        let mut tx = self.begin().await?;
        let gone = tx.execute(&sql, values).await?;
        tx.mark_newest(collection, vec![id.into()]).await?;
        tx.commit().await?;
        Ok(gone)
    }

    /// Takes away every object of a collection.
    ///
    /// # Errors
    /// See [`Db::add_taxii_objects`].
    pub async fn clear_taxii_collection(&self, collection: i64) -> Result<u64> {
        let sql = "DELETE FROM taxii_object WHERE collection = $1";
        self.execute(sql, vec![collection.into()]).await
    }
}

impl Tx {
    /// See [`Db::add_taxii_objects`].
    pub(crate) async fn add_taxii_objects(
        &mut self,
        collection: i64,
        objects: &[NewTaxiiObject],
        now: Time,
    ) -> Result<Vec<bool>> {
        // Whoever adds to the collection waits here until this is done: moments become visible in
        // their order.
        let last = self
            .query(
                "UPDATE taxii_collection SET last_added = \
                 CASE WHEN last_added < $2 THEN $2 ELSE last_added END + $3 \
                 WHERE key = $1 RETURNING last_added",
                vec![collection.into(), now.into(), (objects.len() as i64).into()],
            )
            .await?;
        let last = last.first().map_or(Ok(now.micros()), |row| row.int(0))?;
        let first = last - objects.len() as i64 + 1;
        let ids = |those: &mut dyn Iterator<Item = &NewTaxiiObject>| {
            those
                .map(|object| Value::from(object.id.as_str()))
                .collect::<Vec<_>>()
        };
        // What has no version never changes: it is there or it is not.
        let unversioned = ids(&mut objects.iter().filter(|object| object.version.is_none()));
        let sql =
            format!("SELECT id FROM taxii_object WHERE collection = {collection} AND id IN ({{}})");
        let rows = self.query_in(&sql, unversioned).await?;
        let there: HashSet<String> = rows.iter().map(|row| row.text(0)).collect::<Result<_>>()?;

        let mut values = Vec::with_capacity(objects.len() * 9);
        for (at, object) in (first..).zip(objects) {
            if object.version.is_none() && there.contains(&object.id) {
                continue;
            }
            let (text, version) = object.version.clone().unwrap_or_default();
            values.extend([
                collection.into(),
                object
                    .added_at
                    .unwrap_or_else(|| Time::from_micros(at))
                    .into(),
                object.id.as_str().into(),
                object.kind.as_str().into(),
                object.spec.as_str().into(),
                version.into(),
                text.into(),
                0_i64.into(),
                object.body.as_str().into(),
            ]);
        }
        let rows = self
            .insert(
                "taxii_object \
                 (collection, added_at, id, kind, spec, version, version_text, newest, body)",
                9,
                values,
                "ON CONFLICT (collection, id, version) DO NOTHING RETURNING id, version",
            )
            .await?;
        let mut new = HashSet::new();
        for row in &rows {
            new.insert((row.text(0)?, row.int(1)?));
        }
        self.mark_newest(collection, ids(&mut objects.iter()))
            .await?;
        let is_new = |object: &NewTaxiiObject| {
            let version = object.version.as_ref().map_or(0, |(_, at)| at.micros());
            new.remove(&(object.id.clone(), version))
        };
        Ok(objects.iter().map(is_new).collect())
    }

    /// Marks, of each of the objects `ids`, the last version in the latest form, and no other.
    async fn mark_newest(&mut self, collection: i64, ids: Vec<Value>) -> Result<()> {
        let newer = format!(
            "EXISTS (SELECT 1 FROM taxii_object p WHERE p.collection = {collection} \
             AND p.id = taxii_object.id AND (p.spec, p.version) > (taxii_object.spec, taxii_object.version))"
        );
        let sql = format!(
            "UPDATE taxii_object SET newest = CASE WHEN {newer} THEN 0 ELSE 1 END \
             WHERE collection = {collection} AND id IN ({{}}) \
             AND newest <> CASE WHEN {newer} THEN 0 ELSE 1 END"
        );
        self.query_in(&sql, ids).await.map(drop)
    }
}
