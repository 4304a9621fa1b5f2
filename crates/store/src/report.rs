//! Reports: made durable once, read back with their verdict.

use std::{collections::HashMap, iter::once};

use serde::{Deserialize, Serialize};
use watchbell_model::{Behaviour, Channel, Class, Finding, IncidentId, Judgement, ReportId, Time};

use crate::{
    Db, Kept, Result,
    value::{Row, Value},
};

/// What is kept of a report, beside what the table's columns say.
///
/// Reporter and recipient are keyed pseudonyms; the text is there only with
/// consent, and only until its time is over.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct Document {
    /// The sender's own reference.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// When the reported message or call happened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_at: Option<Time>,
    /// Pseudonym of who complains.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reporter: Option<String>,
    /// Who sent the message, in clear: actions are taken on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub originator: Option<String>,
    /// Pseudonym of who received it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    /// The message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Language as its sender knew it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// What the originator was seen doing when the report came.
    pub behaviour: Behaviour,
}

/// A report on its way to a verdict.
#[derive(Clone, Debug)]
pub struct NewReport {
    /// Keyed digest of what it says.
    pub id: ReportId,
    /// When it arrived.
    pub received_at: Time,
    /// How the reported message came.
    pub channel: Channel,
    /// What is kept of it.
    pub document: Document,
    /// Salt of its commitment in the log.
    pub salt: [u8; 16],
}

/// What became of reports that [`Db::accept`] made durable.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Accepted {
    /// For each its place in the order of arrival, or nothing when it was there before.
    pub places: Vec<Option<i64>>,
    /// A place behind which no others come than these, up to the last of them.
    /// Only SQLite knows one: on PostgreSQL others are made durable beside them.
    pub after: Option<i64>,
}

/// A report as it is kept.
#[derive(Clone, Debug)]
pub struct StoredReport {
    /// Its place in the order of arrival.
    pub seq: i64,
    /// Keyed digest of what it says.
    pub id: ReportId,
    /// When it arrived.
    pub received_at: Time,
    /// How the reported message came.
    pub channel: Channel,
    /// What is kept of it.
    pub document: Document,
    /// Salt of its commitment in the log.
    pub salt: Vec<u8>,
    /// Absent while it waits to be judged.
    pub verdict: Option<StoredVerdict>,
}

/// A verdict as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredVerdict {
    /// When it was made.
    pub judged_at: Time,
    /// The decision.
    pub verdict: Judgement,
    /// What the message is after.
    pub class: Class,
    /// How sure, 0 to 1.
    pub score: f64,
    /// What made the score, heaviest first.
    pub findings: Vec<Finding>,
    /// The incident it joined.
    pub incident: Option<IncidentId>,
    /// Number of its leaf in the log.
    pub leaf: i64,
}

const COLUMNS: &str = "r.seq, r.id, r.received_at, r.channel, r.document, r.salt, \
    v.judged_at, v.verdict, v.class, v.score, v.findings, v.incident_id, v.leaf";

impl Db {
    /// Makes `reports` durable, all or none, and queues the new ones to be judged.
    ///
    /// A report whose id is already there is one that was sent before.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database cannot take them now.
    pub async fn accept(&self, reports: &[NewReport]) -> Result<Accepted> {
        self.accept_keeping(reports, &[]).await
    }

    /// As [`Db::accept`], and remembers what the channel that they came by has to, in the same moment.
    ///
    /// # Errors
    /// See [`Db::accept`].
    pub async fn accept_keeping(&self, reports: &[NewReport], kept: &[Kept]) -> Result<Accepted> {
        let row = |report: &NewReport| {
            [
                Value::from(&report.id.0[..]),
                report.received_at.into(),
                report.channel.as_str().into(),
                serde_json::to_string(&report.document)
                    .unwrap_or_default()
                    .into(),
                report.salt[..].into(),
            ]
        };
        let rows: Vec<[Value; 5]> = reports.iter().map(row).collect();
        let mut tx = self.begin().await?;
        tx.keep(kept).await?;
        let accepted = if self.is_shared() {
            let head = "report (id, received_at, channel, document, salt)";
            let tail = "ON CONFLICT (id) DO NOTHING RETURNING seq, id";
            let values = rows.into_iter().flatten().collect();
            let new = tx.insert(head, 5, values, tail).await?;
            let places = places(reports, &new)?;
            let queued = places.iter().flatten().map(|&seq| seq.into()).collect();
            tx.insert("pending (report_seq)", 1, queued, "").await?;
            Accepted {
                places,
                after: None,
            }
        } else {
            // One writer numbers them, so that in general nothing has to come back.
            let first = tx.next("report", "seq").await?.max(1);
            let head = "report (seq, id, received_at, channel, document, salt)";
            let numbered = (first..).zip(rows);
            let values = numbered.flat_map(|(seq, row)| once(seq.into()).chain(row));
            tx.insert(head, 6, values.collect(), "ON CONFLICT (id) DO NOTHING")
                .await?;
            let sql = "INSERT INTO pending (report_seq) SELECT seq FROM report WHERE seq >= $1";
            let new = tx.execute(sql, vec![first.into()]).await?;
            let places = if new == reports.len() as u64 {
                (first..).take(reports.len()).map(Some).collect()
            } else {
                let sql = "SELECT seq, id FROM report WHERE seq >= $1";
                places(reports, &tx.query(sql, vec![first.into()]).await?)?
            };
            Accepted {
                places,
                after: Some(first - 1),
            }
        };
        tx.commit().await?;
        Ok(accepted)
    }

