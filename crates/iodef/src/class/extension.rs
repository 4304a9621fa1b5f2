//! What the data model has no place for (section 2.16).

use crate::{
    DataKind, Id, Restriction, Result,
    part::{Attribute, Part, nothing_left, object},
    place::Place,
    validate::Check,
    value::{Map, Value},
    xml::{Element, Writer},
};

/// What the data model has no place for (`ExtensionType`, section 2.16).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Extension {
    /// What it is called.
    pub name: Option<String>,
    /// Its type.
    pub kind: DataKind,
    /// What it means.
    pub meaning: Option<String>,
    /// Its format.
    pub format_id: Option<String>,
    /// How far it may be disclosed.
    pub restriction: Option<Restriction>,
    /// Names it as an observable.
    pub observable_id: Option<Id>,
    /// The value. Where its type is [`DataKind::Xml`] it is markup: a piece of XML that says the
    /// namespaces of its elements itself.
    pub value: String,
}

impl Extension {
    /// Makes a named text.
    pub fn string(
        name: impl Into<String>,
        meaning: impl Into<String>,
        value: impl Into<String>,
    ) -> Self {
        Self {
            name: Some(name.into()),
            kind: DataKind::String,
            meaning: Some(meaning.into()),
            value: value.into(),
            ..Self::default()
        }
    }
}

impl Part for Extension {
    fn write_xml(&self, name: &'static str, out: &mut Writer) {
        let attributes = [
            self.name.put("name"),
            self.kind.put("dtype"),
            self.meaning.put("meaning"),
            self.format_id.put("formatid"),
            self.restriction.put("restriction"),
            self.observable_id.put("observable-id"),
        ];
        out.open(name, &attributes.concat());
        match self.kind {
            DataKind::Xml => out.markup(&self.value),
            _ => out.text(&self.value),
        }
        out.close(name);
    }

    fn read_xml(mut element: Element, at: &Place<'_>) -> Result<Self> {
        let from = &mut element.attributes;
        let mut read = Self {
            name: Attribute::take("name", from, at)?,
            kind: Attribute::take("dtype", from, at)?,
            meaning: Attribute::take("meaning", from, at)?,
            format_id: Attribute::take("formatid", from, at)?,
            restriction: Attribute::take("restriction", from, at)?,
            observable_id: Attribute::take("observable-id", from, at)?,
            value: element.take_text(),
        };
        let markup = element.take_markup();
        if element.is_mixed && read.kind != DataKind::Xml {
            if !at.may("value", "what holds elements is of type xml") {
                return Err(at.value(&markup, "text, and elements are of type xml"));
            }
            read.kind = DataKind::Xml;
        }
        if read.kind == DataKind::Xml {
            read.value = markup;
        }
        element.nothing_left(at)?;
        Ok(read)
    }

    fn write_value(&self) -> Value {
        let mut out = Map::default();
        self.value.put_value("value", &mut out);
        self.name.put_value("name", &mut out);
        self.kind.put_value("dtype", &mut out);
        self.meaning.put_value("meaning", &mut out);
        self.format_id.put_value("formatid", &mut out);
        self.restriction.put_value("restriction", &mut out);
        self.observable_id.put_value("observable-id", &mut out);
        Value::Map(out)
    }

    fn read_value(value: Value, at: &Place<'_>) -> Result<Self> {
        let mut from = object(value, at)?;
        let read = Self {
            value: Attribute::take_value("value", &mut from, at)?,
            name: Attribute::take_value("name", &mut from, at)?,
            kind: Attribute::take_value("dtype", &mut from, at)?,
            meaning: Attribute::take_value("meaning", &mut from, at)?,
            format_id: Attribute::take_value("formatid", &mut from, at)?,
            restriction: Attribute::take_value("restriction", &mut from, at)?,
            observable_id: Attribute::take_value("observable-id", &mut from, at)?,
        };
        nothing_left(from, at)?;
        Ok(read)
    }

    fn check(&self, at: &Place<'_>, check: &mut Check) {
        self.observable_id.check("observable-id", at, check);
        if self.kind == DataKind::Xml {
            check.markup(&self.value, at);
        }
    }
}
