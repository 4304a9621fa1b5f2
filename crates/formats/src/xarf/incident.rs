use serde_json::{Map, Value};
use watchbell_iodef::{Change, Document};
use watchbell_model::Class;

use super::{Party, VERSION, Xarf};
use crate::{
    abuse::{self, About, Kind, Source},
    exchange::id,
};

/// Longest texts that the schema takes, in characters.
const MAX_DESCRIPTION: usize = 1_000;
const MAX_ORG: usize = 200;

/// Returns a report for each source of a document's incidents, to be sent to the abuse desk of its
/// network; says what cannot be told, and what had to be filled in.
///
/// Identities follow from what they name: the same document makes the same reports.
pub fn of_incident(document: &Document) -> (Vec<Xarf>, Vec<Change>) {
    let (incidents, mut changes) = abuse::sources(document);
    let mut all = Vec::new();
    for (about, sources) in &incidents {
        for source in sources {
            if source.kind == Kind::Domain {
                changes.push(Change {
                    code: "value",
                    path: "IODEF-Document/Incident/EventData/System".to_owned(),
                    message: format!("{:?} is told by the URL of its site", source.value),
                });
            }
            all.push(xarf(about, source));
        }
    }
    (all, changes)
}

fn xarf(about: &About, source: &Source) -> Xarf {
    let value = &source.value;
    let mut fields = Map::new();
    let (category, kind) = match source.kind {
        Kind::Uri | Kind::Domain => content(about.class, source, &mut fields),
        Kind::Address => {
            put(&mut fields, "threat_type", about.class.as_str());
            ("reputation", "threat_intelligence")
        }
        Kind::Mailbox => {
            // With the protocol smtp the schema wants the port, which is rarely known.
            let protocol = if source.port.is_some() {
                "smtp"
            } else {
                "other"
            };
            put(&mut fields, "protocol", protocol);
            put(&mut fields, "smtp_from", value);
            ("messaging", "spam")
        }
        Kind::Number | Kind::Name => {
            put(&mut fields, "protocol", "sms");
            put(&mut fields, "sender_name", value);
            ("messaging", "spam")
        }
    };
    let party = Party {
        org: about.org.chars().take(MAX_ORG).collect(),
        contact: about.contact.clone(),
        domain: about.domain.clone(),
    };
    let words = Some(&about.words).filter(|words| !words.is_empty());
    let words = words.unwrap_or(&about.title);
    Xarf {
        version: VERSION.to_owned(),
        report_id: id::uuid("xarf", &[&about.domain, &about.id, value]).to_string(),
        timestamp: source.at,
        reporter: party.clone(),
        sender: party,
        source_identifier: value.clone(),
        source_port: source.port,
        category: category.to_owned(),
        kind: kind.to_owned(),
        evidence_source: about.is_reported.then(|| "user_report".to_owned()),
        confidence: about.confidence,
        description: Some(words.chars().take(MAX_DESCRIPTION).collect()),
        fields,
        ..Xarf::default()
    }
}

/// A site: the schemas of its types want its URL, and what kind of fraud it is.
fn content(
    class: Class,
    source: &Source,
    fields: &mut Map<String, Value>,
) -> (&'static str, &'static str) {
    let value = &source.value;
    if source.kind == Kind::Domain {
        put(fields, "domain", value);
        put(fields, "url", &format!("http://{value}/"));
    } else {
        put(fields, "url", value);
    }
    match class {
        Class::Phishing => ("content", "phishing"),
        Class::Malware => ("content", "malware"),
        _ => {
            put(fields, "fraud_type", "other");
            ("content", "fraud")
        }
    }
}

fn put(fields: &mut Map<String, Value>, name: &str, value: &str) {
    fields.insert(name.to_owned(), value.into());
}
