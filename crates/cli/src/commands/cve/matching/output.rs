//! Answers in the forms that people and programs read.

use std::io::{StdoutLock, Write as _};

use clap::ValueEnum;
use serde_json::{Value, json};
use watchbell_model::Time;
use watchbell_store::CveHead;
use watchbell_vuln::{
    affected::{Answer, Decision},
    component::Component,
    osv,
    vex::{self, Statement, Status},
};

use crate::csv;

/// How to print answers.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, ValueEnum)]
pub(super) enum Format {
    #[default]
    Text,
    /// A JSON object a line
    Json,
    Csv,
    /// SARIF 2.1.0, as code scanners write
    Sarif,
    /// A VEX document of CycloneDX 1.6
    Cyclonedx,
}

/// An answer of one record.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// The record's identifier; nothing where none names the component.
    id: Option<String>,
    aliases: Vec<String>,
    title: String,
    head: Option<CveHead>,
    pub(super) decision: Decision,
}

impl Row {
    pub(super) fn of_record(head: CveHead, decision: Decision) -> Self {
        Self {
            id: Some(head.id.clone()),
            aliases: Vec::new(),
            title: head.title.clone(),
            head: Some(head),
            decision,
        }
    }

    pub(super) fn of_advisory(record: &osv::Record, decision: Decision) -> Self {
        let details = || record.details.as_deref()?.lines().next();
        let title = record.summary.as_deref().or_else(details);
        Self {
            id: Some(record.id.clone()),
            aliases: record.aliases.clone(),
            title: title.unwrap_or_default().to_owned(),
            head: None,
            decision,
        }
    }

    pub(super) fn of_nothing(has_name: bool) -> Self {
        Self {
            id: None,
            aliases: Vec::new(),
            title: String::new(),
            head: None,
            decision: Decision::of_no_record(has_name),
        }
    }

    /// Every identifier of the vulnerability.
    pub(super) fn ids(&self) -> Vec<&str> {
        let aliases = self.aliases.iter().map(|alias| &**alias);
        self.id.as_deref().into_iter().chain(aliases).collect()
    }
}

/// Writes answers as they come; SARIF and VEX at the end, as one document.
pub(super) struct Output {
    format: Format,
    out: StdoutLock<'static>,
    results: Vec<Value>,
    statements: Vec<Statement>,
}

/// The columns of CSV.
const COLUMNS: &str =
    "component,answer,id,aliases,cvss,severity,exploited,epss,rule,heuristic,because,title";

impl Output {
    pub(super) fn new(format: Format, mut out: StdoutLock<'static>) -> anyhow::Result<Self> {
        if format == Format::Csv {
            writeln!(out, "{COLUMNS}")?;
        }
        Ok(Self {
            format,
            out,
            results: Vec::new(),
            statements: Vec::new(),
        })
    }

    pub(super) fn write(&mut self, component: &Component, row: &Row) -> anyhow::Result<()> {
        let label = component.label();
        match self.format {
            Format::Text => self.text(&label, row)?,
            Format::Json => {
                let mut line = match &row.head {
                    Some(head) => serde_json::to_value(head)?,
                    None => json!({"id": row.id, "title": row.title, "aliases": row.aliases}),
                };
                line["component"] = json!(label);
                line["decision"] = serde_json::to_value(&row.decision)?;
                writeln!(self.out, "{line}")?;
            }
            Format::Csv => self.csv(&label, row)?,
            Format::Sarif => self.results.push(sarif(&label, row)),
            Format::Cyclonedx => self.statements.extend(statement(component, row)),
        }
        Ok(())
    }

    /// Writes what is left.
    pub(super) fn finish(mut self, now: Time) -> anyhow::Result<()> {
        let document = match self.format {
            Format::Sarif => {
                let driver = json!({"name": "watchbell", "version": env!("CARGO_PKG_VERSION"), "rules": rules(&self.results)});
                let run = json!({"tool": {"driver": driver}, "results": self.results});
                json!({"version": "2.1.0", "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "runs": [run]})
            }
            Format::Cyclonedx => vex::cyclonedx(&self.statements, now),
            _ => return Ok(()),
        };
        writeln!(self.out, "{document:#}")?;
        Ok(())
    }

    fn text(&mut self, label: &str, row: &Row) -> anyhow::Result<()> {
        let guess = if row.decision.heuristic {
            " (heuristic)"
        } else {
            ""
        };
        let id = row.id.as_deref().unwrap_or("-");
        let (answer, because) = (word(row.decision.answer), &row.decision.because);
        writeln!(self.out, "{label}: {answer:<12} {id:<18} {because}{guess}")?;
        if !row.title.is_empty() {
            writeln!(self.out, "    {}", row.title)?;
        }
        Ok(())
    }

    fn csv(&mut self, label: &str, row: &Row) -> anyhow::Result<()> {
        let head = row.head.as_ref();
        let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
        let fields = [
            label.to_owned(),
            word(row.decision.answer).to_owned(),
            row.id.clone().unwrap_or_default(),
            row.aliases.join(" "),
            number(
                head.and_then(|head| head.score)
                    .map(|score| score as f64 / 10.0),
            ),
            head.and_then(|head| head.severity.clone())
                .unwrap_or_default(),
            head.map(|head| head.exploited.to_string())
                .unwrap_or_default(),
            number(head.and_then(|head| head.epss)),
            name(&row.decision.rule),
            row.decision.heuristic.to_string(),
            row.decision.because.clone(),
            row.title.clone(),
        ];
        writeln!(self.out, "{}", csv::row(&fields))?;
        Ok(())
    }
}

const fn word(answer: Answer) -> &'static str {
    match answer {
        Answer::Affected => "affected",
        Answer::Unknown => "unknown",
        Answer::NotAffected => "not affected",
    }
}

/// How something is written in JSON, without its quotes.
fn name(value: &impl serde::Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

fn sarif(label: &str, row: &Row) -> Value {
    // A level is only of what fails (3.27.10).
    let (kind, level) = match row.decision.answer {
        Answer::Affected => ("fail", "error"),
        Answer::Unknown => ("review", "none"),
        Answer::NotAffected => ("pass", "none"),
    };
    let id = row.id.as_deref().unwrap_or("no-record");
    let message = format!(
        "{label}: {} ({})",
        word(row.decision.answer),
        row.decision.because
    );
    let location = json!({"fullyQualifiedName": label, "kind": "module"});
    json!({
        "ruleId": id,
        "kind": kind,
        "level": level,
        "message": {"text": message},
        "locations": [{"logicalLocations": [location]}],
        "partialFingerprints": {"componentAndRecord/v1": format!("{label} {id}")},
        "properties": {"title": row.title, "heuristic": row.decision.heuristic, "aliases": row.aliases},
    })
}

/// The records that results speak of, each once.
fn rules(results: &[Value]) -> Vec<Value> {
    let mut rules: Vec<Value> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for result in results {
        if seen.insert(result["ruleId"].to_string()) {
            let title = &result["properties"]["title"];
            rules.push(json!({"id": result["ruleId"], "shortDescription": {"text": title}}));
        }
    }
    rules
}

fn statement(component: &Component, row: &Row) -> Option<Statement> {
    let status = match row.decision.answer {
        Answer::Affected => Status::Affected,
        Answer::Unknown => Status::UnderInvestigation,
        Answer::NotAffected => Status::NotAffected,
    };
    row.id.is_some().then(|| Statement {
        ids: row.ids().into_iter().map(str::to_owned).collect(),
        product: component.clone(),
        range: None,
        status,
        why: row.decision.because.clone(),
        by: String::new(),
        at: None,
    })
}
