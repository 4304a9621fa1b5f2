//! Finding records: by words, product, weakness, score and date, most urgent first.

use watchbell_model::Time;

use super::{CveHead, HEAD, HEAD_COLUMNS, head, words};
use crate::{Db, Result, value::Value};

/// Which records.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CveFilter {
    /// All of these, lower case letters and digits only; one that ends in `*` is the beginning of a word.
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

/// What a record says of a product.
#[derive(Clone, Debug, PartialEq)]
pub struct CveEntry {
    /// The record.
    pub head: CveHead,
    /// The maker, or the registry, by the name it is looked for with.
    pub vendor: String,
    /// What it says, JSON.
    pub entry: String,
}

impl Db {
    /// Returns up to `limit` records, most urgent first.
    ///
    /// A list that is kept in this order is read until enough is found; where few records meet a
    /// condition, those are looked at one by one.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`], [`crate::Error::Corrupt`].
    pub async fn cves(&self, filter: &CveFilter, limit: i64) -> Result<Vec<CveHead>> {
        let conditions = self.conditions(filter);
        let start = self.start(&conditions, limit).await?;
        let source = start.and_then(|place| conditions[place].source.as_ref());
        let mut params: Vec<Value> = Vec::new();
        let mut from = match source {
            Some(Source::List { table, rows }) => {
                let rows = rows.numbered(&mut params);
                format!("{table} o CROSS JOIN cve c WHERE c.number = o.cve AND {rows}")
            }
            Some(Source::Words(found)) => {
                let found = found.numbered(&mut params);
                format!(
                    "cve_index o CROSS JOIN cve c WHERE {} AND {found}",
                    words::IS_OF
                )
            }
            Some(Source::Set(set)) => {
                format!("cve c WHERE c.number IN ({})", set.numbered(&mut params))
            }
            None => "cve c WHERE 1 = 1".to_owned(),
        };
        for (place, condition) in conditions.iter().enumerate() {
            if Some(place) != start {
                from += " AND ";
                from += &condition.test.numbered(&mut params);
            }
        }
        let (number, once, order) = match source {
            Some(Source::List { .. }) => {
                let once = "GROUP BY o.urgency, o.cve";
                ("o.cve", once, "o.urgency DESC, o.cve DESC")
            }
            Some(Source::Words(_)) => ("c.number", "", "o.rowid"),
            _ => ("c.number", "", "c.urgency DESC, c.number DESC"),
        };
        if let Some((urgency, number)) = filter.after {
            let after = match source {
                Some(Source::Words(_)) => {
                    Part::new("o.rowid > ?", vec![words::row(urgency, number).into()])
                }
                Some(Source::List { .. }) => after("(o.urgency, o.cve)", urgency, number),
                _ => after("(c.urgency, c.number)", urgency, number),
            };
            from += " AND ";
            from += &after.numbered(&mut params);
        }
        params.push(limit.into());
        let sql = format!(
            "SELECT {HEAD} FROM (SELECT {number} AS found FROM {from} {once} ORDER BY {order} LIMIT ${}) f \
             JOIN cve c ON c.number = f.found ORDER BY c.urgency DESC, c.number DESC",
            params.len()
        );
        self.query(&sql, params).await?.iter().map(head).collect()
    }

