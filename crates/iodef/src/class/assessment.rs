//! What an incident did, and how sure that is (section 3.12).

use super::Extension;
use crate::{
    BusinessKind, BusinessSeverity, Completion, CounterKind, CounterUnit, Duration, Id, Occurrence,
    Rating, Restriction, Result, Severity, SystemKind, Text, TimeMetric,
    leaf::Leaf,
    part::{Attribute, Children, Part, nothing_left, object},
    place::Place,
    validate::Check,
    value::{Map, Value},
    xml::{Element, Writer},
};

class! {
    /// What an incident did.
    pub struct Assessment [Assessment::rules] {
        attributes {
            /// Whether it happened.
            occurrence: Option<Occurrence> => "occurrence",
            /// How far it may be disclosed.
            restriction: Option<Restriction> => "restriction",
            /// Names it as an observable.
            observable_id: Option<Id> => "observable-id",
        }
        children {
            /// What kind of incident it is.
            categories: Vec<Text> => "IncidentCategory",
            /// The impacts, one at least.
            impacts: Impacts => "Impact",
            /// Numbers about it.
            counters: Vec<Counter> => "Counter",
            /// What made it less bad.
            mitigating_factors: Vec<Text> => "MitigatingFactor",
            /// What it came from.
            causes: Vec<Text> => "Cause",
            /// How sure this is.
            confidence: Option<Confidence> => "Confidence",
            /// What the data model has no place for.
            additional: Vec<Extension> => "AdditionalData",
        }
    }
}

impl Assessment {
    fn rules(&self, at: &Place<'_>, check: &mut Check) {
        check.expect(!self.impacts.is_empty(), at, "it has no impact");
    }
}

/// One impact.
#[derive(Clone, Debug, PartialEq)]
pub enum Impact {
    /// On a system.
    System(SystemImpact),
    /// On an organisation.
    Business(BusinessImpact),
    /// In time.
    Time(TimeImpact),
    /// In money.
    Monetary(MonetaryImpact),
    /// What was meant for the organisation.
    Intended(BusinessImpact),
}

type Impacts = Vec<Impact>;

const SYSTEM: &str = "SystemImpact";
const BUSINESS: &str = "BusinessImpact";
const TIME: &str = "TimeImpact";
const MONETARY: &str = "MonetaryImpact";
const INTENDED: &str = "IntendedImpact";

/// In XML the impacts stand among the children by their own names; in JSON
/// each is an object with its name as the one key.
impl Children for Vec<Impact> {
    fn write_xml(&self, _name: &'static str, out: &mut Writer) {
        for impact in self {
            match impact {
                Impact::System(impact) => Part::write_xml(impact, SYSTEM, out),
                Impact::Business(impact) => Part::write_xml(impact, BUSINESS, out),
                Impact::Time(impact) => Part::write_xml(impact, TIME, out),
                Impact::Monetary(impact) => Part::write_xml(impact, MONETARY, out),
                Impact::Intended(impact) => Part::write_xml(impact, INTENDED, out),
            }
        }
    }

    fn read_xml(_name: &'static str, from: &mut Vec<Element>, at: &Place<'_>) -> Result<Self> {
        let names = [SYSTEM, BUSINESS, TIME, MONETARY, INTENDED];
        let found = from.extract_if(.., |element| names.contains(&element.name.as_str()));
        found
            .map(|element| {
                let at = at.below("Impact");
                Ok(match element.name.as_str() {
                    SYSTEM => Impact::System(Part::read_xml(element, &at)?),
                    BUSINESS => Impact::Business(Part::read_xml(element, &at)?),
                    TIME => Impact::Time(Part::read_xml(element, &at)?),
                    MONETARY => Impact::Monetary(Part::read_xml(element, &at)?),
                    _ => Impact::Intended(Part::read_xml(element, &at)?),
                })
            })
            .collect()
    }

    fn write_value(&self, name: &'static str, out: &mut Map) {
        let list: Vec<Value> = self
            .iter()
            .map(|impact| {
                let (name, value) = match impact {
                    Impact::System(impact) => (SYSTEM, Part::write_value(impact)),
                    Impact::Business(impact) => (BUSINESS, Part::write_value(impact)),
                    Impact::Time(impact) => (TIME, Part::write_value(impact)),
                    Impact::Monetary(impact) => (MONETARY, Part::write_value(impact)),
                    Impact::Intended(impact) => (INTENDED, Part::write_value(impact)),
                };
                let mut out = Map::default();
                out.insert(name, value);
                Value::Map(out)
            })
            .collect();
        if !list.is_empty() {
            out.insert(name, Value::List(list));
        }
    }

    fn read_value(name: &'static str, from: &mut Map, at: &Place<'_>) -> Result<Self> {
        let list = match from.remove(name) {
            None => return Ok(Self::new()),
            Some(Value::List(list)) => list,
            Some(value) => vec![value],
        };
        let mut impacts = Self::new();
        for (index, value) in list.into_iter().enumerate() {
            let at = at.nth(name, index + 1);
            for (key, value) in object(value, &at)?.into_members() {
                let below = at.below(&key);
                impacts.push(match &*key {
                    SYSTEM => Impact::System(Part::read_value(value, &below)?),
                    BUSINESS => Impact::Business(Part::read_value(value, &below)?),
                    TIME => Impact::Time(Part::read_value(value, &below)?),
                    MONETARY => Impact::Monetary(Part::read_value(value, &below)?),
                    INTENDED => Impact::Intended(Part::read_value(value, &below)?),
                    _ => return Err(at.unknown(&key)),
                });
            }
        }
        Ok(impacts)
    }

