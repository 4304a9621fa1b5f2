//! Lists of what somebody runs, and the incidents that records open for them.

use std::collections::HashMap;

use watchbell_model::{Class, EventKind, Incident, IncidentId, Judgement, Link, LinkKind, Time};

use crate::{
    Db, Error, Result,
    correlate::{Correlation, key},
    db::Tx,
    settle::save,
    value::{Row, Value},
};

/// A list of what somebody runs.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Watch {
    /// Its number.
    pub id: i64,
    /// What it is called.
    pub name: String,
    /// How much is on it.
    pub count: i64,
    /// Who made it.
    pub made_by: String,
    /// When it was made, or last replaced.
    pub made_at: Time,
    /// Records that came or changed up to this moment were looked at, by [`Db::cve_news`].
    pub looked_at: Time,
}

/// What a record that came or changed means for a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Touch {
    /// The record, `CVE-2024-12345`.
    pub cve: String,
    /// The title of the incident that it opens; nothing where it opens none, and only one that
    /// is open already hears of it.
    pub opens: Option<String>,
    /// How sure it is.
    pub verdict: Judgement,
    /// How grave it is, 0 to 1.
    pub score: f32,
    /// What is told, in words.
    pub text: String,
}

/// What came of looking.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Noted {
    /// Incidents opened.
    pub opened: usize,
    /// Open ones that heard of a change.
    pub changed: usize,
}

const COLUMNS: &str = "id, name, count, made_by, made_at, looked_at";

impl Db {
    /// Returns every list, by name.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database cannot be reached.
    pub async fn watches(&self) -> Result<Vec<Watch>> {
        let sql = format!("SELECT {COLUMNS} FROM watch ORDER BY name");
        self.query(&sql, vec![]).await?.iter().map(read).collect()
    }

    /// Returns the list of this name.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is none.
    pub async fn watch(&self, name: &str) -> Result<Watch> {
        let sql = format!("SELECT {COLUMNS} FROM watch WHERE name = $1");
        let row = self.query_one(&sql, vec![name.into()]).await?;
        row.map_or_else(|| Err(missing(name)), |row| read(&row))
    }

    /// Returns what is on a list, as it was written.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is none.
    pub async fn watch_components(&self, name: &str) -> Result<String> {
        let sql = "SELECT components FROM watch WHERE name = $1";
        let row = self.query_one(sql, vec![name.into()]).await?;
        row.map_or_else(|| Err(missing(name)), |row| row.text(0))
    }

    /// Writes a list; one of the same name gives way. What is known now opens nothing: only what
    /// comes or changes later does. `most` is how many lists there may be.
    ///
    /// # Errors
    /// [`Error::Conflict`] where there are too many.
    pub async fn put_watch(
        &self,
        name: &str,
        components: &str,
        count: usize,
        by: &str,
        now: Time,
        most: i64,
    ) -> Result<()> {
        let news = self.cve_news().await?;
        let mut tx = self.begin().await?;
        tx.lock_log().await?;
        let sql = "SELECT CAST(COUNT(*) AS BIGINT) FROM watch WHERE name <> $1";
        let others = tx.query(sql, vec![name.into()]).await?;
        if others.first().map_or(Ok(0), |row| row.int(0))? >= most {
            let id = name.to_owned();
            let what = "list beyond the number that there may be:";
            return Err(Error::Conflict { what, id });
        }
        let id = tx.next("watch", "id").await?.max(1);
        tx.insert(
            "watch (id, name, components, count, made_by, made_at, looked_at)",
            7,
            vec![
                id.into(),
                name.into(),
                components.into(),
                (count as i64).into(),
                by.into(),
                now.into(),
                news.into(),
            ],
            "ON CONFLICT (name) DO UPDATE SET components = excluded.components, count = excluded.count, \
             made_by = excluded.made_by, made_at = excluded.made_at",
        )
        .await?;
        tx.commit().await
    }

    /// Takes a list away; its incidents stay.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is none.
    pub async fn remove_watch(&self, name: &str) -> Result<()> {
        let sql = "DELETE FROM watch WHERE name = $1";
        match self.execute(sql, vec![name.into()]).await? {
            0 => Err(missing(name)),
            _ => Ok(()),
        }
    }

    /// Returns the records that have an open incident for a list, and the incident.
    ///
    /// # Errors
    /// See [`Db::watches`].
    pub async fn watch_incidents(&self, name: &str) -> Result<HashMap<String, IncidentId>> {
        let head = key(&link(name, ""));
        let rows = self.query(IN_RANGE, of_head(&head)).await?;
        rows.iter()
            .map(|row| {
                Ok((
                    row.text(0)?[head.len()..].to_owned(),
                    IncidentId(row.int(1)?),
                ))
            })
            .collect()
    }

