//! Texts, numbers and times: what has no children.

use crate::{
    Result,
    lexical::{is_date_time, is_lang, is_nc_name, is_portlist, is_timezone, is_uri},
    part::{Attribute, Pairs, Part, nothing_left, object},
    place::Place,
    validate::Check,
    value::{BARE, Map, Spoken, Value},
    xml::{Attributes, Element, Writer},
};

/// What can stand in an attribute or be the text of an element.
pub(crate) trait Leaf: Sized {
    fn to_text(&self) -> String;
    fn of_text(text: &str, at: &Place<'_>) -> Result<Self>;

    fn to_value(&self) -> Value {
        Value::Text(self.to_text())
    }

    fn of_value(value: Value, at: &Place<'_>) -> Result<Self> {
        match value {
            Value::Text(text) | Value::Uri(text) | Value::Marked(text) => Self::of_text(&text, at),
            other => Err(at.value(&other.to_string(), "a string")),
        }
    }

    fn check(&self, _at: &Place<'_>, _check: &mut Check) {}
}

impl Leaf for String {
    fn to_text(&self) -> String {
        self.clone()
    }

    fn of_text(text: &str, _at: &Place<'_>) -> Result<Self> {
        Ok(text.to_owned())
    }
}

impl Leaf for i64 {
    fn to_text(&self) -> String {
        self.to_string()
    }

    fn of_text(text: &str, at: &Place<'_>) -> Result<Self> {
        let number = text.trim().parse();
        number.map_err(|_| at.value(text, "a 64-bit integer"))
    }

    fn to_value(&self) -> Value {
        Value::Integer(*self)
    }

    fn of_value(value: Value, at: &Place<'_>) -> Result<Self> {
        match value {
            Value::Integer(number) => Ok(number),
            other => Err(at.value(&other.to_string(), "a 64-bit integer")),
        }
    }
}

impl Leaf for f64 {
    fn to_text(&self) -> String {
        self.to_string()
    }

    fn of_text(text: &str, at: &Place<'_>) -> Result<Self> {
        match text.trim().parse() {
            Ok(number) if Self::is_finite(number) => Ok(number),
            _ => Err(at.value(text, "a number")),
        }
    }

    fn to_value(&self) -> Value {
        Value::Real(*self)
    }

    fn of_value(value: Value, at: &Place<'_>) -> Result<Self> {
        match value {
            Value::Real(number) if Self::is_finite(number) => Ok(number),
            #[expect(clippy::cast_precision_loss, reason = "it is a number like any other")]
            Value::Integer(number) => Ok(number as Self),
            other => Err(at.value(&other.to_string(), "a number")),
        }
    }
}

checked! {
    /// A moment with its offset, as `2026-11-21T08:30:00Z`; kept as written.
    pub struct DateTime: "a time such as 2026-11-21T08:30:00Z", is_date_time, "1970-01-01T00:00:00Z", reads DateTime
}

checked! {
    /// A URI of RFC 3986.
    pub struct Uri: "a URI", is_uri, "about:blank", reads AnyUri, is Uri
}

checked! {
    /// A language tag, as `en` or `zh-Hant`.
    pub struct Lang: "a language tag", is_lang, "en", reads Language
}

checked! {
    /// An identifier that is unique in its document (`xs:ID`).
    pub struct Id: "an XML name without a colon", is_nc_name, "_", reads Id, checks defined
}

checked! {
    /// A mention of an [`Id`] of the same document.
    pub struct IdRef: "an XML name without a colon", is_nc_name, "_", reads IdRef, checks mentioned
}

checked! {
    /// A name without a colon, as of an entry in a registered list.
    pub struct NcName: "an XML name without a colon", is_nc_name, "_", reads NcName
}

checked! {
    /// Ports, as `80,443,8000-8080`.
    pub struct Portlist: "a list of ports", is_portlist, "0"
}

checked! {
    /// An offset from UTC, as `+01:00`.
    pub struct Timezone: "an offset such as +01:00", is_timezone, "Z"
}

impl<T: Leaf + Default> Attribute for T {
    fn put(&self, name: &'static str) -> Pairs {
        vec![(name, self.to_text())]
    }

    fn take(name: &'static str, from: &mut Attributes, at: &Place<'_>) -> Result<Self> {
        let found = <Option<T> as Attribute>::take(name, from, at)?;
        found.map_or_else(|| at.instead(name, T::default), Ok)
    }

    fn put_value(&self, name: &'static str, out: &mut Map) {
        out.insert(name, self.to_value());
    }

    fn take_value(name: &'static str, from: &mut Map, at: &Place<'_>) -> Result<Self> {
        let found = <Option<T> as Attribute>::take_value(name, from, at)?;
        found.map_or_else(|| at.instead(name, T::default), Ok)
    }

    fn check(&self, name: &'static str, at: &Place<'_>, check: &mut Check) {
        Leaf::check(self, &at.below(name), check);
    }
}

impl<T: Leaf> Attribute for Option<T> {
    fn put(&self, name: &'static str) -> Pairs {
        self.iter().map(|leaf| (name, leaf.to_text())).collect()
    }

    fn take(name: &'static str, from: &mut Attributes, at: &Place<'_>) -> Result<Self> {
        let Some(text) = from.take(name) else {
            return Ok(None);
        };
        let at = at.below(name);
        at.or_keep(T::of_text(&text, &at), &text)
    }

    fn put_value(&self, name: &'static str, out: &mut Map) {
        if let Some(leaf) = self {
            out.insert(name, leaf.to_value());
        }
    }

    fn take_value(name: &'static str, from: &mut Map, at: &Place<'_>) -> Result<Self> {
        let value = from.remove(name);
        value
            .map(|value| T::of_value(value, &at.below(name)))
            .transpose()
    }

    fn check(&self, name: &'static str, at: &Place<'_>, check: &mut Check) {
        if let Some(leaf) = self {
            Leaf::check(leaf, &at.below(name), check);
        }
    }
}

leaf_part!(String);
leaf_part!(i64);
leaf_part!(f64);

/// A text for people, in some language (`MLStringType`).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Text {
    /// The text.
    pub value: String,
    /// Its language, where it is not that of what holds it.
    pub lang: Option<Lang>,
    /// Ties texts together that say the same in different languages.
    pub translation_id: Option<String>,
}

impl From<&str> for Text {
    fn from(value: &str) -> Self {
        value.to_owned().into()
    }
}

impl From<String> for Text {
    fn from(value: String) -> Self {
        Self {
            value,
            ..Self::default()
        }
    }
}

impl Part for Text {
    fn write_xml(&self, name: &'static str, out: &mut Writer) {
        let mut attributes = self.translation_id.put("translation-id");
        attributes.extend(self.lang.put("xml:lang"));
        out.open(name, &attributes);
        out.text(&self.value);
        out.close(name);
    }

