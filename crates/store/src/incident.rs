//! Incidents: read, searched, changed by people. Reports join them in `settle`.

use serde::{Deserialize, Serialize};
use watchbell_model::{
    Class, Event, EventKind, Incident, IncidentId, IncidentState, Judgement, Link, LinkKind, Time,
};

use crate::{
    Db, Error, Result,
    db::Tx,
    value::{Row, Value},
};

pub(crate) const COLUMNS: &str = "id, state, title, class, verdict, score, tlp, reports, \
    reporters, originators, opened_at, updated_at";

/// Which incidents to list; what is absent does not restrict.
#[derive(Clone, Debug, Default)]
pub struct IncidentFilter {
    /// Where they stand.
    pub state: Option<IncidentState>,
    /// What they are after.
    pub class: Option<Class>,
    /// How certain they are.
    pub verdict: Option<Judgement>,
    /// Words of the title, in any case.
    pub search: Option<String>,
    /// A value that joins reports to it: an originator, a host, a number.
    pub link: Option<String>,
    /// Only those that changed at or after this moment.
    pub changed_since: Option<Time>,
    /// The last one of the page before.
    pub before: Option<(Time, IncidentId)>,
}

/// Who takes part in an incident.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PartyKind {
    /// Who complained, as a pseudonym.
    Reporter,
    /// Who sent the messages.
    Originator,
}

impl PartyKind {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Reporter => "reporter",
            Self::Originator => "originator",
        }
    }
}

impl std::str::FromStr for PartyKind {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        match word {
            "reporter" => Ok(Self::Reporter),
            "originator" => Ok(Self::Originator),
            _ => Err(()),
        }
    }
}

/// One who takes part in an incident, and in how many of its reports.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Party {
    /// As what.
    pub kind: PartyKind,
    /// The originator, or the reporter's pseudonym.
    pub value: String,
    /// In how many reports.
    pub reports: i64,
}

impl Db {
    /// Returns the incident with this id.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is none.
    pub async fn incident(&self, id: IncidentId) -> Result<Incident> {
        let sql = format!("SELECT {COLUMNS} FROM incident WHERE id = $1");
        match self.query_one(&sql, vec![id.0.into()]).await? {
            Some(row) => read(&row),
            None => Err(missing(id)),
        }
    }

    /// Returns up to `limit` incidents, latest change first.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database cannot be reached.
    pub async fn incidents(&self, filter: &IncidentFilter, limit: i64) -> Result<Vec<Incident>> {
        let mut sql = format!("SELECT {COLUMNS} FROM incident WHERE 1 = 1");
        let mut params: Vec<Value> = Vec::new();
        let mut and = |condition: &str, values: Vec<Value>| {
            let mut condition = condition.to_owned();
            for value in values {
                params.push(value);
                condition = condition.replacen("{}", &format!("${}", params.len()), 1);
            }
            sql.push_str(" AND ");
            sql.push_str(&condition);
        };
        if let Some(state) = filter.state {
            and("state = {}", vec![state.as_str().into()]);
        }
        if let Some(class) = filter.class {
            and("class = {}", vec![class.as_str().into()]);
        }
        if let Some(verdict) = filter.verdict {
            and("verdict = {}", vec![verdict.as_str().into()]);
        }
        if let Some(words) = &filter.search {
            let pattern = format!("%{}%", escaped(&words.to_lowercase()));
            and("LOWER(title) LIKE {} ESCAPE '\\'", vec![pattern.into()]);
        }
        if let Some(value) = &filter.link {
            let keys = LinkKind::ALL.iter();
            let keys: Vec<Value> = keys.map(|kind| format!("{kind}:{value}").into()).collect();
            let places = vec!["{}"; keys.len()].join(", ");
            let of_link = format!("id IN (SELECT incident_id FROM link WHERE value IN ({places}))");
            and(&of_link, keys);
        }
        if let Some(since) = filter.changed_since {
            and("updated_at >= {}", vec![since.into()]);
        }
        if let Some((at, id)) = filter.before {
            and("(updated_at, id) < ({}, {})", vec![at.into(), id.0.into()]);
        }
        sql.push_str(&format!(
            " ORDER BY updated_at DESC, id DESC LIMIT ${}",
            params.len() + 1
        ));
        params.push(limit.into());
        self.query(&sql, params).await?.iter().map(read).collect()
    }

    /// Returns how many incidents are in `state`.
    ///
    /// # Errors
    /// See [`Db::incidents`].
    pub async fn incident_count(&self, state: IncidentState) -> Result<i64> {
        let sql = "SELECT CAST(COUNT(*) AS BIGINT) FROM incident WHERE state = $1";
        let row = self.query_one(sql, vec![state.as_str().into()]).await?;
        row.map_or(Ok(0), |row| row.int(0))
    }