    /// The condition to begin with: one that few records meet, or else one that has a list in order.
    async fn start(&self, conditions: &[Condition], limit: i64) -> Result<Option<usize>> {
        let sources = conditions.iter().enumerate();
        let sources = sources.filter_map(|(place, each)| Some((place, each.source.as_ref()?)));
        let sources: Vec<(usize, &Source)> = sources.collect();
        let is_list = |source: &Source| !matches!(source, Source::Set(_));
        let list = sources.iter().find(|(_, source)| is_list(source));
        let mut start = list.map(|(place, _)| *place);
        if sources.len() == usize::from(start.is_some()) {
            return Ok(start);
        }
        let newest = "SELECT CAST(COALESCE(MAX(number), 0) AS BIGINT) FROM cve";
        let newest = self.query_one(newest, vec![]).await?;
        let newest = newest.map_or(Ok(0), |row| row.int(0))?;
        // Of n records that lie anywhere, the first `limit` of c are found after n · limit / c.
        let mut few = newest.saturating_mul(limit).isqrt().max(100);
        for (place, source) in sources {
            let mut params = Vec::new();
            let rows = match source {
                Source::List { table, rows } => {
                    format!(
                        "SELECT 1 FROM {table} o WHERE {}",
                        rows.numbered(&mut params)
                    )
                }
                Source::Words(found) => {
                    let found = found.numbered(&mut params);
                    format!("SELECT 1 FROM cve_index o WHERE {found}")
                }
                Source::Set(set) => set.numbered(&mut params),
            };
            params.push(few.into());
            let sql = format!(
                "SELECT CAST(COUNT(*) AS BIGINT) FROM ({rows} LIMIT ${}) AS found",
                params.len()
            );
            let row = self.query_one(&sql, params).await?;
            let count = row.map_or(Ok(0), |row| row.int(0))?;
            if count < few {
                (few, start) = (count, Some(place));
            }
        }
        Ok(start)
    }

    fn conditions(&self, filter: &CveFilter) -> Vec<Condition> {
        let mut conditions = Vec::new();
        let mut add = |test: &str, set: Option<&str>, values: Vec<Value>| {
            let set = set.map(|set| Source::Set(Part::new(set, values.clone())));
            let test = Part::new(test, values);
            conditions.push(Condition { test, source: set });
        };
        if !filter.rejected {
            add("c.state = 'PUBLISHED'", None, vec![]);
        }
        // The `+` keeps a list that is read in order from being read by another index.
        if let Some(score) = filter.score {
            add("+c.score >= ?", None, vec![score.into()]);
        }
        if let Some(epss) = filter.epss {
            let set = "SELECT number FROM cve WHERE epss >= ?";
            add("+c.epss >= ?", Some(set), vec![epss.into()]);
        }
        if filter.exploited {
            let set = "SELECT number FROM cve WHERE exploited = 1";
            add("+c.exploited = 1", Some(set), vec![]);
        }
        if let Some(since) = filter.updated_since {
            let set = "SELECT number FROM cve WHERE updated_at >= ?";
            add("+c.updated_at >= ?", Some(set), vec![since.into()]);
        }
        let mut list = |table, rows: &[&str], values: Vec<Value>| {
            let rows = rows.join(" AND ");
            let test =
                format!("EXISTS (SELECT 1 FROM {table} o WHERE o.cve = c.number AND {rows})");
            conditions.push(Condition {
                test: Part::new(test, values.clone()),
                source: Some(Source::List {
                    table,
                    rows: Part::new(rows, values),
                }),
            });
        };
        let named = [
            ("o.product = ?", &filter.product),
            // A maker has more records than a product: what stands before `=` is in no index.
            (
                if filter.product.is_some() {
                    "o.vendor || '' = ?"
                } else {
                    "o.vendor = ?"
                },
                &filter.vendor,
            ),
        ];
        let named = named
            .into_iter()
            .filter_map(|(row, name)| Some((row, Value::from(name.as_deref()?))));
        let (rows, values): (Vec<_>, Vec<_>) = named.unzip();
        if !rows.is_empty() {
            list("cve_product", &rows, values);
        }
        if let Some(cwe) = &filter.weakness {
            list("cve_weakness", &["o.cwe = ?"], vec![cwe.as_str().into()]);
        }
        conditions.extend(self.words(&filter.words));
        conditions
    }

