//! Versions 1 to 3, in JSON of another shape.

use serde_json::{Map, Value};

use super::{
    Error, Evidence, LEGACY, MAX_EVIDENCE, MAX_FIELDS, Party, Result, VERSION, Xarf,
    read::{list, object, payload, port, text, time},
};
use crate::exchange::id;

/// What versions before 4 call a type, and what version 4 does.
const KINDS: [(&str, &str, &str); 27] = [
    ("spam", "messaging", "spam"),
    ("spamvertised", "content", "fraud"),
    ("harassment", "messaging", "spam"),
    ("phishing", "content", "phishing"),
    ("malware", "content", "malware"),
    ("malwareattack", "content", "malware"),
    ("fraud", "content", "fraud"),
    ("webhack", "content", "remote_compromise"),
    ("defacement", "content", "remote_compromise"),
    ("childabuse", "content", "csam"),
    ("csam", "content", "csam"),
    ("copyright", "copyright", "copyright"),
    ("trademark", "content", "brand_infringement"),
    ("ddos", "connection", "ddos"),
    ("loginattack", "connection", "login_attack"),
    ("bruteforce", "connection", "login_attack"),
    ("portscan", "connection", "port_scan"),
    ("exploit", "connection", "vuln_scanning"),
    ("webcrawler", "connection", "scraping"),
    ("authfailure", "connection", "auth_failure"),
    ("botnet", "infrastructure", "botnet"),
    ("bot", "infrastructure", "botnet"),
    ("rpz", "infrastructure", "botnet"),
    (
        "potentiallycompromisedaccount",
        "infrastructure",
        "compromised_server",
    ),
    ("openservice", "vulnerability", "open_service"),
    ("vulnerability", "vulnerability", "cve"),
    ("blocklist", "reputation", "blocklist"),
];

/// Further fields, and what version 4 calls them.
const NAMES: [(&str, &str); 8] = [
    ("SourceUrl", "url"),
    ("DestinationIp", "destination_ip"),
    ("DestinationPort", "destination_port"),
    ("SmtpMailFromAddress", "smtp_from"),
    ("SMTPFrom", "smtp_from"),
    ("SmtpRcptToAddress", "smtp_to"),
    ("SmtpMessageSubject", "subject"),
    ("Subject", "subject"),
];

/// Returns category and type of version 4 for a type of an older one.
pub(super) fn kind(old: &str) -> (String, String) {
    let word = |sign: char| {
        sign.is_ascii_alphanumeric()
            .then(|| sign.to_ascii_lowercase())
    };
    let plain: String = old.chars().filter_map(word).collect();
    match KINDS.iter().find(|(name, ..)| *name == plain) {
        Some((_, category, kind)) => ((*category).to_owned(), (*kind).to_owned()),
        None => ("reputation".to_owned(), "threat_intelligence".to_owned()),
    }
}

/// Reads the members of a report of versions 1 to 3.
pub(super) fn read(mut members: Map<String, Value>) -> Result<Xarf> {
    let version = match text("/Version", members.remove("Version"))? {
        // Drafts did not name their version.
        None => "0".to_owned(),
        Some(version)
            if ["0", "1", "2", "3"].contains(&version.split('.').next().unwrap_or("")) =>
        {
            version
        }
        Some(value) => {
            let place = "/Version".to_owned();
            return Err(Error::Version { place, value });
        }
    };
    let report = members
        .remove("Report")
        .ok_or_else(|| Error::missing("/Report"))?;
    let mut report = Report(object("/Report", report)?);
    let info = members.remove("ReporterInfo");
    let info = info.ok_or_else(|| Error::missing("/ReporterInfo"))?;
    let sender = party("/ReporterInfo", "Reporter", info)?;
    let reporter = match members.remove("OnBehalfOf") {
        Some(value) => party("/OnBehalfOf", "Complainant", value)?,
        None => sender.clone(),
    };
    let date = report
        .text("Date")?
        .ok_or_else(|| Error::missing("/Report/Date"))?;
    let old = report
        .text("ReportType")?
        .ok_or_else(|| Error::missing("/Report/ReportType"))?;
    let (category, kind) = kind(&old);
    let (source_identifier, source_port) = report.source()?;
    let evidence = report.evidence()?;
    let description = report.text("ReporterNotes")?;
    let number = report.text("ReporterCaseID")?;
    let mut fields = report.named()?;
    Error::bound("/Report", report.0.len(), MAX_FIELDS)?;
    report.0.insert("ReportType".to_owned(), old.into());
    let own = number.as_deref().unwrap_or_default();
    let report_id = id::uuid(
        "xarf",
        &[&sender.domain, own, &date, &source_identifier, &kind],
    );
    fields.insert(LEGACY.to_owned(), Value::Object(report.0));
    Ok(Xarf {
        version: VERSION.to_owned(),
        report_id: report_id.to_string(),
        timestamp: time("/Report/Date", &date)?,
        reporter,
        sender,
        source_identifier,
        source_port,
        category,
        kind,
        evidence,
        description,
        // The one older version that the schema of version 4 knows.
        legacy_version: version.starts_with('3').then(|| "3".to_owned()),
        fields,
        ..Xarf::default()
    })
}

