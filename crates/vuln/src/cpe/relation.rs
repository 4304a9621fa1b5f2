//! How two names compare, NISTIR 7696.

use super::{Attribute, Cpe, Value};

/// How the things that a source means relate to those that a target means (NISTIR 7696, 6.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Relation {
    /// The source means all that the target means, and more.
    Superset,
    /// The source means only some of what the target means.
    Subset,
    /// Both mean the same.
    Equal,
    /// Nothing is meant by both.
    Disjoint,
    /// The standard gives no answer.
    Undefined,
}

/// Compares two values of one attribute (NISTIR 7696, 6.1.2, table 6-2).
///
/// Wildcards work in the source only; against a target with wildcards every relation is undefined.
pub fn compare(source: Value<'_>, target: Value<'_>) -> Relation {
    use Relation::{Disjoint, Equal, Subset, Superset, Undefined};
    let wild = |value: Value<'_>| value.text().is_some_and(|text| text.has_wildcards());
    match (source, target) {
        // Rows 4, 8, 11 and 17.
        (_, Value::Text(text)) if text.has_wildcards() => Undefined,
        // Rows 1 to 3.
        (Value::Any, Value::Any) => Equal,
        (Value::Any, _) => Superset,
        // Rows 5, 13 and 15.
        (_, Value::Any) => Subset,
        // Rows 6, 7, 12 and 16.
        (Value::Na, Value::Na) => Equal,
        (Value::Na, _) | (_, Value::Na) => Disjoint,
        // Row 14.
        (Value::Text(pattern), Value::Text(text)) if wild(source) => {
            if pattern.covers(text) {
                Superset
            } else {
                Disjoint
            }
        }
        // Rows 9 and 10.
        (Value::Text(pattern), Value::Text(text)) if pattern == text => Equal,
        (Value::Text(_), Value::Text(_)) => Disjoint,
    }
}

/// Compares two names attribute by attribute (NISTIR 7696, 7.2).
pub fn relations(source: &Cpe, target: &Cpe) -> [Relation; 11] {
    Attribute::ALL.map(|attribute| compare(source.get(attribute), target.get(attribute)))
}

/// Compares two names as wholes (NISTIR 7696, 6.2, table 6-4).
pub fn relation(source: &Cpe, target: &Cpe) -> Relation {
    let relations = relations(source, target);
    let only = |wanted| {
        relations
            .iter()
            .all(|found| *found == wanted || *found == Relation::Equal)
    };
    if relations.contains(&Relation::Disjoint) {
        Relation::Disjoint
    } else if only(Relation::Equal) {
        Relation::Equal
    } else if only(Relation::Subset) {
        Relation::Subset
    } else if only(Relation::Superset) {
        Relation::Superset
    } else {
        Relation::Undefined
    }
}