    fn read_xml(mut element: Element, at: &Place<'_>) -> Result<Self> {
        let text = Self {
            lang: Attribute::take("xml:lang", &mut element.attributes, at)?,
            translation_id: Attribute::take("translation-id", &mut element.attributes, at)?,
            value: element.take_text(),
        };
        element.nothing_left(at)?;
        Ok(text.within(at.lang()))
    }

    fn write_value(&self) -> Value {
        Value::Spoken(Spoken {
            value: self.value.clone(),
            lang: self.lang.as_ref().map(|lang| lang.as_str().to_owned()),
            translation_id: self.translation_id.clone(),
        })
    }

    fn read_value(value: Value, at: &Place<'_>) -> Result<Self> {
        if let Value::Text(value) = value {
            // A bare string is English, whatever is around it (RFC 8727, section 3.2).
            let lang = at.lang().and_then(|_| Lang::new(BARE));
            let text = Self {
                value,
                lang,
                translation_id: None,
            };
            return Ok(text.within(at.lang()));
        }
        let mut from = object(value, at)?;
        let text = Self {
            value: Attribute::take_value("value", &mut from, at)?,
            lang: Attribute::take_value("lang", &mut from, at)?,
            translation_id: Attribute::take_value("translation-id", &mut from, at)?,
        };
        nothing_left(from, at)?;
        Ok(text.within(at.lang()))
    }
}

impl Text {
    /// Leaves out a language that is that of what holds the text.
    fn within(mut self, around: Option<&str>) -> Self {
        let own = self.lang.as_ref().map(Lang::as_str);
        if own == around {
            self.lang = None;
        }
        self
    }
}
