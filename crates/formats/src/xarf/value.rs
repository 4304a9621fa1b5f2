use serde_json::{Map, Value};
use watchbell_model::Time;

/// A report of abuse, as version 4 has it (schema `xarf-core`).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Xarf {
    /// The version of the schema (`xarf_version`).
    pub version: String,
    /// Its identity, a UUID (`report_id`).
    pub report_id: String,
    /// When it happened (`timestamp`).
    pub timestamp: Time,
    /// Who complains (`reporter`).
    pub reporter: Party,
    /// Who sends the report (`sender`).
    pub sender: Party,
    /// The source: an address, a domain name or another identifier (`source_identifier`).
    pub source_identifier: String,
    /// The port of the source (`source_port`).
    pub source_port: Option<u16>,
    /// The kind of abuse: `messaging`, `content`, `connection` … (`category`).
    pub category: String,
    /// The abuse: `spam`, `phishing`, `ddos` … (`type`).
    pub kind: String,
    /// Where the evidence comes from (`evidence_source`).
    pub evidence_source: Option<String>,
    /// The evidence (`evidence`).
    pub evidence: Vec<Evidence>,
    /// Words of the form `namespace:word` (`tags`).
    pub tags: Vec<String>,
    /// How sure it is, from 0 to 1 (`confidence`).
    pub confidence: Option<f64>,
    /// What happened, in words (`description`).
    pub description: Option<String>,
    /// The version it was before it was read (`legacy_version`).
    pub legacy_version: Option<String>,
    /// Fields of its type, and such as nobody knows.
    pub fields: Map<String, Value>,
}

/// An organisation (`contact_info`).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Party {
    /// Its name (`org`).
    pub org: String,
    /// Its address of mail (`contact`).
    pub contact: String,
    /// Its domain name (`domain`).
    pub domain: String,
}

/// A piece of evidence (`evidence_item`).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Evidence {
    /// Its media type (`content_type`).
    pub content_type: String,
    /// What it shows (`description`).
    pub description: Option<String>,
    /// What it is, in base64 outside (`payload`).
    pub payload: Vec<u8>,
    /// Its hash, `sha256:` and hexadecimal digits (`hash`).
    pub hash: Option<String>,
}

impl Xarf {
    /// Returns a further field that is text.
    pub fn text(&self, name: &str) -> Option<&str> {
        let value = self.fields.get(name)?.as_str()?.trim();
        Some(value).filter(|value| !value.is_empty())
    }
}
