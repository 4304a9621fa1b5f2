//! CVSS v2.0.
//!
//! # Reading
//!
//! As the guide says (§2.4): no prefix, metrics in the order of its table, all six base metrics, each metric once, case as
//! in the guide (`Au`), no parentheses, no slash at the end. A temporal or environmental metric that is not used "is given
//! the value ND", so a group is there with all its metrics or not at all; [`Vector::parse_partial`] is lenient in this
//! point only. A group in which every metric is `ND` means the same as no group and is printed as none.
//!
//! # Scoring
//!
//! The equations (§3.2) are evaluated in integers and rounded half up to a tenth after each of them. Binary floating point
//! gets ties wrong in 9 of the 4 848 products that a temporal score can be and in 14 of 2 020 sums of the environmental
//! score, which this crate does not imitate. The adjusted base score inside the environmental equation may be below zero
//! (when impacts matter little, 0.6·impact + 0.4·exploitability is below 1.5) and goes on as it is, as in the guide; only
//! the final score is never below 0.0. No negative value of any state ends in a tie, so how half up treats the sign
//! does not matter.

mod base;
mod environmental;
mod parse;
mod score;
mod temporal;

use core::{fmt, str::FromStr};

pub use base::{
    AccessComplexity, AccessVector, Authentication, AvailabilityImpact, ConfidentialityImpact,
    IntegrityImpact,
};
pub use environmental::{
    AvailabilityRequirement, CollateralDamagePotential, ConfidentialityRequirement,
    IntegrityRequirement, TargetDistribution,
};
pub use temporal::{Exploitability, RemediationLevel, ReportConfidence};

use crate::{
    error::Error,
    metric::{Metric, Typed, Value, slots},
    score::{Score, Severity},
};

/// Where the temporal metrics begin.
const TEMPORAL: usize = 6;
/// Where the environmental metrics begin.
const ENVIRONMENTAL: usize = 9;

/// A vector of CVSS v2.0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Vector {
    values: [u8; 14],
}

slots! { 14;
    AccessVector, AccessComplexity, Authentication,
    ConfidentialityImpact, IntegrityImpact, AvailabilityImpact,
    Exploitability, RemediationLevel, ReportConfidence,
    CollateralDamagePotential, TargetDistribution,
    ConfidentialityRequirement, IntegrityRequirement, AvailabilityRequirement,
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
            values: parse::parse(text.as_bytes(), true)?,
        })
    }

    /// Reads a vector whose optional groups may lack metrics, which then count as not defined. All else is as strict.
    ///
    /// # Errors
    ///
    /// Says what is wrong and at which byte.
    pub fn parse_partial(text: &str) -> Result<Self, Error> {
        Ok(Self {
            values: parse::parse(text.as_bytes(), false)?,
        })
    }

    /// The vector that is easiest to exploit and does no harm, to start from: score 0.0.
    #[must_use]
    pub const fn new() -> Self {
        let mut values = [0; 14];
        values[Slot::AccessVector as usize] = 2;
        values[Slot::AccessComplexity as usize] = 2;
        values[Slot::Authentication as usize] = 2;
        Self { values }
    }

    /// The base score (§3.2.1).
    #[must_use]
    pub fn base(&self) -> Score {
        score::base(&self.values)
    }

    /// The temporal score (§3.2.2), if a temporal metric is defined.
    #[must_use]
    pub fn temporal(&self) -> Option<Score> {
        self.has_temporal()
            .then(|| score::temporal(self.base(), &self.values))
    }

    /// The environmental score (§3.2.3), if an environmental metric is defined.
    #[must_use]
    pub fn environmental(&self) -> Option<Score> {
        self.has_environmental()
            .then(|| self.environmental_equation())
    }

    /// The environmental equation (§3.2.3) whether or not an environmental metric is defined. It limits the impact to ten,
    /// the base equation does not, so `AV:L/AC:L/Au:N/C:C/I:C/A:C` has a base score of 7.2 and gives 7.1 here.
    #[must_use]
    pub fn environmental_equation(&self) -> Score {
        score::environmental(&self.values)
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

    /// The word for the most specific score, on the scale of the National Vulnerability Database.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.score().severity_v2()
    }

    /// The impact subscore of the base metrics (§3.2.1), half up to a tenth as the National Vulnerability Database shows it.
    #[must_use]
    pub fn impact(&self) -> Score {
        score::impact(&self.values)
    }

    /// The exploitability subscore of the base metrics (§3.2.1), half up to a tenth as the National Vulnerability Database
    /// shows it.
    #[must_use]
    pub fn exploitability(&self) -> Score {
        score::exploitability(&self.values)
    }

    fn has_temporal(&self) -> bool {
        self.values[TEMPORAL..ENVIRONMENTAL]
            .iter()
            .any(|code| *code != 0)
    }

    fn has_environmental(&self) -> bool {
        self.values[ENVIRONMENTAL..].iter().any(|code| *code != 0)
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

/// Prints in the order of the guide; a group in which nothing is defined is left out, any other is printed whole.
impl fmt::Display for Vector {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (slot, (metric, value)) in self.iter().enumerate() {
            let shown = match slot {
                ..TEMPORAL => true,
                TEMPORAL..ENVIRONMENTAL => self.has_temporal(),
                _ => self.has_environmental(),
            };
            if shown {
                let slash = if slot == 0 { "" } else { "/" };
                write!(out, "{slash}{}:{}", metric.abbreviation, value.abbreviation)?;
            }
        }
        Ok(())
    }
}
