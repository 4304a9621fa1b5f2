//! What extensions take from version 1 of IODEF (RFC 5070), and from XML Signature.

use crate::{
    Contact, Error, Lang, Node, Result, System,
    dialect::translate_part,
    leaf::Leaf,
    note::Notes,
    opaque::is_element,
    part::{Attribute, Part, nothing_left, object},
    place::Place,
    validate::Check,
    value::{Map, Value},
    xml::{Element, Writer, parse_markup},
};

/// A text for people, in some language (`MLStringType` of version 1).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct OldText {
    /// The text.
    pub value: String,
    /// Its language, where it is not that of what holds it.
    pub lang: Option<Lang>,
}

impl From<&str> for OldText {
    fn from(value: &str) -> Self {
        Self {
            value: value.to_owned(),
            lang: None,
        }
    }
}

impl Part for OldText {
    fn write_xml(&self, name: &'static str, out: &mut Writer) {
        out.open(name, &self.lang.put("lang"));
        out.text(&self.value);
        out.close(name);
    }

    fn read_xml(mut element: Element, at: &Place<'_>) -> Result<Self> {
        let lang: Option<Lang> = Attribute::take("lang", &mut element.attributes, at)?;
        let value = element.take_text();
        element.nothing_left(at)?;
        let lang = lang.filter(|lang| Some(lang.as_str()) != at.lang());
        Ok(Self { value, lang })
    }

    fn write_value(&self) -> Value {
        let mut out = Map::default();
        self.value.put_value("value", &mut out);
        self.lang.put_value("lang", &mut out);
        Value::Map(out)
    }

    fn read_value(value: Value, at: &Place<'_>) -> Result<Self> {
        let mut from = object(value, at)?;
        let read = Self {
            value: Attribute::take_value("value", &mut from, at)?,
            lang: Attribute::take_value("lang", &mut from, at)?,
        };
        nothing_left(from, at)?;
        Ok(read)
    }
}

/// Declares an element that is kept as it is written.
macro_rules! old {
    ($($(#[$meta:meta])* pub struct $name:ident = $element:literal, $sample:literal;)*) => {
        $($(#[$meta])*
        #[derive(Clone, Debug, Eq, PartialEq)]
        pub struct $name(String);

        impl $name {
            /// Takes an element that says its namespaces itself.
            pub fn new(element: impl Into<String>) -> Option<Self> {
                let element = element.into();
                is_element(&element, $element).then_some(Self(element))
            }

            /// Returns the element.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self($sample.to_owned())
            }
        }

        impl Part for $name {
            fn write_xml(&self, _name: &'static str, out: &mut Writer) {
                out.element(&self.0);
            }

            fn read_xml(element: Element, at: &Place<'_>) -> Result<Self> {
                element.source().markup(at.notes()).map(Self)
            }

            fn write_value(&self) -> Value {
                Value::Text(self.0.clone())
            }

            fn read_value(value: Value, at: &Place<'_>) -> Result<Self> {
                let text = String::of_value(value, at)?;
                Self::new(text.clone()).ok_or_else(|| at.value(&text, "an element of XML"))
            }

            fn check(&self, _at: &Place<'_>, _check: &mut Check) {}
        }

        #[cfg(feature = "generate")]
        impl crate::generate::Any for $name {
            fn any(_dice: &mut crate::generate::Dice) -> Self {
                Self::default()
            }
        })*
    };
}

old! {
    /// A system.
    pub struct OldSystem = "i1:System", "<System xmlns=\"urn:ietf:params:xml:ns:iodef-1.0\"><Node/></System>";
    /// Names and addresses of a system.
    pub struct OldNode = "i1:Node", "<Node xmlns=\"urn:ietf:params:xml:ns:iodef-1.0\"/>";
    /// An address.
    pub struct OldAddress = "i1:Address", "<Address xmlns=\"urn:ietf:params:xml:ns:iodef-1.0\"/>";
    /// A contact.
    pub struct OldContact = "i1:Contact", "<Contact xmlns=\"urn:ietf:params:xml:ns:iodef-1.0\" role=\"admin\" type=\"person\"/>";
    /// What something did.
    pub struct OldAssessment = "i1:Assessment", "<Assessment xmlns=\"urn:ietf:params:xml:ns:iodef-1.0\"><Impact/></Assessment>";
    /// A hash of something (`Reference` of XML Signature).
    pub struct OldReference = "ds:Reference", "<Reference xmlns=\"http://www.w3.org/2000/09/xmldsig#\"><DigestMethod Algorithm=\"http://www.w3.org/2000/09/xmldsig#sha1\"/><DigestValue/></Reference>";
}

/// Reads an element of version 1 as what it is in version 2.
fn read<T: Part>(markup: &str, name: &str) -> Result<T> {
    let notes = Notes::of(true, markup);
    let mut piece = parse_markup(markup)?;
    translate_part(&mut piece, &notes);
    let found = piece.children.pop().filter(|child| child.name == name);
    let element = found.ok_or_else(|| Error::Root {
        found: name.to_owned(),
    })?;
    T::read_xml(element, &Place::root("", &notes))
}

impl OldSystem {
    /// Returns the system as version 2 has it.
    ///
    /// # Errors
    /// [`Error`] where it cannot be understood.
    pub fn system(&self) -> Result<System> {
        read(&self.0, "System")
    }
}

impl OldNode {
    /// Returns the node as version 2 has it.
    ///
    /// # Errors
    /// [`Error`] where it cannot be understood.
    pub fn node(&self) -> Result<Node> {
        read(&self.0, "Node")
    }
}

impl OldContact {
    /// Returns the contact as version 2 has it.
    ///
    /// # Errors
    /// [`Error`] where it cannot be understood.
    pub fn contact(&self) -> Result<Contact> {
        read(&self.0, "Contact")
    }
}
