//! From claimed reports to verdicts, incidents and leaves, in one transaction.
//!
//! Judging happens between [`Db::claim`] and [`Db::settle`], outside any lock.
//! What settles is there once: the same transaction takes the report off the
//! queue, writes its verdict and numbers its leaf. Where a node dies before
//! the commit, none of it happened and the report waits for the next.

use std::collections::{BTreeMap, HashSet};

use watchbell_model::{Channel, Class, IncidentId, Judgement, Link, ReportId, Time, Verdict};

use crate::{
    Db, Result,
    correlate::{Correlation, Known, PARTIES_AN_INCIDENT, SEPARATOR, key},
    db::Tx,
    incident::PartyKind,
    report::Document,
    value::{Row, Value},
};

/// One report that waits to be judged.
#[derive(Clone, Debug)]
pub struct Job {
    /// Its place in the order of arrival.
    pub seq: i64,
    /// Its id.
    pub id: ReportId,
    /// When it arrived.
    pub received_at: Time,
    /// How the reported message came.
    pub channel: Channel,
    /// What is kept of it.
    pub document: Document,
    /// Salt of its commitment in the log.
    pub salt: Vec<u8>,
}

/// Reports that this node alone judges now.
#[derive(Debug)]
pub struct Claim {
    /// The reports, oldest first; never empty.
    pub jobs: Vec<Job>,
    /// PostgreSQL: the transaction that holds their rows.
    tx: Option<Tx>,
}

/// What the judge said of one job.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The verdict.
    pub verdict: Verdict,
    /// What joins the report to others.
    pub links: Vec<Link>,
    /// The title of the incident it would open.
    pub title: String,
}

/// What one [`Db::settle`] did.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Settled {
    /// Verdicts written and sealed.
    pub judged: usize,
    /// Incidents opened.
    pub opened: usize,
    /// Leaves in the log afterwards.
    pub leaves: i64,
}

const JOB: &str = "r.seq, r.id, r.received_at, r.channel, r.document, r.salt";

impl Db {
    /// Claims up to `most` of the oldest reports that wait behind place `after`,
    /// or nothing when none does.
    ///
    /// On PostgreSQL nodes that share the database claim different ones. On
    /// SQLite a second process may claim the same; only one of them settles it.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database cannot be reached.
    pub async fn claim(&self, after: i64, most: i64) -> Result<Option<Claim>> {
        let (rows, tx) = if self.is_shared() {
            let mut tx = self.begin().await?;
            let sql = format!(
                "SELECT {JOB} FROM pending p JOIN report r ON r.seq = p.report_seq \
                 WHERE p.report_seq > $1 ORDER BY p.report_seq LIMIT $2 FOR UPDATE OF p SKIP LOCKED"
            );
            (
                tx.query(&sql, vec![after.into(), most.into()]).await?,
                Some(tx),
            )
        } else {
            let sql = format!(
                "SELECT {JOB} FROM pending p JOIN report r ON r.seq = p.report_seq \
                 WHERE p.report_seq > $1 ORDER BY p.report_seq LIMIT $2"
            );
            (
                self.query(&sql, vec![after.into(), most.into()]).await?,
                None,
            )
        };
        let jobs = rows.iter().map(job).collect::<Result<Vec<_>>>()?;
        Ok((!jobs.is_empty()).then_some(Claim { jobs, tx }))
    }

    /// Writes what was decided about every job of a claim: verdict, incident,
    /// leaf; takes the jobs off the queue. All or nothing.
    ///
    /// `outcomes[i]` belongs to `claim.jobs[i]`; `leaf` returns the canonical
    /// JSON to seal for a job that joined the given incident.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database cannot take it now; the
    /// jobs then wait to be claimed again.
    pub async fn settle(
        &self,
        claim: Claim,
        outcomes: &[Outcome],
        now: Time,
        leaf: impl Fn(&Job, &Outcome, Option<IncidentId>) -> String,
    ) -> Result<Settled> {
        let mut tx = match claim.tx {
            Some(tx) => tx,
            None => self.begin().await?,
        };
        let seqs: Vec<Value> = claim.jobs.iter().map(|job| job.seq.into()).collect();
        let taken = taken(&mut tx, seqs).await?;
        let work: Vec<(&Job, &Outcome)> = claim
            .jobs
            .iter()
            .zip(outcomes)
            .filter(|(job, _)| taken.as_ref().is_none_or(|taken| taken.contains(&job.seq)))
            .collect();
        if work.is_empty() {
            return Ok(Settled::default());
        }
        tx.lock_log().await?;
        let mut state = load(&mut tx, &work, now).await?;
        let joined: Vec<Option<IncidentId>> = work
            .iter()
            .map(|(_, outcome)| state.join(outcome, now))
            .collect();
        parties(&mut tx, &mut state, &work, &joined).await?;
        save(&mut tx, &state, now).await?;

        let first = tx.next("leaf", "number").await?;
        let (mut verdicts, mut leaves) = (Vec::new(), Vec::new());
        for ((number, &(job, outcome)), incident) in (first..).zip(&work).zip(&joined) {
            leaves.extend([Value::from(number), leaf(job, outcome, *incident).into()]);
            verdicts.extend(verdict(job, outcome, *incident, number, now));
        }
        tx.insert("leaf (number, body)", 2, leaves, "").await?;
        tx.insert(
            "verdict (report_seq, judged_at, verdict, class, score, findings, incident_id, leaf)",
            8,
            verdicts,
            "",
        )
        .await?;
        tally(&mut tx, &work).await?;
        tx.commit().await?;
        Ok(Settled {
            judged: work.len(),
            opened: state.opened.len(),
            leaves: first + work.len() as i64,
        })
    }
}

