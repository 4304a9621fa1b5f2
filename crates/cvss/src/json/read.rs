//! Reads the JSON form and says what in it does not agree.

use alloc::{
    borrow::Cow,
    string::{String, ToString as _},
    vec::Vec,
};
use core::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{self, IgnoredAny, MapAccess, Visitor},
};

use super::{
    SCORES,
    member::{Member, tenths},
};
use crate::{
    error::Error,
    score::Score,
    vector::{Vector, Version},
};

/// A document as it was written by somebody: nothing is checked but that it is an object without repeated members.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    members: Vec<(String, Member)>,
}

/// Why a document is not what its schema asks, or does not agree with itself.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// A member that the schema requires is not there.
    Missing {
        /// Its name.
        member: &'static str,
    },
    /// `vectorString` is no vector.
    Vector(Error),
    /// A member says something else than the vector.
    Differs {
        /// Its name.
        member: &'static str,
        /// What it says.
        found: String,
        /// What the vector says.
        expected: String,
    },
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { member } => write!(out, "member {member} is missing"),
            Self::Vector(error) => write!(out, "vectorString: {error}"),
            Self::Differs {
                member,
                found,
                expected,
            } => {
                write!(
                    out,
                    "member {member} is {found}, the vector says {expected}"
                )
            }
        }
    }
}

impl core::error::Error for Problem {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Vector(error) => Some(error),
            Self::Missing { .. } | Self::Differs { .. } => None,
        }
    }
}

impl Document {
    /// The vector of `vectorString`, whatever the other members say.
    ///
    /// # Errors
    ///
    /// If the member is missing or no vector.
    pub fn vector(&self) -> Result<Vector, Problem> {
        match self.member("vectorString") {
            Some(Member::Text(text)) => Vector::parse(text).map_err(Problem::Vector),
            _ => Err(Problem::Missing {
                member: "vectorString",
            }),
        }
    }

    /// The score in a member, such as `baseScore`, as it was published.
    #[must_use]
    pub fn published(&self, member: &str) -> Option<Score> {
        match self.member(member) {
            Some(Member::Number(number)) => tenths(*number),
            _ => None,
        }
    }

    /// Everything that is missing or does not agree with the vector.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        let vector = match self.vector() {
            Ok(vector) => vector,
            Err(problem) => return [problem].into(),
        };
        let mut problems = Vec::new();
        let version = vector.version();
        for member in ["version", "baseScore", "baseSeverity"] {
            let required = member != "baseSeverity" || version != Version::V2;
            if required && self.member(member).is_none() {
                problems.push(Problem::Missing { member });
            }
        }
        self.text("version", version.name(), &mut problems);
        for metric in vector.metrics() {
            if let Some(value) = vector.value(metric.abbreviation) {
                self.text(metric.json, value.json, &mut problems);
            }
        }
        for (at, (score, severity)) in SCORES.into_iter().enumerate() {
            self.score(vector, at, score, severity, &mut problems);
        }
        problems
    }

    fn member(&self, name: &str) -> Option<&Member> {
        self.members
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, member)| member)
    }

    fn text(&self, member: &'static str, expected: &str, problems: &mut Vec<Problem>) {
        let Some(found) = self.member(member) else {
            return;
        };
        if *found != Member::Text(expected.into()) {
            problems.push(Problem::Differs {
                member,
                found: found.show().into(),
                expected: expected.into(),
            });
        }
    }

    fn score(
        &self,
        vector: Vector,
        at: usize,
        score: &'static str,
        severity: &'static str,
        problems: &mut Vec<Problem>,
    ) {
        let agreeing = agreeing(vector, at);
        let mut word = vector.severity_of(agreeing[0]);
        if let Some(found) = self.member(score) {
            match self.published(score) {
                Some(published) if agreeing.contains(&published) => {
                    word = vector.severity_of(published);
                }
                _ => problems.push(Problem::Differs {
                    member: score,
                    found: found.show().into(),
                    expected: agreeing[0].to_string(),
                }),
            }
        }
        self.text(severity, word.json(), problems);
    }
}

/// What a score may be, the likeliest first: base, temporal, threat, environmental.
fn agreeing(vector: Vector, at: usize) -> [Score; 2] {
    let before = vector
        .temporal()
        .or_else(|| vector.threat())
        .unwrap_or_else(|| vector.base());
    match (at, vector) {
        (0, Vector::V4(_)) => [vector.base(), vector.score()],
        (0, _) => [vector.base(); 2],
        (3, Vector::V2(v2)) => [v2.environmental().unwrap_or(before); 2],
        (3, Vector::V3(v3)) => [
            v3.environmental().unwrap_or(before),
            v3.environmental_equation(),
        ],
        (3, _) => [vector.score(); 2],
        _ => [before; 2],
    }
}

impl<'de> Deserialize<'de> for Document {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Document;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a CVSS object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Document, A::Error> {
                let mut document = Document {
                    members: Vec::new(),
                };
                while let Some(name) = map.next_key::<Cow<'de, str>>()? {
                    if !is_known(&name) {
                        map.next_value::<IgnoredAny>()?;
                        continue;
                    }
                    if document.member(&name).is_some() {
                        return Err(de::Error::custom(format_args!(
                            "member {name} for the second time"
                        )));
                    }
                    let member = map.next_value()?;
                    document.members.push((name.into_owned(), member));
                }
                Ok(document)
            }
        }
        input.deserialize_map(Object)
    }
}

/// So that a document holds no more than the schemas have.
fn is_known(name: &str) -> bool {
    ["version", "vectorString"].contains(&name)
        || SCORES
            .iter()
            .any(|(score, severity)| [*score, *severity].contains(&name))
        || Version::ALL
            .iter()
            .any(|version| version.metrics().iter().any(|metric| metric.json == name))
}

impl<'de> Deserialize<'de> for Vector {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(input)?;
        Self::parse(&text).map_err(de::Error::custom)
    }
}
