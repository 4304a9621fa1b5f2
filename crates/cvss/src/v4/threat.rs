//! The threat metric of CVSS v4.0, specification section 3.

use crate::metric::{Group, Metric, Value, metrics};

metrics! { Threat;
    /// How far exploitation has come in the wild. (CVSS v4.0 §3.1)
    ExploitMaturity("E", "Exploit Maturity", "exploitMaturity", "CVSS v4.0 §3.1") {
        /// Nothing reliable is known; scored as Attacked. (CVSS v4.0 §3.1)
        NotDefined("X", "Not Defined", "NOT_DEFINED"),
        /// Attacks have been seen, or tools that make them easy are in circulation. (CVSS v4.0 §3.1)
        Attacked("A", "Attacked", "ATTACKED"),
        /// Demonstration code is public; no attacks and no ready-made tools are known. (CVSS v4.0 §3.1)
        ProofOfConcept("P", "Proof-of-Concept", "PROOF_OF_CONCEPT"),
        /// Neither public demonstration code nor attacks nor tools are known. (CVSS v4.0 §3.1)
        Unreported("U", "Unreported", "UNREPORTED"),
    }
}
