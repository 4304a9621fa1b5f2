//! Actions: steps taken or proposed against a target, each change sealed.

use watchbell_model::{Action, ActionId, ActionState, IncidentId, Step, Target, TargetKind, Time};

use crate::{
    Db, Error, Result,
    db::Tx,
    value::{Row, Value},
};

const COLUMNS: &str = "id, incident_id, kind, value, step, state, reason, approved_by, appeal, \
    created_at, expires_at";

/// An action to be written down.
#[derive(Clone, Debug)]
pub struct NewAction {
    /// The incident it answers.
    pub incident: IncidentId,
    /// Against whom.
    pub target: Target,
    /// How hard.
    pub step: Step,
    /// Where it starts.
    pub state: ActionState,
    /// Why.
    pub reason: String,
    /// Who approved it, where somebody did.
    pub approved_by: Option<String>,
    /// When it ends by itself.
    pub expires_at: Time,
}

/// What changes about an action.
#[derive(Clone, Debug)]
pub struct ActionChange {
    /// Where it stands now; the change is refused unless it stood in `from`.
    pub to: ActionState,
    /// The states in which this change is allowed.
    pub from: &'static [ActionState],
    /// Who approved it, where this change is an approval.
    pub approved_by: Option<String>,
    /// The appeal, where this change is one.
    pub appeal: Option<String>,
    /// Who made the change.
    pub by: String,
    /// The line for the incident's history.
    pub note: String,
}

/// Which actions to list; what is absent does not restrict.
#[derive(Clone, Debug, Default)]
pub struct ActionFilter {
    /// Of one incident.
    pub incident: Option<IncidentId>,
    /// Where they stand.
    pub state: Option<ActionState>,
    /// How hard.
    pub step: Option<Step>,
    /// The last one of the page before.
    pub before: Option<ActionId>,
}

impl Db {
    /// Returns the action with this id.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is none.
    pub async fn action(&self, id: ActionId) -> Result<Action> {
        let sql = format!("SELECT {COLUMNS} FROM action WHERE id = $1");
        match self.query_one(&sql, vec![id.0.into()]).await? {
            Some(row) => read(&row),
            None => Err(Error::NotFound {
                what: "action",
                id: id.to_string(),
            }),
        }
    }

