//! How attributes, leaves and classes go in and out of XML and of what JSON and CBOR are made of.

use crate::{
    DataKind, Error, Result,
    place::Place,
    validate::Check,
    value::{Map, Value},
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
    fn put_value(&self, name: &'static str, out: &mut Map);
    /// Takes that member out of an object.
    fn take_value(name: &'static str, from: &mut Map, at: &Place<'_>) -> Result<Self>;
    /// Reports what breaks a rule.
    fn check(&self, _name: &'static str, _at: &Place<'_>, _check: &mut Check) {}
}

/// What can be an element.
pub(crate) trait Part: Sized {
    fn write_xml(&self, name: &'static str, out: &mut Writer);
    fn read_xml(element: Element, at: &Place<'_>) -> Result<Self>;
    fn write_value(&self) -> Value;
    fn read_value(value: Value, at: &Place<'_>) -> Result<Self>;
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
    fn write_value(&self, name: &'static str, out: &mut Map);
    fn read_value(name: &'static str, from: &mut Map, at: &Place<'_>) -> Result<Self>;
    fn check(&self, name: &'static str, at: &Place<'_>, check: &mut Check);
}

/// Classes that XML wraps around others and JSON leaves out (RFC 8727, section 3.2).
pub(crate) trait Flat: Sized {
    /// Adds the class's members to those of what holds it.
    fn write_flat(&self, out: &mut Map);
    /// Takes the class's members from those of what holds it.
    fn read_flat(from: &mut Map, at: &Place<'_>) -> Result<Self>;
}

/// Takes all children of one name, in order.
pub(crate) fn take_named(name: &str, from: &mut Vec<Element>) -> Vec<Element> {
    from.extract_if(.., |element| element.name == name)
        .collect()
}

/// Reads a part; keeps what it is read from where a value in it is not understood and that is allowed.
fn read_or_keep<T: Part>(element: Element, at: &Place<'_>) -> Result<Option<T>> {
    let source = element.source();
    let error = match T::read_xml(element, at) {
        Ok(part) => return Ok(Some(part)),
        Err(error) => error,
    };
    if let Error::Value {
        value, expected, ..
    } = &error
        && at.may("value", &format!("{value:?} is kept: it is not {expected}"))
    {
        let markup = source.markup(at.notes())?;
        at.notes().keep(at.to_string(), DataKind::Xml, markup)?;
        return Ok(None);
    }
    Err(error)
}

impl<T: Part + Default> Children for T {
    fn write_xml(&self, name: &'static str, out: &mut Writer) {
        Part::write_xml(self, name, out);
    }

    fn read_xml(name: &'static str, from: &mut Vec<Element>, at: &Place<'_>) -> Result<Self> {
        let found = <Option<T> as Children>::read_xml(name, from, at)?;
        found.map_or_else(|| at.instead(name, T::default), Ok)
    }

    fn write_value(&self, name: &'static str, out: &mut Map) {
        out.insert(name, Part::write_value(self));
    }

    fn read_value(name: &'static str, from: &mut Map, at: &Place<'_>) -> Result<Self> {
        let found = <Option<T> as Children>::read_value(name, from, at)?;
        found.map_or_else(|| at.instead(name, T::default), Ok)
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
            (Some(element), None) => read_or_keep(element, &at.below(name)),
            (Some(element), Some(more)) => {
                let message = format!("{name} is there more than once; the first counts");
                if !at.may("twice", &message) {
                    return Err(at.twice(name));
                }
                let rest = [more].into_iter().chain(found);
                Element::of_children("", rest.collect()).nothing_left(at)?;
                read_or_keep(element, &at.below(name))
            }
        }
    }

    fn write_value(&self, name: &'static str, out: &mut Map) {
        if let Some(part) = self {
            out.insert(name, Part::write_value(part));
        }
    }

    fn read_value(name: &'static str, from: &mut Map, at: &Place<'_>) -> Result<Self> {
        match from.remove(name) {
            None => Ok(None),
            Some(value) => T::read_value(value, &at.below(name)).map(Some),
        }
    }

    fn check(&self, name: &'static str, at: &Place<'_>, check: &mut Check) {
        if let Some(part) = self {
            Part::check(part, &at.below(name), check);
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
            .filter_map(|(index, element)| {
                read_or_keep(element, &at.nth(name, index + 1)).transpose()
            })
            .collect()
    }

    fn write_value(&self, name: &'static str, out: &mut Map) {
        if !self.is_empty() {
            let list = self.iter().map(Part::write_value).collect();
            out.insert(name, Value::List(list));
        }
    }

    fn read_value(name: &'static str, from: &mut Map, at: &Place<'_>) -> Result<Self> {
        let list = match from.remove(name) {
            None => return Ok(Self::new()),
            Some(Value::List(list)) => list,
            // A list of one is often written without its brackets.
            Some(value) => vec![value],
        };
        let found = list.into_iter().enumerate();
        found
            .map(|(index, value)| T::read_value(value, &at.nth(name, index + 1)))
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

    fn write_value(&self) -> Value {
        Part::write_value(&**self)
    }

    fn read_value(value: Value, at: &Place<'_>) -> Result<Self> {
        T::read_value(value, at).map(Self::new)
    }

    fn check(&self, at: &Place<'_>, check: &mut Check) {
        Part::check(&**self, at, check);
    }
}

impl<T: Class> Flat for Option<T> {
    fn write_flat(&self, out: &mut Map) {
        if let Some(part) = self {
            merge(part.write_value(), out);
        }
    }

    fn read_flat(from: &mut Map, at: &Place<'_>) -> Result<Self> {
        let mut own = Map::default();
        for key in T::KEYS {
            if let Some(value) = from.remove(key) {
                own.insert(*key, value);
            }
        }
        if own.members().is_empty() {
            return Ok(None);
        }
        T::read_value(Value::Map(own), at).map(Some)
    }
}

impl<T: Class> Flat for Vec<T> {
    fn write_flat(&self, out: &mut Map) {
        for part in self {
            merge(part.write_value(), out);
        }
    }

    /// What was several in XML is one again.
    fn read_flat(from: &mut Map, at: &Place<'_>) -> Result<Self> {
        Ok(<Option<T> as Flat>::read_flat(from, at)?
            .into_iter()
            .collect())
    }
}

fn merge(value: Value, out: &mut Map) {
    let Value::Map(members) = value else {
        return;
    };
    for (key, value) in members.into_members() {
        match (out.get_mut(&key), value) {
            (Some(Value::List(before)), Value::List(more)) => before.extend(more),
            (_, value) => {
                out.insert(key, value);
            }
        }
    }
}

/// Takes the members of an object.
pub(crate) fn object(value: Value, at: &Place<'_>) -> Result<Map> {
    match value {
        Value::Map(members) => Ok(members),
        other => Err(at.value(&other.to_string(), "an object")),
    }
}

/// Refuses what no reader took, or keeps it where that is allowed.
pub(crate) fn nothing_left(left: Map, at: &Place<'_>) -> Result<()> {
    for (key, value) in left.into_members() {
        at.keep(&key, DataKind::Extended("json".to_owned()), || {
            Ok(value.to_string())
        })?;
    }
    Ok(())
}
