//! Version 4 (schema `xarf-core`).

use serde_json::{Map, Value};
use watchbell_model::Time;

use super::{
    Error, Evidence, MAX_BYTES, MAX_EVIDENCE, MAX_FIELDS, MAX_PAYLOAD, MAX_TAGS, Party, Result,
    Xarf, legacy,
};
use crate::mime;

/// Reads one report of any version in JSON.
///
/// # Errors
/// [`enum@Error`] with the place and the value that are wrong.
pub fn read(text: &str) -> Result<Xarf> {
    if text.len() > MAX_BYTES {
        return Err(Error::TooLong { bytes: text.len() });
    }
    let text = text.trim_start_matches('\u{feff}');
    let value = serde_json::from_str(text).map_err(|error| json(&error, 0))?;
    of_value(value)
}

pub(super) fn json(error: &serde_json::Error, lines_above: usize) -> Error {
    Error::Json {
        line: error.line().max(1) + lines_above,
        problem: error.to_string(),
    }
}

pub(super) fn of_value(value: Value) -> Result<Xarf> {
    let Value::Object(mut members) = value else {
        return Err(Error::value("", &value, "an object"));
    };
    let Some(version) = members.remove("xarf_version") else {
        return legacy::read(members);
    };
    match version.as_str() {
        Some(version) if version == "4" || version.starts_with("4.") => {
            let version = version.to_owned();
            let xarf = Fields(members).xarf()?;
            Ok(Xarf { version, ..xarf })
        }
        _ => Err(Error::Version {
            place: "/xarf_version".to_owned(),
            value: version.to_string().chars().take(Error::SHOWN).collect(),
        }),
    }
}

struct Fields(Map<String, Value>);

impl Fields {
    fn xarf(mut self) -> Result<Xarf> {
        if !self.0.contains_key("category")
            && let Some(class) = self.0.remove("class")
        {
            self.0.insert("category".to_owned(), class);
        }
        let reporter = match self.0.remove("reporter") {
            Some(value) => party("/reporter", value)?,
            None => return Err(Error::missing("/reporter")),
        };
        let sender = match self.0.remove("sender") {
            Some(value) => party("/sender", value)?,
            None => reporter.clone(),
        };
        let mut xarf = Xarf {
            report_id: self.needed("report_id")?,
            timestamp: time("/timestamp", &self.needed("timestamp")?)?,
            reporter,
            sender,
            source_identifier: self.needed("source_identifier")?,
            source_port: self.port()?,
            category: self.needed("category")?,
            kind: self.needed("type")?,
            evidence_source: self.optional("evidence_source")?,
            evidence: self.evidence()?,
            tags: self.tags()?,
            confidence: self.confidence()?,
            description: self.optional("description")?,
            legacy_version: self.optional("legacy_version")?,
            ..Xarf::default()
        };
        self.0.remove("_internal");
        Error::bound("", self.0.len(), MAX_FIELDS)?;
        xarf.fields = self.0;
        Ok(xarf)
    }

    fn optional(&mut self, name: &str) -> Result<Option<String>> {
        text(&format!("/{name}"), self.0.remove(name))
    }

    fn needed(&mut self, name: &str) -> Result<String> {
        let place = format!("/{name}");
        text(&place, self.0.remove(name))?.ok_or_else(|| Error::missing(&place))
    }

    fn port(&mut self) -> Result<Option<u16>> {
        let Some(value) = self
            .0
            .remove("source_port")
            .filter(|value| !value.is_null())
        else {
            return Ok(None);
        };
        port("/source_port", &value).map(Some)
    }

    fn confidence(&mut self) -> Result<Option<f64>> {
        let Some(value) = self.0.remove("confidence").filter(|value| !value.is_null()) else {
            return Ok(None);
        };
        let number = value.as_f64().filter(|number| (0.0..=1.0).contains(number));
        let number = number.ok_or_else(|| Error::value("/confidence", &value, "from 0 to 1"))?;
        Ok(Some(number))
    }