fn job(row: &Row) -> Result<Job> {
    let mut id = [0; 16];
    if let Some(bytes) = row.bytes(1)?.get(..16) {
        id.copy_from_slice(bytes);
    }
    Ok(Job {
        seq: row.int(0)?,
        id: ReportId(id),
        received_at: row.time(2)?,
        channel: row.parse(3, "channel")?,
        document: row.json(4, "document")?,
        salt: row.bytes(5)?,
    })
}

fn verdict(
    job: &Job,
    outcome: &Outcome,
    incident: Option<IncidentId>,
    leaf: i64,
    now: Time,
) -> [Value; 8] {
    [
        job.seq.into(),
        now.into(),
        outcome.verdict.verdict.as_str().into(),
        outcome.verdict.class.as_str().into(),
        f64::from(outcome.verdict.score).into(),
        serde_json::to_string(&outcome.verdict.findings)
            .unwrap_or_default()
            .into(),
        incident.map(|id| id.0).into(),
        leaf.into(),
    ]
}

/// Takes reports off the queue; returns which of them were still on it, or
/// nothing where all were, as they are unless a second process settles too.
async fn taken(tx: &mut Tx, seqs: Vec<Value>) -> Result<Option<HashSet<i64>>> {
    let sql = "SELECT CAST(COUNT(*) AS BIGINT) FROM pending WHERE report_seq IN ({})";
    let mut waiting = 0;
    for row in tx.query_in(sql, seqs.clone()).await? {
        waiting += row.int(0)?;
    }
    let mut taken = None;
    if waiting < seqs.len() as i64 {
        let sql = "SELECT report_seq FROM pending WHERE report_seq IN ({})";
        let rows = tx.query_in(sql, seqs.clone()).await?;
        taken = Some(rows.iter().map(|row| row.int(0)).collect::<Result<_>>()?);
    }
    tx.query_in("DELETE FROM pending WHERE report_seq IN ({})", seqs)
        .await?;
    Ok(taken)
}

/// Reads the links of the batch and the incidents that hold them.
async fn load(tx: &mut Tx, work: &[(&Job, &Outcome)], now: Time) -> Result<Correlation> {
    let keys: HashSet<String> = work
        .iter()
        .filter(|(_, outcome)| outcome.verdict.verdict != Judgement::Clean)
        .flat_map(|(_, outcome)| outcome.links.iter().map(key))
        .collect();
    let mut state = Correlation::default();
    let sql = format!(
        "SELECT incident_id, joined, seen_at, STRING_AGG(value, '{SEPARATOR}') FROM link \
         WHERE value IN ({{}}) GROUP BY incident_id, joined, seen_at"
    );
    for row in tx
        .query_in(&sql, keys.into_iter().map(Value::from).collect())
        .await?
    {
        let known = Known {
            incident: row.int(0)?,
            joined: row.int(1)?,
            changed: false,
            stale: row.time(2)?.plus_micros(Time::DAY) < now,
        };
        let values = row.text(3)?;
        state.links.extend(
            values
                .split(SEPARATOR)
                .map(|value| (value.to_owned(), known)),
        );
    }
    let ids: HashSet<i64> = state.links.values().map(|known| known.incident).collect();
    let sql = format!(
        "SELECT {}, links FROM incident WHERE id IN ({{}})",
        crate::incident::COLUMNS
    );
    for row in tx
        .query_in(&sql, ids.into_iter().map(Value::from).collect())
        .await?
    {
        let incident = crate::incident::read(&row)?;
        state.link_counts.insert(incident.id.0, row.int(12)?);
        state.incidents.insert(incident.id.0, incident);
    }
    state.next = tx.next("incident", "id").await?.max(1);
    Ok(state)
}

