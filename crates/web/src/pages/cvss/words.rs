//! Words of the specifications that the tables of metrics do not hold.

use watchbell_cvss::{Group, Version, v4};

/// A published vulnerability to begin with.
#[derive(Debug)]
pub(super) struct Example {
    version: Version,
    pub(super) name: &'static str,
    pub(super) vector: &'static str,
}

/// One for each version: the same vulnerability, so that they can be compared.
pub(super) const EXAMPLES: [Example; 4] = [
    heartbleed(Version::V2, "AV:N/AC:L/Au:N/C:P/I:N/A:N"),
    heartbleed(Version::V30, "CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N"),
    heartbleed(Version::V31, "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N"),
    heartbleed(
        Version::V4,
        "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N",
    ),
];

const fn heartbleed(version: Version, vector: &'static str) -> Example {
    let name = "Heartbleed (CVE-2014-0160)";
    Example {
        version,
        name,
        vector,
    }
}

/// The example of a version.
pub(super) fn example(version: Version) -> &'static Example {
    let [first, ..] = &EXAMPLES;
    EXAMPLES
        .iter()
        .find(|example| example.version == version)
        .unwrap_or(first)
}

/// What a group is called and what it is for.
pub(super) const fn group(group: Group) -> (&'static str, &'static str) {
    match group {
        Group::Base => ("Base", "what the vulnerability is, everywhere and always"),
        Group::Temporal => ("Temporal", "what changes with time"),
        Group::Threat => ("Threat", "whether anybody exploits it"),
        Group::Environmental => ("Environmental", "what holds in one organisation only"),
        Group::Supplemental => ("Supplemental", "remarks that never move the score"),
        _ => ("Other", ""),
    }
}

/// What a name of a score says.
pub(super) const fn nomenclature(name: v4::Nomenclature) -> &'static str {
    match name {
        v4::Nomenclature::B => "base metrics only",
        v4::Nomenclature::BT => "base and threat",
        v4::Nomenclature::BE => "base and environmental",
        v4::Nomenclature::BTE => "base, threat, environmental",
    }
}

/// One digit of a macrovector (v4.0 §8.1).
#[derive(Debug)]
pub(super) struct Class {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    pub(super) metrics: &'static str,
    pub(super) level: u8,
    pub(super) levels: u8,
}

/// The six digits of a macrovector and what each is of.
pub(super) fn classes(class: v4::MacroVector) -> Vec<Class> {
    let about = [
        ("EQ1", "exploitability", "AV, PR, UI", 2),
        ("EQ2", "complexity", "AC, AT", 1),
        ("EQ3", "the vulnerable system", "VC, VI, VA", 2),
        ("EQ4", "subsequent systems", "SC, SI, SA", 2),
        ("EQ5", "exploitation", "E", 2),
        ("EQ6", "requirements", "CR, IR, AR with VC, VI, VA", 1),
    ];
    let all = about.into_iter().zip(class.digits());
    all.map(|((name, about, metrics, levels), level)| Class {
        name,
        about,
        metrics,
        level,
        levels,
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use watchbell_cvss::Vector;

    use super::*;

    #[test]
    fn examples_are_vectors_of_their_version_with_the_published_scores() {
        let published = ["5.0", "7.5", "7.5", "8.7"];
        for (version, score) in Version::ALL.into_iter().zip(published) {
            let vector = Vector::parse(example(version).vector).unwrap();
            assert_eq!(vector.version(), version);
            assert_eq!(vector.score().to_string(), score);
        }
    }
}
