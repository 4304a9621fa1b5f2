//! Environmental metrics of CVSS v3.0 and v3.1, specification section 4 (numbered alike in both).

use crate::metric::{Group, Metric, Value, metrics};

metrics! { Environmental;
    /// How much the organisation depends on the confidentiality of this component. (CVSS v3.1 §4.1)
    ConfidentialityRequirement("CR", "Confidentiality Requirement", "confidentialityRequirement", "CVSS v3.1 §4.1") {
        /// Nothing is said about it; scored as Medium. (CVSS v3.1 §4.1)
        NotDefined("X", "Not Defined", "NOT_DEFINED"),
        /// Losing confidentiality would be catastrophic for the organisation or its people.
        /// (CVSS v3.1 §4.1)
        High("H", "High", "HIGH"),
        /// Losing confidentiality would be serious for the organisation or its people. (CVSS v3.1 §4.1)
        Medium("M", "Medium", "MEDIUM"),
        /// Losing confidentiality would do only limited harm to the organisation or its people.
        /// (CVSS v3.1 §4.1)
        Low("L", "Low", "LOW"),
    }

    /// How much the organisation depends on the integrity of this component. (CVSS v3.1 §4.1)
    IntegrityRequirement("IR", "Integrity Requirement", "integrityRequirement", "CVSS v3.1 §4.1") {
        /// Nothing is said about it; scored as Medium. (CVSS v3.1 §4.1)
        NotDefined("X", "Not Defined", "NOT_DEFINED"),
        /// Losing integrity would be catastrophic for the organisation or its people. (CVSS v3.1 §4.1)
        High("H", "High", "HIGH"),
        /// Losing integrity would be serious for the organisation or its people. (CVSS v3.1 §4.1)
        Medium("M", "Medium", "MEDIUM"),
        /// Losing integrity would do only limited harm to the organisation or its people. (CVSS v3.1 §4.1)
        Low("L", "Low", "LOW"),
    }

    /// How much the organisation depends on the availability of this component. (CVSS v3.1 §4.1)
    AvailabilityRequirement("AR", "Availability Requirement", "availabilityRequirement", "CVSS v3.1 §4.1") {
        /// Nothing is said about it; scored as Medium. (CVSS v3.1 §4.1)
        NotDefined("X", "Not Defined", "NOT_DEFINED"),
        /// Losing availability would be catastrophic for the organisation or its people. (CVSS v3.1 §4.1)
        High("H", "High", "HIGH"),
        /// Losing availability would be serious for the organisation or its people. (CVSS v3.1 §4.1)
        Medium("M", "Medium", "MEDIUM"),
        /// Losing availability would do only limited harm to the organisation or its people.
        /// (CVSS v3.1 §4.1)
        Low("L", "Low", "LOW"),
    }

    /// Overrides Attack Vector for one environment. (CVSS v3.1 §4.2)
    ModifiedAttackVector("MAV", "Modified Attack Vector", "modifiedAttackVector", "CVSS v3.1 §4.2") {
        /// The base value holds here too. (CVSS v3.1 §4.2)
        NotDefined("X", "Not Defined", "NOT_DEFINED"),
        /// Here: the attack works across routers, from as far away as the whole Internet. (CVSS v3.1 §4.2)
        Network("N", "Network", "NETWORK"),
        /// Here: the attacker must share the local subnet, radio range or administrative network with the
        /// system. (CVSS v3.1 §4.2)
        Adjacent("A", "Adjacent", "ADJACENT_NETWORK"),
        /// Here: the attacker needs a session or files on the machine, or lets a user there open something
        /// for them. (CVSS v3.1 §4.2)
        Local("L", "Local", "LOCAL"),
        /// Here: the attacker must touch or handle the device itself. (CVSS v3.1 §4.2)
        Physical("P", "Physical", "PHYSICAL"),
    }

    /// Overrides Attack Complexity for one environment. (CVSS v3.1 §4.2)
    ModifiedAttackComplexity("MAC", "Modified Attack Complexity", "modifiedAttackComplexity", "CVSS v3.1 §4.2") {
        /// The base value holds here too. (CVSS v3.1 §4.2)
        NotDefined("X", "Not Defined", "NOT_DEFINED"),
        /// Here: no special circumstances are needed; the attack can be repeated at will. (CVSS v3.1 §4.2)
        Low("L", "Low", "LOW"),
        /// Here: success hinges on something the attacker must first find out, prepare or win.
        /// (CVSS v3.1 §4.2)
        High("H", "High", "HIGH"),
    }

    /// Overrides Privileges Required for one environment. (CVSS v3.1 §4.2)
    ModifiedPrivilegesRequired("MPR", "Modified Privileges Required", "modifiedPrivilegesRequired", "CVSS v3.1 §4.2") {
        /// The base value holds here too. (CVSS v3.1 §4.2)
        NotDefined("X", "Not Defined", "NOT_DEFINED"),
        /// Here: no account is needed, or anybody can get one as part of the attack. (CVSS v3.1 §4.2)
        None("N", "None", "NONE"),
        /// Here: the rights of an ordinary user are needed. (CVSS v3.1 §4.2)
        Low("L", "Low", "LOW"),
        /// Here: rights that control much of the system, such as an administrator's, are needed.
        /// (CVSS v3.1 §4.2)
        High("H", "High", "HIGH"),
    }

    /// Overrides User Interaction for one environment. (CVSS v3.1 §4.2)
    ModifiedUserInteraction("MUI", "Modified User Interaction", "modifiedUserInteraction", "CVSS v3.1 §4.2") {
        /// The base value holds here too. (CVSS v3.1 §4.2)
        NotDefined("X", "Not Defined", "NOT_DEFINED"),
        /// Here: nobody but the attacker has to do anything. (CVSS v3.1 §4.2)
        None("N", "None", "NONE"),
        /// Here: a user has to do something before the attack works. (CVSS v3.1 §4.2)
        Required("R", "Required", "REQUIRED"),
    }

    /// Overrides Scope for one environment. (CVSS v3.1 §4.2)
    ModifiedScope("MS", "Modified Scope", "modifiedScope", "CVSS v3.1 §4.2") {
        /// The base value holds here too. (CVSS v3.1 §4.2)
        NotDefined("X", "Not Defined", "NOT_DEFINED"),
        /// Here: only what the vulnerable component's own security authority manages is hit.
        /// (CVSS v3.1 §4.2)
        Unchanged("U", "Unchanged", "UNCHANGED"),
        /// Here: something managed by another security authority is hit as well. (CVSS v3.1 §4.2)
        Changed("C", "Changed", "CHANGED"),
    }

    /// Overrides Confidentiality Impact for one environment. (CVSS v3.1 §4.2)
    ModifiedConfidentialityImpact("MC", "Modified Confidentiality Impact", "modifiedConfidentialityImpact", "CVSS v3.1 §4.2") {
        /// The base value holds here too. (CVSS v3.1 §4.2)
        NotDefined("X", "Not Defined", "NOT_DEFINED"),
        /// Here: all data there, or data whose disclosure is serious by itself, reach the attacker.
        /// (CVSS v3.1 §4.2)
        High("H", "High", "HIGH"),
        /// Here: some restricted data reach the attacker, who cannot choose them; no direct, serious harm
        /// follows. (CVSS v3.1 §4.2)
        Low("L", "Low", "LOW"),
        /// Here: no loss of confidentiality in the impacted component. (CVSS v3.1 §4.2)
        None("N", "None", "NONE"),
    }

    /// Overrides Integrity Impact for one environment. (CVSS v3.1 §4.2)
    ModifiedIntegrityImpact("MI", "Modified Integrity Impact", "modifiedIntegrityImpact", "CVSS v3.1 §4.2") {
        /// The base value holds here too. (CVSS v3.1 §4.2)
        NotDefined("X", "Not Defined", "NOT_DEFINED"),
        /// Here: the attacker can change any data there, or data whose change is serious by itself.
        /// (CVSS v3.1 §4.2)
        High("H", "High", "HIGH"),
        /// Here: some data can be changed without control over the outcome; no direct, serious harm
        /// follows. (CVSS v3.1 §4.2)
        Low("L", "Low", "LOW"),
        /// Here: no loss of integrity in the impacted component. (CVSS v3.1 §4.2)
        None("N", "None", "NONE"),
    }

    /// Overrides Availability Impact for one environment. (CVSS v3.1 §4.2)
    ModifiedAvailabilityImpact("MA", "Modified Availability Impact", "modifiedAvailabilityImpact", "CVSS v3.1 §4.2") {
        /// The base value holds here too. (CVSS v3.1 §4.2)
        NotDefined("X", "Not Defined", "NOT_DEFINED"),
        /// Here: the attacker can shut it off altogether, or cut off a part whose loss is serious by
        /// itself. (CVSS v3.1 §4.2)
        High("H", "High", "HIGH"),
        /// Here: it slows down or fails at times; the attacker cannot shut it off altogether.
        /// (CVSS v3.1 §4.2)
        Low("L", "Low", "LOW"),
        /// Here: no loss of availability in the impacted component. (CVSS v3.1 §4.2)
        None("N", "None", "NONE"),
    }
}
