//! Base metrics of CVSS v2.0, guide section 2.1.

use crate::metric::{Group, Metric, Value, metrics};

metrics! { Base;
    /// From where the vulnerability can be exploited. (CVSS v2 §2.1.1)
    AccessVector("AV", "Access Vector", "accessVector", "CVSS v2 §2.1.1") {
        /// The attacker needs physical access or a local account. (CVSS v2 §2.1.1)
        Local("L", "Local", "LOCAL"),
        /// The attacker needs access to the same broadcast or collision domain. (CVSS v2 §2.1.1)
        Adjacent("A", "Adjacent Network", "ADJACENT_NETWORK"),
        /// The attack works from anywhere on the network. (CVSS v2 §2.1.1)
        Network("N", "Network", "NETWORK"),
    }

    /// How hard the attack is once the target is reached. (CVSS v2 §2.1.2)
    AccessComplexity("AC", "Access Complexity", "accessComplexity", "CVSS v2 §2.1.2") {
        /// Rare, specialised conditions must hold. (CVSS v2 §2.1.2)
        High("H", "High", "HIGH"),
        /// Somewhat special conditions must hold. (CVSS v2 §2.1.2)
        Medium("M", "Medium", "MEDIUM"),
        /// No special conditions are needed. (CVSS v2 §2.1.2)
        Low("L", "Low", "LOW"),
    }

    /// How often the attacker must log in to reach the vulnerability. (CVSS v2 §2.1.3)
    Authentication("Au", "Authentication", "authentication", "CVSS v2 §2.1.3") {
        /// The attacker must log in twice or more. (CVSS v2 §2.1.3)
        Multiple("M", "Multiple", "MULTIPLE"),
        /// The attacker must log in once. (CVSS v2 §2.1.3)
        Single("S", "Single", "SINGLE"),
        /// The attacker need not log in. (CVSS v2 §2.1.3)
        None("N", "None", "NONE"),
    }

    /// How far confidentiality is lost. (CVSS v2 §2.1.4)
    ConfidentialityImpact("C", "Confidentiality Impact", "confidentialityImpact", "CVSS v2 §2.1.4") {
        /// Nothing is disclosed. (CVSS v2 §2.1.4)
        None("N", "None", "NONE"),
        /// Some data are disclosed, outside the attacker's control. (CVSS v2 §2.1.4)
        Partial("P", "Partial", "PARTIAL"),
        /// Everything is disclosed. (CVSS v2 §2.1.4)
        Complete("C", "Complete", "COMPLETE"),
    }

    /// How far integrity is lost. (CVSS v2 §2.1.5)
    IntegrityImpact("I", "Integrity Impact", "integrityImpact", "CVSS v2 §2.1.5") {
        /// Nothing can be changed. (CVSS v2 §2.1.5)
        None("N", "None", "NONE"),
        /// Some data can be changed, outside the attacker's control. (CVSS v2 §2.1.5)
        Partial("P", "Partial", "PARTIAL"),
        /// Everything can be changed; protection is gone. (CVSS v2 §2.1.5)
        Complete("C", "Complete", "COMPLETE"),
    }

    /// How far availability is lost. (CVSS v2 §2.1.6)
    AvailabilityImpact("A", "Availability Impact", "availabilityImpact", "CVSS v2 §2.1.6") {
        /// The system stays available. (CVSS v2 §2.1.6)
        None("N", "None", "NONE"),
        /// It slows down or is interrupted. (CVSS v2 §2.1.6)
        Partial("P", "Partial", "PARTIAL"),
        /// It can be shut off altogether. (CVSS v2 §2.1.6)
        Complete("C", "Complete", "COMPLETE"),
    }
}
