//! What makers say of their products (VEX): CSAF, CycloneDX and OpenVEX, read into one form, and
//! CycloneDX written from it.

mod csaf;
mod cyclonedx;
mod openvex;
mod vers;

use serde_json::Value;
use watchbell_model::Time;

pub use cyclonedx::write as cyclonedx;

use crate::{
    affected::{Answer, Decision, Rule},
    component::Component,
};

/// Bytes that a document may have.
pub const MAX_DOCUMENT: usize = 64 << 20;
/// Statements that a document may make.
pub const MAX_STATEMENTS: usize = 200_000;

/// Bytes of the reasons that are joined for one product of a CSAF document; what is beyond them is left out.
pub const MAX_WHY: usize = 2_000;

/// Why a document is not read.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// More bytes than [`MAX_DOCUMENT`].
    #[error("longer than {MAX_DOCUMENT} bytes")]
    Long,
    /// The text is no JSON.
    #[error("it is no JSON: {0}")]
    Json(String),
    /// It is none of the formats.
    #[error("this is no VEX document of CSAF, CycloneDX or OpenVEX")]
    Kind,
    /// Its groups name more products in all than [`crate::csaf::MAX_NAMED`].
    #[error("its groups name more than {} products in all", crate::csaf::MAX_NAMED)]
    Groups,
    /// More statements than [`MAX_STATEMENTS`].
    #[error("it makes more than {MAX_STATEMENTS} statements")]
    Many,
}

/// What is said of a product and a vulnerability.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Status {
    /// It is affected.
    Affected,
    /// It is not.
    NotAffected,
    /// It was, and is not any more.
    Fixed,
    /// It is not known yet.
    UnderInvestigation,
}

/// One statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Identifiers of the vulnerability: CVE and others.
    pub ids: Vec<String>,
    /// The product; without names where the document only points elsewhere.
    pub product: Component,
    /// The versions, where they are a range (`vers:npm/<2.0.0`).
    pub range: Option<String>,
    /// What is said.
    pub status: Status,
    /// Why: justification, impact, action; may be empty.
    pub why: String,
    /// Who says it; may be empty.
    pub by: String,
    /// Since when.
    pub at: Option<Time>,
}

/// Reads a document's statements; its kind is told by what it holds.
///
/// # Errors
/// [`Error`] says what it is instead.
pub fn read(text: &str) -> Result<Vec<Statement>, Error> {
    if text.len() > MAX_DOCUMENT {
        return Err(Error::Long);
    }
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let value: Value =
        serde_json::from_str(text).map_err(|error| Error::Json(error.to_string()))?;
    let mut statements = Statements(Vec::new());
    let context = value
        .get("@context")
        .and_then(Value::as_str)
        .unwrap_or_default();
    if value.pointer("/document/csaf_version").is_some() {
        csaf::read(&value, &mut statements)?;
    } else if value
        .get("bomFormat")
        .is_some_and(|format| format == "CycloneDX")
    {
        cyclonedx::read(&value, &mut statements)?;
    } else if context.contains("openvex") {
        openvex::read(&value, &mut statements)?;
    } else {
        return Err(Error::Kind);
    }
    Ok(statements.0)
}

/// Statements, as many as there may be.
struct Statements(Vec<Statement>);

impl Statements {
    fn add(&mut self, statement: Statement) -> Result<(), Error> {
        if self.0.len() >= MAX_STATEMENTS {
            return Err(Error::Many);
        }
        self.0.push(statement);
        Ok(())
    }
}

impl Statement {
    /// Whether it speaks of this component: the same maker or registry and product, and a version
    /// that it names, unless it names none.
    pub fn speaks_of(&self, component: &Component) -> bool {
        let theirs = component.wanted(false);
        let named = self.product.wanted(false).into_iter().any(|name| {
            let same = |their: &crate::component::Wanted| {
                their.product == name.product && their.vendor == name.vendor
            };
            theirs.iter().any(same)
        });
        let have = component.version();
        let within = match (&self.range, self.product.version()) {
            (Some(range), _) => have.is_some_and(|have| vers::contains(range, &have) == Some(true)),
            (None, Some(version)) => Some(version) == have,
            (None, None) => true,
        };
        named && within
    }
}

/// Answers for a component by what is said of a vulnerability with one of these ids; of several
/// statements the latest counts, and of those at one time the last.
pub fn decide(statements: &[Statement], ids: &[&str], component: &Component) -> Option<Decision> {
    let about = |id: &String| ids.iter().any(|known| known.eq_ignore_ascii_case(id));
    let said = statements
        .iter()
        .filter(|statement| statement.ids.iter().any(about) && statement.speaks_of(component))
        .max_by_key(|statement| statement.at)?;
    let (answer, word) = match said.status {
        Status::Affected => (Answer::Affected, "affected"),
        Status::NotAffected => (Answer::NotAffected, "not affected"),
        Status::Fixed => (Answer::NotAffected, "fixed"),
        Status::UnderInvestigation => (Answer::Unknown, "under investigation"),
    };
    let by = if said.by.is_empty() {
        "a VEX document"
    } else {
        &said.by
    };
    let why = if said.why.is_empty() {
        String::new()
    } else {
        format!(": {}", said.why)
    };
    Some(Decision {
        answer,
        rule: Rule::Vex,
        heuristic: false,
        because: format!("{by} says {word}{why}"),
    })
}

/// A text member; empty where there is none.
fn text<'a>(value: &'a Value, member: &str) -> &'a str {
    value
        .get(member)
        .and_then(Value::as_str)
        .unwrap_or_default()
}

/// The elements of a member that is an array.
fn each<'a>(value: &'a Value, member: &str) -> impl Iterator<Item = &'a Value> {
    value
        .get(member)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

#[cfg(test)]
mod tests;
