//! Verdicts an hour, for the desk and the metrics.

use watchbell_model::{Channel, Class, Judgement, Time};

use crate::{Db, Result};

/// How many reports of one kind were received in one hour.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Tally {
    /// When the hour began.
    pub hour: Time,
    /// How the reported messages came.
    pub channel: Channel,
    /// What was decided.
    pub verdict: Judgement,
    /// What they were after.
    pub class: Class,
    /// How many.
    pub reports: i64,
}

impl Db {
    /// Returns the numbers of every hour from `since` on, oldest first.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database cannot be reached.
    pub async fn tallies(&self, since: Time) -> Result<Vec<Tally>> {
        let sql = "SELECT hour, channel, verdict, class, reports FROM tally WHERE hour >= $1 \
                   ORDER BY hour, channel, verdict, class";
        let hour = since.seconds().div_euclid(3600);
        let rows = self.query(sql, vec![hour.into()]).await?;
        rows.iter()
            .map(|row| {
                Ok(Tally {
                    hour: Time::from_micros(row.int(0)?.saturating_mul(3600 * Time::SECOND)),
                    channel: row.parse(1, "channel")?,
                    verdict: row.parse(2, "verdict")?,
                    class: row.parse(3, "class")?,
                    reports: row.int(4)?,
                })
            })
            .collect()
    }
}
