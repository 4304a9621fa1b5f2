//! Structured information: attack patterns, vulnerabilities and weaknesses in languages of their own
//! (RFC 7203, and `STRUCTUREDINFO` of RFC 8727).

use super::ReferenceName;
use crate::{
    Lang, NcName, RawData, Result, Text, Uri,
    part::{Children, Part, nothing_left, object, take_named},
    place::Place,
    validate::Check,
    value::{Map, Value},
    xml::{Element, Writer},
};

class! {
    /// Something described in a language of its own: `AttackPattern`, `Vulnerability`, `Weakness`
    /// (RFC 7203, section 4.5).
    pub struct StructuredInfo [StructuredInfo::rules] {
        attributes {
            /// The language, as `urn:ietf:params:xml:ns:mile:cwe:3.3`.
            spec_id: String => "SpecID",
            /// The language, where `spec_id` is `private`.
            ext_spec_id: Option<String> => "ext-SpecID",
            /// Its identifier in that language, as `CWE-89`.
            content_id: Option<String> => "ContentID",
        }
        children {
            /// The description itself.
            raw: Vec<RawData> => "sci:RawData" | "RawData",
            /// Or where it is.
            references: Vec<StructuredReference> => "i1:Reference" | "Reference",
            /// What it is about.
            platforms: Vec<StructuredPart> => "sci:Platform" | "Platform",
            /// How bad it is.
            scorings: Vec<StructuredPart> => "sci:Scoring" | "Scoring",
        }
    }
}

impl StructuredInfo {
    fn rules(&self, at: &Place<'_>, check: &mut Check) {
        one_kind(&self.raw, &self.references, at, check);
    }
}

class! {
    /// A platform or a scoring of something described (RFC 7203, sections 4.5.2 and 4.5.4).
    pub struct StructuredPart [StructuredPart::rules] {
        attributes {
            /// The language.
            spec_id: String => "SpecID",
            /// The language, where `spec_id` is `private`.
            ext_spec_id: Option<String> => "ext-SpecID",
            /// Its identifier in that language.
            content_id: Option<String> => "ContentID",
        }
        children {
            /// The description itself.
            raw: Vec<RawData> => "sci:RawData" | "RawData",
            /// Or where it is.
            references: Vec<StructuredReference> => "i1:Reference" | "Reference",
        }
    }
}

impl StructuredPart {
    fn rules(&self, at: &Place<'_>, check: &mut Check) {
        one_kind(&self.raw, &self.references, at, check);
    }
}

fn one_kind(
    raw: &[RawData],
    references: &[StructuredReference],
    at: &Place<'_>,
    check: &mut Check,
) {
    let one = raw.is_empty() || references.is_empty();
    check.expect(one, at, "it has both RawData and Reference");
}

/// Where something is described.
///
/// In XML it is a `Reference` of IODEF version 1, whose name is free text: that of the registered
/// list 1 is the entry (`CVE-2026-0001`), that of any other the list's number and the entry
/// (`7:entry`).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StructuredReference {
    /// Its number in a registered list.
    pub name: Option<ReferenceName>,
    /// Its addresses.
    pub urls: Vec<Uri>,
    /// What it is.
    pub descriptions: Vec<Text>,
}

const NAME: &str = "i1:ReferenceName";
const URL: &str = "i1:URL";
const DESCRIPTION: &str = "i1:Description";

fn is_cve(entry: &str) -> bool {
    entry.starts_with("CVE-")
}

impl Part for StructuredReference {
    fn write_xml(&self, name: &'static str, out: &mut Writer) {
        out.open(name, &[]);
        let entry = self.name.as_ref().map(|name| match name.spec_index {
            1 if is_cve(name.id.as_str()) => name.id.to_string(),
            index => format!("{index}:{}", name.id),
        });
        Part::write_xml(&entry.unwrap_or_default(), NAME, out);
        Children::write_xml(&self.urls, URL, out);
        for text in &self.descriptions {
            let lang = text.lang.iter().map(|lang| ("lang", lang.to_string()));
            out.open(DESCRIPTION, &lang.collect::<Vec<_>>());
            out.text(&text.value);
            out.close(DESCRIPTION);
        }
        out.close(name);
    }

    fn read_xml(mut element: Element, at: &Place<'_>) -> Result<Self> {
        let name: Option<String> = Children::read_xml(NAME, &mut element.children, at)?;
        let urls = Children::read_xml(URL, &mut element.children, at)?;
        let mut descriptions: Vec<Text> = Vec::new();
        let name = name.filter(|name| !name.trim().is_empty());
        let entry = name.as_deref().and_then(entry);
        if let (Some(name), None) = (name, &entry) {
            // JSON has no place for a name of no list.
            descriptions.push(name.into());
        }
        for mut text in take_named(DESCRIPTION, &mut element.children) {
            let lang = text.attributes.take("lang").and_then(Lang::new);
            descriptions.push(Text {
                value: text.take_text(),
                lang: lang.filter(|lang| Some(lang.as_str()) != at.lang()),
                translation_id: None,
            });
            text.nothing_left(at)?;
        }
        element.nothing_left(at)?;
        Ok(Self {
            name: entry,
            urls,
            descriptions,
        })
    }

    fn write_value(&self) -> Value {
        let mut out = Map::default();
        Children::write_value(&self.name, "ReferenceName", &mut out);
        Children::write_value(&self.urls, "URL", &mut out);
        Children::write_value(&self.descriptions, "Description", &mut out);
        Value::Map(out)
    }

    fn read_value(value: Value, at: &Place<'_>) -> Result<Self> {
        let mut from = object(value, at)?;
        let read = Self {
            name: Children::read_value("ReferenceName", &mut from, at)?,
            urls: Children::read_value("URL", &mut from, at)?,
            descriptions: Children::read_value("Description", &mut from, at)?,
        };
        nothing_left(from, at)?;
        Ok(read)
    }
}

/// Reads the entry of a registered list in a name.
fn entry(name: &str) -> Option<ReferenceName> {
    let name = name.trim();
    let (index, entry) = match name.split_once(':') {
        None if is_cve(name) => (1, name),
        None => return None,
        Some((index, entry)) => (index.parse().ok()?, entry),
    };
    Some(ReferenceName {
        spec_index: index,
        id: NcName::new(entry)?,
    })
}
