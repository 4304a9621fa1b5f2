//! Chance vectors: printed and read again they are the same, and their scores hold together.

use watchbell_cvss::{Score, Vector, Version};

use crate::shared::Dice;

#[test]
fn round_trip() {
    let mut dice = Dice(23);
    for version in Version::ALL {
        for at in 0..50_000 {
            let vector = dice.vector(version, [10, 50, 100][at % 3]);
            let text = vector.to_string();
            assert_eq!(Vector::parse(&text), Ok(vector), "{text}");
            assert_eq!(text.parse::<Vector>(), Ok(vector));
            assert_eq!(vector.version(), version);
        }
    }
}

/// Undefined metrics may be written out; the vector is the same.
#[test]
fn undefined_is_absent() {
    let mut dice = Dice(29);
    for version in Version::ALL {
        for _ in 0..10_000 {
            let vector = dice.vector(version, 40);
            let mut text = match version {
                Version::V2 => String::new(),
                _ => format!("CVSS:{version}/"),
            };
            for metric in version.metrics() {
                let value = vector.value(metric.abbreviation).unwrap();
                text.push_str(&format!("{}:{}/", metric.abbreviation, value.abbreviation));
            }
            text.pop();
            assert_eq!(Vector::parse(&text), Ok(vector), "{text}");
        }
    }
}

/// What the fuzz target does, for a while: whatever is read after damage is printed and read as the same.
#[test]
fn damaged() {
    let mut dice = Dice(43);
    let (mut read, mut refused) = (0, 0);
    for at in 0..400_000 {
        let version = Version::ALL[at % 4];
        let mut bytes = dice.vector(version, 30).to_string().into_bytes();
        for _ in 0..=dice.below(2) {
            let place = dice.below(bytes.len());
            match dice.below(4) {
                0 => bytes[place] = b"NALPHUXCSMEDOFTWRI/:.0(\0"[dice.below(24)],
                1 => drop(bytes.remove(place)),
                2 => bytes.insert(place, b"/:XNHL"[dice.below(6)]),
                _ => bytes.swap(place, (place + 1) % 20),
            }
        }
        let text = String::from_utf8(bytes).unwrap();
        match Vector::parse(&text) {
            Ok(vector) => {
                assert_eq!(Vector::parse(&vector.to_string()), Ok(vector), "{text}");
                assert!(vector.score() <= Score::TEN);
                read += 1;
            }
            Err(error) => {
                assert!(
                    error.at() <= text.len() && !error.to_string().is_empty(),
                    "{text}: {error}"
                );
                refused += 1;
            }
        }
    }
    assert!(read > 1_000 && refused > 100_000, "{read} {refused}");
}

#[test]
fn groups() {
    let mut dice = Dice(31);
    for version in Version::ALL {
        for _ in 0..50_000 {
            let vector = dice.vector(version, 20);
            let specific = vector
                .environmental()
                .or_else(|| vector.temporal())
                .or_else(|| vector.threat());
            assert_eq!(
                vector.score(),
                specific.unwrap_or_else(|| vector.base()),
                "{vector}"
            );
            assert_eq!(vector.severity(), vector.severity_of(vector.score()));
            assert!(vector.score() <= Score::TEN);
            if let Vector::V4(vector) = vector {
                let name = vector.nomenclature().name();
                assert_eq!(name.contains('T'), vector.threat().is_some(), "{vector}");
                assert_eq!(
                    name.ends_with('E'),
                    vector.environmental().is_some(),
                    "{vector}"
                );
                assert!(vector.threat().is_none_or(|threat| threat <= vector.base()));
            }
        }
    }
}

/// Only the environmental equation of v2 limits the impact to ten, which complete loss of everything just exceeds.
#[test]
fn limited_impact_of_v2() {
    let Vector::V2(vector) = Vector::parse("AV:L/AC:L/Au:N/C:C/I:C/A:C").unwrap() else {
        unreachable!("no prefix")
    };
    assert_eq!(
        (
            vector.base().tenths(),
            vector.environmental_equation().tenths()
        ),
        (72, 71)
    );
    assert_eq!(
        (vector.environmental(), vector.score().tenths()),
        (None, 72)
    );
}

#[test]
fn subscores() {
    let of = |text: &str| match Vector::parse(text).unwrap() {
        Vector::V2(vector) => (vector.impact().tenths(), vector.exploitability().tenths()),
        Vector::V3(vector) => (vector.impact().tenths(), vector.exploitability().tenths()),
        _ => unreachable!("v4.0 has none"),
    };
    assert_eq!(of("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"), (59, 39));
    assert_eq!(of("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H"), (60, 39));
    assert_eq!(of("CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N"), (27, 28));
    assert_eq!(of("AV:N/AC:L/Au:N/C:P/I:P/A:P"), (64, 100));
    assert_eq!(of("AV:N/AC:L/Au:N/C:C/I:C/A:C"), (100, 100));
    assert_eq!(of("AV:L/AC:L/Au:N/C:N/I:N/A:N"), (0, 39));
}
