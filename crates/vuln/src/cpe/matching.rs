//! Does a component carry what a vulnerability names?
//!
//! The relations of NISTIR 7696 compare sets. A scanner asks something else: it has one component, described as well
//! as somebody could, and a pattern. What the description leaves open cannot prove a match, and cannot disprove one.

use super::{Attribute, Cpe, Relation, Value, compare};

/// The answer, and the attribute that decided it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Match {
    /// Everything the pattern asks for, the component has.
    Yes,
    /// The component has another value for this attribute.
    No(Attribute),
    /// This attribute is left open by the component, is a pattern itself, or names nothing in the pattern.
    Unknown(Attribute),
}

/// Matches a component against a pattern over all attributes.
///
/// | pattern | component | answer |
/// |---|---|---|
/// | other value | value | no, whatever else is open |
/// | vendor or product ANY | any | unknown: it would match the whole world |
/// | value | ANY | unknown |
/// | any | a string with wildcards | unknown |
/// | ANY, same value, or wildcards that cover it | value | yes |
pub fn matches(pattern: &Cpe, component: &Cpe) -> Match {
    matches_on(pattern, component, &Attribute::ALL)
}

/// Matches as [`matches()`] does, but looks only at some attributes: without [`Attribute::Version`] and
/// [`Attribute::Update`], for example, where a range decides over the version.
pub fn matches_on(pattern: &Cpe, component: &Cpe, attributes: &[Attribute]) -> Match {
    let mut answer = Match::Yes;
    for attribute in attributes {
        let (source, target) = (pattern.get(*attribute), component.get(*attribute));
        let identity = matches!(
            attribute,
            Attribute::Part | Attribute::Vendor | Attribute::Product
        );
        let open = match compare(source, target) {
            Relation::Disjoint => return Match::No(*attribute),
            Relation::Subset | Relation::Undefined => true,
            Relation::Equal | Relation::Superset => {
                let names_nothing = source == Value::Any && *attribute != Attribute::Part;
                identity && (names_nothing || target == Value::Any)
            }
        };
        if open && answer == Match::Yes {
            answer = Match::Unknown(*attribute);
        }
    }
    answer
}
