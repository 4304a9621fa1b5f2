//! CVSS v3.0 and v3.1.
//!
//! # Reading
//!
//! As the specifications say (§6): the prefix `CVSS:3.0/` or `CVSS:3.1/`, metrics in any order, each at most once, all
//! eight base metrics, upper case, no slash at the end. An optional metric may be absent or `X`; both mean the same and
//! both are printed as absence, in the order of the table.
//!
//! # Scoring
//!
//! All equations (v3.1 §7) are evaluated in integers. Version 3.0 rounds up to the next tenth; 3.1 words the same as a
//! procedure over five decimals, so that floating point does not round 4.0000001 up to 4.1. An exact calculation needs
//! no such help: an exhaustive test over every base, temporal and environmental state shows that rounding the exact
//! value up gives what the procedure of 3.1 gives. So there is one rounding here for both. A program that follows the
//! wording of 3.0 literally in binary floating point (`ceil(x * 10) / 10`) is 0.1 too high in 3 of the 4 848 products
//! that a temporal score can be: 2.5, 5.0 and 10.0 with `RC:U` alone. FIRST's own worked example of 3.0 is one of them,
//! 4.7 where 5.0 · 0.92 is 4.6 and where 3.1 publishes 4.6. This crate gives the exact 4.6 for both versions.
//!
//! The versions differ in the modified impact under changed scope: 3.0 subtracts `3.25·(m − 0.02)¹⁵`, 3.1
//! `3.25·(0.9731·m − 0.02)¹³`. Both powers are kept to 18 decimals in tables; the same test compares them with the
//! unshortened powers.

mod base;
mod environmental;
mod parse;
mod score;
mod temporal;

use core::{fmt, str::FromStr};

pub use base::{
    AttackComplexity, AttackVector, AvailabilityImpact, ConfidentialityImpact, IntegrityImpact,
    PrivilegesRequired, Scope, UserInteraction,
};
pub use environmental::{
    AvailabilityRequirement, ConfidentialityRequirement, IntegrityRequirement,
    ModifiedAttackComplexity, ModifiedAttackVector, ModifiedAvailabilityImpact,
    ModifiedConfidentialityImpact, ModifiedIntegrityImpact, ModifiedPrivilegesRequired,
    ModifiedScope, ModifiedUserInteraction,
};
pub use temporal::{ExploitCodeMaturity, RemediationLevel, ReportConfidence};

use crate::{
    error::Error,
    metric::{Metric, Typed, Value, slots},
    score::{Score, Severity},
};

/// How many metrics are mandatory.
pub(crate) const BASE: usize = 8;
/// Where the environmental metrics begin.
const ENVIRONMENTAL: usize = 11;

/// Which of the two versions a vector follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Minor {
    /// CVSS v3.0, 2015.
    Zero,
    /// CVSS v3.1, 2019.
    One,
}

/// A vector of CVSS v3.0 or v3.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Vector {
    minor: Minor,
    values: [u8; 22],
}

slots! { 22;
    AttackVector, AttackComplexity, PrivilegesRequired, UserInteraction, Scope,
    ConfidentialityImpact, IntegrityImpact, AvailabilityImpact,
    ExploitCodeMaturity, RemediationLevel, ReportConfidence,
    ConfidentialityRequirement, IntegrityRequirement, AvailabilityRequirement,
    ModifiedAttackVector, ModifiedAttackComplexity, ModifiedPrivilegesRequired, ModifiedUserInteraction,
    ModifiedScope, ModifiedConfidentialityImpact, ModifiedIntegrityImpact, ModifiedAvailabilityImpact,
}

impl Vector {
    /// Reads a vector, strictly.
    ///
    /// # Errors
    ///
    /// Says what is wrong and at which byte.
    #[inline]
    pub fn parse(text: &str) -> Result<Self, Error> {
        let (minor, values) = parse::parse(text.as_bytes())?;
        Ok(Self { minor, values })
    }

    /// The vector that is easiest to exploit and does no harm, to start from: score 0.0.
    #[must_use]
    pub const fn new(minor: Minor) -> Self {
        let mut values = [0; 22];
        values[Slot::ConfidentialityImpact as usize] = 2;
        values[Slot::IntegrityImpact as usize] = 2;
        values[Slot::AvailabilityImpact as usize] = 2;
        Self { minor, values }
    }

    /// Which of the two versions it follows.
    #[must_use]
    pub const fn minor(&self) -> Minor {
        self.minor
    }

    /// The base score (v3.1 §7.1).
    #[must_use]
    pub fn base(&self) -> Score {
        score::base(&self.values)
    }

    /// The temporal score (v3.1 §7.2), if a temporal metric is defined.
    #[must_use]
    pub fn temporal(&self) -> Option<Score> {
        self.has_temporal()
            .then(|| score::temporal(self.base(), &self.values))
    }

    /// The environmental score (v3.1 §7.3), if an environmental metric is defined.
    #[must_use]
    pub fn environmental(&self) -> Option<Score> {
        self.has_environmental()
            .then(|| self.environmental_equation())
    }

    /// The environmental equation (v3.1 §7.3) whether or not an environmental metric is defined, as calculators show it.
    #[must_use]
    pub fn environmental_equation(&self) -> Score {
        score::environmental(self.minor, &self.values)
    }

    /// The most specific score: environmental if defined, else temporal if defined, else base.
    #[inline]
    #[must_use]
    pub fn score(&self) -> Score {
        if self.has_environmental() {
            self.environmental_equation()
        } else {
            score::temporal(self.base(), &self.values)
        }
    }

    /// The word for the most specific score.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.score().severity()
    }

    /// The impact subscore of the base metrics (v3.1 §7.1), half up to a tenth as the National Vulnerability Database shows it.
    #[must_use]
    pub fn impact(&self) -> Score {
        score::impact(&self.values)
    }

    /// The exploitability subscore of the base metrics (v3.1 §7.1), half up to a tenth as the National Vulnerability Database
    /// shows it.
    #[must_use]
    pub fn exploitability(&self) -> Score {
        score::exploitability(&self.values)
    }

    fn has_temporal(&self) -> bool {
        self.values[BASE..ENVIRONMENTAL]
            .iter()
            .any(|code| *code != 0)
    }

    fn has_environmental(&self) -> bool {
        self.values[ENVIRONMENTAL..].iter().any(|code| *code != 0)
    }
}

impl FromStr for Vector {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::parse(text)
    }
}

/// Prints in the order of the specification's table, without metrics that are not defined.
impl fmt::Display for Vector {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self.minor {
            Minor::Zero => "CVSS:3.0",
            Minor::One => "CVSS:3.1",
        })?;
        for (slot, (metric, value)) in self.iter().enumerate() {
            if slot < BASE || self.values[slot] != 0 {
                write!(out, "/{}:{}", metric.abbreviation, value.abbreviation)?;
            }
        }
        Ok(())
    }
}
