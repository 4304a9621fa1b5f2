//! What indicators look for, as patterns of STIX (section 9).

use super::super::object::hive;
use crate::exchange::{Item, Shape, form::as_number};

/// Returns the pattern of what is looked for; nothing where patterns cannot say it.
pub(crate) fn of(shape: &Shape) -> Option<String> {
    match shape {
        Shape::One(item) => comparison(item, "=").map(|text| format!("[{text}]")),
        Shape::Not(within) => match &**within {
            Shape::One(item) => comparison(item, "!=").map(|text| format!("[{text}]")),
            _ => None,
        },
        Shape::Either(_) => None,
        Shape::Any(all) => joined(all, "OR"),
        Shape::All(all) => joined(all, "AND"),
    }
}

/// One observation where all is of one type of object, several elsewhere.
fn joined(all: &[Shape], word: &str) -> Option<String> {
    let items: Vec<&Item> = all
        .iter()
        .filter_map(|shape| match shape {
            Shape::One(item) => Some(item),
            _ => None,
        })
        .collect();
    let first = items.first().and_then(|item| object(item));
    let is_one_type = items.iter().all(|item| object(item) == first);
    if items.len() == all.len() && (word == "OR" || is_one_type) {
        let parts = items.iter().map(|item| comparison(item, "="));
        let parts: Option<Vec<String>> = parts.collect();
        return parts.map(|parts| format!("[{}]", parts.join(&format!(" {word} "))));
    }
    let parts: Option<Vec<String>> = all
        .iter()
        .map(|shape| {
            let pattern = of(shape)?;
            let is_one = pattern.matches('[').count() == 1;
            Some(if is_one {
                pattern
            } else {
                format!("({pattern})")
            })
        })
        .collect();
    parts.map(|parts| parts.join(&format!(" {word} ")))
}

/// The type of object that an item is a property of.
fn object(item: &Item) -> Option<&'static str> {
    item.kind.stix.and_then(|path| path.split(':').next())
}

fn comparison(item: &Item, sign: &str) -> Option<String> {
    let path = item.kind.stix?;
    let is_number = path.ends_with("number") || path.ends_with("size") || path.ends_with("port");
    let value = if is_number {
        as_number(&item.value)?.to_string()
    } else {
        match path {
            "windows-registry-key:key" => quoted(&hive(&item.value)),
            _ => quoted(&item.value),
        }
    };
    Some(format!("{path} {sign} {value}"))
}

/// A text between single quotes.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('\'');
    for sign in text.chars() {
        if matches!(sign, '\'' | '\\') {
            out.push('\\');
        }
        out.push(sign);
    }
    out.push('\'');
    out
}
