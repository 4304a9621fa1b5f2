//! Environmental metrics of CVSS v2.0, guide section 2.3.

use crate::metric::{Group, Metric, Value, metrics};

metrics! { Environmental;
    /// How much life, property or income may be lost. (CVSS v2 §2.3.1)
    CollateralDamagePotential("CDP", "Collateral Damage Potential", "collateralDamagePotential", "CVSS v2 §2.3.1") {
        /// Not assessed; the metric is skipped. (CVSS v2 §2.3.1)
        NotDefined("ND", "Not Defined", "NOT_DEFINED"),
        /// Nothing of the kind can be lost. (CVSS v2 §2.3.1)
        None("N", "None", "NONE"),
        /// Slight damage or loss of income. (CVSS v2 §2.3.1)
        Low("L", "Low", "LOW"),
        /// Moderate damage or loss of income. (CVSS v2 §2.3.1)
        LowMedium("LM", "Low-Medium", "LOW_MEDIUM"),
        /// Significant damage or loss of income. (CVSS v2 §2.3.1)
        MediumHigh("MH", "Medium-High", "MEDIUM_HIGH"),
        /// Catastrophic damage or loss of income. (CVSS v2 §2.3.1)
        High("H", "High", "HIGH"),
    }

    /// What share of the environment is vulnerable. (CVSS v2 §2.3.2)
    TargetDistribution("TD", "Target Distribution", "targetDistribution", "CVSS v2 §2.3.2") {
        /// Not assessed; the metric is skipped. (CVSS v2 §2.3.2)
        NotDefined("ND", "Not Defined", "NOT_DEFINED"),
        /// No such system is there, at most in a laboratory. (CVSS v2 §2.3.2)
        None("N", "None", "NONE"),
        /// 1 % to 25 % of the environment is at risk. (CVSS v2 §2.3.2)
        Low("L", "Low", "LOW"),
        /// 26 % to 75 % of the environment is at risk. (CVSS v2 §2.3.2)
        Medium("M", "Medium", "MEDIUM"),
        /// 76 % to 100 % of the environment is at risk. (CVSS v2 §2.3.2)
        High("H", "High", "HIGH"),
    }

    /// How much the organisation depends on confidentiality. (CVSS v2 §2.3.3)
    ConfidentialityRequirement("CR", "Confidentiality Requirement", "confidentialityRequirement", "CVSS v2 §2.3.3") {
        /// Not assessed; the metric is skipped. (CVSS v2 §2.3.3)
        NotDefined("ND", "Not Defined", "NOT_DEFINED"),
        /// Losing confidentiality would do only limited harm to the organisation. (CVSS v2 §2.3.3)
        Low("L", "Low", "LOW"),
        /// Losing confidentiality would be serious for the organisation. (CVSS v2 §2.3.3)
        Medium("M", "Medium", "MEDIUM"),
        /// Losing confidentiality would be catastrophic for the organisation. (CVSS v2 §2.3.3)
        High("H", "High", "HIGH"),
    }

    /// How much the organisation depends on integrity. (CVSS v2 §2.3.3)
    IntegrityRequirement("IR", "Integrity Requirement", "integrityRequirement", "CVSS v2 §2.3.3") {
        /// Not assessed; the metric is skipped. (CVSS v2 §2.3.3)
        NotDefined("ND", "Not Defined", "NOT_DEFINED"),
        /// Losing integrity would do only limited harm to the organisation. (CVSS v2 §2.3.3)
        Low("L", "Low", "LOW"),
        /// Losing integrity would be serious for the organisation. (CVSS v2 §2.3.3)
        Medium("M", "Medium", "MEDIUM"),
        /// Losing integrity would be catastrophic for the organisation. (CVSS v2 §2.3.3)
        High("H", "High", "HIGH"),
    }

    /// How much the organisation depends on availability. (CVSS v2 §2.3.3)
    AvailabilityRequirement("AR", "Availability Requirement", "availabilityRequirement", "CVSS v2 §2.3.3") {
        /// Not assessed; the metric is skipped. (CVSS v2 §2.3.3)
        NotDefined("ND", "Not Defined", "NOT_DEFINED"),
        /// Losing availability would do only limited harm to the organisation. (CVSS v2 §2.3.3)
        Low("L", "Low", "LOW"),
        /// Losing availability would be serious for the organisation. (CVSS v2 §2.3.3)
        Medium("M", "Medium", "MEDIUM"),
        /// Losing availability would be catastrophic for the organisation. (CVSS v2 §2.3.3)
        High("H", "High", "HIGH"),
    }
}