/// Counts the different reporters and originators of each incident.
async fn parties(
    tx: &mut Tx,
    state: &mut Correlation,
    work: &[(&Job, &Outcome)],
    joined: &[Option<IncidentId>],
) -> Result<()> {
    let mut seen: BTreeMap<(i64, PartyKind, &str), i64> = BTreeMap::new();
    for (&(job, _), incident) in work.iter().zip(joined) {
        let Some(incident) = incident.and_then(|id| state.incidents.get(&id.0)) else {
            continue;
        };
        let document = &job.document;
        let reporter = (PartyKind::Reporter, &document.reporter, incident.reporters);
        let originator = (
            PartyKind::Originator,
            &document.originator,
            incident.originators,
        );
        for (kind, value, counted) in [reporter, originator] {
            if let Some(value) = value
                && counted < PARTIES_AN_INCIDENT
            {
                *seen.entry((incident.id.0, kind, value)).or_default() += 1;
            }
        }
    }
    let rows = |reports: bool| {
        let row = |(&(id, kind, value), &n): (&(i64, PartyKind, &str), &i64)| {
            [
                id.into(),
                kind.as_str().into(),
                value.into(),
                if reports { n } else { 0 }.into(),
            ]
        };
        seen.iter().flat_map(row).collect::<Vec<Value>>()
    };
    // First the few that are new, which alone come back; then everybody's count.
    let head = "party (incident_id, kind, value, reports)";
    let tail = "ON CONFLICT (incident_id, kind, value) DO NOTHING RETURNING incident_id, kind";
    for row in tx.insert(head, 4, rows(false), tail).await? {
        if let Some(incident) = state.incidents.get_mut(&row.int(0)?) {
            match row.parse::<PartyKind>(1, "kind")? {
                PartyKind::Reporter => incident.reporters += 1,
                PartyKind::Originator => incident.originators += 1,
            }
        }
    }
    let tail = "ON CONFLICT (incident_id, kind, value) DO UPDATE SET reports = party.reports + excluded.reports";
    tx.insert(head, 4, rows(true), tail).await?;
    Ok(())
}

/// Writes what changed: numbers of incidents, links, history.
async fn save(tx: &mut Tx, state: &Correlation, now: Time) -> Result<()> {
    let changed = state
        .changed
        .iter()
        .filter_map(|id| state.incidents.get(id));
    let values = changed
        .flat_map(|incident| {
            let links = state
                .link_counts
                .get(&incident.id.0)
                .copied()
                .unwrap_or_default();
            [
                Value::from(incident.id.0),
                incident.state.as_str().into(),
                incident.title.as_str().into(),
                incident.class.as_str().into(),
                incident.verdict.as_str().into(),
                f64::from(incident.score).into(),
                incident.tlp.as_str().into(),
                incident.reports.into(),
                incident.reporters.into(),
                incident.originators.into(),
                links.into(),
                incident.opened_at.into(),
                incident.updated_at.into(),
            ]
        })
        .collect();
    tx.insert(
        "incident (id, state, title, class, verdict, score, tlp, reports, reporters, originators, links, opened_at, updated_at)",
        13,
        values,
        "ON CONFLICT (id) DO UPDATE SET class = excluded.class, verdict = excluded.verdict, \
         score = excluded.score, reports = excluded.reports, reporters = excluded.reporters, \
         originators = excluded.originators, links = excluded.links, updated_at = excluded.updated_at",
    )
    .await?;
    let mut links: Vec<_> = state
        .links
        .iter()
        .filter(|(_, known)| known.changed)
        .collect();
    links.sort_unstable_by(|a, b| a.0.cmp(b.0));
    let values = links
        .into_iter()
        .flat_map(|(value, known)| {
            [
                value.as_str().into(),
                known.incident.into(),
                known.joined.into(),
                now.into(),
            ]
        })
        .collect();
    tx.insert(
        "link (value, incident_id, joined, seen_at)",
        4,
        values,
        "ON CONFLICT (value) DO UPDATE SET joined = excluded.joined, seen_at = excluded.seen_at",
    )
    .await?;
    let values = state
        .events
        .iter()
        .flat_map(|(incident, event)| {
            [
                (*incident).into(),
                event.at.into(),
                event.kind.as_str().into(),
                event.by.as_str().into(),
                event.text.as_str().into(),
            ]
        })
        .collect();
    tx.insert(
        "event (incident_id, at, kind, by_name, body)",
        5,
        values,
        "",
    )
    .await
    .map(drop)
}

/// Adds the batch to the hourly numbers.
async fn tally(tx: &mut Tx, work: &[(&Job, &Outcome)]) -> Result<()> {
    let mut counts: BTreeMap<(i64, Channel, Judgement, Class), i64> = BTreeMap::new();
    for (job, outcome) in work {
        let hour = job.received_at.seconds().div_euclid(3600);
        let cell = (
            hour,
            job.channel,
            outcome.verdict.verdict,
            outcome.verdict.class,
        );
        *counts.entry(cell).or_default() += 1;
    }
    let values = counts
        .into_iter()
        .flat_map(|((hour, channel, verdict, class), n)| {
            [
                hour.into(),
                channel.as_str().into(),
                verdict.as_str().into(),
                class.as_str().into(),
                n.into(),
            ]
        })
        .collect();
    tx.insert(
        "tally (hour, channel, verdict, class, reports)",
        5,
        values,
        "ON CONFLICT (hour, channel, verdict, class) DO UPDATE SET reports = tally.reports + excluded.reports",
    )
    .await
    .map(drop)
}
