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
    correlate::{Correlation, Known, PARTIES_AN_INCIDENT, key},
    db::Tx,
    incident::PartyKind,
    report::NewReport,
    value::{Row, Value},
};

/// One report that waits to be judged.
#[derive(Clone, Debug)]
pub struct Job {
    /// Its place in the order of arrival.
    pub seq: i64,
    /// What there is to judge.
    pub report: NewReport,
}

/// Reports that this node alone judges now.
#[derive(Debug)]
pub struct Claim {
    /// The reports, oldest first; never empty.
    pub jobs: Vec<Job>,
    /// PostgreSQL: the transaction that holds their rows.
    tx: Option<Tx>,
}

impl Claim {
    /// Reports that this process made durable itself, oldest first, and that
    /// nobody else judges.
    pub const fn known(jobs: Vec<Job>) -> Self {
        Self { jobs, tx: None }
    }
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
    /// `outcomes[i]` belongs to `claim.jobs[i]`; `leaf(i, incident)` returns the
    /// canonical JSON to seal for it when it joined that incident.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database cannot take it now; the
    /// jobs then wait to be claimed again.
    pub async fn settle(
        &self,
        claim: Claim,
        outcomes: &[Outcome],
        now: Time,
        leaf: impl Fn(usize, Option<IncidentId>) -> String,
    ) -> Result<Settled> {
        let mut work = Work::of(&claim.jobs, outcomes);
        let mut tx = match claim.tx {
            Some(tx) => tx,
            None => self.begin().await?,
        };
        if let Some(taken) = taken(&mut tx, &claim.jobs).await? {
            work.retain(|work| taken.contains(&work.job.seq));
        }
        if work.is_empty() {
            return Ok(Settled::default());
        }
        tx.lock_log().await?;
        let mut state = load(&mut tx, &work, now).await?;
        for work in &mut work {
            work.incident = state.join(work.outcome, now);
        }
        parties(&mut tx, &mut state, &work).await?;
        save(&mut tx, &state, now).await?;

        let judged = work.len();
        let first = tx.next("leaf", "number").await?;
        let (mut verdicts, mut leaves) = (Vec::new(), Vec::new());
        tally(&mut tx, &work).await?;
        for (number, work) in (first..).zip(work) {
            let body = leaf(work.index, work.incident);
            leaves.extend([Value::from(number), body.into()]);
            verdicts.extend(work.verdict(number, now));
        }
        tx.insert("leaf (number, body)", 2, leaves, "").await?;
        tx.insert(
            "verdict (report_seq, judged_at, verdict, class, score, findings, incident_id, leaf)",
            8,
            verdicts,
            "",
        )
        .await?;
        tx.commit().await?;
        Ok(Settled {
            judged,
            opened: state.opened.len(),
            leaves: first + judged as i64,
        })
    }
}

/// What is written about one report.
struct Work<'a> {
    /// Its place in the claim.
    index: usize,
    job: &'a Job,
    outcome: &'a Outcome,
    /// As a document; written before the transaction, while others have their turn.
    findings: String,
    incident: Option<IncidentId>,
}

impl<'a> Work<'a> {
    fn of(jobs: &'a [Job], outcomes: &'a [Outcome]) -> Vec<Self> {
        let work = |(index, (job, outcome)): (usize, (&'a Job, &'a Outcome))| Self {
            index,
            job,
            outcome,
            findings: serde_json::to_string(&outcome.verdict.findings).unwrap_or_default(),
            incident: None,
        };
        jobs.iter().zip(outcomes).enumerate().map(work).collect()
    }

    fn verdict(self, leaf: i64, now: Time) -> [Value; 8] {
        let verdict = &self.outcome.verdict;
        [
            self.job.seq.into(),
            now.into(),
            verdict.verdict.as_str().into(),
            verdict.class.as_str().into(),
            f64::from(verdict.score).into(),
            self.findings.into(),
            self.incident.map(|id| id.0).into(),
            leaf.into(),
        ]
    }
}

fn job(row: &Row) -> Result<Job> {
    Ok(Job {
        seq: row.int(0)?,
        report: NewReport {
            id: ReportId(row.array(1)?),
            received_at: row.time(2)?,
            channel: row.parse(3, "channel")?,
            document: row.json(4, "document")?,
            salt: row.array(5)?,
        },
    })
}

