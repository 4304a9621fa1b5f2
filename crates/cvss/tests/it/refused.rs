//! Valid vectors damaged by rule: each damage is refused with its reason and its place.

use watchbell_cvss::{Error, MAX_LENGTH, Vector, Version, v2, v3, v4};

use crate::shared::Dice;

/// Some vectors of a version as components, with and without optional metrics.
fn samples(version: Version) -> Vec<Vec<String>> {
    let mut dice = Dice(11);
    (0..300)
        .map(|at| {
            let vector = dice.vector(version, [0, 30, 100][at % 3]);
            vector.to_string().split('/').map(str::to_owned).collect()
        })
        .collect()
}

/// Where the component begins in the joined text.
fn offset(components: &[String], at: usize) -> usize {
    components[..at]
        .iter()
        .map(|component| component.len() + 1)
        .sum()
}

fn first(version: Version) -> usize {
    usize::from(version != Version::V2)
}

fn refuse(components: &[String]) -> (String, Error) {
    let text = components.join("/");
    let error = Vector::parse(&text).expect_err(&text);
    assert!(!error.to_string().is_empty() && error.at() <= text.len());
    (text, error)
}

#[test]
fn slashes() {
    for version in Version::ALL {
        for sample in samples(version) {
            let text = sample.join("/");
            let error = Vector::parse(&format!("{text}/")).unwrap_err();
            assert_eq!(error, Error::TrailingSlash { at: text.len() }, "{text}/");
            for at in first(version)..sample.len() {
                let mut damaged = sample.clone();
                damaged.insert(at, String::new());
                let (text, error) = refuse(&damaged);
                assert_eq!(
                    error,
                    Error::EmptyComponent {
                        at: offset(&damaged, at)
                    },
                    "{text}"
                );
            }
        }
    }
}

#[test]
fn duplicates() {
    for version in Version::ALL {
        for sample in samples(version) {
            for at in first(version)..sample.len() {
                let mut damaged = sample.clone();
                damaged.insert(at + 1, sample[at].clone());
                let (text, error) = refuse(&damaged);
                let metric = sample[at].split(':').next().unwrap();
                assert!(
                    matches!(error, Error::Duplicate { metric: named, .. } if named == metric),
                    "{text}: {error}"
                );
                assert_eq!(error.at(), offset(&damaged, at + 1), "{text}: {error}");
                damaged = sample.clone();
                damaged.push(sample[at].clone());
                let (text, error) = refuse(&damaged);
                assert_eq!(
                    error.at(),
                    offset(&damaged, sample.len()),
                    "{text}: {error}"
                );
                assert!(matches!(error, Error::Duplicate { .. }), "{text}: {error}");
            }
        }
    }
}

#[test]
fn order() {
    for version in Version::ALL {
        for sample in samples(version) {
            for at in first(version)..sample.len() - 1 {
                let mut damaged = sample.clone();
                damaged.swap(at, at + 1);
                if matches!(version, Version::V30 | Version::V31) {
                    let free = Vector::parse(&damaged.join("/")).unwrap();
                    assert_eq!(free.to_string(), sample.join("/"), "order is free");
                    continue;
                }
                let (text, error) = refuse(&damaged);
                let place = offset(&damaged, at)..=offset(&damaged, at + 1);
                assert!(place.contains(&error.at()), "{text}: {error}");
                assert!(
                    matches!(error, Error::OutOfOrder { .. } | Error::Missing { .. }),
                    "{text}: {error}"
                );
            }
        }
    }
}

#[test]
fn case() {
    for version in Version::ALL {
        for sample in samples(version) {
            for at in 0..sample.len() {
                for (place, letter) in sample[at]
                    .char_indices()
                    .filter(|(_, letter)| letter.is_ascii_alphabetic())
                {
                    let other = if letter.is_ascii_uppercase() {
                        letter.to_ascii_lowercase()
                    } else {
                        letter.to_ascii_uppercase()
                    };
                    let mut damaged = sample.clone();
                    damaged[at].replace_range(place..=place, &other.to_string());
                    let (text, error) = refuse(&damaged);
                    if at < first(version) {
                        assert_eq!(error, Error::Prefix { at: 0 }, "{text}");
                        continue;
                    }
                    let colon = sample[at].find(':').unwrap();
                    let start = offset(&damaged, at);
                    if place < colon {
                        assert!(
                            matches!(error, Error::UnknownMetric { .. }),
                            "{text}: {error}"
                        );
                        assert_eq!(error.at(), start, "{text}: {error}");
                        assert_eq!(error.metric(), Some(&damaged[at][..colon]));
                    } else {
                        assert!(
                            matches!(error, Error::UnknownValue { .. }),
                            "{text}: {error}"
                        );
                        assert_eq!(error.at(), start + colon + 1, "{text}: {error}");
                        assert_eq!(error.metric(), Some(&sample[at][..colon]));
                    }
                }
            }
        }
    }
}

/// Cut anywhere: refused, or the very vector that stands before the cut.
#[test]
fn truncation() {
    for version in Version::ALL {
        for sample in samples(version) {
            let text = sample.join("/");
            for end in 0..text.len() {
                match Vector::parse(&text[..end]) {
                    Ok(vector) => {
                        assert!(
                            text[end..].starts_with('/') || sample.last().unwrap().len() > 4,
                            "{}",
                            &text[..end]
                        );
                        assert_eq!(vector.version(), version);
                    }
                    Err(error) => assert!(error.at() <= end, "{}: {error}", &text[..end]),
                }
            }
        }
    }
}

