//! CVSS v4.0.
//!
//! # Reading
//!
//! As the specification says (§7): the prefix `CVSS:4.0/`, metrics in the order of its table and no other, all eleven base
//! metrics, each metric once, upper case, no slash at the end. An optional metric may be absent or `X`; both mean the same
//! and both are printed as absence. `S` (safety) is a value of `MSI` and `MSA` only.
//!
//! # Scoring
//!
//! The specification (§8) looks for a vector of highest severity in the macrovector and measures how far the scored
//! vector is from it. Several may fit, but all vectors of highest severity of one class have the same sum of levels, so
//! the distance is that sum less the sum of the scored vector and no search is needed. The mean of the distances is
//! taken over the common denominator 840 and rounded half up, in integers. An exhaustive test compares all 15 116 544
//! states with the search as the specification tells it.
//!
//! Calculators in binary floating point must round with a small epsilon, or what is exactly half a tenth may come out 0.1
//! too low. 157 of FIRST's published reference vectors have such scores; the corrections that are published for them,
//! each 0.1 higher, are what this crate gives.

mod base;
mod environmental;
mod parse;
mod score;
mod supplemental;
mod table;
mod threat;

use core::{fmt, str::FromStr};

pub use base::{
    AttackComplexity, AttackRequirements, AttackVector, PrivilegesRequired, SubsequentAvailability,
    SubsequentConfidentiality, SubsequentIntegrity, UserInteraction, VulnerableAvailability,
    VulnerableConfidentiality, VulnerableIntegrity,
};
pub use environmental::{
    AvailabilityRequirement, ConfidentialityRequirement, IntegrityRequirement,
    ModifiedAttackComplexity, ModifiedAttackRequirements, ModifiedAttackVector,
    ModifiedPrivilegesRequired, ModifiedSubsequentAvailability, ModifiedSubsequentConfidentiality,
    ModifiedSubsequentIntegrity, ModifiedUserInteraction, ModifiedVulnerableAvailability,
    ModifiedVulnerableConfidentiality, ModifiedVulnerableIntegrity,
};
pub use score::MacroVector;
pub use supplemental::{
    Automatable, ProviderUrgency, Recovery, ResponseEffort, Safety, ValueDensity,
};
pub use threat::ExploitMaturity;

use crate::{
    error::Error,
    metric::{Metric, Typed, Value, slots},
    score::{Score, Severity},
};

/// How many metrics are mandatory.
pub(crate) const BASE: usize = 11;
/// Where the environmental metrics begin, behind the only threat metric.
const ENVIRONMENTAL: usize = 12;
/// Where the supplemental metrics begin.
const SUPPLEMENTAL: usize = 26;

/// A vector of CVSS v4.0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Vector {
    values: [u8; 32],
}

slots! { 32;
    AttackVector, AttackComplexity, AttackRequirements, PrivilegesRequired, UserInteraction,
    VulnerableConfidentiality, VulnerableIntegrity, VulnerableAvailability,
    SubsequentConfidentiality, SubsequentIntegrity, SubsequentAvailability,
    ExploitMaturity,
    ConfidentialityRequirement, IntegrityRequirement, AvailabilityRequirement,
    ModifiedAttackVector, ModifiedAttackComplexity, ModifiedAttackRequirements,
    ModifiedPrivilegesRequired, ModifiedUserInteraction,
    ModifiedVulnerableConfidentiality, ModifiedVulnerableIntegrity, ModifiedVulnerableAvailability,
    ModifiedSubsequentConfidentiality, ModifiedSubsequentIntegrity, ModifiedSubsequentAvailability,
    Safety, Automatable, Recovery, ValueDensity, ResponseEffort, ProviderUrgency,
}

impl Vector {
    /// Reads a vector, strictly.
    ///
    /// # Errors
    ///
    /// Says what is wrong and at which byte.
    #[inline]
    pub fn parse(text: &str) -> Result<Self, Error> {
        Ok(Self {
            values: parse::parse(text.as_bytes())?,
        })
    }

    /// The vector that is easiest to exploit and does no harm, to start from: score 0.0.
    #[must_use]
    pub const fn new() -> Self {
        let mut values = [0; 32];
        let mut slot = Slot::VulnerableConfidentiality as usize;
        while slot < BASE {
            values[slot] = 2;
            slot += 1;
        }
        Self { values }
    }

    /// The score of the whole vector (§8): what is not defined counts as the worst.
    #[inline]
    #[must_use]
    pub fn score(&self) -> Score {
        score::score(&self.values)
    }

    /// The score of the base metrics alone, CVSS-B.
    #[must_use]
    pub fn base(&self) -> Score {
        score::score(&self.up_to(BASE))
    }

    /// The score of base and threat metrics, CVSS-BT, if the threat metric is defined.
    #[must_use]
    pub fn threat(&self) -> Option<Score> {
        self.has_threat()
            .then(|| score::score(&self.up_to(ENVIRONMENTAL)))
    }

    /// The score of the whole vector, CVSS-BE or CVSS-BTE, if an environmental metric is defined.
    #[must_use]
    pub fn environmental(&self) -> Option<Score> {
        self.has_environmental().then(|| self.score())
    }

    /// The word for the score of the whole vector.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.score().severity()
    }

    /// The class of the whole vector, six digits (§8.2).
    #[must_use]
    pub fn macrovector(&self) -> MacroVector {
        score::macrovector(&self.values)
    }

    /// Which groups made the score (§1.3): metrics that are `X` do not count, nor do supplemental ones.
    #[must_use]
    pub fn nomenclature(&self) -> Nomenclature {
        match (self.has_threat(), self.has_environmental()) {
            (false, false) => Nomenclature::B,
            (true, false) => Nomenclature::BT,
            (false, true) => Nomenclature::BE,
            (true, true) => Nomenclature::BTE,
        }
    }

    fn has_threat(&self) -> bool {
        self.values[Slot::ExploitMaturity as usize] != 0
    }

    fn has_environmental(&self) -> bool {
        self.values[ENVIRONMENTAL..SUPPLEMENTAL]
            .iter()
            .any(|code| *code != 0)
    }

    fn up_to(&self, end: usize) -> [u8; 32] {
        let mut values = [0; 32];
        values[..end].copy_from_slice(&self.values[..end]);
        values
    }
}

impl Default for Vector {
    fn default() -> Self {
        Self::new()
    }
}

impl FromStr for Vector {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::parse(text)
    }
}

/// Prints in the order of the specification, without metrics that are not defined.
impl fmt::Display for Vector {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("CVSS:4.0")?;
        for (slot, (metric, value)) in self.iter().enumerate() {
            if slot < BASE || self.values[slot] != 0 {
                write!(out, "/{}:{}", metric.abbreviation, value.abbreviation)?;
            }
        }
        Ok(())
    }
}

/// Which metric groups made a score (§1.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Nomenclature {
    /// Base metrics only.
    B,
    /// Base and threat metrics.
    BT,
    /// Base and environmental metrics.
    BE,
    /// Base, threat and environmental metrics.
    BTE,
}

impl Nomenclature {
    /// As it is written: `CVSS-BTE`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::B => "CVSS-B",
            Self::BT => "CVSS-BT",
            Self::BE => "CVSS-BE",
            Self::BTE => "CVSS-BTE",
        }
    }
}

impl fmt::Display for Nomenclature {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.name())
    }
}
