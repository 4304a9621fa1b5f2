//! Security advisories and VEX documents of CSAF 2.0 (OASIS Standard), checked and read.
//!
//! [`check`] does the tests of clause 6: a document is valid when its shape is that of the schema and
//! no mandatory test (6.1) finds anything; optional (6.2) and informative ones (6.3) are told beside.
//! Not done, because they need the network or a dictionary: 6.3.6, 6.3.7 and 6.3.8.

pub(crate) mod document;
mod informative;
mod language;
mod mandatory;
mod optional;
mod order;
mod products;
mod profile;
mod revision;
mod scores;
mod shape;

use serde::Serialize;
use serde_json::Value;

use document::Document;

pub(crate) use products::products;

/// Bytes that a document may have.
pub const MAX_DOCUMENT: usize = 64 << 20;
/// Findings of one document that are told; more of them say nothing new.
pub const MAX_FINDINGS: usize = 1_000;

/// Products that groups may name in all, each as often as its group is named.
pub const MAX_NAMED: usize = 5_000_000;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// The document is invalid (schema, 6.1).
    Error,
    /// It should be otherwise (6.2).
    Warning,
    /// It could be better (6.3).
    Information,
}

/// What a test found.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Finding {
    /// Number of the test, `6.1.1`; `schema` for the shape, `json` where it is no JSON, `groups`
    /// where it is too much to look at.
    pub rule: &'static str,
    /// How much it weighs.
    pub class: Class,
    /// JSON pointer (RFC 6901) of the place.
    pub path: String,
    /// What is wrong there.
    pub message: String,
}

/// What the tests of a document found, the gravest first.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
pub struct Check {
    /// No more than [`MAX_FINDINGS`].
    pub findings: Vec<Finding>,
    /// How many of each class.
    #[serde(skip)]
    told: [usize; 3],
}

impl Check {
    /// Whether nothing is wrong that makes the document invalid.
    pub fn is_valid(&self) -> bool {
        !self
            .findings
            .iter()
            .any(|finding| finding.class == Class::Error)
    }

    fn add(&mut self, rule: &'static str, path: impl Into<String>, message: impl Into<String>) {
        let class = match rule.get(..3) {
            Some("6.2") => Class::Warning,
            Some("6.3") => Class::Information,
            _ => Class::Error,
        };
        // Each class has room of its own: what is not wrong takes none from what is.
        let told = &mut self.told[class as usize];
        if *told < MAX_FINDINGS {
            *told += 1;
            self.findings.push(Finding {
                rule,
                class,
                path: path.into(),
                message: message.into(),
            });
        }
    }
}

/// Checks a document.
pub fn check(json: &str) -> Check {
    let mut check = Check::default();
    if json.len() > MAX_DOCUMENT {
        let message = format!("longer than {MAX_DOCUMENT} bytes");
        check.add("json", "", message);
        return check;
    }
    let json = json.strip_prefix('\u{FEFF}').unwrap_or(json);
    let value: Value = match serde_json::from_str(json) {
        Ok(value) => value,
        Err(error) => {
            check.add("json", "", error.to_string());
            return check;
        }
    };
    shape::check(&value, &mut check);
    let document = Document::of(&value);
    if document.named_count() > MAX_NAMED {
        let message = format!("its groups name more than {MAX_NAMED} products in all");
        check.add("groups", "/product_tree/product_groups", message);
        return check;
    }
    mandatory::check(&document, &mut check);
    revision::check(&document, &mut check);
    scores::check(&document, &mut check);
    profile::check(&document, &mut check);
    language::check(&document, &mut check);
    optional::check(&document, &mut check);
    order::check(json, &mut check);
    informative::check(&document, &mut check);
    check.findings.sort_by_key(|finding| finding.class);
    check.findings.truncate(MAX_FINDINGS);
    check
}

/// Returns the file name that a document with this id has to have (5.1): lower case, with `_` for
/// every run of other signs than letters, digits, `+` and `-`.
pub fn file_name(id: &str) -> String {
    let mut name = String::new();
    for c in id.to_lowercase().chars() {
        match c {
            'a'..='z' | '0'..='9' | '+' | '-' => name.push(c),
            _ if name.ends_with('_') => {}
            _ => name.push('_'),
        }
    }
    name + ".json"
}

#[cfg(test)]
mod tests;
