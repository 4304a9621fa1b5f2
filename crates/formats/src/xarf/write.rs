use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::{Map, Value, json};

use super::{Evidence, Party, Xarf};

/// Writes one report of version 4 as a line of JSON; `read(&write(x)) == x` for what was read.
pub fn write(xarf: &Xarf) -> String {
    let mut members: Map<String, Value> = xarf.fields.clone();
    for name in ["_internal", "xarf_version"] {
        members.remove(name);
    }
    let mut put = |name: &str, value: Value| {
        members.insert(name.to_owned(), value);
    };
    put("report_id", xarf.report_id.as_str().into());
    put("timestamp", xarf.timestamp.to_string().into());
    put("reporter", party(&xarf.reporter));
    put("sender", party(&xarf.sender));
    put("source_identifier", xarf.source_identifier.as_str().into());
    put("category", xarf.category.as_str().into());
    put("type", xarf.kind.as_str().into());
    if let Some(port) = xarf.source_port {
        put("source_port", port.into());
    }
    if let Some(confidence) = xarf.confidence {
        put("confidence", confidence.into());
    }
    let texts = [
        ("evidence_source", &xarf.evidence_source),
        ("description", &xarf.description),
        ("legacy_version", &xarf.legacy_version),
    ];
    for (name, text) in texts {
        if let Some(text) = text {
            put(name, text.as_str().into());
        }
    }
    if !xarf.tags.is_empty() {
        put("tags", xarf.tags.clone().into());
    }
    if !xarf.evidence.is_empty() {
        put("evidence", xarf.evidence.iter().map(evidence).collect());
    }
    // The version stands first, where readers look for it.
    let version = Value::from(xarf.version.as_str());
    let rest = Value::Object(members).to_string();
    let rest = rest.strip_prefix('{').unwrap_or(&rest);
    format!("{{\"xarf_version\":{version},{rest}")
}

/// Writes reports, one a line.
pub fn write_all(all: &[Xarf]) -> Vec<u8> {
    let lines = all.iter().map(|one| write(one) + "\n");
    lines.collect::<String>().into_bytes()
}

fn party(party: &Party) -> Value {
    json!({"org": party.org, "contact": party.contact, "domain": party.domain})
}

fn evidence(evidence: &Evidence) -> Value {
    let mut value = json!({
        "content_type": evidence.content_type,
        "payload": BASE64_STANDARD.encode(&evidence.payload),
        "size": evidence.payload.len(),
    });
    for (name, text) in [
        ("description", &evidence.description),
        ("hash", &evidence.hash),
    ] {
        if let Some(text) = text {
            value[name] = text.as_str().into();
        }
    }
    value
}
