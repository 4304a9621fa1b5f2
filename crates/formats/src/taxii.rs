//! Envelopes of TAXII 2.1: objects of STIX on their way, each kept as it was written.

use serde::Deserialize;
use serde_json::value::RawValue;
use uuid::Uuid;
use watchbell_model::Time;

/// The media type of every answer (section 1.6.8).
pub const MEDIA_TYPE: &str = "application/taxii+json;version=2.1";

/// Bytes of an identifier: a type of at most 250, two dashes, a UUID.
const MAX_ID: usize = 300;

/// An object of an envelope or a bundle.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Object<'a> {
    /// Its identifier, `indicator--…`.
    pub id: String,
    /// Its type.
    pub kind: String,
    /// The version of STIX that it is in: what it says; else 2.1 for what never changes, and 2.0.
    pub spec: String,
    /// When it was last changed, or made, as it wrote it; nothing for what never changes.
    pub version: Option<(String, Time)>,
    /// The object, in JSON, as it was written.
    pub body: &'a str,
}

/// Why an envelope, or one of its objects, is not taken.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// It is no JSON, or no object with a list of objects.
    #[error("it is no envelope of objects: {0}")]
    Envelope(String),
    /// One object lacks what an object has.
    #[error("{place} {value:?} {problem}")]
    Object {
        /// Where: a member of the object.
        place: &'static str,
        /// What is there, cut.
        value: String,
        /// What is wrong with it.
        problem: &'static str,
    },
}

/// An envelope (section 3.7) or a bundle of STIX.
#[derive(Debug)]
pub struct Envelope<'a> {
    /// Its objects, in JSON.
    pub objects: Vec<&'a str>,
    /// Whether there is more to fetch.
    pub more: bool,
    /// What fetches it.
    pub next: Option<String>,
}

#[derive(Deserialize)]
struct Whole<'a> {
    #[serde(borrow)]
    objects: Option<Vec<&'a RawValue>>,
    #[serde(default)]
    more: bool,
    next: Option<String>,
    id: Option<String>,
}

#[derive(Deserialize)]
struct Head {
    #[serde(default)]
    id: String,
    #[serde(default, rename = "type")]
    kind: String,
    spec_version: Option<String>,
    created: Option<String>,
    modified: Option<String>,
}

impl<'a> Envelope<'a> {
    /// Reads an envelope; an empty one may say nothing at all.
    ///
    /// # Errors
    /// [`Error::Envelope`] with the place in the text.
    pub fn read(text: &'a str) -> Result<Self, Error> {
        let whole: Whole<'a> =
            serde_json::from_str(text).map_err(|error| Error::Envelope(error.to_string()))?;
        if whole.objects.is_none() && whole.id.is_some() {
            let what = "there is no list of objects";
            return Err(Error::Envelope(what.to_owned()));
        }
        let objects = whole.objects.unwrap_or_default();
        Ok(Self {
            objects: objects.into_iter().map(RawValue::get).collect(),
            more: whole.more,
            next: whole.next,
        })
    }
}

impl<'a> Object<'a> {
    /// Reads what a server has to know of an object.
    ///
    /// # Errors
    /// [`Error::Object`] where identifier, type or times are not what they have to be (STIX 2.1,
    /// sections 2.9 and 3.2).
    pub fn read(body: &'a str) -> Result<Self, Error> {
        let head: Head = serde_json::from_str(body).map_err(|error| Error::Object {
            place: "object",
            value: shown(body),
            problem: if error.is_data() {
                "is no object of STIX"
            } else {
                "is no JSON"
            },
        })?;
        let fault = |place, value: &str, problem| Error::Object {
            place,
            value: shown(value),
            problem,
        };
        let plain = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-';
        if head.kind.is_empty() || !head.kind.bytes().all(plain) {
            return Err(fault("type", &head.kind, "is no type of object"));
        }
        let uuid = head.id.strip_prefix(&head.kind);
        let uuid = uuid
            .and_then(|rest| rest.strip_prefix("--"))
            .unwrap_or_default();
        if head.id.len() > MAX_ID || !is_uuid(uuid) {
            return Err(fault(
                "id",
                &head.id,
                "is not the object's type, two dashes and a UUID",
            ));
        }
        let spec = match &head.spec_version {
            Some(spec) if matches!(spec.as_str(), "2.0" | "2.1") => spec.clone(),
            Some(spec) => return Err(fault("spec_version", spec, "is no version of STIX 2")),
            None if head.created.is_none() && head.modified.is_none() => "2.1".to_owned(),
            None => "2.0".to_owned(),
        };
        let (place, told) = match head.modified {
            Some(modified) => ("modified", Some(modified)),
            None => ("created", head.created),
        };
        let version = match told {
            None => None,
            Some(text) => match text.parse() {
                Ok(time) => Some((text, time)),
                Err(_) => return Err(fault(place, &text, "is no time")),
            },
        };
        Ok(Self {
            id: head.id,
            kind: head.kind,
            spec,
            version,
            body,
        })
    }
}

/// Returns whether a text is a UUID as identifiers have it, with its dashes.
pub fn is_uuid(text: &str) -> bool {
    text.len() == 36 && Uuid::try_parse(text).is_ok()
}

fn shown(value: &str) -> String {
    value.chars().take(80).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const INDICATOR: &str = r#"{"type":"indicator","spec_version":"2.1",
        "id":"indicator--0f07cc1c-4f3c-4a2c-9b4f-7f1b5b0c0a01",
        "created":"2026-01-01T00:00:00.000Z","modified":"2026-01-02T00:00:00.500Z"}"#;

    #[test]
    fn an_object_keeps_what_it_wrote() {
        let text = format!(r#"{{"more":true,"next":"7","objects":[{INDICATOR}, 5]}}"#);
        let envelope = Envelope::read(&text).unwrap();
        assert_eq!((envelope.more, envelope.next.as_deref()), (true, Some("7")));
        let object = Object::read(envelope.objects[0]).unwrap();
        assert_eq!(
            (object.body, object.kind.as_str()),
            (INDICATOR, "indicator")
        );
        let (text, time) = object.version.unwrap();
        assert_eq!(text, "2026-01-02T00:00:00.500Z");
        assert_eq!(time, text.parse().unwrap());
        assert!(Object::read(envelope.objects[1]).is_err());
        assert!(Envelope::read("{}").unwrap().objects.is_empty());
    }

    #[test]
    fn the_form_of_an_object_is_found() {
        let spec = |body: &str| Object::read(body).unwrap().spec;
        assert_eq!(
            spec(&INDICATOR.replace(r#""spec_version":"2.1","#, "")),
            "2.0"
        );
        let sco = r#"{"type":"url","id":"url--0f07cc1c-4f3c-5a2c-9b4f-7f1b5b0c0a01"}"#;
        assert_eq!(
            (spec(sco).as_str(), Object::read(sco).unwrap().version),
            ("2.1", None)
        );
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (from, to, place) in [
            ("indicator--", "malware--", "id"),
            ("-4f3c-", "-4f3x-", "id"),
            (r#""type":"indicator""#, r#""type":"Indicator""#, "type"),
            ("2.1", "3.0", "spec_version"),
            ("2026-01-02", "2026-31-02", "modified"),
        ] {
            let error = Object::read(&INDICATOR.replace(from, to))
                .unwrap_err()
                .to_string();
            assert!(error.starts_with(place), "{error}");
        }
        for text in ["", "[]", "{\"objects\":{}}", "{\"id\":\"bundle--1\"}"] {
            assert!(Envelope::read(text).is_err(), "{text}");
        }
    }
}