    /// Returns the largest open incidents that changed since `since`.
    ///
    /// # Errors
    /// See [`Db::incidents`].
    pub async fn largest_incidents(&self, since: Time, limit: i64) -> Result<Vec<Incident>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM incident WHERE state = 'open' AND updated_at >= $1 \
             ORDER BY reports DESC, id DESC LIMIT $2"
        );
        self.query(&sql, vec![since.into(), limit.into()])
            .await?
            .iter()
            .map(read)
            .collect()
    }

    /// Returns the last `limit` lines of an incident's history, oldest first.
    ///
    /// # Errors
    /// See [`Db::incidents`].
    pub async fn events(&self, id: IncidentId, limit: i64) -> Result<Vec<Event>> {
        let sql = "SELECT at, kind, by_name, body FROM event WHERE incident_id = $1 ORDER BY id DESC LIMIT $2";
        let rows = self.query(sql, vec![id.0.into(), limit.into()]).await?;
        rows.iter()
            .rev()
            .map(|row| {
                Ok(Event {
                    at: row.time(0)?,
                    kind: row.parse(1, "kind")?,
                    by: row.text(2)?,
                    text: row.text(3)?,
                })
            })
            .collect()
    }

    /// Returns the values that join reports to an incident.
    ///
    /// # Errors
    /// See [`Db::incidents`].
    pub async fn links(&self, id: IncidentId) -> Result<Vec<Link>> {
        let sql = "SELECT value FROM link WHERE incident_id = $1 ORDER BY value";
        let rows = self.query(sql, vec![id.0.into()]).await?;
        rows.iter()
            .map(|row| {
                let text = row.text(0)?;
                let corrupt = || Error::Corrupt {
                    column: "link.value",
                    what: "link",
                    value: text.clone(),
                };
                let (kind, value) = text.split_once(':').ok_or_else(corrupt)?;
                let kind = kind.parse().map_err(|_| corrupt())?;
                Ok(Link {
                    kind,
                    value: value.to_owned(),
                })
            })
            .collect()
    }

    /// Returns who takes part most in an incident, in one capacity.
    ///
    /// # Errors
    /// See [`Db::incidents`].
    pub async fn parties(&self, id: IncidentId, kind: PartyKind, limit: i64) -> Result<Vec<Party>> {
        let sql = "SELECT value, reports FROM party WHERE incident_id = $1 AND kind = $2 \
                   ORDER BY reports DESC, value LIMIT $3";
        let rows = self
            .query(sql, vec![id.0.into(), kind.as_str().into(), limit.into()])
            .await?;
        rows.iter()
            .map(|row| {
                Ok(Party {
                    kind,
                    value: row.text(0)?,
                    reports: row.int(1)?,
                })
            })
            .collect()
    }

    /// Changes where an incident stands. Closed or dismissed, it lets go of
    /// its links, so that what comes later opens a new one.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is no such incident.
    pub async fn set_incident_state(
        &self,
        id: IncidentId,
        state: IncidentState,
        event: &Event,
    ) -> Result<()> {
        let mut tx = self.begin().await?;
        tx.lock_log().await?;
        let touched = tx
            .execute(
                "UPDATE incident SET state = $1, updated_at = $2 WHERE id = $3",
                vec![state.as_str().into(), event.at.into(), id.0.into()],
            )
            .await?;
        if touched == 0 {
            return Err(missing(id));
        }
        if state != IncidentState::Open {
            tx.execute("DELETE FROM link WHERE incident_id = $1", vec![id.0.into()])
                .await?;
        }
        tx.note(id, event).await?;
        tx.commit().await
    }

    /// Adds a line to an incident's history.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is no such incident.
    pub async fn add_event(&self, id: IncidentId, event: &Event) -> Result<()> {
        self.incident(id).await?;
        let mut tx = self.begin().await?;
        tx.note(id, event).await?;
        tx.commit().await
    }

    /// Lets go of links between reports that joined nothing since `since`; returns how many.
    ///
    /// # Errors
    /// See [`Db::incidents`].
    pub async fn expire_links(&self, since: Time) -> Result<u64> {
        let sql = "DELETE FROM link WHERE seen_at < $1 AND value NOT LIKE 'vulnerability:%'";
        self.execute(sql, vec![since.into()]).await
    }
}

impl Tx {
    pub(crate) async fn note(&mut self, id: IncidentId, event: &Event) -> Result<()> {
        self.insert(
            "event (incident_id, at, kind, by_name, body)",
            5,
            vec![
                id.0.into(),
                event.at.into(),
                event.kind.as_str().into(),
                event.by.as_str().into(),
                event.text.as_str().into(),
            ],
            "",
        )
        .await
        .map(drop)
    }

    /// Writes the line and its moment from the parts that every caller has.
    pub(crate) async fn note_action(
        &mut self,
        id: IncidentId,
        at: Time,
        by: &str,
        text: String,
    ) -> Result<()> {
        let event = Event {
            at,
            kind: EventKind::Action,
            by: by.to_owned(),
            text,
        };
        self.note(id, &event).await
    }
}

pub(crate) fn missing(id: IncidentId) -> Error {
    Error::NotFound {
        what: "incident",
        id: id.to_string(),
    }
}

/// Text in which `LIKE` sees no wildcard.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_")
}

pub(crate) fn read(row: &Row) -> Result<Incident> {
    Ok(Incident {
        id: IncidentId(row.int(0)?),
        state: row.parse(1, "state")?,
        title: row.text(2)?,
        class: row.parse(3, "class")?,
        verdict: row.parse(4, "verdict")?,
        #[expect(
            clippy::cast_possible_truncation,
            reason = "it was an f32 when it was written"
        )]
        score: row.real(5)? as f32,
        tlp: row.parse(6, "tlp")?,
        reports: row.int(7)?,
        reporters: row.int(8)?,
        originators: row.int(9)?,
        opened_at: row.time(10)?,
        updated_at: row.time(11)?,
    })
}
