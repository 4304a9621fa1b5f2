//! CVE records: kept whole, found by id, product, words and urgency.

mod import;
mod lists;
mod search;
mod words;

use std::collections::HashSet;

use serde::{Serialize, Serializer};
use watchbell_model::Time;

use crate::{
    Db, Result,
    value::{Row, Value},
};

pub use import::{CveProduct, Fate, NewCve};
pub use lists::{Exploited, Probability};
pub use search::{CveEntry, CveFilter};
pub(crate) use words::index_all;

/// What lists show of a record; as JSON, the same for every program.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CveHead {
    /// Its number in this database.
    #[serde(skip)]
    pub number: i64,
    /// `CVE-2024-12345`.
    pub id: String,
    /// `PUBLISHED` or `REJECTED`.
    pub state: String,
    /// A headline.
    pub title: String,
    /// Short name of the CNA that assigned it; may be empty.
    pub assigner: String,
    /// When it was published.
    #[serde(rename = "published")]
    pub published_at: Option<Time>,
    /// When it was last changed, as its feed says.
    #[serde(rename = "updated")]
    pub updated_at: Time,
    /// The CVSS score that counts, in tenths; in JSON as it is written, `9.8`.
    #[serde(rename = "cvss", serialize_with = "tenths")]
    pub score: Option<i64>,
    /// Its severity, lower case.
    pub severity: Option<String>,
    /// Its vector.
    pub vector: Option<String>,
    /// Whether a published score does not fit its vector.
    pub misfit: bool,
    /// SSVC: 4 × exploitation (0 none, 1 proof of concept, 2 active) + 2 × automatable + total impact.
    pub ssvc: i64,
    /// Whether it is known to be exploited.
    pub exploited: bool,
    /// EPSS: probability of exploitation within 30 days, 0 to 1.
    pub epss: Option<f64>,
    /// What to fix first has the highest.
    pub urgency: i64,
}

#[expect(clippy::ref_option, reason = "serde hands it so")]
fn tenths<S: Serializer>(
    score: &Option<i64>,
    serializer: S,
) -> std::result::Result<S::Ok, S::Error> {
    score.map(|score| score as f64 / 10.0).serialize(serializer)
}

const HEAD: &str = "c.number, c.id, c.state, c.title, c.assigner, c.published_at, c.updated_at, \
    c.score, c.severity, c.vector, c.misfit, c.ssvc, c.exploited, c.epss, c.urgency";
/// Columns of [`HEAD`].
const HEAD_COLUMNS: usize = 15;

fn head(row: &Row) -> Result<CveHead> {
    Ok(CveHead {
        number: row.int(0)?,
        id: row.text(1)?,
        state: row.text(2)?,
        title: row.text(3)?,
        assigner: row.text(4)?,
        published_at: row.int_opt(5)?.map(Time::from_micros),
        updated_at: row.time(6)?,
        score: row.int_opt(7)?,
        severity: row.text_opt(8)?,
        vector: row.text_opt(9)?,
        misfit: row.int(10)? != 0,
        ssvc: row.int(11)?,
        exploited: row.int(12)? != 0,
        epss: row.real_opt(13)?,
        urgency: row.int(14)?,
    })
}

/// How many records there are, and how fresh.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct CveCounts {
    /// Records, rejected ones included.
    pub records: i64,
    /// Of them rejected.
    pub rejected: i64,
    /// Of them known to be exploited.
    pub exploited: i64,
    /// Of them with a published score that does not fit its vector.
    pub misfits: i64,
    /// Probabilities of exploitation.
    pub probabilities: i64,
    /// The latest change of any record, as its feed says.
    pub updated_at: Option<Time>,
}

