//! What the data model holds without looking into it: bytes, signatures, certificates, methods.

use base64::{Engine as _, prelude::BASE64_STANDARD};

use crate::{
    Restriction, Result,
    leaf::Leaf,
    part::{Attribute, Part},
    place::Place,
    validate::Check,
    value::Value,
    xml::{Element, Writer, is_closed, parse_markup},
};

/// Bytes: base64 in XML and JSON.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Bytes(pub Vec<u8>);

/// In base64.
impl std::fmt::Display for Bytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&BASE64_STANDARD.encode(&self.0))
    }
}

impl Leaf for Bytes {
    fn to_text(&self) -> String {
        self.to_string()
    }

    fn of_text(text: &str, at: &Place<'_>) -> Result<Self> {
        let signs: String = text.split_ascii_whitespace().collect();
        let bytes = BASE64_STANDARD.decode(signs);
        bytes.map(Self).map_err(|_| at.value(text, "base64"))
    }

    fn to_value(&self) -> Value {
        Value::Bytes(self.0.clone())
    }

    fn of_value(value: Value, at: &Place<'_>) -> Result<Self> {
        match value {
            Value::Bytes(bytes) => Ok(Self(bytes)),
            Value::Text(text) => Self::of_text(&text, at),
            other => Err(at.value(&other.to_string(), "bytes")),
        }
    }
}

leaf_part!(Bytes);

/// Returns the only element of a piece of XML, where nothing else is in it.
fn only(piece: &Element) -> Option<&Element> {
    match &piece.children[..] {
        [one] if piece.text().trim().is_empty() => Some(one),
        _ => None,
    }
}

/// Whether markup is one element of a name and says its namespaces itself.
pub(crate) fn is_element(markup: &str, name: &str) -> bool {
    is_closed(markup)
        && parse_markup(markup).is_ok_and(|all| only(&all).is_some_and(|one| one.name == name))
}

/// How a hash or a signature is made: the URI of an algorithm, or the whole element where it says
/// more than that.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Algorithm(String);

impl Algorithm {
    /// Takes the URI of an algorithm.
    pub fn new(uri: impl Into<String>) -> Option<Self> {
        let uri = uri.into();
        (!uri.starts_with('<')).then_some(Self(uri))
    }

    /// Returns the URI, or the element.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for Algorithm {
    /// Returns SHA-256.
    fn default() -> Self {
        Self("http://www.w3.org/2001/04/xmlenc#sha256".to_owned())
    }
}

impl Part for Algorithm {
    fn write_xml(&self, name: &'static str, out: &mut Writer) {
        if self.0.starts_with('<') {
            out.element(&self.0);
        } else {
            out.open(name, &[("Algorithm", self.0.clone())]);
            out.close(name);
        }
    }

    fn read_xml(mut element: Element, at: &Place<'_>) -> Result<Self> {
        let is_mixed = element.is_mixed || !element.text().trim().is_empty();
        let uri: String = Attribute::take("Algorithm", &mut element.attributes, at)?;
        let markup = element.take_markup();
        element.nothing_left(at)?;
        Ok(Self(if is_mixed { markup } else { uri }))
    }

    fn write_value(&self) -> Value {
        Value::Marked(self.0.clone())
    }

    fn read_value(value: Value, at: &Place<'_>) -> Result<Self> {
        let text = match value {
            Value::Bytes(bytes) => String::from_utf8(bytes).unwrap_or_default(),
            value => String::of_value(value, at)?,
        };
        let names = ["ds:DigestMethod", "ds:CanonicalizationMethod"];
        let is_right = !text.starts_with('<') || names.iter().any(|name| is_element(&text, name));
        if is_right && !text.is_empty() {
            return Ok(Self(text));
        }
        Err(at.value(&text, "the URI of an algorithm"))
    }
}

/// A signature: the XML element, which is base64 in JSON.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Signature(String);

impl Signature {
    const NAME: &'static str = "ds:Signature";

    /// Takes a `Signature` element of XML Signature that says its namespaces itself.
    pub fn new(element: impl Into<String>) -> Option<Self> {
        let element = element.into();
        is_element(&element, Self::NAME).then_some(Self(element))
    }

    /// Returns the element.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Part for Signature {
    fn write_xml(&self, _name: &'static str, out: &mut Writer) {
        out.element(&self.0);
    }

    fn read_xml(mut element: Element, at: &Place<'_>) -> Result<Self> {
        let markup = element.take_markup();
        Self::new(markup).ok_or_else(|| at.value("", "a signature"))
    }

    fn write_value(&self) -> Value {
        Value::Bytes(self.0.clone().into_bytes())
    }

    fn read_value(value: Value, at: &Place<'_>) -> Result<Self> {
        let Bytes(bytes) = Bytes::of_value(value, at)?;
        let text = String::from_utf8(bytes).unwrap_or_default();
        let signature = Self::new(text.clone());
        signature.ok_or_else(|| at.value(&text, "a Signature element of XML Signature"))
    }
}

