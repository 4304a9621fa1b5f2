//! Software and how to recognise what it did (sections 2.15, 3.10.1 and 3.22.2).

use super::Extension;
use crate::{
    Id, OffsetUnit, PatternKind, Restriction, Result, SoftwareDataKind, SoftwareSpec, Text, Uri,
    part::{Attribute, Part, nothing_left, object},
    place::Place,
    validate::Check,
    value::{Map, Value},
    xml::{Element, Writer, parse_markup},
};

class! {
    /// A version of some software (`SoftwareType`).
    pub struct Software [Software::rules] {
        children {
            /// Its name in a list.
            reference: Option<SoftwareReference> => "SoftwareReference",
            /// Pages about it.
            urls: Vec<Uri> => "URL",
            /// What it is.
            descriptions: Vec<Text> => "Description",
        }
    }
}

impl Software {
    fn rules(&self, at: &Place<'_>, check: &mut Check) {
        check.expect(*self != Self::default(), at, "it names no software");
    }
}

/// The name of a version of software in a list, for example a CPE (section 2.15.1).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SoftwareReference {
    /// The list.
    pub spec: SoftwareSpec,
    /// The type of the name; absent means a string.
    pub kind: Option<SoftwareDataKind>,
    /// The name; [markup](crate::Extension::value) where its type is `xml`.
    pub value: String,
}

/// Holds a name that is not XML: the schema allows elements alone, the text of the RFC strings.
const HOLDER: &str = "Value";

impl Part for SoftwareReference {
    fn write_xml(&self, name: &'static str, out: &mut Writer) {
        let attributes = [self.spec.put("spec-name"), self.kind.put("dtype")];
        out.open(name, &attributes.concat());
        if self.kind == Some(SoftwareDataKind::Xml) {
            out.markup(&self.value);
        } else if !self.value.is_empty() {
            Part::write_xml(&self.value, HOLDER, out);
        }
        out.close(name);
    }

    fn read_xml(mut element: Element, at: &Place<'_>) -> Result<Self> {
        let spec = Attribute::take("spec-name", &mut element.attributes, at)?;
        let kind = Attribute::take("dtype", &mut element.attributes, at)?;
        let text = element.take_text();
        let markup = element.take_markup();
        let is_mixed = element.is_mixed;
        element.nothing_left(at)?;
        let is_xml = kind == Some(SoftwareDataKind::Xml);
        if is_xml || !is_mixed {
            let value = if is_xml { markup } else { text };
            return Ok(Self { spec, kind, value });
        }
        match &parse_markup(&markup)?.children[..] {
            [holder] if holder.name == HOLDER => Ok(Self {
                spec,
                kind,
                value: holder.text().to_owned(),
            }),
            _ if at.may("value", "elements are of type xml") => Ok(Self {
                spec,
                kind: Some(SoftwareDataKind::Xml),
                value: markup,
            }),
            _ => Err(at.value(&markup, "a name, and elements are of type xml")),
        }
    }

    fn write_value(&self) -> Value {
        let mut out = Map::default();
        self.value.put_value("value", &mut out);
        self.spec.put_value("spec-name", &mut out);
        self.kind.put_value("dtype", &mut out);
        Value::Map(out)
    }

    fn read_value(value: Value, at: &Place<'_>) -> Result<Self> {
        let mut from = object(value, at)?;
        let value: Option<String> = Attribute::take_value("value", &mut from, at)?;
        let read = Self {
            spec: Attribute::take_value("spec-name", &mut from, at)?,
            kind: Attribute::take_value("dtype", &mut from, at)?,
            value: value.unwrap_or_default(),
        };
        nothing_left(from, at)?;
        Ok(read)
    }

    fn check(&self, at: &Place<'_>, check: &mut Check) {
        if self.kind == Some(SoftwareDataKind::Xml) {
            check.markup(&self.value, at);
        }
    }
}

class! {
    /// How software found something (section 3.10.1).
    pub struct DetectionPattern [DetectionPattern::rules] {
        attributes {
            /// How far it may be disclosed.
            restriction: Option<Restriction> => "restriction",
            /// Names it as an observable.
            observable_id: Option<Id> => "observable-id",
        }
        children {
            /// The software.
            application: Software => "Application",
            /// What it looks for, in words.
            descriptions: Vec<Text> => "Description",
            /// What it looks for, as the software has it.
            configurations: Vec<String> => "DetectionConfiguration",
        }
    }
}

impl DetectionPattern {
    fn rules(&self, at: &Place<'_>, check: &mut Check) {
        let empty = self.descriptions.is_empty() && self.configurations.is_empty();
        check.expect(!empty, at, "it says not what is looked for");
    }
}

class! {
    /// What to look for in a record (section 3.22.2).
    pub struct RecordPattern {
        attributes {
            /// The language of the pattern.
            kind: PatternKind => "type",
            /// From where on to look.
            offset: Option<i64> => "offset",
            /// What the offset counts; absent means lines.
            offset_unit: Option<OffsetUnit> => "offsetunit",
            /// How often to look.
            instance: Option<i64> => "instance",
        }
        text {
            /// The pattern.
            value: String => "value"
        }
    }
}

class! {
    /// Fields of the header of a protocol above transport (section 3.20.2).
    ///
    /// JSON does not have it: there, the fields stand in the service.
    pub struct ApplicationHeader [ApplicationHeader::rules] {
        children {
            /// The fields, one at least.
            fields: Vec<Extension> => "ApplicationHeaderField",
        }
    }
}

impl ApplicationHeader {
    fn rules(&self, at: &Place<'_>, check: &mut Check) {
        check.expect(!self.fields.is_empty(), at, "it has no field");
    }
}