impl Db {
    /// Returns a record, as it is kept, with its head.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`], [`crate::Error::Corrupt`].
    pub async fn cve(&self, id: &str) -> Result<Option<(CveHead, Vec<u8>)>> {
        let sql = format!(
            "SELECT {HEAD}, t.record FROM cve c JOIN cve_text t ON t.number = c.number WHERE c.id = $1"
        );
        let row = self.query_one(&sql, vec![id.into()]).await?;
        row.map(|row| Ok((head(&row)?, row.bytes(HEAD_COLUMNS)?)))
            .transpose()
    }

    /// Returns up to `limit` kept records behind `after`, in the order of their numbers.
    ///
    /// # Errors
    /// See [`Db::cve`].
    pub async fn cve_records(&self, after: i64, limit: i64) -> Result<Vec<(i64, Vec<u8>)>> {
        let sql = "SELECT number, record FROM cve_text WHERE number > $1 ORDER BY number LIMIT $2";
        let rows = self.query(sql, vec![after.into(), limit.into()]).await?;
        rows.iter()
            .map(|row| Ok((row.int(0)?, row.bytes(1)?)))
            .collect()
    }

    /// Returns when a record was seen to change and what changed, newest first.
    ///
    /// # Errors
    /// See [`Db::cve`].
    pub async fn cve_changes(&self, number: i64, limit: i64) -> Result<Vec<(Time, String)>> {
        let sql = "SELECT changed_at, what FROM cve_change WHERE cve = $1 ORDER BY changed_at DESC LIMIT $2";
        let rows = self.query(sql, vec![number.into(), limit.into()]).await?;
        rows.iter()
            .map(|row| Ok((row.time(0)?, row.text(1)?)))
            .collect()
    }

    /// Returns when records last came or changed, in the order in which they were written.
    ///
    /// # Errors
    /// See [`Db::cve`].
    pub async fn cve_news(&self) -> Result<Time> {
        import::news(self.query_one(import::NEWS, vec![]).await?.as_ref())
    }

    /// Returns number and id of records that came or changed after `since`, by [`Db::cve_news`].
    ///
    /// # Errors
    /// See [`Db::cve`].
    pub async fn cves_since(&self, since: Time) -> Result<Vec<(i64, String)>> {
        let sql = "SELECT number, id FROM cve WHERE imported_at > $1 ORDER BY number";
        let rows = self.query(sql, vec![since.into()]).await?;
        rows.iter()
            .map(|row| Ok((row.int(0)?, row.text(1)?)))
            .collect()
    }

    /// Returns the products that records name.
    ///
    /// # Errors
    /// See [`Db::cve`].
    pub async fn cve_products(&self, numbers: &[i64]) -> Result<HashSet<String>> {
        let sql = "SELECT DISTINCT product FROM cve_product WHERE cve IN ({})";
        let numbers = numbers.iter().map(|number| Value::from(*number)).collect();
        let rows = self.query_in(sql, numbers).await?;
        rows.iter().map(|row| row.text(0)).collect()
    }

    /// Counts records.
    ///
    /// # Errors
    /// See [`Db::cve`].
    pub async fn cve_counts(&self) -> Result<CveCounts> {
        let sql = "SELECT CAST(COUNT(*) AS BIGINT), \
            CAST(COALESCE(SUM(CASE WHEN state = 'REJECTED' THEN 1 ELSE 0 END), 0) AS BIGINT), \
            CAST(COALESCE(SUM(exploited), 0) AS BIGINT), CAST(COALESCE(SUM(misfit), 0) AS BIGINT), \
            (SELECT CAST(COUNT(*) AS BIGINT) FROM cve_probability), MAX(updated_at) FROM cve";
        let Some(row) = self.query_one(sql, vec![]).await? else {
            return Ok(CveCounts::default());
        };
        Ok(CveCounts {
            records: row.int(0)?,
            rejected: row.int(1)?,
            exploited: row.int(2)?,
            misfits: row.int(3)?,
            probabilities: row.int(4)?,
            updated_at: row.int_opt(5)?.map(Time::from_micros),
        })
    }
}