    fn check(&self, name: &'static str, at: &Place<'_>, check: &mut Check) {
        for (index, impact) in self.iter().enumerate() {
            let at = at.nth(name, index + 1);
            match impact {
                Impact::System(impact) => Part::check(impact, &at, check),
                Impact::Business(impact) | Impact::Intended(impact) => {
                    Part::check(impact, &at, check);
                }
                Impact::Time(impact) => Part::check(impact, &at, check),
                Impact::Monetary(impact) => Part::check(impact, &at, check),
            }
        }
    }
}

class! {
    /// What an incident did to systems.
    pub struct SystemImpact {
        attributes {
            /// How bad it is.
            severity: Option<Severity> => "severity",
            /// Whether it succeeded.
            completion: Option<Completion> => "completion",
            /// What it did.
            kind: SystemKind => "type",
        }
        children {
            /// Remarks.
            descriptions: Vec<Text> => "Description",
        }
    }
}

class! {
    /// What an incident did to an organisation.
    pub struct BusinessImpact {
        attributes {
            /// How bad it is.
            severity: Option<BusinessSeverity> => "severity",
            /// What it did.
            kind: BusinessKind => "type",
        }
        children {
            /// Remarks.
            descriptions: Vec<Text> => "Description",
        }
    }
}

class! {
    /// What an incident cost in time.
    pub struct TimeImpact [TimeImpact::rules] {
        attributes {
            /// How bad it is.
            severity: Option<Severity> => "severity",
            /// What the time means.
            metric: TimeMetric => "metric",
            /// The unit; absent means hours.
            duration: Option<Duration> => "duration",
        }
        text {
            /// How much, above 0.
            value: f64 => "value"
        }
    }
}

impl TimeImpact {
    fn rules(&self, at: &Place<'_>, check: &mut Check) {
        check.expect(self.value > 0.0, at, "its value is not above 0");
    }
}

class! {
    /// What an incident cost in money.
    pub struct MonetaryImpact [MonetaryImpact::rules] {
        attributes {
            /// How bad it is.
            severity: Option<Severity> => "severity",
            /// The currency, as `EUR`.
            currency: Option<String> => "currency",
        }
        text {
            /// How much, above 0.
            value: f64 => "value"
        }
    }
}

impl MonetaryImpact {
    fn rules(&self, at: &Place<'_>, check: &mut Check) {
        check.expect(self.value > 0.0, at, "its value is not above 0");
    }
}

class! {
    /// A number about an incident (section 3.18.3).
    pub struct Counter {
        attributes {
            /// What the number says.
            kind: CounterKind => "type",
            /// What it counts.
            unit: CounterUnit => "unit",
            /// What it means.
            meaning: Option<String> => "meaning",
            /// The unit of time of a rate.
            duration: Option<Duration> => "duration",
        }
        text {
            /// The number.
            value: f64 => "value"
        }
    }
}

/// How sure something is (section 3.12.5).
///
/// JSON always has the number, XML only where the rating is `numeric`. There
/// the text of the RFC and its erratum 5543 have it as content, which its
/// schema does not allow: it is written as `ext-rating`, and read from either.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Confidence {
    /// How sure.
    pub rating: Rating,
    /// From 0 to 100.
    pub value: Option<f64>,
}

const NUMBER: &str = "ext-rating";

impl Part for Confidence {
    fn write_xml(&self, name: &'static str, out: &mut Writer) {
        let mut attributes = self.rating.put("rating");
        if let (Rating::Numeric, Some(value)) = (&self.rating, self.value) {
            attributes.push((NUMBER, value.to_text()));
        }
        out.open(name, &attributes);
        out.close(name);
    }

    fn read_xml(mut element: Element, at: &Place<'_>) -> Result<Self> {
        let is_number = element.attributes.get("rating") == Some("numeric");
        let number = is_number.then(|| element.attributes.take(NUMBER)).flatten();
        let rating = Attribute::take("rating", &mut element.attributes, at)?;
        let text = number.unwrap_or_else(|| element.take_text());
        let value = match text.trim() {
            "" => None,
            text => Some(Leaf::of_text(text, at)?),
        };
        element.nothing_left(at)?;
        Ok(Self { rating, value })
    }

    fn write_value(&self) -> Value {
        let mut out = Map::default();
        self.value.unwrap_or_default().put_value("value", &mut out);
        self.rating.put_value("rating", &mut out);
        Value::Map(out)
    }

    fn read_value(value: Value, at: &Place<'_>) -> Result<Self> {
        let mut from = object(value, at)?;
        let rating = Attribute::take_value("rating", &mut from, at)?;
        let value: Option<f64> = Attribute::take_value("value", &mut from, at)?;
        nothing_left(from, at)?;
        // JSON must have a number even where there is none: then it is 0.
        let value = value.filter(|value| rating == Rating::Numeric || *value != 0.0);
        Ok(Self { rating, value })
    }

    fn check(&self, at: &Place<'_>, check: &mut Check) {
        let within = self
            .value
            .is_none_or(|value| (0.0..=100.0).contains(&value));
        check.expect(within, at, "its value is not between 0 and 100");
        let numeric = self.rating == Rating::Numeric;
        check.expect(
            !numeric || self.value.is_some(),
            at,
            "it is numeric without a number",
        );
    }
}
