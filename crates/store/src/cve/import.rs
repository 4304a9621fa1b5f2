//! Records on their way in: new ones, changed ones, and those that are there already.

use std::collections::HashMap;

use watchbell_model::Time;

use super::words;
use crate::{
    Db, Result,
    db::Tx,
    value::{Row, Value},
};

/// A record on its way in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewCve {
    /// `CVE-2024-12345`.
    pub id: String,
    /// `PUBLISHED` or `REJECTED`.
    pub state: &'static str,
    /// A headline.
    pub title: String,
    /// Short name of the CNA that assigned it.
    pub assigner: String,
    /// When it was published.
    pub published_at: Option<Time>,
    /// When it was last changed, as its feed says.
    pub updated_at: Time,
    /// The CVSS score that counts, in tenths.
    pub score: Option<i64>,
    /// Its severity, lower case.
    pub severity: Option<&'static str>,
    /// Its vector.
    pub vector: Option<String>,
    /// Whether a published score does not fit its vector.
    pub misfit: bool,
    /// See [`crate::CveHead::ssvc`].
    pub ssvc: i64,
    /// Whether the record itself says that it is exploited.
    pub exploited: bool,
    /// Its words: lower case, one space between, no other signs.
    pub words: String,
    /// Products and packages that it names.
    pub products: Vec<CveProduct>,
    /// What it says of them, JSON.
    pub entries: Vec<String>,
    /// `CWE-79` …
    pub weaknesses: Vec<String>,
    /// Digest of the whole.
    pub digest: [u8; 16],
    /// The whole, as it is kept.
    pub record: Vec<u8>,
}

/// A product that a record names.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct CveProduct {
    /// Its maker or collection, by the name it is looked for with.
    pub vendor: String,
    /// Its name, as it is looked for.
    pub product: String,
    /// Which of the record's entries speaks of it, from 0.
    pub entry: usize,
}

/// What became of a record.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Fate {
    /// It was not there before.
    New,
    /// It was there and has changed.
    Changed,
    /// It is there already.
    Same,
    /// A later one is there.
    Older,
}

/// What is there of a record.
struct Known {
    number: i64,
    updated_at: Time,
    digest: [u8; 16],
}

impl Db {
    /// Writes records, each id once, all or none, and says what became of each. Where nothing
    /// changes, nothing is written.
    ///
    /// `urgency` weighs exploited, SSVC, EPSS and score; `changed` says in words what is new about
    /// a record, of which it is given what was kept and what will be.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database cannot take them now.
    pub async fn import_cves(
        &self,
        records: Vec<NewCve>,
        now: Time,
        urgency: impl Fn(bool, i64, Option<f64>, Option<i64>) -> i64,
        changed: impl Fn(&[u8], &[u8]) -> String,
    ) -> Result<Vec<Fate>> {
        let mut tx = self.begin().await?;
        tx.lock_log().await?;
        let known = known(&mut tx, &records).await?;
        let fates: Vec<Fate> = records
            .iter()
            .map(|record| match known.get(&record.id) {
                None => Fate::New,
                Some(known) if known.digest == record.digest => Fate::Same,
                Some(known) if known.updated_at > record.updated_at => Fate::Older,
                Some(_) => Fate::Changed,
            })
            .collect();
        let writes = |fate: &Fate| matches!(fate, Fate::New | Fate::Changed);
        if !fates.iter().any(writes) {
            return Ok(fates);
        }
        let said = said(&mut tx, &records).await?;
        let now = stamp(&mut tx, now).await?;
        let mut next = tx.next("cve", "number").await?.max(1);
        let mut rows = Rows::default();
        for (record, fate) in records.into_iter().zip(&fates) {
            let number = match (fate, known.get(&record.id)) {
                (Fate::New, _) => {
                    next += 1;
                    next - 1
                }
                (Fate::Changed, Some(known)) => {
                    let changed = |old: &[u8]| changed(old, &record.record);
                    change(&mut tx, known.number, now, changed).await?;
                    known.number
                }
                _ => continue,
            };
            let said = said.get(&record.id).copied().unwrap_or_default();
            rows.add(record, number, now, said, &urgency);
        }
        rows.write(&mut tx).await?;
        tx.commit().await?;
        Ok(fates)
    }
}

/// Rows of the tables on their way.
#[derive(Default)]
struct Rows {
    heads: Vec<Value>,
    wholes: Vec<Value>,
    /// By their rows of the index.
    words: Vec<(i64, String)>,
    /// Product, urgency, record, place, vendor.
    products: Vec<(String, i64, i64, i64, String)>,
    entries: Vec<Value>,
    weaknesses: Vec<Value>,
}

impl Rows {
    fn add(
        &mut self,
        record: NewCve,
        number: i64,
        now: Time,
        said: Said,
        urgency: impl Fn(bool, i64, Option<f64>, Option<i64>) -> i64,
    ) {
        let exploited = record.exploited || said.exploited;
        let weight = urgency(exploited, record.ssvc, said.epss, record.score);
        self.heads.extend([
            number.into(),
            record.id.into(),
            record.state.into(),
            record.title.into(),
            record.assigner.into(),
            record.published_at.map(Time::micros).into(),
            record.updated_at.into(),
            now.into(),
            record.score.into(),
            record.severity.map(str::to_owned).into(),
            record.vector.into(),
            record.misfit.into(),
            record.ssvc.into(),
            exploited.into(),
            Value::Real(said.epss),
            weight.into(),
            record.digest[..].into(),
        ]);
        self.words
            .push((words::row(weight, number), record.words.clone()));
        self.wholes
            .extend([number.into(), record.words.into(), record.record.into()]);
        let named = |CveProduct {
                         vendor,
                         product,
                         entry,
                     }| { (product, weight, number, entry as i64, vendor) };
        self.products.extend(record.products.into_iter().map(named));
        for (place, entry) in (0_i64..).zip(record.entries) {
            self.entries
                .extend([number.into(), place.into(), entry.into()]);
        }
        for cwe in record.weaknesses {
            self.weaknesses
                .extend([cwe.into(), weight.into(), number.into()]);
        }
    }