/// What is known of a certificate (`X509Data` of XML Signature).
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum X509Data {
    /// The certificate in DER.
    Certificate(Vec<u8>),
    /// The whole element, which holds something else.
    Element(String),
}

impl X509Data {
    const NAME: &'static str = "ds:X509Data";
    const CERTIFICATE: &'static str = "ds:X509Certificate";
}

impl Default for X509Data {
    fn default() -> Self {
        Self::Certificate(Vec::new())
    }
}

impl Part for X509Data {
    fn write_xml(&self, name: &'static str, out: &mut Writer) {
        match self {
            Self::Certificate(der) => {
                out.open(name, &[]);
                Part::write_xml(&Bytes(der.clone()), Self::CERTIFICATE, out);
                out.close(name);
            }
            Self::Element(markup) => out.element(markup),
        }
    }

    fn read_xml(mut element: Element, at: &Place<'_>) -> Result<Self> {
        match &element.children[..] {
            [one] if one.name == Self::CERTIFICATE => {
                let Bytes(der) = Bytes::of_text(one.text(), at)?;
                Ok(Self::Certificate(der))
            }
            _ => Ok(Self::Element(element.take_markup())),
        }
    }

    fn write_value(&self) -> Value {
        Value::Bytes(match self {
            Self::Certificate(der) => der.clone(),
            Self::Element(markup) => markup.clone().into_bytes(),
        })
    }

    fn check(&self, at: &Place<'_>, check: &mut Check) {
        if let Self::Element(markup) = self {
            let is_right = is_element(markup, Self::NAME);
            check.expect(is_right, at, "it is no X509Data element of XML Signature");
        }
    }

    fn read_value(value: Value, at: &Place<'_>) -> Result<Self> {
        let Bytes(bytes) = Bytes::of_value(value, at)?;
        let text = std::str::from_utf8(&bytes).ok();
        let markup = text.filter(|text| is_element(text, Self::NAME));
        Ok(match markup {
            Some(markup) => Self::Element(markup.to_owned()),
            None => Self::Certificate(bytes),
        })
    }
}

/// A description in a language of its own (RFC 7203, section 4.4): XML, or any bytes.
///
/// JSON has the bytes alone. In XML, bytes that are no elements are held by a `Value` in base64.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RawData {
    /// The description; [markup](crate::Extension::value) where it is XML.
    pub value: Vec<u8>,
    /// What it means; XML only.
    pub meaning: Option<String>,
    /// Its format; XML only.
    pub format_id: Option<String>,
    /// How far it may be disclosed; XML only.
    pub restriction: Option<Restriction>,
}

impl RawData {
    const HOLDER: &'static str = "Value";

    /// The description as elements.
    fn elements(&self) -> Option<&str> {
        let text = std::str::from_utf8(&self.value).ok()?;
        let piece = parse_markup(text).ok()?;
        let is_holder = only(&piece).is_some_and(|one| one.name == Self::HOLDER);
        let is_right = !piece.children.is_empty() && piece.text().trim().is_empty();
        (is_closed(text) && is_right && !is_holder).then_some(text)
    }
}

impl Part for RawData {
    fn write_xml(&self, name: &'static str, out: &mut Writer) {
        let attributes = [
            vec![("dtype", "xml".to_owned())],
            self.meaning.put("meaning"),
            self.format_id.put("formatid"),
            self.restriction.put("restriction"),
        ];
        out.open(name, &attributes.concat());
        match self.elements() {
            Some(elements) => out.markup(elements),
            None => Part::write_xml(&Bytes(self.value.clone()), Self::HOLDER, out),
        }
        out.close(name);
    }

    fn read_xml(mut element: Element, at: &Place<'_>) -> Result<Self> {
        // It is XML by the schema; what else it may say changes nothing.
        element.attributes.take("dtype");
        let read = Self {
            meaning: Attribute::take("meaning", &mut element.attributes, at)?,
            format_id: Attribute::take("formatid", &mut element.attributes, at)?,
            restriction: Attribute::take("restriction", &mut element.attributes, at)?,
            value: {
                let markup = element.take_markup();
                let piece = parse_markup(&markup)?;
                match only(&piece).filter(|one| one.name == Self::HOLDER) {
                    Some(holder) => Bytes::of_text(holder.text(), at)?.0,
                    None => markup.into_bytes(),
                }
            },
        };
        element.nothing_left(at)?;
        Ok(read)
    }

    fn write_value(&self) -> Value {
        Value::Bytes(self.value.clone())
    }

    fn read_value(value: Value, at: &Place<'_>) -> Result<Self> {
        let Bytes(value) = Bytes::of_value(value, at)?;
        Ok(Self {
            value,
            ..Self::default()
        })
    }

    fn check(&self, at: &Place<'_>, check: &mut Check) {
        check.expect(!self.value.is_empty(), at, "it is empty");
    }
}
