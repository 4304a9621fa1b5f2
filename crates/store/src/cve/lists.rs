//! Lists about records: what is exploited, and what probably will be.

use watchbell_model::Time;

use super::{import::stamp, words};
use crate::{Db, Result, db::Tx, value::Value};

/// A vulnerability that is known to be exploited.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Exploited {
    /// `CVE-2024-12345`.
    pub id: String,
    /// The day it was added, `2025-08-25`.
    pub added: String,
    /// The day by which it has to be dealt with.
    pub due: String,
    /// Whether ransomware is known to use it.
    pub ransomware: bool,
    /// What has to be done.
    pub action: String,
}

/// A probability of exploitation (EPSS).
#[derive(Clone, Debug, PartialEq)]
pub struct Probability {
    /// `CVE-2024-12345`.
    pub id: String,
    /// Within 30 days, 0 to 1.
    pub probability: f64,
    /// Share of vulnerabilities that are less probable or equal.
    pub percentile: Option<f64>,
}

impl Db {
    /// Writes a catalogue of exploited vulnerabilities; returns how many rows are new or changed.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database cannot take it now.
    pub async fn put_exploited(
        &self,
        list: &[Exploited],
        now: Time,
        urgency: impl Fn(bool, i64, Option<f64>, Option<i64>) -> i64,
    ) -> Result<u64> {
        let values = list.iter().flat_map(|entry| {
            [
                Value::from(entry.id.as_str()),
                entry.added.as_str().into(),
                entry.due.as_str().into(),
                entry.ransomware.into(),
                entry.action.as_str().into(),
            ]
        });
        let mut tx = self.begin().await?;
        tx.lock_log().await?;
        let written = tx
            .insert(
                "cve_exploited (id, added, due, ransomware, action)",
                5,
                values.collect(),
                "ON CONFLICT (id) DO UPDATE SET added = excluded.added, due = excluded.due, \
                 ransomware = excluded.ransomware, action = excluded.action \
                 WHERE cve_exploited.added <> excluded.added OR cve_exploited.due <> excluded.due \
                 OR cve_exploited.ransomware <> excluded.ransomware OR cve_exploited.action <> excluded.action \
                 RETURNING ransomware",
            )
            .await?
            .len();
        let rows = tx
            .query(
                "SELECT c.number, c.ssvc, c.epss, c.score FROM cve c JOIN cve_exploited e ON e.id = c.id \
                 WHERE c.exploited = 0",
                vec![],
            )
            .await?;
        let now = match rows.is_empty() {
            true => now,
            false => stamp(&mut tx, now).await?,
        };
        for row in &rows {
            let weight = urgency(true, row.int(1)?, row.real_opt(2)?, row.int_opt(3)?);
            let number = row.int(0)?;
            let sql = "UPDATE cve SET exploited = 1, imported_at = $2 WHERE number = $1";
            tx.execute(sql, vec![number.into(), now.into()]).await?;
            weigh(&mut tx, number, weight).await?;
        }
        tx.commit().await?;
        Ok(written as u64)
    }

    /// Writes a day's probabilities; returns how many are new or changed.
    ///
    /// # Errors
    /// See [`Db::put_exploited`].
    pub async fn put_probabilities(
        &self,
        list: &[Probability],
        urgency: impl Fn(bool, i64, Option<f64>, Option<i64>) -> i64,
    ) -> Result<u64> {
        let mut tx = self.begin().await?;
        let values = list.iter().flat_map(|entry| {
            [
                Value::from(entry.id.as_str()),
                entry.probability.into(),
                Value::Real(entry.percentile),
            ]
        });
        let written = tx
            .insert(
                "cve_probability (id, probability, percentile)",
                3,
                values.collect(),
                "ON CONFLICT (id) DO UPDATE SET probability = excluded.probability, percentile = excluded.percentile \
                 WHERE cve_probability.probability <> excluded.probability RETURNING probability",
            )
            .await?
            .len();
        let rows = tx
            .query(
                "SELECT c.number, c.exploited, c.ssvc, p.probability, c.score, c.urgency FROM cve c \
                 JOIN cve_probability p ON p.id = c.id WHERE c.epss IS NULL OR c.epss <> p.probability",
                vec![],
            )
            .await?;
        for row in &rows {
            let epss = row.real(3)?;
            let exploited = row.int(1)? != 0;
            let weight = urgency(exploited, row.int(2)?, Some(epss), row.int_opt(4)?);
            let number = row.int(0)?;
            let sql = "UPDATE cve SET epss = $1 WHERE number = $2";
            tx.execute(sql, vec![epss.into(), number.into()]).await?;
            if weight != row.int(5)? {
                weigh(&mut tx, number, weight).await?;
            }
        }
        tx.commit().await?;
        Ok(written as u64)
    }
}

/// Gives a record another urgency, wherever lists are read in its order.
async fn weigh(tx: &mut Tx, number: i64, urgency: i64) -> Result<()> {
    let sql = "SELECT c.urgency, t.body FROM cve c JOIN cve_text t ON t.number = c.number WHERE c.number = $1";
    for found in tx.query(sql, vec![number.into()]).await? {
        let body = found.text(1)?;
        words::take(tx, words::row(found.int(0)?, number), &body).await?;
        words::put(tx, vec![(words::row(urgency, number), body)]).await?;
    }
    for sql in [
        "UPDATE cve SET urgency = $1 WHERE number = $2",
        "UPDATE cve_product SET urgency = $1 WHERE cve = $2",
        "UPDATE cve_weakness SET urgency = $1 WHERE cve = $2",
    ] {
        tx.execute(sql, vec![urgency.into(), number.into()]).await?;
    }
    Ok(())
}
