//! Temporal metrics of CVSS v2.0, guide section 2.2.

use crate::metric::{Group, Metric, Value, metrics};

metrics! { Temporal;
    /// How ready exploit code is. (CVSS v2 §2.2.1)
    Exploitability("E", "Exploitability", "exploitability", "CVSS v2 §2.2.1") {
        /// Not assessed; the metric is skipped. (CVSS v2 §2.2.1)
        NotDefined("ND", "Not Defined", "NOT_DEFINED"),
        /// No code is available; an exploit is theory. (CVSS v2 §2.2.1)
        Unproven("U", "Unproven", "UNPROVEN"),
        /// Only a demonstration is available that needs work to be an attack. (CVSS v2 §2.2.1)
        ProofOfConcept("POC", "Proof-of-Concept", "PROOF_OF_CONCEPT"),
        /// Code is available that works in most situations. (CVSS v2 §2.2.1)
        Functional("F", "Functional", "FUNCTIONAL"),
        /// Code works everywhere or none is needed, or it spreads by itself. (CVSS v2 §2.2.1)
        High("H", "High", "HIGH"),
    }

    /// Which remedy is available. (CVSS v2 §2.2.2)
    RemediationLevel("RL", "Remediation Level", "remediationLevel", "CVSS v2 §2.2.2") {
        /// Not assessed; the metric is skipped. (CVSS v2 §2.2.2)
        NotDefined("ND", "Not Defined", "NOT_DEFINED"),
        /// The vendor offers a complete fix. (CVSS v2 §2.2.2)
        OfficialFix("OF", "Official Fix", "OFFICIAL_FIX"),
        /// The vendor offers a stopgap. (CVSS v2 §2.2.2)
        TemporaryFix("TF", "Temporary Fix", "TEMPORARY_FIX"),
        /// Somebody other than the vendor offers a way around it. (CVSS v2 §2.2.2)
        Workaround("W", "Workaround", "WORKAROUND"),
        /// There is no remedy, or it cannot be applied. (CVSS v2 §2.2.2)
        Unavailable("U", "Unavailable", "UNAVAILABLE"),
    }

    /// How sure it is that the vulnerability exists as told. (CVSS v2 §2.2.3)
    ReportConfidence("RC", "Report Confidence", "reportConfidence", "CVSS v2 §2.2.3") {
        /// Not assessed; the metric is skipped. (CVSS v2 §2.2.3)
        NotDefined("ND", "Not Defined", "NOT_DEFINED"),
        /// One report, or several that contradict each other. (CVSS v2 §2.2.3)
        Unconfirmed("UC", "Unconfirmed", "UNCONFIRMED"),
        /// Several sources outside the vendor, not fully in agreement. (CVSS v2 §2.2.3)
        Uncorroborated("UR", "Uncorroborated", "UNCORROBORATED"),
        /// The vendor or an outside event confirms it. (CVSS v2 §2.2.3)
        Confirmed("C", "Confirmed", "CONFIRMED"),
    }
}
