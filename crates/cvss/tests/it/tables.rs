//! The tables of metrics: complete, distinct, and in step with the types.

use std::collections::HashSet;

use watchbell_cvss::{Group, Typed, Vector, Version, v2, v3, v4};

#[test]
fn rows() {
    for (version, count) in Version::ALL.into_iter().zip([14, 22, 22, 32]) {
        let metrics = version.metrics();
        assert_eq!(metrics.len(), count);
        let names: HashSet<_> = metrics.iter().map(|metric| metric.abbreviation).collect();
        let members: HashSet<_> = metrics.iter().map(|metric| metric.json).collect();
        assert_eq!((names.len(), members.len()), (count, count));
        for metric in metrics {
            assert!(
                metric.clause.starts_with("CVSS v") && metric.clause.contains('§'),
                "{metric:?}"
            );
            assert!(
                metric.explanation.ends_with('.') && !metric.explanation.contains("  "),
                "{metric:?}"
            );
            let values: HashSet<_> = metric
                .values
                .iter()
                .map(|value| value.abbreviation)
                .collect();
            assert_eq!(values.len(), metric.values.len());
            assert_eq!(
                metric.values[0].json == "NOT_DEFINED",
                !metric.is_mandatory(),
                "{metric:?}"
            );
            for value in metric.values {
                assert!(
                    value.explanation.ends_with('.') && !value.explanation.contains('§'),
                    "{value:?}"
                );
                assert_eq!(
                    Vector::new(version)
                        .with_value(metric.abbreviation, value.abbreviation)
                        .unwrap()
                        .value(metric.abbreviation),
                    Some(value)
                );
            }
        }
        let vector = Vector::new(version);
        assert_eq!(vector.score().tenths(), 0);
        assert_eq!(vector.with_value("ZZ", "N"), None);
        assert_eq!(vector.with_value("AV", "Z"), None);
        assert_eq!(vector.value("ZZ"), None);
    }
    assert!(
        v4::METRICS[26..]
            .iter()
            .all(|metric| metric.group == Group::Supplemental)
    );
}

/// A type names its own row and no other.
#[test]
fn types() {
    let vector = v4::Vector::new()
        .with(v4::ModifiedSubsequentIntegrity::Safety)
        .with(v4::ProviderUrgency::Amber)
        .with(v4::ExploitMaturity::Unreported);
    assert_eq!(
        vector.to_string(),
        "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N/E:U/MSI:S/U:Amber"
    );
    assert_eq!(
        vector.get::<v4::ProviderUrgency>(),
        v4::ProviderUrgency::Amber
    );
    assert_eq!(vector.get::<v4::Safety>(), v4::Safety::NotDefined);
    let vector = v3::Vector::new(v3::Minor::Zero)
        .with(v3::ModifiedScope::Changed)
        .with(v3::RemediationLevel::OfficialFix);
    assert_eq!(
        vector.to_string(),
        "CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N/RL:O/MS:C"
    );
    let vector = v2::Vector::new()
        .with(v2::TargetDistribution::Low)
        .with(v2::ConfidentialityImpact::Partial);
    assert_eq!(
        vector.to_string(),
        "AV:N/AC:L/Au:N/C:P/I:N/A:N/CDP:ND/TD:L/CR:ND/IR:ND/AR:ND"
    );
    for value in v3::Scope::ALL {
        assert_eq!(
            v3::Vector::new(v3::Minor::One)
                .with(*value)
                .get::<v3::Scope>(),
            *value
        );
    }
    assert!(size_of::<Vector>() <= 33);
}
