//! Environmental metrics of CVSS v4.0, specification section 4.

use crate::metric::{Group, Metric, Value, metrics};

metrics! { Environmental;
    /// How much the organisation depends on the confidentiality of this system. (CVSS v4.0 §4.1)
    ConfidentialityRequirement("CR", "Confidentiality Requirement", "confidentialityRequirement", "CVSS v4.0 §4.1") {
        /// Nothing is said about it; scored as High. (CVSS v4.0 §4.1)
        NotDefined("X", "Not Defined", "NOT_DEFINED"),
        /// Losing confidentiality would be catastrophic for the organisation or its people.
        /// (CVSS v4.0 §4.1)
        High("H", "High", "HIGH"),
        /// Losing confidentiality would be serious for the organisation or its people. (CVSS v4.0 §4.1)
        Medium("M", "Medium", "MEDIUM"),
        /// Losing confidentiality would do only limited harm to the organisation or its people.
        /// (CVSS v4.0 §4.1)
        Low("L", "Low", "LOW"),
    }

    /// How much the organisation depends on the integrity of this system. (CVSS v4.0 §4.1)
    IntegrityRequirement("IR", "Integrity Requirement", "integrityRequirement", "CVSS v4.0 §4.1") {
        /// Nothing is said about it; scored as High. (CVSS v4.0 §4.1)
        NotDefined("X", "Not Defined", "NOT_DEFINED"),
        /// Losing integrity would be catastrophic for the organisation or its people. (CVSS v4.0 §4.1)
        High("H", "High", "HIGH"),
        /// Losing integrity would be serious for the organisation or its people. (CVSS v4.0 §4.1)
        Medium("M", "Medium", "MEDIUM"),
        /// Losing integrity would do only limited harm to the organisation or its people. (CVSS v4.0 §4.1)
        Low("L", "Low", "LOW"),
    }

    /// How much the organisation depends on the availability of this system. (CVSS v4.0 §4.1)
    AvailabilityRequirement("AR", "Availability Requirement", "availabilityRequirement", "CVSS v4.0 §4.1") {
        /// Nothing is said about it; scored as High. (CVSS v4.0 §4.1)
        NotDefined("X", "Not Defined", "NOT_DEFINED"),
        /// Losing availability would be catastrophic for the organisation or its people. (CVSS v4.0 §4.1)
        High("H", "High", "HIGH"),
        /// Losing availability would be serious for the organisation or its people. (CVSS v4.0 §4.1)
        Medium("M", "Medium", "MEDIUM"),
        /// Losing availability would do only limited harm to the organisation or its people.
        /// (CVSS v4.0 §4.1)
        Low("L", "Low", "LOW"),
    }

    /// Overrides Attack Vector for one environment. (CVSS v4.0 §4.2)
    ModifiedAttackVector("MAV", "Modified Attack Vector", "modifiedAttackVector", "CVSS v4.0 §4.2") {
        /// The base value holds here too. (CVSS v4.0 §4.2)
        NotDefined("X", "Not Defined", "NOT_DEFINED"),
        /// Here: the attack works across routers, from as far away as the whole Internet. (CVSS v4.0 §4.2)
        Network("N", "Network", "NETWORK"),
        /// Here: the attacker must share the local subnet, radio range or administrative network with the
        /// system. (CVSS v4.0 §4.2)
        Adjacent("A", "Adjacent", "ADJACENT"),
        /// Here: the attacker needs a session or files on the machine, or lets a user there open something
        /// for them. (CVSS v4.0 §4.2)
        Local("L", "Local", "LOCAL"),
        /// Here: the attacker must touch or handle the device itself. (CVSS v4.0 §4.2)
        Physical("P", "Physical", "PHYSICAL"),
    }

    /// Overrides Attack Complexity for one environment. (CVSS v4.0 §4.2)
    ModifiedAttackComplexity("MAC", "Modified Attack Complexity", "modifiedAttackComplexity", "CVSS v4.0 §4.2") {
        /// The base value holds here too. (CVSS v4.0 §4.2)
        NotDefined("X", "Not Defined", "NOT_DEFINED"),
        /// Here: no built-in defence has to be defeated; the attack can be repeated at will.
        /// (CVSS v4.0 §4.2)
        Low("L", "Low", "LOW"),
        /// Here: a defence such as address randomisation, or a secret of this very target, has to be
        /// overcome first. (CVSS v4.0 §4.2)
        High("H", "High", "HIGH"),
    }

    /// Overrides Attack Requirements for one environment. (CVSS v4.0 §4.2)
    ModifiedAttackRequirements("MAT", "Modified Attack Requirements", "modifiedAttackRequirements", "CVSS v4.0 §4.2") {
        /// The base value holds here too. (CVSS v4.0 §4.2)
        NotDefined("X", "Not Defined", "NOT_DEFINED"),
        /// Here: the attack does not hinge on how the system is deployed or what it is doing.
        /// (CVSS v4.0 §4.2)
        None("N", "None", "NONE"),
        /// Here: something must coincide first, such as a won race or a place on the network path.
        /// (CVSS v4.0 §4.2)
        Present("P", "Present", "PRESENT"),
    }

    /// Overrides Privileges Required for one environment. (CVSS v4.0 §4.2)
    ModifiedPrivilegesRequired("MPR", "Modified Privileges Required", "modifiedPrivilegesRequired", "CVSS v4.0 §4.2") {
        /// The base value holds here too. (CVSS v4.0 §4.2)
        NotDefined("X", "Not Defined", "NOT_DEFINED"),
        /// Here: no account is needed, or anybody can get one as part of the attack. (CVSS v4.0 §4.2)
        None("N", "None", "NONE"),
        /// Here: the rights of an ordinary user are needed. (CVSS v4.0 §4.2)
        Low("L", "Low", "LOW"),
        /// Here: rights that control much of the system, such as an administrator's, are needed.
        /// (CVSS v4.0 §4.2)
        High("H", "High", "HIGH"),
    }

    /// Overrides User Interaction for one environment. (CVSS v4.0 §4.2)
    ModifiedUserInteraction("MUI", "Modified User Interaction", "modifiedUserInteraction", "CVSS v4.0 §4.2") {
        /// The base value holds here too. (CVSS v4.0 §4.2)
        NotDefined("X", "Not Defined", "NOT_DEFINED"),
        /// Here: nobody but the attacker has to do anything. (CVSS v4.0 §4.2)
        None("N", "None", "NONE"),
        /// Here: a user has to do something ordinary, such as visiting a page, without noticing.
        /// (CVSS v4.0 §4.2)
        Passive("P", "Passive", "PASSIVE"),
        /// Here: a user has to act knowingly, such as importing a file or clicking a warning away.
        /// (CVSS v4.0 §4.2)
        Active("A", "Active", "ACTIVE"),
    }

    /// Overrides Confidentiality Impact to the Vulnerable System for one environment. (CVSS v4.0 §4.2)
    ModifiedVulnerableConfidentiality("MVC", "Modified Confidentiality Impact to the Vulnerable System", "modifiedVulnConfidentialityImpact", "CVSS v4.0 §4.2") {
        /// The base value holds here too. (CVSS v4.0 §4.2)
        NotDefined("X", "Not Defined", "NOT_DEFINED"),
        /// Here: all data there, or data whose disclosure is serious by itself, reach the attacker.
        /// (CVSS v4.0 §4.2)
        High("H", "High", "HIGH"),
        /// Here: some restricted data reach the attacker, who cannot choose them; no direct, serious harm
        /// follows. (CVSS v4.0 §4.2)
        Low("L", "Low", "LOW"),
        /// Here: no loss of confidentiality in the vulnerable system. (CVSS v4.0 §4.2)
        None("N", "None", "NONE"),
    }

    /// Overrides Integrity Impact to the Vulnerable System for one environment. (CVSS v4.0 §4.2)
    ModifiedVulnerableIntegrity("MVI", "Modified Integrity Impact to the Vulnerable System", "modifiedVulnIntegrityImpact", "CVSS v4.0 §4.2") {
        /// The base value holds here too. (CVSS v4.0 §4.2)
        NotDefined("X", "Not Defined", "NOT_DEFINED"),
        /// Here: the attacker can change any data there, or data whose change is serious by itself.
        /// (CVSS v4.0 §4.2)
        High("H", "High", "HIGH"),
        /// Here: some data can be changed without control over the outcome; no direct, serious harm
        /// follows. (CVSS v4.0 §4.2)
        Low("L", "Low", "LOW"),
        /// Here: no loss of integrity in the vulnerable system. (CVSS v4.0 §4.2)
        None("N", "None", "NONE"),
    }

    /// Overrides Availability Impact to the Vulnerable System for one environment. (CVSS v4.0 §4.2)
    ModifiedVulnerableAvailability("MVA", "Modified Availability Impact to the Vulnerable System", "modifiedVulnAvailabilityImpact", "CVSS v4.0 §4.2") {
        /// The base value holds here too. (CVSS v4.0 §4.2)
        NotDefined("X", "Not Defined", "NOT_DEFINED"),
        /// Here: the attacker can shut it off altogether, or cut off a part whose loss is serious by
        /// itself. (CVSS v4.0 §4.2)
        High("H", "High", "HIGH"),
        /// Here: it slows down or fails at times; the attacker cannot shut it off altogether.
        /// (CVSS v4.0 §4.2)
        Low("L", "Low", "LOW"),
        /// Here: no loss of availability in the vulnerable system. (CVSS v4.0 §4.2)
        None("N", "None", "NONE"),
    }

    /// Overrides Confidentiality Impact to the Subsequent System for one environment. (CVSS v4.0 §4.2)
    ModifiedSubsequentConfidentiality("MSC", "Modified Confidentiality Impact to the Subsequent System", "modifiedSubConfidentialityImpact", "CVSS v4.0 §4.2") {
        /// The base value holds here too. (CVSS v4.0 §4.2)
        NotDefined("X", "Not Defined", "NOT_DEFINED"),
        /// Here: all data there, or data whose disclosure is serious by itself, reach the attacker.
        /// (CVSS v4.0 §4.2)
        High("H", "High", "HIGH"),
        /// Here: some restricted data reach the attacker, who cannot choose them; no direct, serious harm
        /// follows. (CVSS v4.0 §4.2)
        Low("L", "Low", "LOW"),
        /// Here: no loss of confidentiality in the subsequent systems, or all of it stays within the
        /// vulnerable system. (CVSS v4.0 §4.2)
        None("N", "None", "NONE"),
    }

    /// Overrides Integrity Impact to the Subsequent System for one environment. (CVSS v4.0 §4.2)
    ModifiedSubsequentIntegrity("MSI", "Modified Integrity Impact to the Subsequent System", "modifiedSubIntegrityImpact", "CVSS v4.0 §4.2") {
        /// The base value holds here too. (CVSS v4.0 §4.2)
        NotDefined("X", "Not Defined", "NOT_DEFINED"),
        /// People may be injured or worse when this is lost here. (CVSS v4.0 §4.2)
        Safety("S", "Safety", "SAFETY"),
        /// Here: the attacker can change any data there, or data whose change is serious by itself.
        /// (CVSS v4.0 §4.2)
        High("H", "High", "HIGH"),
        /// Here: some data can be changed without control over the outcome; no direct, serious harm
        /// follows. (CVSS v4.0 §4.2)
        Low("L", "Low", "LOW"),
        /// Here: no loss of integrity in the subsequent systems, or all of it stays within the vulnerable
        /// system. (CVSS v4.0 §4.2)
        None("N", "None", "NONE"),
    }

    /// Overrides Availability Impact to the Subsequent System for one environment. (CVSS v4.0 §4.2)
    ModifiedSubsequentAvailability("MSA", "Modified Availability Impact to the Subsequent System", "modifiedSubAvailabilityImpact", "CVSS v4.0 §4.2") {
        /// The base value holds here too. (CVSS v4.0 §4.2)
        NotDefined("X", "Not Defined", "NOT_DEFINED"),
        /// People may be injured or worse when this is lost here. (CVSS v4.0 §4.2)
        Safety("S", "Safety", "SAFETY"),
        /// Here: the attacker can shut it off altogether, or cut off a part whose loss is serious by
        /// itself. (CVSS v4.0 §4.2)
        High("H", "High", "HIGH"),
        /// Here: it slows down or fails at times; the attacker cannot shut it off altogether.
        /// (CVSS v4.0 §4.2)
        Low("L", "Low", "LOW"),
        /// Here: no loss of availability in the subsequent systems, or all of it stays within the
        /// vulnerable system. (CVSS v4.0 §4.2)
        None("N", "None", "NONE"),
    }
}
