//! EPSS: the probability that a vulnerability is exploited within 30 days (FIRST).
//!
//! Three generations of files: `cve,epss` and `cve,epss,percentile`, and the latter behind a line
//! `#model_version:…,score_date:…`.

use super::Fault;
use crate::record::CveId;

/// One day's probabilities.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EpssDay {
    /// The model that made them.
    pub model_version: Option<String>,
    /// The day, as written.
    pub score_date: Option<String>,
    /// One a vulnerability.
    pub rows: Vec<Epss>,
}

/// The probability of one vulnerability.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Epss {
    /// Which.
    pub id: CveId,
    /// 0 to 1.
    pub probability: f64,
    /// The share of vulnerabilities that are less probable or equal, 0 to 1.
    pub percentile: Option<f64>,
}

/// Reads a file; one wrong line refuses it, because a list cut short would be believed.
pub(super) fn read(csv: &[u8]) -> Result<EpssDay, Fault> {
    let mut day = EpssDay::default();
    let mut heading = None;
    for (number, line) in (1..).zip(csv.split(|&byte| byte == b'\n')) {
        let wrong = |what: &str, value: &str| Fault::List {
            line: number,
            what: format!("{what} {:?}", value.chars().take(60).collect::<String>()),
        };
        let text = String::from_utf8_lossy(line);
        let text = text.trim();
        if text.is_empty() {
            continue;
        }
        if let Some(comment) = text.strip_prefix('#') {
            for (name, value) in comment.split(',').filter_map(|part| part.split_once(':')) {
                match name.trim() {
                    "model_version" => day.model_version = Some(value.trim().to_owned()),
                    "score_date" => day.score_date = Some(value.trim().to_owned()),
                    _ => {}
                }
            }
            continue;
        }
        let cells: Vec<&str> = text
            .split(',')
            .map(|cell| cell.trim_matches('"').trim())
            .collect();
        let Some(columns) = heading else {
            match cells[..] {
                ["cve", "epss"] => heading = Some(2),
                ["cve", "epss", "percentile"] => heading = Some(3),
                _ => return Err(wrong("the heading is not cve,epss,percentile but", text)),
            }
            continue;
        };
        if cells.len() != columns {
            return Err(wrong(&format!("expected {columns} columns:"), text));
        }
        let share = |cell: Option<&&str>| {
            let value: f64 = cell?.parse().ok()?;
            (0.0..=1.0).contains(&value).then_some(value)
        };
        let id = cells.first().map(|cell| cell.parse());
        let Some(Ok(id)) = id else {
            return Err(wrong("no CVE identifier:", text));
        };
        let probability =
            share(cells.get(1)).ok_or_else(|| wrong("no share between 0 and 1:", text))?;
        let percentile = match columns {
            3 => Some(share(cells.get(2)).ok_or_else(|| wrong("no share between 0 and 1:", text))?),
            _ => None,
        };
        day.rows.push(Epss {
            id,
            probability,
            percentile,
        });
    }
    match heading {
        Some(_) => Ok(day),
        None => Err(Fault::List {
            line: 0,
            what: "there is no heading".to_owned(),
        }),
    }
}
