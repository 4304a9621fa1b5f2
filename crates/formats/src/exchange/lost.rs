//! What of a document is not in what was made of it.

use std::collections::HashSet;

use serde_json::Value;
use watchbell_iodef::{self as iodef, Change, MAX_CHANGES};
use watchbell_model::Time;

use super::{form::bytes_of, timestamp};

/// Returns the texts and words of a document that are nowhere in what was made of it, each with its
/// place.
///
/// What says how the document itself is written does not count, nor what was made of the other
/// language before and is given back as it was: what stands beside one of the names `own`.
pub fn lost(document: &iodef::Document, made: &Value, language: &str, own: &[&str]) -> Vec<Change> {
    let mut walk = Walk {
        known: HashSet::new(),
        language,
        own,
        lost: Vec::new(),
    };
    strings(made, &mut walk.known);
    let text = iodef::json::write(document);
    let value: Value = serde_json::from_str(&text).unwrap_or_default();
    walk.value(&value, "IODEF-Document");
    walk.lost
}

struct Walk<'a> {
    known: HashSet<String>,
    language: &'a str,
    own: &'a [&'a str],
    lost: Vec<Change>,
}

/// Members that say how the rest is to be read, or are said in other words.
const ABOUT: [&str; 13] = [
    "version",
    "lang",
    "dtype",
    "category",
    "type",
    "scope",
    "role",
    "specIndex",
    "instance",
    "restriction",
    "rating",
    "status",
    "DigestMethod",
];

impl Walk<'_> {
    fn value(&mut self, value: &Value, path: &str) {
        match value {
            Value::Array(list) => {
                for (index, value) in list.iter().enumerate() {
                    self.value(value, &format!("{path}[{}]", index + 1));
                }
            }
            Value::Object(members) => {
                if self.is_own(value) || is_given_back(members, self.own) {
                    return;
                }
                for (name, value) in members {
                    let is_about = ABOUT.contains(&name.as_str()) && !value.is_object();
                    if !is_about {
                        self.value(value, &format!("{path}/{name}"));
                    }
                }
            }
            Value::String(text) => self.text(text, path),
            Value::Number(number) => self.text(&number.to_string(), path),
            _ => {}
        }
    }

    /// Whether this is what was kept of the other language.
    fn is_own(&self, value: &Value) -> bool {
        let name = value["name"].as_str().unwrap_or_default();
        let language = self.own.first().and_then(|own| own.split_once(':'));
        language.is_some_and(|(language, _)| name.starts_with(&format!("{language}:")))
    }

    fn text(&mut self, text: &str, path: &str) {
        let is_known = |part: &str| part.trim().is_empty() || self.known.contains(part.trim());
        // A list of observables has one a line, and times have other forms.
        let is_there = is_known(text)
            || text.lines().all(is_known)
            || text
                .parse::<Time>()
                .is_ok_and(|at| is_known(&timestamp(text)) || is_known(&at.seconds().to_string()));
        if !is_there && self.lost.len() < MAX_CHANGES {
            let shown: String = text.chars().take(80).collect();
            self.lost.push(Change {
                code: "lost",
                path: path.to_owned(),
                message: format!("{} has no place for {shown:?}", self.language),
            });
        }
    }
}

fn is_given_back(members: &serde_json::Map<String, Value>, own: &[&str]) -> bool {
    let kept = members.get("AdditionalData").and_then(Value::as_array);
    let mut names = kept
        .into_iter()
        .flatten()
        .filter_map(|one| one["name"].as_str());
    names.any(|name| own.contains(&name))
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
            // Hashes are base64 in JSON of IODEF.
            into.extend(bytes_of(text).map(|bytes| iodef::Bytes(bytes).to_string()));
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