#[test]
fn missing() {
    for version in Version::ALL {
        for sample in samples(version) {
            for metric in version
                .metrics()
                .iter()
                .filter(|metric| metric.is_mandatory())
            {
                let named = format!("{}:", metric.abbreviation);
                let mut damaged = sample.clone();
                damaged.retain(|component| !component.starts_with(&named));
                let (text, error) = refuse(&damaged);
                assert!(
                    matches!(error, Error::Missing { metric: named, .. } if named == metric.abbreviation),
                    "{text}: {error}"
                );
            }
        }
    }
}

/// A group of v2 that lacks a metric is refused, and read by the lenient reader.
#[test]
fn incomplete_groups_of_v2() {
    for sample in samples(Version::V2)
        .iter()
        .filter(|sample| sample.len() > 6)
    {
        for at in 6..sample.len() {
            let mut damaged = sample.clone();
            let gone = damaged.remove(at);
            let text = damaged.join("/");
            let error = v2::Vector::parse(&text).expect_err(&text);
            assert_eq!(error.metric(), gone.split(':').next(), "{text}: {error}");
            assert!(matches!(error, Error::Missing { .. }), "{text}: {error}");
            v2::Vector::parse_partial(&text).unwrap();
        }
        let mut swapped = sample.clone();
        swapped.swap(6, 7);
        v2::Vector::parse_partial(&swapped.join("/")).unwrap_err();
        v2::Vector::parse_partial(&format!("{}/", sample.join("/"))).unwrap_err();
    }
}

#[test]
fn foreign_bytes() {
    for version in Version::ALL {
        for sample in samples(version) {
            for at in first(version)..sample.len() {
                for place in 0..=sample[at].len() {
                    let mut damaged = sample.clone();
                    damaged[at].insert(place, 'é');
                    let (text, error) = refuse(&damaged);
                    assert_eq!(
                        error,
                        Error::NotAscii {
                            at: offset(&damaged, at) + place
                        },
                        "{text}"
                    );
                    for byte in ['\0', ' ', '\n', '@', '`', '[', '{'] {
                        let mut damaged = sample.clone();
                        damaged[at].insert(place, byte);
                        let (text, error) = refuse(&damaged);
                        let start = offset(&damaged, at);
                        assert!(
                            (start..=start + damaged[at].len()).contains(&error.at()),
                            "{text:?}: {error}"
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn every_wrong_letter() {
    for version in Version::ALL {
        let sample = &samples(version)[2];
        for at in first(version)..sample.len() {
            for byte in 0..128_u8 {
                for place in 0..sample[at].len() {
                    let mut damaged = sample.clone();
                    damaged[at].replace_range(place..=place, &char::from(byte).to_string());
                    let text = damaged.join("/");
                    if let Ok(vector) = Vector::parse(&text) {
                        assert_eq!(Vector::parse(&vector.to_string()), Ok(vector), "{text}");
                    }
                }
            }
        }
    }
}

#[test]
fn too_long() {
    for version in Version::ALL {
        let mut text = samples(version)[2].join("/");
        assert!(text.len() < MAX_LENGTH);
        text.push_str(&"/".repeat(MAX_LENGTH - text.len()));
        assert!(!matches!(
            Vector::parse(&text),
            Err(Error::TooLong { .. }) | Ok(_)
        ));
        text.push('/');
        let error = Vector::parse(&text).unwrap_err();
        assert_eq!(
            error,
            Error::TooLong {
                length: MAX_LENGTH + 1
            }
        );
        assert_eq!(error.at(), MAX_LENGTH);
    }
}

#[test]
fn prefixes() {
    let base3 = "AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";
    for prefix in [
        "CVSS:3.2/",
        "CVSS:2.0/",
        "CVSS:4.1/",
        "CVSS:3.1",
        "cvss:3.1/",
        "CVSS:/",
        "CVSS3.1/",
        " CVSS:3.1/",
    ] {
        Vector::parse(&format!("{prefix}{base3}")).expect_err(prefix);
        v3::Vector::parse(&format!("{prefix}{base3}")).expect_err(prefix);
    }
    assert!(matches!(
        v3::Vector::parse(base3),
        Err(Error::Prefix { at: 0 })
    ));
    assert!(matches!(
        v4::Vector::parse(base3),
        Err(Error::Prefix { at: 0 })
    ));
    assert!(matches!(
        Vector::parse(""),
        Err(Error::Missing {
            metric: "AV",
            at: 0
        })
    ));
    assert!(matches!(
        Vector::parse("CVSS:4.0/"),
        Err(Error::Missing {
            metric: "AV",
            at: 9
        })
    ));
    assert!(matches!(
        Vector::parse("CVSS:3.1/"),
        Err(Error::Missing {
            metric: "AV",
            at: 9
        })
    ));
    let parentheses = Vector::parse("(AV:N/AC:L/Au:N/C:P/I:P/A:P)").unwrap_err();
    assert_eq!(parentheses, Error::Parenthesis { at: 0 });
}

/// Safety is no value of a base metric, nor of the confidentiality of subsequent systems.
#[test]
fn safety() {
    let base = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H";
    for metric in ["MSI", "MSA"] {
        v4::Vector::parse(&format!("{base}/{metric}:S")).unwrap();
    }
    for metric in ["MSC", "MVI", "MVA"] {
        v4::Vector::parse(&format!("{base}/{metric}:S")).unwrap_err();
    }
    for metric in ["SI:H", "SA:H", "SC:H"] {
        let safe = metric.replace(":H", ":S");
        v4::Vector::parse(&base.replace(metric, &safe)).unwrap_err();
    }
}
