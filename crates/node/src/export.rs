//! What leaves the house: incidents and lists of blocks.

use std::str::FromStr;

use serde_json::json;
use watchbell_formats::blocklist::{self, Entry};
use watchbell_model::{ActionState, ExportId, IncidentId, Step};
use watchbell_store::{ActionFilter, Export, StoredReport};

use crate::{Error, Node, Result, keys, seal};

/// Entries that a list holds at most; the newest win.
const MAX_ENTRIES: i64 = 100_000;

/// Reports that an export carries; of a larger incident the latest.
const MAX_REPORTS: i64 = 1_000;
/// Lines of history, and actions, that an export carries.
const MAX_LINES: i64 = 1_000;

/// A format of an exported incident.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ExportFormat {
    /// Watchbell's own JSON.
    Json,
}

impl ExportFormat {
    /// Returns the word that stands for it outside.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Json => "json",
        }
    }
}

impl FromStr for ExportFormat {
    type Err = watchbell_model::Error;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        [Self::Json]
            .into_iter()
            .find(|format| format.as_str() == word)
            .ok_or_else(|| watchbell_model::Error::Unknown {
                what: "export format",
                value: word.chars().take(watchbell_model::Error::SHOWN).collect(),
                expected: "json",
            })
    }
}

/// An incident as it left the house.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Exported {
    /// Under which number it was sealed.
    pub id: ExportId,
    /// The document.
    pub bytes: Vec<u8>,
    /// Its media type.
    pub media_type: &'static str,
    /// A name for its file.
    pub file_name: String,
}

/// A format of a list of blocks.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ListFormat {
    /// Comma-separated values, RFC 4180.
    Csv,
    /// One JSON object a line.
    Json,
    /// A DNS response policy zone; hosts only.
    Rpz,
}

impl FromStr for ListFormat {
    type Err = watchbell_model::Error;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        match word {
            "csv" => Ok(Self::Csv),
            "json" => Ok(Self::Json),
            "rpz" => Ok(Self::Rpz),
            _ => Err(watchbell_model::Error::Unknown {
                what: "list format",
                value: word.chars().take(watchbell_model::Error::SHOWN).collect(),
                expected: "csv json rpz",
            }),
        }
    }
}

impl Node {
    /// Exports an incident and seals what was exported.
    ///
    /// # Errors
    /// [`Error::Store`], with `NotFound` where there is no such incident.
    pub async fn export(&self, id: IncidentId, format: ExportFormat, by: &str) -> Result<Exported> {
        let incident = self.db.incident(id).await?;
        let reports = self.db.incident_reports(id, None, MAX_REPORTS).await?;
        let events = self.db.events(id, MAX_LINES).await?;
        let links = self.db.links(id).await?;
        let of_incident = ActionFilter {
            incident: Some(id),
            ..ActionFilter::default()
        };
        let actions = self.db.actions(&of_incident, MAX_LINES).await?;
        let lines: Vec<_> = reports.iter().map(line).collect();
        let (bytes, media_type, extension) = match format {
            ExportFormat::Json => {
                let document = json!({
                    "incident": incident, "reports": lines, "events": events,
                    "actions": actions, "links": links, "ruleset": self.judge.ruleset(),
                });
                (
                    document.to_string().into_bytes(),
                    "application/json",
                    "json",
                )
            }
        };
        let salt = keys::random::<16>()?;
        let export = Export {
            id: ExportId(0),
            incident: id,
            format: format.as_str().to_owned(),
            digest: seal::commitment(&salt, &bytes),
            salt: salt.to_vec(),
            by: by.to_owned(),
            at: self.now(),
        };
        let number = self
            .db
            .add_export(&export, |number| seal::export(number, &export))
            .await?;
        self.unsealed.notify_one();
        Ok(Exported {
            id: number,
            bytes,
            media_type,
            file_name: format!("{id}.{extension}"),
        })
    }

    /// Returns the list of blocks in force, and its media type.
    ///
    /// # Errors
    /// [`Error::Store`] when the database does not answer.
    pub async fn blocklist(&self, format: ListFormat) -> Result<(Vec<u8>, &'static str)> {
        let filter = ActionFilter {
            state: Some(ActionState::Active),
            step: Some(Step::Block),
            ..ActionFilter::default()
        };
        let actions = self.db.actions(&filter, MAX_ENTRIES).await?;
        let list: Vec<Entry> = actions
            .into_iter()
            .map(|action| Entry {
                kind: action.target.kind,
                value: action.target.value,
                step: action.step,
                reason: action.reason,
                since: action.created_at,
                until: action.expires_at,
                incident: action.incident,
                action: action.id,
            })
            .collect();
        Ok(match format {
            ListFormat::Csv => (
                blocklist::csv::write(&list).into_bytes(),
                "text/csv; charset=utf-8",
            ),
            ListFormat::Json => (
                blocklist::json::write_lines(&list).into_bytes(),
                "application/x-ndjson",
            ),
            ListFormat::Rpz => {
                let name = format!("rpz.{}", self.config.node.name);
                let zone = blocklist::rpz::write(&list, &name, self.now()).map_err(|fault| {
                    Error::Config {
                        key: "node.name".to_owned(),
                        reason: fault.to_string(),
                    }
                })?;
                for skipped in &zone.skipped {
                    tracing::warn!(why = %skipped.why, "a host is not in the zone");
                }
                (zone.text.into_bytes(), "text/dns; charset=utf-8")
            }
        })
    }
}

/// One report of an exported incident.
fn line(report: &StoredReport) -> serde_json::Value {
    let document = &report.document;
    let verdict = report.verdict.as_ref();
    json!({
        "id": report.id,
        "received_at": report.received_at,
        "event_at": document.event_at,
        "channel": report.channel,
        "originator": document.originator,
        "reporter": document.reporter,
        "lang": document.lang,
        "text": document.text,
        "verdict": verdict.map(|verdict| verdict.verdict),
        "class": verdict.map(|verdict| verdict.class),
        "score": verdict.map(|verdict| verdict.score),
        "findings": verdict.map(|verdict| &verdict.findings),
    })
}