    /// Returns the report with this id, and its verdict where there is one.
    ///
    /// # Errors
    /// As every reading call: [`crate::Error::Unavailable`], [`crate::Error::Corrupt`].
    pub async fn report(&self, id: ReportId) -> Result<Option<StoredReport>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM report r LEFT JOIN verdict v ON v.report_seq = r.seq WHERE r.id = $1"
        );
        let row = self.query_one(&sql, vec![id.0[..].into()]).await?;
        row.as_ref().map(read).transpose()
    }

    /// Returns up to `limit` reports, newest first, before the given place.
    ///
    /// # Errors
    /// See [`Db::report`].
    pub async fn reports(&self, before: Option<i64>, limit: i64) -> Result<Vec<StoredReport>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM report r LEFT JOIN verdict v ON v.report_seq = r.seq \
             WHERE r.seq < $1 ORDER BY r.seq DESC LIMIT $2"
        );
        let params = vec![before.unwrap_or(i64::MAX).into(), limit.into()];
        self.query(&sql, params).await?.iter().map(read).collect()
    }

    /// Returns up to `limit` reports of an incident, newest first, before the given place.
    ///
    /// # Errors
    /// See [`Db::report`].
    pub async fn incident_reports(
        &self,
        incident: IncidentId,
        before: Option<i64>,
        limit: i64,
    ) -> Result<Vec<StoredReport>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM verdict v JOIN report r ON r.seq = v.report_seq \
             WHERE v.incident_id = $1 AND v.report_seq < $2 ORDER BY v.report_seq DESC LIMIT $3"
        );
        let params = vec![
            incident.0.into(),
            before.unwrap_or(i64::MAX).into(),
            limit.into(),
        ];
        self.query(&sql, params).await?.iter().map(read).collect()
    }

    /// Returns how many reports are kept, and how many of them wait to be judged.
    ///
    /// The first number is the last place given out, which costs nothing to find.
    ///
    /// # Errors
    /// See [`Db::report`].
    pub async fn report_count(&self) -> Result<(i64, i64)> {
        let sql = "SELECT CAST(COALESCE((SELECT MAX(seq) FROM report), 0) AS BIGINT), \
                   (SELECT CAST(COUNT(*) AS BIGINT) FROM pending)";
        let row = self.query_one(sql, vec![]).await?;
        row.map_or(Ok((0, 0)), |row| Ok((row.int(0)?, row.int(1)?)))
    }

    /// Forgets the content of judged reports that came before `limit`: text,
    /// reporter, recipient, salt and the evidence quoted from the text.
    ///
    /// Works on at most `most` reports after place `after`; returns the last
    /// place it looked at, or nothing when there is nothing left to forget.
    ///
    /// # Errors
    /// See [`Db::accept`].
    pub async fn forget(&self, after: i64, limit: Time, most: i64) -> Result<Option<i64>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM report r JOIN verdict v ON v.report_seq = r.seq \
             WHERE r.seq > $1 AND r.received_at < $2 ORDER BY r.seq LIMIT $3"
        );
        let rows = self
            .query(&sql, vec![after.into(), limit.into(), most.into()])
            .await?;
        let Some(last) = rows.last().map(|row| row.int(0)).transpose()? else {
            return Ok(None);
        };
        let mut tx = self.begin().await?;
        for row in &rows {
            let report = read(row)?;
            let document = Document {
                text: None,
                reporter: None,
                recipient: None,
                reference: None,
                ..report.document
            };
            tx.execute(
                "UPDATE report SET document = $1, salt = $2 WHERE seq = $3",
                vec![
                    serde_json::to_string(&document).unwrap_or_default().into(),
                    Vec::<u8>::new().into(),
                    report.seq.into(),
                ],
            )
            .await?;
            let mut findings = report
                .verdict
                .map(|verdict| verdict.findings)
                .unwrap_or_default();
            for finding in &mut findings {
                finding.evidence = String::new();
                finding.at = None;
            }
            tx.execute(
                "UPDATE verdict SET findings = $1 WHERE report_seq = $2",
                vec![
                    serde_json::to_string(&findings).unwrap_or_default().into(),
                    report.seq.into(),
                ],
            )
            .await?;
        }
        tx.commit().await?;
        Ok(Some(last))
    }
}

/// The place of each report that is among the `new` ones.
fn places(reports: &[NewReport], new: &[Row]) -> Result<Vec<Option<i64>>> {
    let place = |row: &Row| Ok((row.array(1)?, row.int(0)?));
    let mut new: HashMap<[u8; 16], i64> = new.iter().map(place).collect::<Result<_>>()?;
    let places = reports.iter().map(|report| new.remove(&report.id.0));
    Ok(places.collect())
}

fn read(row: &Row) -> Result<StoredReport> {
    let verdict = match row.int_opt(6)? {
        None => None,
        Some(judged_at) => Some(StoredVerdict {
            judged_at: Time::from_micros(judged_at),
            verdict: row.parse(7, "verdict")?,
            class: row.parse(8, "class")?,
            score: row.real(9)?,
            findings: row.json(10, "findings")?,
            incident: row.int_opt(11)?.map(IncidentId),
            leaf: row.int(12)?,
        }),
    };
    Ok(StoredReport {
        seq: row.int(0)?,
        id: ReportId(row.array(1)?),
        received_at: row.time(2)?,
        channel: row.parse(3, "channel")?,
        document: row.json(4, "document")?,
        salt: row.bytes(5)?,
        verdict,
    })
}