struct Report(Map<String, Value>);

impl Report {
    fn text(&mut self, name: &str) -> Result<Option<String>> {
        text(&format!("/Report/{name}"), self.0.remove(name))
    }

    /// Returns the source and its port. A URL stays where it is.
    fn source(&mut self) -> Result<(String, Option<u16>)> {
        let mut port_there = self.0.remove("SourcePort");
        let mut found = self.text("SourceIp")?;
        if let Some(Value::Object(source)) = self.0.get("Source") {
            let known = ["IP", "URL", "Domain", "Value"];
            let within = known.iter().find_map(|name| source.get(*name)?.as_str());
            found = found.or_else(|| within.map(str::to_owned));
            port_there = port_there.or_else(|| source.get("Port").cloned());
        }
        let url = self.0.get("SourceUrl").and_then(Value::as_str);
        found = found.or_else(|| url.map(str::to_owned));
        if let Some(Value::Object(account)) = self.0.get("Account") {
            let known = ["AccountEmail", "AccountIdentifier"];
            let within = known.iter().find_map(|name| account.get(*name)?.as_str());
            found = found.or_else(|| within.map(str::to_owned));
        }
        let source = found.filter(|source| !source.trim().is_empty());
        let source = source.ok_or_else(|| Error::missing("/Report/SourceIp"))?;
        // Port 0 stood for a port that is not known.
        let port_there = port_there.filter(|value| !value.is_null() && value.as_u64() != Some(0));
        let port = port_there.map(|value| port("/Report/SourcePort", &value));
        Ok((source, port.transpose()?))
    }

    fn evidence(&mut self) -> Result<Vec<Evidence>> {
        let mut all = Vec::new();
        for name in ["Samples", "Attachment"] {
            let place = format!("/Report/{name}");
            let items = list(&place, self.0.remove(name))?;
            Error::bound(&place, all.len() + items.len(), MAX_EVIDENCE)?;
            for (index, item) in items.into_iter().enumerate() {
                all.extend(sample(&format!("{place}/{index}"), item)?);
            }
        }
        Ok(all)
    }

    /// Takes the fields that version 4 has under another name.
    fn named(&mut self) -> Result<Map<String, Value>> {
        let mut fields = Map::new();
        if let Some(Value::Object(more)) = self.0.remove("AdditionalInfo") {
            for (name, value) in more {
                self.0.entry(name).or_insert(value);
            }
        }
        for (old, new) in NAMES {
            if let Some(value) = self.0.remove(old) {
                fields.entry(new).or_insert(value);
            }
        }
        Ok(fields)
    }
}

/// Returns a piece of evidence; nothing for a file of which the name alone is told.
fn sample(place: &str, value: Value) -> Result<Option<Evidence>> {
    let mut fields = object(place, value)?;
    let is_encoded = fields.get("Base64Encoded").and_then(Value::as_bool);
    let mut take = |name: &str| text(&format!("{place}/{name}"), fields.remove(name));
    let content_type = take("ContentType")?;
    let description = take("Description")?;
    let bytes = if let Some(data) = take("Data")? {
        payload(&format!("{place}/Data"), &data)?
    } else if let Some(content) = take("Payload")? {
        if is_encoded == Some(true) {
            payload(&format!("{place}/Payload"), &content)?
        } else {
            content.into_bytes()
        }
    } else {
        return Ok(None);
    };
    Ok(Some(Evidence {
        content_type: content_type.unwrap_or_else(|| "text/plain".to_owned()),
        description,
        payload: bytes,
        hash: None,
    }))
}

fn party(place: &str, prefix: &str, value: Value) -> Result<Party> {
    let mut fields = object(place, value)?;
    let mut take = |name: &str| {
        let name = format!("{prefix}{name}");
        text(&format!("{place}/{name}"), fields.remove(&name))
    };
    let contact = take("ContactEmail")?.or(take("OrgEmail")?);
    let contact = contact.ok_or_else(|| Error::missing(&format!("{place}/{prefix}OrgEmail")))?;
    let host = || contact.rsplit_once('@').map(|(_, host)| host.to_owned());
    let domain = take("OrgDomain")?.or_else(host).unwrap_or_default();
    Ok(Party {
        org: take("Org")?.unwrap_or_else(|| domain.clone()),
        contact,
        domain,
    })
}
