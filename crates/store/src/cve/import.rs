//! Records on their way in: new ones, changed ones, and those that are there already.

use std::collections::HashMap;

use watchbell_model::Time;

use crate::{Db, Result, db::Tx, value::Value};

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
    /// the `n`-th record against the one that is kept.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database cannot take them now.
    pub async fn import_cves<'r>(
        &self,
        records: &'r [NewCve],
        now: Time,
        urgency: impl Fn(bool, i64, Option<f64>, Option<i64>) -> i64,
        changed: impl Fn(usize, &[u8]) -> String,
    ) -> Result<Vec<Fate>> {
        let mut tx = self.begin().await?;
        tx.lock_log().await?;
        let known = known(&mut tx, records).await?;
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
        let said = said(&mut tx, records).await?;
        let mut next = tx.next("cve", "number").await?.max(1);
        let (mut rows, mut texts) = (Vec::new(), Vec::new());
        let (mut products, mut entries, mut weaknesses) = (Vec::new(), Vec::new(), Vec::new());
        for (index, (record, fate)) in records.iter().zip(&fates).enumerate() {
            let number = match (fate, known.get(&record.id)) {
                (Fate::New, _) => {
                    next += 1;
                    next - 1
                }
                (Fate::Changed, Some(known)) => {
                    change(&mut tx, known.number, now, |old| changed(index, old)).await?;
                    known.number
                }
                _ => continue,
            };
            let said = said.get(&record.id).copied().unwrap_or_default();
            let exploited = record.exploited || said.exploited;
            let weight = urgency(exploited, record.ssvc, said.epss, record.score);
            rows.extend(record.row(number, now, exploited, said.epss, weight));
            texts.extend([number.into(), record.words.as_str().into()]);
            let named = |named: &'r CveProduct| {
                (
                    named.product.as_str(),
                    named.vendor.as_str(),
                    number,
                    named.entry as i64,
                )
            };
            products.extend(record.products.iter().map(named));
            for (place, entry) in (0_i64..).zip(&record.entries) {
                entries.extend([number.into(), place.into(), entry.as_str().into()]);
            }
            for cwe in &record.weaknesses {
                weaknesses.extend([cwe.as_str().into(), number.into()]);
            }
        }
        tx.insert(
            "cve (number, id, state, title, assigner, published_at, updated_at, imported_at, score, severity, \
             vector, misfit, ssvc, exploited, epss, urgency, digest, record)",
            18,
            rows,
            "",
        )
        .await?;
        tx.insert("cve_text (number, body)", 2, texts, "").await?;
        // In the order of the table: neighbours are written one after the other.
        products.sort_unstable();
        let products = products
            .into_iter()
            .flat_map(|(product, vendor, cve, place)| {
                [product.into(), vendor.into(), cve.into(), place.into()]
            });
        tx.insert(
            "cve_product (product, vendor, cve, place)",
            4,
            products.collect(),
            "ON CONFLICT DO NOTHING",
        )
        .await?;
        tx.insert("cve_entry (cve, place, entry)", 3, entries, "")
            .await?;
        tx.insert(
            "cve_weakness (cwe, cve)",
            2,
            weaknesses,
            "ON CONFLICT DO NOTHING",
        )
        .await?;
        tx.commit().await?;
        Ok(fates)
    }
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
    let sql = "SELECT record FROM cve WHERE number = $1";
    for row in tx.query(sql, vec![number.into()]).await? {
        let what = changed(&row.bytes(0)?);
        tx.insert(
            "cve_change (cve, changed_at, what)",
            3,
            vec![number.into(), now.into(), what.into()],
            "ON CONFLICT DO NOTHING",
        )
        .await?;
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

impl NewCve {
    fn row(
        &self,
        number: i64,
        now: Time,
        exploited: bool,
        epss: Option<f64>,
        urgency: i64,
    ) -> [Value; 18] {
        [
            number.into(),
            self.id.as_str().into(),
            self.state.into(),
            self.title.as_str().into(),
            self.assigner.as_str().into(),
            self.published_at.map(Time::micros).into(),
            self.updated_at.into(),
            now.into(),
            self.score.into(),
            self.severity.map(str::to_owned).into(),
            self.vector.clone().into(),
            self.misfit.into(),
            self.ssvc.into(),
            exploited.into(),
            Value::Real(epss),
            urgency.into(),
            self.digest[..].into(),
            self.record[..].into(),
        ]
    }
}
