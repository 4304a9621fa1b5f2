//! KEV: vulnerabilities known to be exploited (CISA), as JSON and as CSV.

use std::collections::HashMap;

use serde::Deserialize;

use super::{Fault, lines::bad_json};
use crate::record::CveId;

/// A catalogue.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct KevCatalogue {
    /// Its version, a date; absent in CSV.
    pub version: Option<String>,
    /// When it was released, RFC 3339; absent in CSV.
    pub released: Option<String>,
    /// One a vulnerability.
    pub entries: Vec<Kev>,
}

/// A vulnerability that is exploited.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Kev {
    /// Which.
    pub id: CveId,
    /// The day it was added, `2025-08-25`.
    pub date_added: String,
    /// The day by which it has to be dealt with.
    pub due_date: String,
    /// What has to be done.
    pub required_action: String,
    /// Whether ransomware is known to use it.
    pub ransomware: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Catalogue {
    catalog_version: Option<String>,
    date_released: Option<String>,
    count: Option<usize>,
    vulnerabilities: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    #[serde(rename = "cveID")]
    cve_id: String,
    date_added: String,
    #[serde(default)]
    due_date: String,
    #[serde(default)]
    required_action: String,
    #[serde(default)]
    known_ransomware_campaign_use: String,
}

impl Row {
    fn entry(self, line: u64) -> Result<Kev, Fault> {
        Ok(Kev {
            id: CveId::typed(&self.cve_id).map_err(|error| Fault::List {
                line,
                what: error.to_string(),
            })?,
            date_added: self.date_added,
            due_date: self.due_date,
            required_action: self.required_action,
            ransomware: self
                .known_ransomware_campaign_use
                .eq_ignore_ascii_case("known"),
        })
    }
}

pub(super) fn read_json(json: &[u8]) -> Result<KevCatalogue, Fault> {
    let catalogue: Catalogue = serde_json::from_slice(json).map_err(|error| bad_json(&error))?;
    let found = catalogue.vulnerabilities.len();
    if let Some(count) = catalogue.count.filter(|&count| count != found) {
        let what = format!("the catalogue says {count} and holds {found} vulnerabilities");
        return Err(Fault::List { line: 0, what });
    }
    let entries = catalogue
        .vulnerabilities
        .into_iter()
        .map(|row| row.entry(0));
    Ok(KevCatalogue {
        version: catalogue.catalog_version,
        released: catalogue.date_released,
        entries: entries.collect::<Result<_, _>>()?,
    })
}

pub(super) fn read_csv(csv: &[u8]) -> Result<KevCatalogue, Fault> {
    let mut reader = csv::Reader::from_reader(csv);
    let bad = |error: csv::Error| Fault::List {
        line: error.position().map_or(0, csv::Position::line),
        what: error.to_string(),
    };
    let names = reader.headers().map_err(bad)?.clone();
    let columns: HashMap<&str, usize> = names.iter().zip(0..).collect();
    let mut entries = Vec::new();
    for row in reader.records() {
        let row = row.map_err(bad)?;
        let line = row.position().map_or(0, csv::Position::line);
        let cell = |name: &str| {
            let cell = columns.get(name).and_then(|&column| row.get(column));
            cell.unwrap_or_default().trim().to_owned()
        };
        let read = Row {
            cve_id: cell("cveID"),
            date_added: cell("dateAdded"),
            due_date: cell("dueDate"),
            required_action: cell("requiredAction"),
            known_ransomware_campaign_use: cell("knownRansomwareCampaignUse"),
        };
        entries.push(read.entry(line)?);
    }
    Ok(KevCatalogue {
        entries,
        ..KevCatalogue::default()
    })
}