/// Takes reports off the queue; returns which of them were still on it, or
/// nothing where all were, as they are unless a second process settles too.
async fn taken(tx: &mut Tx, jobs: &[Job]) -> Result<Option<HashSet<i64>>> {
    let mut waiting = 0;
    for row in on_queue(tx, "SELECT CAST(COUNT(*) AS BIGINT)", jobs).await? {
        waiting += row.int(0)?;
    }
    let mut taken = None;
    if waiting < jobs.len() as i64 {
        let rows = on_queue(tx, "SELECT report_seq", jobs).await?;
        taken = Some(rows.iter().map(|row| row.int(0)).collect::<Result<_>>()?);
    }
    on_queue(tx, "DELETE", jobs).await?;
    Ok(taken)
}

/// Does `what` with the places of `jobs` that are on the queue.
async fn on_queue(tx: &mut Tx, what: &str, jobs: &[Job]) -> Result<Vec<Row>> {
    let places = jobs.iter().map(|job| job.seq);
    if let (Some(first), Some(last)) = (places.clone().min(), places.clone().max())
        && last - first < jobs.len() as i64
    {
        let sql = format!("{what} FROM pending WHERE report_seq BETWEEN $1 AND $2");
        return tx.query(&sql, vec![first.into(), last.into()]).await;
    }
    let sql = format!("{what} FROM pending WHERE report_seq IN ({{}})");
    tx.query_in(&sql, places.map(Value::from).collect()).await
}

/// Reads the links of the batch and the incidents that hold them.
async fn load(tx: &mut Tx, work: &[Work<'_>], now: Time) -> Result<Correlation> {
    let keys: HashSet<String> = work
        .iter()
        .map(|work| work.outcome)
        .filter(|outcome| outcome.verdict.verdict != Judgement::Clean)
        .flat_map(|outcome| outcome.links.iter().map(key))
        .collect();
    let mut state = Correlation::default();
    let sql = "SELECT value, incident_id, joined, seen_at FROM link WHERE value IN ({})";
    for row in tx
        .query_in(sql, keys.into_iter().map(Value::from).collect())
        .await?
    {
        let known = Known {
            incident: row.int(1)?,
            joined: row.int(2)?,
            changed: false,
            stale: row.time(3)?.plus_micros(Time::DAY) < now,
        };
        state.links.insert(row.text(0)?, known);
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
async fn parties(tx: &mut Tx, state: &mut Correlation, work: &[Work<'_>]) -> Result<()> {
    let mut seen: BTreeMap<(i64, PartyKind, &str), i64> = BTreeMap::new();
    for work in work {
        let Some(incident) = work.incident.and_then(|id| state.incidents.get(&id.0)) else {
            continue;
        };
        let document = &work.job.report.document;
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
    let rows = seen.iter().flat_map(|(&(id, kind, value), &n)| {
        [
            Value::from(id),
            kind.as_str().into(),
            value.into(),
            n.into(),
        ]
    });
    let tail = "ON CONFLICT (incident_id, kind, value) \
        DO UPDATE SET reports = party.reports + excluded.reports \
        RETURNING incident_id, kind, value, reports";
    let head = "party (incident_id, kind, value, reports)";
    let rows = tx.insert(head, 4, rows.collect(), tail).await?;
    for row in &rows {
        let (id, kind, value) = (row.int(0)?, row.parse(1, "kind")?, row.text(2)?);
        let is_new = seen.get(&(id, kind, value.as_str())) == Some(&row.int(3)?);
        if let Some(incident) = state.incidents.get_mut(&id).filter(|_| is_new) {
            match kind {
                PartyKind::Reporter => incident.reporters += 1,
                PartyKind::Originator => incident.originators += 1,
            }
        }
    }
    Ok(())
}

/// Writes what changed: numbers of incidents, links, history.
pub(crate) async fn save(tx: &mut Tx, state: &Correlation, now: Time) -> Result<()> {
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
async fn tally(tx: &mut Tx, work: &[Work<'_>]) -> Result<()> {
    let mut counts: BTreeMap<(i64, Channel, Judgement, Class), i64> = BTreeMap::new();
    for Work { job, outcome, .. } in work {
        let hour = job.report.received_at.seconds().div_euclid(3600);
        let cell = (
            hour,
            job.report.channel,
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
