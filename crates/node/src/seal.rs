//! What goes into the log: canonical JSON (RFC 8785) without personal data.
//!
//! A leaf names things by id and commits to their content with a salted
//! SHA-256; whoever holds content and salt can show that they belong to it,
//! and once the salt is forgotten nobody can guess the content from it.

use serde::Serialize;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use watchbell_model::{
    Action, Channel, Class, ExportId, IncidentId, Judgement, ReportId, Time, Verdict,
};
use watchbell_store::{Document, Export, NewReport, Touch};

use crate::keys::hex;

/// Version of the leaves' layout.
pub(crate) const LAYOUT: u32 = 1;

/// Returns the commitment to `content` under `salt`: 64 hexadecimal digits.
pub(crate) fn commitment(salt: &[u8], content: &[u8]) -> String {
    hex(&Sha256::new_with_prefix(salt)
        .chain_update(content)
        .finalize())
}

/// Returns what the commitment of a report covers.
pub(crate) fn content(document: &Document) -> Vec<u8> {
    watchbell_tlog::canonical::to_vec(document).unwrap_or_default()
}

/// The leaf of a report that joined no incident, as [`joined`] expects it.
pub(crate) fn verdict(report: &NewReport, verdict: &Verdict, at: Time) -> String {
    // In the order of RFC 8785, so that nothing has to be sorted.
    #[derive(Serialize)]
    struct Leaf<'a> {
        at: Time,
        channel: Channel,
        class: Class,
        commitment: String,
        incident: Option<IncidentId>,
        kind: &'static str,
        received_at: Time,
        report: ReportId,
        rules: Vec<(&'a str, f64)>,
        ruleset: &'a str,
        score: f64,
        v: u32,
        verdict: Judgement,
    }
    let rules = verdict.findings.iter();
    written(&Leaf {
        at,
        channel: report.channel,
        class: verdict.class,
        commitment: commitment(&report.salt, &content(&report.document)),
        incident: None,
        kind: "verdict",
        received_at: report.received_at,
        report: report.id,
        rules: rules
            .map(|finding| (finding.rule.as_ref(), rounded(finding.weight)))
            .collect(),
        ruleset: &verdict.ruleset,
        score: rounded(verdict.score),
        v: LAYOUT,
        verdict: verdict.verdict,
    })
}

/// The same leaf for a report that joined `incident`. Which one is known only
/// while others wait for the database: the rest is written before.
pub(crate) fn joined(leaf: &str, incident: Option<IncidentId>) -> String {
    match incident {
        // No string of JSON holds a bare quotation mark: this is the key.
        Some(id) => leaf.replacen("\"incident\":null", &format!("\"incident\":\"{id}\""), 1),
        None => leaf.to_owned(),
    }
}

/// The leaf of an action and of each change to it.
pub(crate) fn action(action: &Action, salt: &[u8], at: &str) -> String {
    let target = format!("{}:{}", action.target.kind, action.target.value);
    written(&json!({
        "v": LAYOUT,
        "kind": "action",
        "action": action.id,
        "incident": action.incident,
        "target": commitment(salt, target.as_bytes()),
        "step": action.step,
        "state": action.state,
        "reason": commitment(salt, action.reason.as_bytes()),
        "approved": action.approved_by.is_some(),
        "appealed": action.appeal.is_some(),
        "expires_at": action.expires_at,
        "at": at,
    }))
}

/// The leaf of what a record means for a list of what somebody runs: the record is public, the list is not.
pub(crate) fn touch(
    incident: IncidentId,
    list: &str,
    touch: &Touch,
    salt: &[u8],
    at: Time,
) -> String {
    written(&json!({
        "v": LAYOUT,
        "kind": "vulnerability",
        "incident": incident,
        "cve": touch.cve,
        "verdict": touch.verdict,
        "score": rounded(touch.score),
        "list": commitment(salt, list.as_bytes()),
        "commitment": commitment(salt, touch.text.as_bytes()),
        "at": at,
    }))
}

/// The leaf of an export.
pub(crate) fn export(id: ExportId, export: &Export) -> String {
    written(&json!({
        "v": LAYOUT,
        "kind": "export",
        "export": id,
        "incident": export.incident,
        "format": export.format,
        "commitment": export.digest,
        "at": export.at,
    }))
}

pub(crate) fn written(value: &impl Serialize) -> String {
    let bytes = watchbell_tlog::canonical::to_vec(value)
        .expect("JSON values without infinite numbers can be written");
    String::from_utf8(bytes).expect("canonical JSON is UTF-8")
}

/// Four decimals, as verdicts are printed.
fn rounded(value: f32) -> f64 {
    (f64::from(value) * 10_000.0).round() / 10_000.0
}
