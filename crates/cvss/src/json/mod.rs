//! FIRST's JSON form, schemas 2.0, 3.0, 3.1 and 4.0 (with feature `serde`).
//!
//! [`Cvss`] writes a vector with its metrics, scores and severities, and reads one back if everything in it agrees.
//! [`Document`] reads what others wrote and tells every member that does not agree, so that a published score that does
//! not fit its vector can be kept and flagged.
//!
//! What is written: all base metrics and every other that is defined, the base score, and the other scores whose group is
//! defined. Names and values are those of each schema: `ADJACENT_NETWORK` to 3.1 but `ADJACENT` in 4.0. A schema has no
//! rule against further members, so they are passed over.
//!
//! What agrees: a score that the vector gives. A score of a group that is not defined may be there too; it is the score
//! without the group, or in version 3 what the environmental equation gives. `baseScore` of 4.0 may be the score of the
//! whole vector: records of the CVE programme have it so.

mod member;
mod read;
mod write;

pub use read::{Document, Problem};
use serde::{Deserialize, Deserializer, de};

use crate::vector::Vector;

/// A vector that is written in, and strictly read from, the JSON form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cvss(pub Vector);

impl<'de> Deserialize<'de> for Cvss {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let document = Document::deserialize(input)?;
        match document.problems().into_iter().next() {
            Some(problem) => Err(de::Error::custom(problem)),
            None => document.vector().map(Self).map_err(de::Error::custom),
        }
    }
}

/// Names of the members that hold a score and the word for it.
const SCORES: [(&str, &str); 4] = [
    ("baseScore", "baseSeverity"),
    ("temporalScore", "temporalSeverity"),
    ("threatScore", "threatSeverity"),
    ("environmentalScore", "environmentalSeverity"),
];
