//! Vectors for people: one in words, many as rows.

use std::io::{self, Write};

use watchbell_cvss::{Group, Score, Vector};

use super::source::{Fault, Line};

const GROUPS: [Group; 5] = [
    Group::Base,
    Group::Temporal,
    Group::Threat,
    Group::Environmental,
    Group::Supplemental,
];

/// Writes a row; returns whether the vector is bad.
pub(super) fn row(out: &mut impl Write, line: &Line) -> io::Result<bool> {
    let shown = printable(&line.text());
    match line.vector() {
        Ok(vector) => {
            let (score, severity) = (vector.score().to_string(), vector.severity());
            writeln!(
                out,
                "{score:>4}  {severity:<8}  v{}  {shown}",
                vector.version()
            )?;
            Ok(false)
        }
        Err(fault) => {
            let margin = format!("{:>4}  {:<8}  {:<4}  ", "–", "invalid", "–");
            marked(out, &margin, line, &fault)?;
            Ok(true)
        }
    }
}

/// Writes everything about one vector; returns whether it is bad.
pub(super) fn whole(out: &mut impl Write, line: &Line) -> io::Result<bool> {
    match line.vector() {
        Ok(vector) => {
            told(out, &vector)?;
            Ok(false)
        }
        Err(fault) => {
            marked(out, "", line, &fault)?;
            Ok(true)
        }
    }
}

/// Writes the text behind a margin, and what is wrong under the place.
fn marked(out: &mut impl Write, margin: &str, line: &Line, fault: &Fault) -> io::Result<()> {
    let text = line.text();
    let before = text.get(..fault.at).unwrap_or(&text).chars().count();
    let indent = margin.chars().count() + before;
    writeln!(out, "{margin}{}", printable(&text))?;
    writeln!(out, "{:indent$}^ {}", "", fault.error)
}

fn told(out: &mut impl Write, vector: &Vector) -> io::Result<()> {
    let (score, severity) = (vector.score(), vector.severity());
    writeln!(out, "{vector}")?;
    writeln!(
        out,
        "\n{score} {severity}  (CVSS version {})\n",
        vector.version()
    )?;
    let mut part = |name: &str, score: Option<Score>| match score {
        Some(score) => {
            let severity = vector.severity_of(score);
            writeln!(out, "{name:<14} {score:>4}  {severity}")
        }
        None => Ok(()),
    };
    part("base", Some(vector.base()))?;
    part("temporal", vector.temporal())?;
    part("threat", vector.threat())?;
    part("environmental", vector.environmental())?;
    if let Vector::V4(vector) = vector {
        writeln!(out, "{:<14} {}", "nomenclature", vector.nomenclature())?;
        writeln!(out, "{:<14} {}", "macrovector", vector.macrovector())?;
    }
    for group in GROUPS {
        let mut said = false;
        for metric in vector.metrics().iter().filter(|row| row.group == group) {
            let value = vector.value(metric.abbreviation);
            let is_said =
                |value: &&_| metric.is_mandatory() || metric.values.first() != Some(*value);
            let Some(value) = value.filter(is_said) else {
                continue;
            };
            if !said {
                writeln!(out, "\n{} metrics", group.name())?;
                said = true;
            }
            let short = format!("{}:{}", metric.abbreviation, value.abbreviation);
            writeln!(out, "  {short:<8} {}: {}", metric.name, value.name)?;
            writeln!(out, "           {}", value.explanation)?;
        }
    }
    Ok(())
}

/// The text without characters that move a terminal's cursor or turn its text
/// around, each replaced by one that has its width.
fn printable(text: &str) -> String {
    let unseen = |c: char| {
        c.is_control()
            || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
    };
    let shown = text.chars();
    shown
        .map(|c| if unseen(c) { '\u{FFFD}' } else { c })
        .collect()
}
