//! What of a document is not in what was made of it.

use std::collections::HashSet;

use serde_json::Value;
use watchbell_iodef::{self as iodef, Change, MAX_CHANGES};

/// Returns the texts and words of a document that are nowhere in what was made of it, each with its
/// place. What says how the document itself is written does not count.
pub fn lost(document: &iodef::Document, made: &Value, language: &str) -> Vec<Change> {
    let mut known = HashSet::new();
    strings(made, &mut known);
    let text = iodef::json::write(document);
    let value: Value = serde_json::from_str(&text).unwrap_or_default();
    let mut changes = Vec::new();
    walk(&value, "IODEF-Document", &known, language, &mut changes);
    changes
}

/// Collects the texts of a value, and those that are quoted in its patterns.
fn strings(value: &Value, into: &mut HashSet<String>) {
    match value {
        Value::String(text) => {
            into.extend(text.lines().map(|line| line.trim().to_owned()));
            let mut rest = text.as_str();
            // Patterns of STIX quote with single signs.
            while let Some((_, quoted)) = rest.split_once('\'') {
                let (word, after) = unquoted(quoted);
                into.insert(word);
                rest = after;
            }
            into.insert(text.trim().to_owned());
        }
        Value::Number(number) => {
            into.insert(number.to_string());
        }
        Value::Array(list) => list.iter().for_each(|value| strings(value, into)),
        Value::Object(members) => members.iter().for_each(|(name, value)| {
            into.insert(name.clone());
            strings(value, into);
        }),
        _ => {}
    }
}

/// Reads up to the closing quote; returns the text and the rest.
fn unquoted(quoted: &str) -> (String, &str) {
    let mut word = String::new();
    let mut signs = quoted.char_indices();
    while let Some((at, sign)) = signs.next() {
        match sign {
            '\'' => return (word, &quoted[at + 1..]),
            '\\' => word.extend(signs.next().map(|(_, sign)| sign)),
            sign => word.push(sign),
        }
    }
    (word, "")
}

fn walk(
    value: &Value,
    path: &str,
    known: &HashSet<String>,
    language: &str,
    lost: &mut Vec<Change>,
) {
    // Attributes that only say how the rest is to be read.
    const ABOUT: [&str; 9] = [
        "version",
        "lang",
        "dtype",
        "category",
        "type",
        "scope",
        "role",
        "specIndex",
        "instance",
    ];
    let text = match value {
        Value::Array(list) => {
            for (index, value) in list.iter().enumerate() {
                walk(
                    value,
                    &format!("{path}[{}]", index + 1),
                    known,
                    language,
                    lost,
                );
            }
            return;
        }
        Value::Object(members) => {
            for (name, value) in members {
                let is_about = ABOUT.contains(&name.as_str()) && value.is_string();
                if !is_about {
                    walk(value, &format!("{path}/{name}"), known, language, lost);
                }
            }
            return;
        }
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return,
    };
    let is_known = |part: &str| part.trim().is_empty() || known.contains(part.trim());
    // A list of observables has one a line.
    let is_there = is_known(&text) || text.lines().all(|line| is_known(line.trim()));
    if !is_there && lost.len() < MAX_CHANGES {
        let shown: String = text.chars().take(80).collect();
        lost.push(Change {
            code: "lost",
            path: path.to_owned(),
            message: format!("{language} has no place for {shown:?}"),
        });
    }
}
