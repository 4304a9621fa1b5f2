//! What a pattern looks for, where the other languages can say it.

use super::{Comparison, Literal, Observation, Operator};
use crate::exchange::{Item, Shape, of_stix};

/// Returns what a pattern looks for; nothing where it says more than that.
pub(crate) fn shape(pattern: &Observation) -> Option<Shape> {
    match pattern {
        Observation::One(comparison) => of_comparison(comparison),
        Observation::And(all) => several(all, shape).map(Shape::All),
        Observation::Or(all) => several(all, shape).map(Shape::Any),
        Observation::FollowedBy(_) | Observation::Within(..) => None,
    }
}

fn several<T>(all: &[T], of: fn(&T) -> Option<Shape>) -> Option<Vec<Shape>> {
    all.iter().map(of).collect()
}

fn of_comparison(comparison: &Comparison) -> Option<Shape> {
    match comparison {
        Comparison::And(all) => several(all, of_comparison).map(Shape::All),
        Comparison::Or(all) => several(all, of_comparison).map(Shape::Any),
        Comparison::Exists { .. } => None,
        Comparison::Test {
            path,
            is_not,
            operator,
            values,
        } => {
            let one = |value: &Literal| {
                let value = match value {
                    Literal::Text(text) => text.clone(),
                    Literal::Integer(number) => number.to_string(),
                    _ => return None,
                };
                let kind = of_stix(path, &value)?;
                Some(Shape::One(Item { kind, value }))
            };
            let shapes: Option<Vec<Shape>> = values.iter().map(one).collect();
            let mut shapes = shapes.filter(|shapes| !shapes.is_empty())?;
            let shape = match (operator, shapes.len()) {
                (Operator::Equal | Operator::NotEqual, 1) => shapes.swap_remove(0),
                (Operator::In, 1) => shapes.swap_remove(0),
                (Operator::In, _) => Shape::Any(shapes),
                _ => return None,
            };
            let is_contrary = *is_not != (*operator == Operator::NotEqual);
            Some(if is_contrary {
                Shape::Not(Box::new(shape))
            } else {
                shape
            })
        }
    }
}