    /// Returns how many open incidents lists have; those that have none are not among them.
    ///
    /// # Errors
    /// See [`Db::watches`].
    pub async fn watch_counts(&self) -> Result<HashMap<String, usize>> {
        let mut counts: HashMap<String, usize> = HashMap::new();
        for row in self.query(IN_RANGE, of_head("vulnerability:")).await? {
            let value = row.text(0)?;
            let of_list = value.strip_prefix("vulnerability:");
            if let Some((list, _)) = of_list.and_then(|value| value.split_once('/')) {
                *counts.entry(list.to_owned()).or_default() += 1;
            }
        }
        Ok(counts)
    }

    /// Opens incidents for what touches a list, or tells those that are open; seals each; and notes
    /// that what came up to `looked_at` was looked at. Where somebody else has looked meanwhile,
    /// nothing happens.
    ///
    /// `leaf` returns the canonical JSON to seal.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database cannot take it now.
    pub async fn note_touches(
        &self,
        watch: &Watch,
        looked_at: Time,
        touches: &[Touch],
        now: Time,
        leaf: impl Fn(IncidentId, &Touch) -> String,
    ) -> Result<Option<Noted>> {
        let mut tx = self.begin().await?;
        tx.lock_log().await?;
        let sql =
            "UPDATE watch SET looked_at = $1 WHERE id = $2 AND looked_at = $3 AND made_at = $4";
        let mine = vec![
            looked_at.into(),
            watch.id.into(),
            watch.looked_at.into(),
            watch.made_at.into(),
        ];
        if tx.execute(sql, mine).await? == 0 {
            return Ok(None);
        }
        let known = known(&mut tx, watch, touches).await?;
        let mut state = Correlation {
            next: tx.next("incident", "id").await?.max(1),
            ..Correlation::default()
        };
        let mut noted = Noted::default();
        let mut sealed = Vec::new();
        for touch in touches {
            let (id, kind) = match (known.get(&touch.cve), &touch.opens) {
                (Some(incident), _) => {
                    noted.changed += 1;
                    (state.tell(incident, touch, now), EventKind::Grew)
                }
                (None, Some(title)) => {
                    noted.opened += 1;
                    let class = Class::Vulnerability;
                    let id = state.add(title.clone(), class, touch.verdict, touch.score, now);
                    state.changed.insert(id);
                    state.hold(id, &[link(&watch.name, &touch.cve)]);
                    (id, EventKind::Opened)
                }
                (None, None) => continue,
            };
            state.note(id, kind, touch.text.clone(), now);
            sealed.push((IncidentId(id), touch));
        }
        save(&mut tx, &state, now).await?;
        for (id, touch) in sealed {
            tx.seal(&id.to_string(), leaf(id, touch)).await?;
        }
        tx.commit().await?;
        Ok(Some(noted))
    }
}

impl Correlation {
    /// Takes what a record says now for what an open incident is.
    fn tell(&mut self, incident: &(Incident, i64), touch: &Touch, now: Time) -> i64 {
        let (incident, links) = incident;
        let id = incident.id.0;
        let told = Incident {
            verdict: touch.verdict,
            score: touch.score,
            updated_at: now.max(incident.updated_at),
            ..incident.clone()
        };
        self.incidents.insert(id, told);
        self.link_counts.insert(id, *links);
        self.changed.insert(id);
        id
    }
}

/// The open incidents of records, with the number of their links.
async fn known(
    tx: &mut Tx,
    watch: &Watch,
    touches: &[Touch],
) -> Result<HashMap<String, (Incident, i64)>> {
    let keys: HashMap<String, &str> = touches
        .iter()
        .map(|touch| (key(&link(&watch.name, &touch.cve)), touch.cve.as_str()))
        .collect();
    let sql = format!(
        "SELECT {}, links, l.value FROM link l JOIN incident ON incident.id = l.incident_id WHERE l.value IN ({{}})",
        crate::incident::COLUMNS
    );
    let values = keys.keys().map(|key| key.as_str().into()).collect();
    let mut known = HashMap::new();
    for row in tx.query_in(&sql, values).await? {
        if let Some(cve) = keys.get(&row.text(13)?) {
            let incident = crate::incident::read(&row)?;
            known.insert((*cve).to_owned(), (incident, row.int(12)?));
        }
    }
    Ok(known)
}

/// Links that begin alike, found without looking at others.
const IN_RANGE: &str = "SELECT value, incident_id FROM link WHERE value >= $1 AND value < $2";

fn of_head(head: &str) -> Vec<Value> {
    // No link has a sign behind this one: names and identifiers are ASCII.
    vec![head.into(), format!("{head}\u{7F}").into()]
}

/// What joins a record and a list to an incident.
fn link(name: &str, cve: &str) -> Link {
    Link {
        kind: LinkKind::Vulnerability,
        value: format!("{name}/{cve}"),
    }
}

fn missing(name: &str) -> Error {
    Error::NotFound {
        what: "list",
        id: name.to_owned(),
    }
}

fn read(row: &Row) -> Result<Watch> {
    Ok(Watch {
        id: row.int(0)?,
        name: row.text(1)?,
        count: row.int(2)?,
        made_by: row.text(3)?,
        made_at: row.time(4)?,
        looked_at: row.time(5)?,
    })
}
