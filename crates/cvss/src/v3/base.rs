//! Base metrics of CVSS v3.0 and v3.1, specification section 2 (numbered alike in both).

use crate::metric::{Group, Metric, Value, metrics};

metrics! { Base;
    /// From how far away the vulnerability can be exploited. (CVSS v3.1 §2.1.1)
    AttackVector("AV", "Attack Vector", "attackVector", "CVSS v3.1 §2.1.1") {
        /// The attack works across routers, from as far away as the whole Internet. (CVSS v3.1 §2.1.1)
        Network("N", "Network", "NETWORK"),
        /// The attacker must share the local subnet, radio range or administrative network with the system.
        /// (CVSS v3.1 §2.1.1)
        Adjacent("A", "Adjacent", "ADJACENT_NETWORK"),
        /// The attacker needs a session or files on the machine, or lets a user there open something for
        /// them. (CVSS v3.1 §2.1.1)
        Local("L", "Local", "LOCAL"),
        /// The attacker must touch or handle the device itself. (CVSS v3.1 §2.1.1)
        Physical("P", "Physical", "PHYSICAL"),
    }

    /// Whether conditions beyond the attacker's control must be met. (CVSS v3.1 §2.1.2)
    AttackComplexity("AC", "Attack Complexity", "attackComplexity", "CVSS v3.1 §2.1.2") {
        /// No special circumstances are needed; the attack can be repeated at will. (CVSS v3.1 §2.1.2)
        Low("L", "Low", "LOW"),
        /// Success hinges on something the attacker must first find out, prepare or win. (CVSS v3.1 §2.1.2)
        High("H", "High", "HIGH"),
    }

    /// Which rights the attacker must hold before the attack. (CVSS v3.1 §2.1.3)
    PrivilegesRequired("PR", "Privileges Required", "privilegesRequired", "CVSS v3.1 §2.1.3") {
        /// No account is needed, or anybody can get one as part of the attack. (CVSS v3.1 §2.1.3)
        None("N", "None", "NONE"),
        /// The rights of an ordinary user are needed. (CVSS v3.1 §2.1.3)
        Low("L", "Low", "LOW"),
        /// Rights that control much of the system, such as an administrator's, are needed.
        /// (CVSS v3.1 §2.1.3)
        High("H", "High", "HIGH"),
    }

    /// Whether somebody other than the attacker must take part. (CVSS v3.1 §2.1.4)
    UserInteraction("UI", "User Interaction", "userInteraction", "CVSS v3.1 §2.1.4") {
        /// Nobody but the attacker has to do anything. (CVSS v3.1 §2.1.4)
        None("N", "None", "NONE"),
        /// A user has to do something before the attack works. (CVSS v3.1 §2.1.4)
        Required("R", "Required", "REQUIRED"),
    }

    /// Whether the damage crosses into another security authority. (CVSS v3.1 §2.2)
    Scope("S", "Scope", "scope", "CVSS v3.1 §2.2") {
        /// Only what the vulnerable component's own security authority manages is hit. (CVSS v3.1 §2.2)
        Unchanged("U", "Unchanged", "UNCHANGED"),
        /// Something managed by another security authority is hit as well. (CVSS v3.1 §2.2)
        Changed("C", "Changed", "CHANGED"),
    }

    /// How far confidentiality is lost in the impacted component. (CVSS v3.1 §2.3.1)
    ConfidentialityImpact("C", "Confidentiality Impact", "confidentialityImpact", "CVSS v3.1 §2.3.1") {
        /// All data there, or data whose disclosure is serious by itself, reach the attacker.
        /// (CVSS v3.1 §2.3.1)
        High("H", "High", "HIGH"),
        /// Some restricted data reach the attacker, who cannot choose them; no direct, serious harm
        /// follows. (CVSS v3.1 §2.3.1)
        Low("L", "Low", "LOW"),
        /// No loss of confidentiality in the impacted component. (CVSS v3.1 §2.3.1)
        None("N", "None", "NONE"),
    }

    /// How far integrity is lost in the impacted component. (CVSS v3.1 §2.3.2)
    IntegrityImpact("I", "Integrity Impact", "integrityImpact", "CVSS v3.1 §2.3.2") {
        /// The attacker can change any data there, or data whose change is serious by itself.
        /// (CVSS v3.1 §2.3.2)
        High("H", "High", "HIGH"),
        /// Some data can be changed without control over the outcome; no direct, serious harm follows.
        /// (CVSS v3.1 §2.3.2)
        Low("L", "Low", "LOW"),
        /// No loss of integrity in the impacted component. (CVSS v3.1 §2.3.2)
        None("N", "None", "NONE"),
    }

    /// How far availability is lost in the impacted component. (CVSS v3.1 §2.3.3)
    AvailabilityImpact("A", "Availability Impact", "availabilityImpact", "CVSS v3.1 §2.3.3") {
        /// The attacker can shut it off altogether, or cut off a part whose loss is serious by itself.
        /// (CVSS v3.1 §2.3.3)
        High("H", "High", "HIGH"),
        /// It slows down or fails at times; the attacker cannot shut it off altogether. (CVSS v3.1 §2.3.3)
        Low("L", "Low", "LOW"),
        /// No loss of availability in the impacted component. (CVSS v3.1 §2.3.3)
        None("N", "None", "NONE"),
    }
}