    fn tags(&mut self) -> Result<Vec<String>> {
        let tags = list("/tags", self.0.remove("tags"))?;
        Error::bound("/tags", tags.len(), MAX_TAGS)?;
        let tags = tags.into_iter().enumerate();
        let tags = tags.map(|(index, tag)| {
            let place = format!("/tags/{index}");
            text(&place, Some(tag))?.ok_or_else(|| Error::missing(&place))
        });
        tags.collect()
    }

    fn evidence(&mut self) -> Result<Vec<Evidence>> {
        let items = list("/evidence", self.0.remove("evidence"))?;
        Error::bound("/evidence", items.len(), MAX_EVIDENCE)?;
        let items = items.into_iter().enumerate();
        let items = items.map(|(index, item)| evidence(&format!("/evidence/{index}"), item));
        items.collect()
    }
}

fn evidence(place: &str, value: Value) -> Result<Evidence> {
    let mut fields = object(place, value)?;
    let mut take = |name: &str| text(&format!("{place}/{name}"), fields.remove(name));
    let content_type = take("content_type")?;
    let payload = take("payload")?.unwrap_or_default();
    Ok(Evidence {
        content_type: content_type
            .ok_or_else(|| Error::missing(&format!("{place}/content_type")))?,
        description: take("description")?,
        payload: self::payload(&format!("{place}/payload"), &payload)?,
        hash: take("hash")?,
    })
}

/// Reads evidence that is in base64.
pub(super) fn payload(place: &str, signs: &str) -> Result<Vec<u8>> {
    let bytes = mime::base64(signs.as_bytes());
    let bytes = bytes.ok_or_else(|| Error::value(place, &format!("{signs:?}"), "base64"))?;
    Error::bound(place, bytes.len(), MAX_PAYLOAD)?;
    Ok(bytes)
}

fn party(place: &str, value: Value) -> Result<Party> {
    let mut fields = object(place, value)?;
    let mut take = |name: &str| text(&format!("{place}/{name}"), fields.remove(name));
    let contact = take("contact")?.ok_or_else(|| Error::missing(&format!("{place}/contact")))?;
    let org = take("org")?;
    let domain = take("domain")?;
    let host = || contact.rsplit_once('@').map(|(_, host)| host.to_owned());
    let domain = domain.or_else(host).unwrap_or_default();
    Ok(Party {
        org: org.unwrap_or_else(|| domain.clone()),
        contact,
        domain,
    })
}

pub(super) fn object(place: &str, value: Value) -> Result<Map<String, Value>> {
    match value {
        Value::Object(members) => Ok(members),
        other => Err(Error::value(place, &other, "an object")),
    }
}

pub(super) fn list(place: &str, value: Option<Value>) -> Result<Vec<Value>> {
    match value {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Array(list)) => Ok(list),
        Some(other) => Err(Error::value(place, &other, "an array")),
    }
}

/// Reads text, or nothing where it is empty; a number is its digits.
pub(super) fn text(place: &str, value: Option<Value>) -> Result<Option<String>> {
    match value {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text).filter(|text| !text.trim().is_empty())),
        Some(Value::Number(number)) => Ok(Some(number.to_string())),
        Some(other) => Err(Error::value(place, &other, "a string")),
    }
}

pub(super) fn time(place: &str, text: &str) -> Result<Time> {
    let read = text.trim().parse().ok().or_else(|| mime::date(text));
    read.ok_or_else(|| {
        let expected = "a time such as 2026-11-21T08:30:00Z";
        Error::value(place, &format!("{text:?}"), expected)
    })
}

pub(super) fn port(place: &str, value: &Value) -> Result<u16> {
    let digits = value.as_str().and_then(|text| text.trim().parse().ok());
    let number = value.as_u64().or(digits);
    let port = number.and_then(|number| u16::try_from(number).ok());
    let port = port.filter(|port| *port > 0);
    port.ok_or_else(|| Error::value(place, value, "a port from 1 to 65535"))
}
