//! Supplemental metrics of CVSS v4.0, specification section 5. They are kept and printed but never move the score.

use crate::metric::{Group, Metric, Value, metrics};

metrics! { Supplemental;
    /// Whether people can come to harm when the vulnerability is exploited. (CVSS v4.0 §5.1)
    Safety("S", "Safety", "Safety", "CVSS v4.0 §5.1") {
        /// The supplier says nothing about it. (CVSS v4.0 §5.1)
        NotDefined("X", "Not Defined", "NOT_DEFINED"),
        /// Consequences for people are negligible in the sense of IEC 61508. (CVSS v4.0 §5.1)
        Negligible("N", "Negligible", "NEGLIGIBLE"),
        /// Consequences for people are marginal, critical or catastrophic in the sense of IEC 61508.
        /// (CVSS v4.0 §5.1)
        Present("P", "Present", "PRESENT"),
    }

    /// Whether all steps of the attack can be automated across many targets. (CVSS v4.0 §5.2)
    Automatable("AU", "Automatable", "Automatable", "CVSS v4.0 §5.2") {
        /// The supplier says nothing about it. (CVSS v4.0 §5.2)
        NotDefined("X", "Not Defined", "NOT_DEFINED"),
        /// At least one step of the attack resists automation. (CVSS v4.0 §5.2)
        No("N", "No", "NO"),
        /// Every step from finding the target to exploiting it can run unattended. (CVSS v4.0 §5.2)
        Yes("Y", "Yes", "YES"),
    }

    /// How the system comes back after an attack. (CVSS v4.0 §5.4)
    Recovery("R", "Recovery", "Recovery", "CVSS v4.0 §5.4") {
        /// The supplier says nothing about it. (CVSS v4.0 §5.4)
        NotDefined("X", "Not Defined", "NOT_DEFINED"),
        /// The system restores its service by itself. (CVSS v4.0 §5.4)
        Automatic("A", "Automatic", "AUTOMATIC"),
        /// Somebody has to step in to restore the service. (CVSS v4.0 §5.4)
        User("U", "User", "USER"),
        /// The service cannot be restored. (CVSS v4.0 §5.4)
        Irrecoverable("I", "Irrecoverable", "IRRECOVERABLE"),
    }

    /// How much an attacker gains from one exploited system. (CVSS v4.0 §5.5)
    ValueDensity("V", "Value Density", "valueDensity", "CVSS v4.0 §5.5") {
        /// The supplier says nothing about it. (CVSS v4.0 §5.5)
        NotDefined("X", "Not Defined", "NOT_DEFINED"),
        /// One system holds little; an attacker needs many of them. (CVSS v4.0 §5.5)
        Diffuse("D", "Diffuse", "DIFFUSE"),
        /// One system holds much, such as a central server. (CVSS v4.0 §5.5)
        Concentrated("C", "Concentrated", "CONCENTRATED"),
    }

    /// How hard it is for users to respond. (CVSS v4.0 §5.6)
    ResponseEffort("RE", "Vulnerability Response Effort", "vulnerabilityResponseEffort", "CVSS v4.0 §5.6") {
        /// The supplier says nothing about it. (CVSS v4.0 §5.6)
        NotDefined("X", "Not Defined", "NOT_DEFINED"),
        /// A response takes little, such as a change of configuration. (CVSS v4.0 §5.6)
        Low("L", "Low", "LOW"),
        /// A response takes some work and disturbs the service a little. (CVSS v4.0 §5.6)
        Moderate("M", "Moderate", "MODERATE"),
        /// A response is hard, such as an update on site or a replacement. (CVSS v4.0 §5.6)
        High("H", "High", "HIGH"),
    }

    /// How urgent the supplier itself calls it. (CVSS v4.0 §5.3)
    ProviderUrgency("U", "Provider Urgency", "providerUrgency", "CVSS v4.0 §5.3") {
        /// The supplier says nothing about it. (CVSS v4.0 §5.3)
        NotDefined("X", "Not Defined", "NOT_DEFINED"),
        /// The supplier sees the highest urgency. (CVSS v4.0 §5.3)
        Red("Red", "Red", "RED"),
        /// The supplier sees moderate urgency. (CVSS v4.0 §5.3)
        Amber("Amber", "Amber", "AMBER"),
        /// The supplier sees reduced urgency. (CVSS v4.0 §5.3)
        Green("Green", "Green", "GREEN"),
        /// The supplier sees no urgency; for information only. (CVSS v4.0 §5.3)
        Clear("Clear", "Clear", "CLEAR"),
    }
}
