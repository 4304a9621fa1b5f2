//! Finding records: by words, product, weakness, score and date, most urgent first.

use watchbell_model::Time;

use super::{CveHead, HEAD, HEAD_COLUMNS, head};
use crate::{Db, Result, value::Value};

/// Of the records that have all the words, this many of the latest imported are looked at.
pub const MAX_WORD_MATCHES: i64 = 5_000;

/// Which records.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CveFilter {
    /// All of these, lower case letters and digits only; the last may be a beginning.
    pub words: Vec<String>,
    /// The maker, by the name it is looked for with.
    pub vendor: Option<String>,
    /// The product, as it is looked for.
    pub product: Option<String>,
    /// `CWE-79`.
    pub weakness: Option<String>,
    /// At least this CVSS score, in tenths.
    pub score: Option<i64>,
    /// At least this probability of exploitation.
    pub epss: Option<f64>,
    /// Only what is known to be exploited.
    pub exploited: bool,
    /// Changed at or after this time, as the feed says.
    pub updated_since: Option<Time>,
    /// Rejected records too.
    pub rejected: bool,
    /// What comes after this urgency and number.
    pub after: Option<(i64, i64)>,
}

impl Db {
    /// Returns up to `limit` records, most urgent first.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`], [`crate::Error::Corrupt`].
    pub async fn cves(&self, filter: &CveFilter, limit: i64) -> Result<Vec<CveHead>> {
        let (conditions, mut params) = self.conditions(filter);
        params.push(limit.into());
        let sql = format!(
            "SELECT {HEAD} FROM cve c WHERE {conditions} ORDER BY c.urgency DESC, c.number DESC LIMIT ${}",
            params.len()
        );
        self.query(&sql, params).await?.iter().map(head).collect()
    }

    fn conditions(&self, filter: &CveFilter) -> (String, Vec<Value>) {
        let mut parts = Vec::new();
        let mut params: Vec<Value> = Vec::new();
        let mut add = |sql: &str, values: Vec<Value>| {
            let mut part = sql.to_owned();
            for value in values {
                params.push(value);
                part = part.replacen('?', &format!("${}", params.len()), 1);
            }
            parts.push(part);
        };
        if !filter.rejected {
            add("c.state = 'PUBLISHED'", vec![]);
        }
        if !filter.words.is_empty() {
            let (sql, query) = self.words(&filter.words);
            add(&sql, vec![query.into(), MAX_WORD_MATCHES.into()]);
        }
        match (&filter.product, &filter.vendor) {
            (Some(product), Some(vendor)) => add(
                "c.number IN (SELECT cve FROM cve_product WHERE product = ? AND vendor = ?)",
                vec![product.as_str().into(), vendor.as_str().into()],
            ),
            (Some(product), None) => add(
                "c.number IN (SELECT cve FROM cve_product WHERE product = ?)",
                vec![product.as_str().into()],
            ),
            (None, Some(vendor)) => add(
                "c.number IN (SELECT cve FROM cve_product WHERE vendor = ?)",
                vec![vendor.as_str().into()],
            ),
            (None, None) => {}
        }
        if let Some(cwe) = &filter.weakness {
            let sql = "c.number IN (SELECT cve FROM cve_weakness WHERE cwe = ?)";
            add(sql, vec![cwe.as_str().into()]);
        }
        if let Some(score) = filter.score {
            add("c.score >= ?", vec![score.into()]);
        }
        if let Some(epss) = filter.epss {
            add("c.epss >= ?", vec![epss.into()]);
        }
        if filter.exploited {
            add("c.exploited = 1", vec![]);
        }
        if let Some(since) = filter.updated_since {
            add("c.updated_at >= ?", vec![since.into()]);
        }
        if let Some((urgency, number)) = filter.after {
            let values = vec![urgency.into(), number.into()];
            add("(c.urgency, c.number) < (?, ?)", values);
        }
        if parts.is_empty() {
            parts.push("1 = 1".to_owned());
        }
        (parts.join(" AND "), params)
    }

    /// The condition that a record has all the words, and the query that stands in it.
    fn words(&self, words: &[String]) -> (String, String) {
        // Nothing but letters and digits: no word is an operator.
        let clean = words.iter().map(|word| {
            let letters = word.chars().filter(|c| c.is_alphanumeric());
            letters.collect::<String>()
        });
        let clean: Vec<String> = clean.filter(|word| !word.is_empty()).collect();
        if self.is_shared() {
            let query = clean.join(" & ") + if clean.is_empty() { "" } else { ":*" };
            let sql = "c.number IN (SELECT number FROM cve_text \
                WHERE to_tsvector('simple', body) @@ to_tsquery('simple', ?) ORDER BY number DESC LIMIT ?)";
            return (sql.to_owned(), query);
        }
        let quoted: Vec<String> = clean.iter().map(|word| format!("\"{word}\"")).collect();
        let query = quoted.join(" ") + if quoted.is_empty() { "\"\"" } else { "*" };
        let sql = "c.number IN (SELECT rowid FROM cve_index \
            WHERE cve_index MATCH ? ORDER BY rowid DESC LIMIT ?)";
        (sql.to_owned(), query)
    }

    /// Returns what records say of a product: the head of each and its entries, most urgent first,
    /// up to `limit` entries.
    ///
    /// # Errors
    /// See [`Db::cves`].
    pub async fn cve_entries(
        &self,
        product: &str,
        vendor: Option<&str>,
        limit: i64,
    ) -> Result<Vec<(CveHead, String)>> {
        let mut params: Vec<Value> = vec![product.into(), limit.into()];
        let vendor = vendor.map_or("", |vendor| {
            params.push(vendor.into());
            "AND p.vendor = $3"
        });
        let sql = format!(
            "SELECT {HEAD}, e.entry FROM cve_product p JOIN cve c ON c.number = p.cve \
             JOIN cve_entry e ON e.cve = p.cve AND e.place = p.place \
             WHERE p.product = $1 {vendor} ORDER BY c.urgency DESC, c.number DESC, p.place LIMIT $2"
        );
        let rows = self.query(&sql, params).await?;
        rows.iter()
            .map(|row| Ok((head(row)?, row.text(HEAD_COLUMNS)?)))
            .collect()
    }
}