    /// Returns the actions that are in force against a target.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database does not answer.
    pub async fn actions_in_force(&self, target: &Target, now: Time) -> Result<Vec<Action>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM action WHERE kind = $1 AND value = $2 AND state = 'active' \
             AND expires_at > $3 ORDER BY id"
        );
        let values = vec![
            target.kind.as_str().into(),
            target.value.as_str().into(),
            now.into(),
        ];
        self.query(&sql, values).await?.iter().map(read).collect()
    }

    /// Returns up to `limit` actions, newest first.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database cannot be reached.
    pub async fn actions(&self, filter: &ActionFilter, limit: i64) -> Result<Vec<Action>> {
        let mut sql = format!("SELECT {COLUMNS} FROM action WHERE id < $1");
        let mut params: Vec<Value> = vec![filter.before.map_or(i64::MAX, |id| id.0).into()];
        let conditions = [
            ("incident_id", filter.incident.map(|id| id.0.into())),
            ("state", filter.state.map(|state| state.as_str().into())),
            ("step", filter.step.map(|step| step.as_str().into())),
        ];
        for (column, value) in conditions {
            if let Some(value) = value {
                params.push(value);
                sql.push_str(&format!(" AND {column} = ${}", params.len()));
            }
        }
        params.push(limit.into());
        sql.push_str(&format!(" ORDER BY id DESC LIMIT ${}", params.len()));
        self.query(&sql, params).await?.iter().map(read).collect()
    }

    /// Returns how many different targets are under `step` or a harder one now.
    ///
    /// # Errors
    /// See [`Db::actions`].
    pub async fn targets_under(&self, steps: &[Step]) -> Result<i64> {
        let list: Vec<String> = (1..=steps.len()).map(|i| format!("${i}")).collect();
        let sql = format!(
            "SELECT CAST(COUNT(DISTINCT value) AS BIGINT) FROM action \
             WHERE state = 'active' AND kind = 'originator' AND step IN ({})",
            list.join(",")
        );
        let params = steps.iter().map(|step| step.as_str().into()).collect();
        self.query_one(&sql, params)
            .await?
            .map_or(Ok(0), |row| row.int(0))
    }

    /// Writes an action down and seals it, unless one of the same step against
    /// the same target already waits, is in force or is a dry run.
    ///
    /// `leaf` returns the canonical JSON to seal for the numbered action.
    ///
    /// # Errors
    /// See [`Db::actions`].
    pub async fn add_action(
        &self,
        new: &NewAction,
        now: Time,
        leaf: impl Fn(&Action) -> String,
    ) -> Result<Option<Action>> {
        let mut tx = self.begin().await?;
        tx.lock_log().await?;
        let same = tx
            .query(
                "SELECT id FROM action WHERE kind = $1 AND value = $2 AND step = $3 \
                 AND state IN ('proposed', 'active', 'dry-run') LIMIT 1",
                vec![
                    new.target.kind.as_str().into(),
                    new.target.value.as_str().into(),
                    new.step.as_str().into(),
                ],
            )
            .await?;
        if !same.is_empty() {
            return Ok(None);
        }
        let action = Action {
            id: ActionId(tx.next("action", "id").await?.max(1)),
            incident: new.incident,
            target: new.target.clone(),
            step: new.step,
            state: new.state,
            reason: new.reason.clone(),
            approved_by: new.approved_by.clone(),
            appeal: None,
            created_at: now,
            expires_at: new.expires_at,
        };
        tx.insert(
            "action (id, incident_id, kind, value, step, state, reason, approved_by, appeal, created_at, expires_at)",
            11,
            vec![
                action.id.0.into(),
                action.incident.0.into(),
                action.target.kind.as_str().into(),
                action.target.value.as_str().into(),
                action.step.as_str().into(),
                action.state.as_str().into(),
                action.reason.as_str().into(),
                action.approved_by.clone().into(),
                None::<String>.into(),
                action.created_at.into(),
                action.expires_at.into(),
            ],
            "",
        )
        .await?;
        let by = action.approved_by.as_deref().unwrap_or("watchbell");
        let text = format!(
            "{} {} against {} {}: {}",
            action.id, action.step, action.target.kind, action.target.value, action.state
        );
        tx.note_action(action.incident, now, by, text).await?;
        tx.seal(&action.id.to_string(), leaf(&action)).await?;
        tx.commit().await?;
        Ok(Some(action))
    }

    /// Changes where an action stands and seals the change.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is no such action, [`Error::Conflict`]
    /// when it stands where this change is not allowed.
    pub async fn change_action(
        &self,
        id: ActionId,
        change: &ActionChange,
        now: Time,
        leaf: impl Fn(&Action) -> String,
    ) -> Result<Action> {
        let mut tx = self.begin().await?;
        tx.lock_log().await?;
        let sql = format!("SELECT {COLUMNS} FROM action WHERE id = $1");
        let rows = tx.query(&sql, vec![id.0.into()]).await?;
        let Some(row) = rows.first() else {
            return Err(Error::NotFound {
                what: "action",
                id: id.to_string(),
            });
        };
        let mut action = read(row)?;
        if !change.from.contains(&action.state) {
            return Err(Error::Conflict {
                what: "action",
                id: id.to_string(),
            });
        }
        action.state = change.to;
        action.approved_by = change.approved_by.clone().or(action.approved_by);
        action.appeal = change.appeal.clone().or(action.appeal);
        tx.execute(
            "UPDATE action SET state = $1, approved_by = $2, appeal = $3 WHERE id = $4",
            vec![
                action.state.as_str().into(),
                action.approved_by.clone().into(),
                action.appeal.clone().into(),
                id.0.into(),
            ],
        )
        .await?;
        tx.note_action(action.incident, now, &change.by, change.note.clone())
            .await?;
        tx.seal(&id.to_string(), leaf(&action)).await?;
        tx.commit().await?;
        Ok(action)
    }

    /// Returns the actions whose time has run out but which still stand.
    ///
    /// # Errors
    /// See [`Db::actions`].
    pub async fn overdue_actions(&self, now: Time, limit: i64) -> Result<Vec<Action>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM action WHERE state IN ('proposed', 'active', 'dry-run') \
             AND expires_at <= $1 ORDER BY id LIMIT $2"
        );
        self.query(&sql, vec![now.into(), limit.into()])
            .await?
            .iter()
            .map(read)
            .collect()
    }
}

impl Tx {
    /// Appends a leaf that speaks of `subject`.
    pub(crate) async fn seal(&mut self, subject: &str, body: String) -> Result<i64> {
        let number = self.next("leaf", "number").await?;
        self.execute(
            "INSERT INTO leaf (number, body) VALUES ($1, $2)",
            vec![number.into(), body.into()],
        )
        .await?;
        self.execute(
            "INSERT INTO seal (subject, leaf) VALUES ($1, $2)",
            vec![subject.into(), number.into()],
        )
        .await?;
        Ok(number)
    }
}

fn read(row: &Row) -> Result<Action> {
    Ok(Action {
        id: ActionId(row.int(0)?),
        incident: IncidentId(row.int(1)?),
        target: Target {
            kind: row.parse::<TargetKind>(2, "kind")?,
            value: row.text(3)?,
        },
        step: row.parse(4, "step")?,
        state: row.parse(5, "state")?,
        reason: row.text(6)?,
        approved_by: row.text_opt(7)?,
        appeal: row.text_opt(8)?,
        created_at: row.time(9)?,
        expires_at: row.time(10)?,
    })
}
