//! How attributes, leaves and classes go in and out of XML and JSON.

use serde_json::{Map, Value};

use crate::{
    Result,
    place::Place,
    validate::Check,
    xml::{Attributes, Element, Writer},
};

/// Names and values of attributes.
pub(crate) type Pairs = Vec<(&'static str, String)>;

/// What can stand in an attribute.
pub(crate) trait Attribute: Sized {
    /// Returns the attribute, and its `ext-` twin where it has one.
    fn put(&self, name: &'static str) -> Pairs;
    /// Takes the attribute out of those of an element.
    fn take(name: &'static str, from: &mut Attributes, at: &Place<'_>) -> Result<Self>;
    /// Adds the member that stands for the attribute in JSON.
    fn put_json(&self, name: &'static str, out: &mut Map<String, Value>);
    /// Takes that member out of an object.
    fn take_json(name: &'static str, from: &mut Map<String, Value>, at: &Place<'_>)
    -> Result<Self>;
    /// Reports what breaks a rule.
    fn check(&self, _name: &'static str, _at: &Place<'_>, _check: &mut Check) {}
}

/// What can be an element.
pub(crate) trait Part: Sized {
    fn write_xml(&self, name: &'static str, out: &mut Writer);
    fn read_xml(element: Element, at: &Place<'_>) -> Result<Self>;
    fn write_json(&self) -> Value;
    fn read_json(value: Value, at: &Place<'_>) -> Result<Self>;
    fn check(&self, _at: &Place<'_>, _check: &mut Check) {}
}

/// A part that is an object in JSON.
pub(crate) trait Class: Part {
    /// The keys of that object.
    const KEYS: &'static [&'static str];
}

/// What can stand among the children of an element: a part, once, perhaps or often.
pub(crate) trait Children: Sized {
    fn write_xml(&self, name: &'static str, out: &mut Writer);
    fn read_xml(name: &'static str, from: &mut Vec<Element>, at: &Place<'_>) -> Result<Self>;
    fn write_json(&self, name: &'static str, out: &mut Map<String, Value>);
    fn read_json(name: &'static str, from: &mut Map<String, Value>, at: &Place<'_>)
    -> Result<Self>;
    fn check(&self, name: &'static str, at: &Place<'_>, check: &mut Check);
}

/// Classes that XML wraps around others and JSON leaves out (RFC 8727, section 3.2).
pub(crate) trait Flat: Sized {
    /// Adds the class's members to those of what holds it.
    fn write_flat(&self, out: &mut Map<String, Value>);
    /// Takes the class's members from those of what holds it.
    fn read_flat(from: &mut Map<String, Value>, at: &Place<'_>) -> Result<Self>;
}

/// Takes all children of one name, in order.
pub(crate) fn take_named(name: &str, from: &mut Vec<Element>) -> Vec<Element> {
    from.extract_if(.., |element| element.name == name)
        .collect()
}

impl<T: Part> Children for T {
    fn write_xml(&self, name: &'static str, out: &mut Writer) {
        Part::write_xml(self, name, out);
    }

    fn read_xml(name: &'static str, from: &mut Vec<Element>, at: &Place<'_>) -> Result<Self> {
        <Option<T> as Children>::read_xml(name, from, at)?.ok_or_else(|| at.missing(name))
    }

    fn write_json(&self, name: &'static str, out: &mut Map<String, Value>) {
        out.insert(name.to_owned(), Part::write_json(self));
    }

    fn read_json(
        name: &'static str,
        from: &mut Map<String, Value>,
        at: &Place<'_>,
    ) -> Result<Self> {
        <Option<T> as Children>::read_json(name, from, at)?.ok_or_else(|| at.missing(name))
    }

    fn check(&self, name: &'static str, at: &Place<'_>, check: &mut Check) {
        Part::check(self, &at.below(name), check);
    }
}

impl<T: Part> Children for Option<T> {
    fn write_xml(&self, name: &'static str, out: &mut Writer) {
        if let Some(part) = self {
            Part::write_xml(part, name, out);
        }
    }

    fn read_xml(name: &'static str, from: &mut Vec<Element>, at: &Place<'_>) -> Result<Self> {
        let mut found = take_named(name, from).into_iter();
        match (found.next(), found.next()) {
            (None, _) => Ok(None),
            (Some(element), None) => T::read_xml(element, &at.below(name)).map(Some),
            (Some(_), Some(_)) => Err(at.twice(name)),
        }
    }

    fn write_json(&self, name: &'static str, out: &mut Map<String, Value>) {
        if let Some(part) = self {
            Children::write_json(part, name, out);
        }
    }

    fn read_json(
        name: &'static str,
        from: &mut Map<String, Value>,
        at: &Place<'_>,
    ) -> Result<Self> {
        match from.remove(name) {
            None => Ok(None),
            Some(value) => T::read_json(value, &at.below(name)).map(Some),
        }
    }

    fn check(&self, name: &'static str, at: &Place<'_>, check: &mut Check) {
        if let Some(part) = self {
            Children::check(part, name, at, check);
        }
    }
}

impl<T: Part> Children for Vec<T> {
    fn write_xml(&self, name: &'static str, out: &mut Writer) {
        for part in self {
            Part::write_xml(part, name, out);
        }
    }

    fn read_xml(name: &'static str, from: &mut Vec<Element>, at: &Place<'_>) -> Result<Self> {
        let found = take_named(name, from).into_iter().enumerate();
        found
            .map(|(index, element)| T::read_xml(element, &at.nth(name, index + 1)))
            .collect()
    }

    fn write_json(&self, name: &'static str, out: &mut Map<String, Value>) {
        if !self.is_empty() {
            let list = self.iter().map(Part::write_json).collect();
            out.insert(name.to_owned(), Value::Array(list));
        }
    }

    fn read_json(
        name: &'static str,
        from: &mut Map<String, Value>,
        at: &Place<'_>,
    ) -> Result<Self> {
        let list = match from.remove(name) {
            None => return Ok(Self::new()),
            Some(Value::Array(list)) => list,
            // A list of one is often written without its brackets.
            Some(value) => vec![value],
        };
        let found = list.into_iter().enumerate();
        found
            .map(|(index, value)| T::read_json(value, &at.nth(name, index + 1)))
            .collect()
    }

    fn check(&self, name: &'static str, at: &Place<'_>, check: &mut Check) {
        for (index, part) in self.iter().enumerate() {
            Part::check(part, &at.nth(name, index + 1), check);
        }
    }
}

impl<T: Part> Part for Box<T> {
    fn write_xml(&self, name: &'static str, out: &mut Writer) {
        Part::write_xml(&**self, name, out);
    }

    fn read_xml(element: Element, at: &Place<'_>) -> Result<Self> {
        T::read_xml(element, at).map(Self::new)
    }

    fn write_json(&self) -> Value {
        Part::write_json(&**self)
    }

    fn read_json(value: Value, at: &Place<'_>) -> Result<Self> {
        T::read_json(value, at).map(Self::new)
    }

    fn check(&self, at: &Place<'_>, check: &mut Check) {
        Part::check(&**self, at, check);
    }
}

impl<T: Class> Flat for Option<T> {
    fn write_flat(&self, out: &mut Map<String, Value>) {
        if let Some(part) = self {
            merge(part.write_json(), out);
        }
    }

    fn read_flat(from: &mut Map<String, Value>, at: &Place<'_>) -> Result<Self> {
        let mut own = Map::new();
        for key in T::KEYS {
            if let Some((key, value)) = from.remove_entry(*key) {
                own.insert(key, value);
            }
        }
        if own.is_empty() {
            return Ok(None);
        }
        T::read_json(Value::Object(own), at).map(Some)
    }
}

impl<T: Class> Flat for Vec<T> {
    fn write_flat(&self, out: &mut Map<String, Value>) {
        for part in self {
            merge(part.write_json(), out);
        }
    }

    /// What was several in XML is one again.
    fn read_flat(from: &mut Map<String, Value>, at: &Place<'_>) -> Result<Self> {
        Ok(<Option<T> as Flat>::read_flat(from, at)?
            .into_iter()
            .collect())
    }
}

fn merge(value: Value, out: &mut Map<String, Value>) {
    let Value::Object(members) = value else {
        return;
    };
    for (key, value) in members {
        match (out.get_mut(&key), value) {
            (Some(Value::Array(before)), Value::Array(more)) => before.extend(more),
            (_, value) => {
                out.insert(key, value);
            }
        }
    }
}

/// Takes the members of an object.
pub(crate) fn object(value: Value, at: &Place<'_>) -> Result<Map<String, Value>> {
    match value {
        Value::Object(members) => Ok(members),
        other => Err(at.value(&other.to_string(), "an object")),
    }
}

/// Refuses what no reader took.
pub(crate) fn nothing_left(left: &Map<String, Value>, at: &Place<'_>) -> Result<()> {
    match left.keys().next() {
        None => Ok(()),
        Some(key) => Err(at.unknown(key)),
    }
}
