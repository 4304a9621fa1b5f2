//! Temporal metrics of CVSS v3.0 and v3.1, specification section 3 (numbered alike in both).

use crate::metric::{Group, Metric, Value, metrics};

metrics! { Temporal;
    /// How ready exploit code is. (CVSS v3.1 §3.1)
    ExploitCodeMaturity("E", "Exploit Code Maturity", "exploitCodeMaturity", "CVSS v3.1 §3.1") {
        /// Not assessed; scored as High. (CVSS v3.1 §3.1)
        NotDefined("X", "Not Defined", "NOT_DEFINED"),
        /// Code works everywhere or none is needed, or it spreads by itself. (CVSS v3.1 §3.1)
        High("H", "High", "HIGH"),
        /// Code is available that works in most situations. (CVSS v3.1 §3.1)
        Functional("F", "Functional", "FUNCTIONAL"),
        /// Only a demonstration is available that needs work to be an attack. (CVSS v3.1 §3.1)
        ProofOfConcept("P", "Proof-of-Concept", "PROOF_OF_CONCEPT"),
        /// No code is available; an exploit is theory. (CVSS v3.1 §3.1)
        Unproven("U", "Unproven", "UNPROVEN"),
    }

    /// Which remedy is available. (CVSS v3.1 §3.2)
    RemediationLevel("RL", "Remediation Level", "remediationLevel", "CVSS v3.1 §3.2") {
        /// Not assessed; scored as Unavailable. (CVSS v3.1 §3.2)
        NotDefined("X", "Not Defined", "NOT_DEFINED"),
        /// There is no remedy, or it cannot be applied. (CVSS v3.1 §3.2)
        Unavailable("U", "Unavailable", "UNAVAILABLE"),
        /// Somebody other than the vendor offers a way around it. (CVSS v3.1 §3.2)
        Workaround("W", "Workaround", "WORKAROUND"),
        /// The vendor offers a stopgap. (CVSS v3.1 §3.2)
        TemporaryFix("T", "Temporary Fix", "TEMPORARY_FIX"),
        /// The vendor offers a complete fix. (CVSS v3.1 §3.2)
        OfficialFix("O", "Official Fix", "OFFICIAL_FIX"),
    }

    /// How sure it is that the vulnerability exists as told. (CVSS v3.1 §3.3)
    ReportConfidence("RC", "Report Confidence", "reportConfidence", "CVSS v3.1 §3.3") {
        /// Not assessed; scored as Confirmed. (CVSS v3.1 §3.3)
        NotDefined("X", "Not Defined", "NOT_DEFINED"),
        /// The vendor, detailed reports or a reproduction confirm it. (CVSS v3.1 §3.3)
        Confirmed("C", "Confirmed", "CONFIRMED"),
        /// Many details are public, but not all could be verified. (CVSS v3.1 §3.3)
        Reasonable("R", "Reasonable", "REASONABLE"),
        /// There are signs, but the cause or the details are uncertain. (CVSS v3.1 §3.3)
        Unknown("U", "Unknown", "UNKNOWN"),
    }
}