    async fn write(mut self, tx: &mut Tx) -> Result<()> {
        let head = "cve (number, id, state, title, assigner, published_at, updated_at, imported_at, score, \
            severity, vector, misfit, ssvc, exploited, epss, urgency, digest)";
        tx.insert(head, 17, self.heads, "").await?;
        tx.insert("cve_text (number, body, record)", 3, self.wholes, "")
            .await?;
        words::put(tx, self.words).await?;
        // In the order of the table: neighbours are written one after the other.
        self.products.sort_unstable();
        let products = self.products.into_iter();
        let products = products.flat_map(|(product, urgency, cve, place, vendor)| {
            let numbers = [urgency.into(), cve.into(), place.into()];
            [product.into()]
                .into_iter()
                .chain(numbers)
                .chain([vendor.into()])
        });
        let head = "cve_product (product, urgency, cve, place, vendor)";
        let known = "ON CONFLICT DO NOTHING";
        tx.insert(head, 5, products.collect(), known).await?;
        tx.insert("cve_entry (cve, place, entry)", 3, self.entries, "")
            .await?;
        let head = "cve_weakness (cwe, urgency, cve)";
        tx.insert(head, 3, self.weaknesses, known).await?;
        Ok(())
    }
}

/// Returns when what this transaction writes is written: later than all that was written before.
/// Whoever looked up to some such moment finds what is new behind it.
///
/// The lock of the log has to be held.
pub(super) async fn stamp(tx: &mut Tx, now: Time) -> Result<Time> {
    let before = news(tx.query(NEWS, vec![]).await?.first())?;
    let now = now.max(before.plus_micros(1));
    let sql = "INSERT INTO setting (name, value) VALUES ('cve.news', $1) \
        ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    tx.execute(sql, vec![now.micros().to_string().into()])
        .await?;
    Ok(now)
}

/// When records last came or changed.
pub(super) const NEWS: &str = "SELECT value FROM setting WHERE name = 'cve.news'";

pub(super) fn news(row: Option<&Row>) -> Result<Time> {
    let text = row.map(|row| row.text(0)).transpose()?;
    let micros = text.and_then(|text| text.parse().ok());
    Ok(Time::from_micros(micros.unwrap_or_default()))
}

async fn known(tx: &mut Tx, records: &[NewCve]) -> Result<HashMap<String, Known>> {
    let mut known = HashMap::new();
    let sql = "SELECT id, number, updated_at, digest FROM cve WHERE id IN ({})";
    for row in tx.query_in(sql, ids(records)).await? {
        let found = Known {
            number: row.int(1)?,
            updated_at: row.time(2)?,
            digest: row.array(3)?,
        };
        known.insert(row.text(0)?, found);
    }
    Ok(known)
}

fn ids(records: &[NewCve]) -> Vec<Value> {
    let ids = records.iter().map(|record| record.id.as_str().into());
    ids.collect()
}

/// What other lists say of a record.
#[derive(Clone, Copy, Default)]
struct Said {
    exploited: bool,
    epss: Option<f64>,
}

async fn said(tx: &mut Tx, records: &[NewCve]) -> Result<HashMap<String, Said>> {
    let mut said: HashMap<String, Said> = HashMap::new();
    let sql = "SELECT id FROM cve_exploited WHERE id IN ({})";
    for row in tx.query_in(sql, ids(records)).await? {
        said.entry(row.text(0)?).or_default().exploited = true;
    }
    let sql = "SELECT id, probability FROM cve_probability WHERE id IN ({})";
    for row in tx.query_in(sql, ids(records)).await? {
        said.entry(row.text(0)?).or_default().epss = Some(row.real(1)?);
    }
    Ok(said)
}

/// Notes what changes and takes the record out, for the new one to take its place.
async fn change(
    tx: &mut Tx,
    number: i64,
    now: Time,
    changed: impl Fn(&[u8]) -> String,
) -> Result<()> {
    let sql = "SELECT t.record, t.body, c.urgency FROM cve_text t JOIN cve c ON c.number = t.number \
        WHERE t.number = $1";
    for row in tx.query(sql, vec![number.into()]).await? {
        let what = changed(&row.bytes(0)?);
        tx.insert(
            "cve_change (cve, changed_at, what)",
            3,
            vec![number.into(), now.into(), what.into()],
            "ON CONFLICT DO NOTHING",
        )
        .await?;
        words::take(tx, words::row(row.int(2)?, number), &row.text(1)?).await?;
    }
    for sql in [
        "DELETE FROM cve WHERE number = $1",
        "DELETE FROM cve_text WHERE number = $1",
        "DELETE FROM cve_product WHERE cve = $1",
        "DELETE FROM cve_entry WHERE cve = $1",
        "DELETE FROM cve_weakness WHERE cve = $1",
    ] {
        tx.execute(sql, vec![number.into()]).await?;
    }
    Ok(())
}
