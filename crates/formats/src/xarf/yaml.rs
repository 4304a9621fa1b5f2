//! Versions 0.1 and 0.2: a mail whose second part has one field a line.

use serde_json::{Map, Value};

use super::{
    Error, Evidence, LEGACY, MAX_FIELDS, Party, Result, VERSION, Xarf,
    legacy::kind,
    read::{port, time},
};
use crate::{exchange::id, mime::is_address};

/// Reads the second part; the third is the evidence.
///
/// Fields are `Name: value`, the value in quotes or not. Lists and maps, which the schemas of these
/// versions do not have, are not read.
pub(super) fn read(text: &str, evidence: Option<Evidence>) -> Result<Xarf> {
    let mut fields = Map::new();
    for line in text.lines().map(str::trim_end) {
        let is_remark = line.is_empty() || line.starts_with(['#', ' ', '\t']) || line == "---";
        let Some((name, value)) = line.split_once(':').filter(|_| !is_remark) else {
            continue;
        };
        let value = unquoted(value.trim());
        fields.insert(name.trim().to_ascii_lowercase(), value.into());
        Error::bound("", fields.len(), MAX_FIELDS)?;
    }
    let value = |name: &str| {
        let value = fields.get(name).and_then(Value::as_str);
        value
            .filter(|value| !value.trim().is_empty())
            .map(str::to_owned)
    };
    let needed = |name: &str, shown: &str| value(name).ok_or_else(|| Error::missing(shown));
    let contact = needed("reported-from", "/Reported-From")?;
    let domain = contact
        .rsplit_once('@')
        .map_or(contact.as_str(), |(_, host)| host);
    let sender = Party {
        org: domain.to_owned(),
        domain: domain.to_owned(),
        contact: contact.clone(),
    };
    let source_identifier = needed("source", "/Source")?;
    let date = needed("date", "/Date")?;
    let (category, kind) = kind(&needed("report-type", "/Report-Type")?);
    let own = value("report-id").unwrap_or_default();
    let report_id = id::uuid("xarf", &[domain, &own, &date, &source_identifier, &kind]);
    let known = value("port").filter(|port| port != "0").map(Value::from);
    let mut more = Map::new();
    if value("source-type").is_some_and(|word| matches!(word.as_str(), "uri" | "url")) {
        more.insert("url".to_owned(), source_identifier.clone().into());
    } else if is_address(&source_identifier) {
        more.insert("smtp_from".to_owned(), source_identifier.clone().into());
    }
    let source_port = known.map(|value| port("/Port", &value)).transpose()?;
    let timestamp = time("/Date", &date)?;
    more.insert(LEGACY.to_owned(), Value::Object(fields));
    Ok(Xarf {
        version: VERSION.to_owned(),
        report_id: report_id.to_string(),
        timestamp,
        reporter: sender.clone(),
        sender,
        source_identifier,
        source_port,
        category,
        kind,
        evidence: evidence.into_iter().collect(),
        fields: more,
        ..Xarf::default()
    })
}

/// Returns a scalar without its quotes, or without the remark after it.
fn unquoted(value: &str) -> &str {
    for quote in ['"', '\''] {
        let within = value
            .strip_prefix(quote)
            .and_then(|rest| rest.split_once(quote));
        if let Some((within, _)) = within {
            return within;
        }
    }
    value
        .split_once(" #")
        .map_or(value, |(value, _)| value.trim_end())
}