    /// The condition that a record has all the words.
    fn words(&self, words: &[String]) -> Option<Condition> {
        // Nothing but letters and digits: no word is an operator.
        let clean = words.iter().map(|word| {
            let letters = word.chars().filter(|c| c.is_alphanumeric());
            (letters.collect::<String>(), word.ends_with('*'))
        });
        let clean: Vec<(String, bool)> = clean.filter(|(word, _)| !word.is_empty()).collect();
        if clean.is_empty() {
            // Signs alone are found nowhere.
            return (!words.is_empty()).then(|| Condition {
                test: Part::new("1 = 0", vec![]),
                source: None,
            });
        }
        let each = |word: fn(&str) -> String, star: &str| -> Vec<String> {
            let each = clean.iter();
            each.map(|(text, begins)| word(text) + if *begins { star } else { "" })
                .collect()
        };
        let (position, source) = if self.is_shared() {
            let query = each(str::to_owned, ":*").join(" & ");
            let set = "SELECT number FROM cve_text WHERE to_tsvector('simple', body) @@ to_tsquery('simple', ?)";
            ("strpos", Source::Set(Part::new(set, vec![query.into()])))
        } else {
            let query = each(|word| format!("\"{word}\""), "*").join(" ");
            let found = Part::new("o.cve_index MATCH ?", vec![query.into()]);
            ("instr", Source::Words(found))
        };
        let test = format!(" AND {position}(' ' || t.body || ' ', ?) > 0").repeat(clean.len());
        let test = format!("EXISTS (SELECT 1 FROM cve_text t WHERE t.number = c.number{test})");
        let values = clean
            .iter()
            .map(|(word, begins)| format!(" {word}{}", if *begins { "" } else { " " }).into());
        Some(Condition {
            test: Part::new(test, values.collect()),
            source: Some(source),
        })
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
    ) -> Result<Vec<CveEntry>> {
        let mut params: Vec<Value> = vec![product.into(), limit.into()];
        let vendor = vendor.map_or("", |vendor| {
            params.push(vendor.into());
            "AND p.vendor || '' = $3"
        });
        let sql = format!(
            "SELECT {HEAD}, e.entry, p.vendor FROM cve_product p JOIN cve c ON c.number = p.cve \
             JOIN cve_entry e ON e.cve = p.cve AND e.place = p.place \
             WHERE p.product = $1 {vendor} ORDER BY p.urgency DESC, p.cve DESC, p.place LIMIT $2"
        );
        let rows = self.query(&sql, params).await?;
        rows.iter()
            .map(|row| {
                Ok(CveEntry {
                    head: head(row)?,
                    entry: row.text(HEAD_COLUMNS)?,
                    vendor: row.text(HEAD_COLUMNS + 1)?,
                })
            })
            .collect()
    }
}

/// What a record `c` has to meet.
struct Condition {
    test: Part,
    /// Where those that meet it are found.
    source: Option<Source>,
}

/// Where records are found that meet a condition.
enum Source {
    /// In rows of a table that is kept from the most urgent on.
    List { table: &'static str, rows: Part },
    /// In rows of the index of words, which is kept so too.
    Words(Part),
    /// By a query of their numbers, in no order.
    Set(Part),
}

/// What comes after this urgency and number.
fn after(of: &str, urgency: i64, number: i64) -> Part {
    Part::new(
        format!("{of} < (?, ?)"),
        vec![urgency.into(), number.into()],
    )
}

/// A part of a statement, with `?` where its values stand.
#[derive(Clone)]
struct Part {
    sql: String,
    values: Vec<Value>,
}

impl Part {
    fn new(sql: impl Into<String>, values: Vec<Value>) -> Self {
        let sql = sql.into();
        Self { sql, values }
    }

    /// Its SQL with numbers instead, as they come among `params`.
    fn numbered(&self, params: &mut Vec<Value>) -> String {
        self.values.iter().fold(self.sql.clone(), |sql, value| {
            params.push(value.clone());
            sql.replacen('?', &format!("${}", params.len()), 1)
        })
    }
}
