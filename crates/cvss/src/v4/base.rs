//! Base metrics of CVSS v4.0, specification section 2.

use crate::metric::{Group, Metric, Value, metrics};

metrics! { Base;
    /// From how far away the vulnerability can be exploited. (CVSS v4.0 §2.1.1)
    AttackVector("AV", "Attack Vector", "attackVector", "CVSS v4.0 §2.1.1") {
        /// The attack works across routers, from as far away as the whole Internet. (CVSS v4.0 §2.1.1)
        Network("N", "Network", "NETWORK"),
        /// The attacker must share the local subnet, radio range or administrative network with the system.
        /// (CVSS v4.0 §2.1.1)
        Adjacent("A", "Adjacent", "ADJACENT"),
        /// The attacker needs a session or files on the machine, or lets a user there open something for
        /// them. (CVSS v4.0 §2.1.1)
        Local("L", "Local", "LOCAL"),
        /// The attacker must touch or handle the device itself. (CVSS v4.0 §2.1.1)
        Physical("P", "Physical", "PHYSICAL"),
    }

    /// Whether built-in defences stand in the attacker's way. (CVSS v4.0 §2.1.2)
    AttackComplexity("AC", "Attack Complexity", "attackComplexity", "CVSS v4.0 §2.1.2") {
        /// No built-in defence has to be defeated; the attack can be repeated at will. (CVSS v4.0 §2.1.2)
        Low("L", "Low", "LOW"),
        /// A defence such as address randomisation, or a secret of this very target, has to be overcome
        /// first. (CVSS v4.0 §2.1.2)
        High("H", "High", "HIGH"),
    }

    /// Whether the attack needs conditions that the attacker does not control. (CVSS v4.0 §2.1.3)
    AttackRequirements("AT", "Attack Requirements", "attackRequirements", "CVSS v4.0 §2.1.3") {
        /// The attack does not hinge on how the system is deployed or what it is doing. (CVSS v4.0 §2.1.3)
        None("N", "None", "NONE"),
        /// Something must coincide first, such as a won race or a place on the network path.
        /// (CVSS v4.0 §2.1.3)
        Present("P", "Present", "PRESENT"),
    }

    /// Which rights the attacker must hold before the attack. (CVSS v4.0 §2.1.4)
    PrivilegesRequired("PR", "Privileges Required", "privilegesRequired", "CVSS v4.0 §2.1.4") {
        /// No account is needed, or anybody can get one as part of the attack. (CVSS v4.0 §2.1.4)
        None("N", "None", "NONE"),
        /// The rights of an ordinary user are needed. (CVSS v4.0 §2.1.4)
        Low("L", "Low", "LOW"),
        /// Rights that control much of the system, such as an administrator's, are needed.
        /// (CVSS v4.0 §2.1.4)
        High("H", "High", "HIGH"),
    }

    /// Whether somebody other than the attacker must take part. (CVSS v4.0 §2.1.5)
    UserInteraction("UI", "User Interaction", "userInteraction", "CVSS v4.0 §2.1.5") {
        /// Nobody but the attacker has to do anything. (CVSS v4.0 §2.1.5)
        None("N", "None", "NONE"),
        /// A user has to do something ordinary, such as visiting a page, without noticing.
        /// (CVSS v4.0 §2.1.5)
        Passive("P", "Passive", "PASSIVE"),
        /// A user has to act knowingly, such as importing a file or clicking a warning away.
        /// (CVSS v4.0 §2.1.5)
        Active("A", "Active", "ACTIVE"),
    }

    /// How far confidentiality is lost in the vulnerable system. (CVSS v4.0 §2.2.1)
    VulnerableConfidentiality("VC", "Confidentiality Impact to the Vulnerable System", "vulnConfidentialityImpact", "CVSS v4.0 §2.2.1") {
        /// All data there, or data whose disclosure is serious by itself, reach the attacker.
        /// (CVSS v4.0 §2.2.1)
        High("H", "High", "HIGH"),
        /// Some restricted data reach the attacker, who cannot choose them; no direct, serious harm
        /// follows. (CVSS v4.0 §2.2.1)
        Low("L", "Low", "LOW"),
        /// No loss of confidentiality in the vulnerable system. (CVSS v4.0 §2.2.1)
        None("N", "None", "NONE"),
    }

    /// How far integrity is lost in the vulnerable system. (CVSS v4.0 §2.2.2)
    VulnerableIntegrity("VI", "Integrity Impact to the Vulnerable System", "vulnIntegrityImpact", "CVSS v4.0 §2.2.2") {
        /// The attacker can change any data there, or data whose change is serious by itself.
        /// (CVSS v4.0 §2.2.2)
        High("H", "High", "HIGH"),
        /// Some data can be changed without control over the outcome; no direct, serious harm follows.
        /// (CVSS v4.0 §2.2.2)
        Low("L", "Low", "LOW"),
        /// No loss of integrity in the vulnerable system. (CVSS v4.0 §2.2.2)
        None("N", "None", "NONE"),
    }

    /// How far availability is lost in the vulnerable system. (CVSS v4.0 §2.2.3)
    VulnerableAvailability("VA", "Availability Impact to the Vulnerable System", "vulnAvailabilityImpact", "CVSS v4.0 §2.2.3") {
        /// The attacker can shut it off altogether, or cut off a part whose loss is serious by itself.
        /// (CVSS v4.0 §2.2.3)
        High("H", "High", "HIGH"),
        /// It slows down or fails at times; the attacker cannot shut it off altogether. (CVSS v4.0 §2.2.3)
        Low("L", "Low", "LOW"),
        /// No loss of availability in the vulnerable system. (CVSS v4.0 §2.2.3)
        None("N", "None", "NONE"),
    }

    /// How far confidentiality is lost in the subsequent systems. (CVSS v4.0 §2.2.1)
    SubsequentConfidentiality("SC", "Confidentiality Impact to the Subsequent System", "subConfidentialityImpact", "CVSS v4.0 §2.2.1") {
        /// All data there, or data whose disclosure is serious by itself, reach the attacker.
        /// (CVSS v4.0 §2.2.1)
        High("H", "High", "HIGH"),
        /// Some restricted data reach the attacker, who cannot choose them; no direct, serious harm
        /// follows. (CVSS v4.0 §2.2.1)
        Low("L", "Low", "LOW"),
        /// No loss of confidentiality in the subsequent systems, or all of it stays within the vulnerable
        /// system. (CVSS v4.0 §2.2.1)
        None("N", "None", "NONE"),
    }

    /// How far integrity is lost in the subsequent systems. (CVSS v4.0 §2.2.2)
    SubsequentIntegrity("SI", "Integrity Impact to the Subsequent System", "subIntegrityImpact", "CVSS v4.0 §2.2.2") {
        /// The attacker can change any data there, or data whose change is serious by itself.
        /// (CVSS v4.0 §2.2.2)
        High("H", "High", "HIGH"),
        /// Some data can be changed without control over the outcome; no direct, serious harm follows.
        /// (CVSS v4.0 §2.2.2)
        Low("L", "Low", "LOW"),
        /// No loss of integrity in the subsequent systems, or all of it stays within the vulnerable system.
        /// (CVSS v4.0 §2.2.2)
        None("N", "None", "NONE"),
    }

    /// How far availability is lost in the subsequent systems. (CVSS v4.0 §2.2.3)
    SubsequentAvailability("SA", "Availability Impact to the Subsequent System", "subAvailabilityImpact", "CVSS v4.0 §2.2.3") {
        /// The attacker can shut it off altogether, or cut off a part whose loss is serious by itself.
        /// (CVSS v4.0 §2.2.3)
        High("H", "High", "HIGH"),
        /// It slows down or fails at times; the attacker cannot shut it off altogether. (CVSS v4.0 §2.2.3)
        Low("L", "Low", "LOW"),
        /// No loss of availability in the subsequent systems, or all of it stays within the vulnerable
        /// system. (CVSS v4.0 §2.2.3)
        None("N", "None", "NONE"),
    }
}
