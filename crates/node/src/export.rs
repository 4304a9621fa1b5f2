//! What leaves the house: incidents and lists of blocks.

use std::str::FromStr;

use serde_json::json;
use watchbell_formats::{
    blocklist::{self, Entry},
    incident::{self, Contact, IncidentFile, Proof, ReportLine},
};
use watchbell_iodef as iodef;
use watchbell_model::{ActionState, ExportId, IncidentId, Step, Verdict};
use watchbell_store::{ActionFilter, Export, StoredReport};
use watchbell_tlog::merkle::leaf_hash;

use crate::{Error, Node, Result, keys, seal};

/// Entries that a list holds at most; the newest win.
const MAX_ENTRIES: i64 = 100_000;

/// A format of an exported incident.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ExportFormat {
    /// RFC 7970.
    IodefXml,
    /// RFC 8727.
    IodefJson,
    /// Watchbell's own JSON.
    Json,
}

impl ExportFormat {
    /// Every format.
    pub const ALL: [Self; 3] = [Self::IodefXml, Self::IodefJson, Self::Json];

    /// Returns the word that stands for it outside.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::IodefXml => "iodef-xml",
            Self::IodefJson => "iodef-json",
            Self::Json => "json",
        }
    }
}

impl FromStr for ExportFormat {
    type Err = watchbell_model::Error;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|format| format.as_str() == word)
            .ok_or_else(|| watchbell_model::Error::Unknown {
                what: "export format",
                value: word.chars().take(watchbell_model::Error::SHOWN).collect(),
                expected: "iodef-xml iodef-json json",
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
        let file = self.incident_file(id).await?;
        let (bytes, media_type, extension) = written(&file, format);
        let bytes = bytes.into_bytes();
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

    /// Returns the document that an export would hold now; nothing leaves the
    /// house, so nothing is sealed.
    ///
    /// # Errors
    /// See [`Node::export`].
    pub async fn preview(&self, id: IncidentId, format: ExportFormat) -> Result<Vec<u8>> {
        let file = self.incident_file(id).await?;
        Ok(written(&file, format).0.into_bytes())
    }

    /// Gathers all that is told about an incident; of a large one the latest reports.
    pub(crate) async fn incident_file(&self, id: IncidentId) -> Result<IncidentFile> {
        let limit = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let of_incident = ActionFilter {
            incident: Some(id),
            ..ActionFilter::default()
        };
        let identity = &self.config.node;
        let mut file = IncidentFile {
            incident: self.db.incident(id).await?,
            csirt_name: identity.name.clone(),
            contact: Contact {
                name: identity.organisation.clone(),
                email: Some(identity.contact.clone()).filter(|email| !email.is_empty()),
                telephone: None,
            },
            made_at: self.now(),
            reports: Vec::new(),
            events: self.db.events(id, limit(incident::MAX_HISTORY)).await?,
            actions: self
                .db
                .actions(&of_incident, limit(incident::MAX_ACTIONS))
                .await?,
            links: self.db.links(id).await?,
            proofs: Vec::new(),
        };
        for report in self
            .db
            .incident_reports(id, None, limit(incident::MAX_REPORTS))
            .await?
        {
            let Some(verdict) = &report.verdict else {
                continue;
            };
            let Some(leaf) = self.db.leaves(verdict.leaf, 1).await?.into_iter().next() else {
                continue;
            };
            file.proofs.push(Proof {
                log: identity.name.clone(),
                index: leaf.number.unsigned_abs(),
                about: format!("verdict of {}", report.id),
                leaf_hash: keys::hex(&leaf_hash(leaf.body.as_bytes()).0),
            });
            file.reports.extend(line(report, &leaf.body));
        }
        Ok(file)
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

/// Returns the document, its media type and the ending of its file's name.
fn written(file: &IncidentFile, format: ExportFormat) -> (String, &'static str, &'static str) {
    let document = incident::document(file);
    match format {
        ExportFormat::IodefXml => (iodef::xml::write(&document), "application/xml", "xml"),
        ExportFormat::IodefJson => (
            iodef::json::write(&document),
            "application/json",
            "iodef.json",
        ),
        ExportFormat::Json => (plain(file), "application/json", "json"),
    }
}

/// One report of an exported incident; the rule set is the one that its leaf names.
fn line(report: StoredReport, leaf: &str) -> Option<ReportLine> {
    let verdict = report.verdict?;
    let leaf: serde_json::Value = serde_json::from_str(leaf).unwrap_or_default();
    let ruleset = leaf
        .get("ruleset")
        .and_then(|ruleset| ruleset.as_str())
        .unwrap_or_default();
    Some(ReportLine {
        id: report.id,
        channel: report.channel,
        received_at: report.received_at,
        event_at: report.document.event_at,
        originator: report.document.originator,
        reporter: report.document.reporter,
        text: report.document.text,
        lang: report.document.lang,
        verdict: Verdict {
            verdict: verdict.verdict,
            class: verdict.class,
            #[expect(
                clippy::cast_possible_truncation,
                reason = "it was an f32 when it was written"
            )]
            score: verdict.score as f32,
            findings: verdict.findings,
            ruleset: ruleset.to_owned().into(),
        },
    })
}

/// The incident in Watchbell's own JSON.
fn plain(file: &IncidentFile) -> String {
    let reports = file.reports.iter().map(|report| {
        json!({
            "id": report.id, "channel": report.channel, "received_at": report.received_at,
            "event_at": report.event_at, "originator": report.originator,
            "reporter": report.reporter, "text": report.text, "lang": report.lang,
            "verdict": report.verdict,
        })
    });
    let proofs = file.proofs.iter().map(|proof| {
        json!({"log": proof.log, "index": proof.index, "about": proof.about, "leaf_hash": proof.leaf_hash})
    });
    json!({
        "incident": file.incident, "from": file.csirt_name, "made_at": file.made_at,
        "reports": reports.collect::<Vec<_>>(), "events": file.events, "actions": file.actions,
        "links": file.links, "proofs": proofs.collect::<Vec<_>>(),
    })
    .to_string()
}
