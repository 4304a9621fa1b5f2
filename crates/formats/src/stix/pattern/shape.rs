//! What a pattern looks for, where the other languages can say it.

use super::{Comparison, Literal, MAX_BYTES, Observation, Operator};
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

/// Returns what the commonest of patterns looks for, one property that is equal to one text, without reading it as
/// a pattern; nothing of any other.
pub(crate) fn one(text: &str) -> Option<Shape> {
    let inner = text.strip_prefix('[')?.strip_suffix(']')?.trim();
    let (path, value) = inner.split_once('=')?;
    let value = value.trim_start().strip_prefix('\'')?.strip_suffix('\'')?;
    if value.contains(['\'', '\\']) || text.len() > MAX_BYTES {
        return None;
    }
    // Paths of the table are right ones.
    let kind = of_stix(path.trim_end(), value)?;
    let value = value.to_owned();
    Some(Shape::One(Item { kind, value }))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stix::pattern::parse;

    #[test]
    fn a_pattern_of_one_property_is_what_it_is_when_it_is_read() {
        for text in [
            "[ipv4-addr:value = '192.0.2.1']",
            "[ ipv4-addr:value='192.0.2.1' ]",
            "[ipv4-addr:value = '192.0.2.0/24']",
            "[file:hashes.'SHA-256' = 'aec070645fe53ee3b3763059376134f058cc337247c978add178b6ccdfb0019f']",
            "[domain-name:value = 'a.example']",
            "[url:value = 'http://example.com/?a=b']",
        ] {
            let read = parse(text).ok().and_then(|read| shape(&read));
            assert!(read.is_some(), "{text}");
            assert_eq!(format!("{:?}", one(text)), format!("{read:?}"), "{text}");
        }
        for text in [
            "[ipv4-addr:value == '192.0.2.1']",
            "[ipv4-addr:value != '192.0.2.1']",
            "[ipv4-addr:value = '192.0.2.1' OR ipv4-addr:value = '192.0.2.2']",
            "[file:name = 'a\\\\b']",
            "[file:name = 'a'] AND [file:name = 'b']",
            "[file:name = 'a' ] ",
            "[x:y = 'a']",
            "[",
        ] {
            assert!(one(text).is_none(), "{text}");
        }
    }
}
