//! Every order is an order: two versions compare the same way round, three without a circle.

use std::cmp::Ordering;

use watchbell_vuln::version::{Scheme, Version};

use crate::shared::{Numbers, read};

/// Pieces of versions, so that generated ones often differ in one place only.
const PIECES: &[&str] = &[
    "0",
    "1",
    "2",
    "10",
    "01",
    "00",
    "99999999999999999999999",
    ".",
    ".",
    ".",
    "-",
    "-",
    "_",
    "~",
    "^",
    "+",
    ":",
    "!",
    "a",
    "b",
    "m",
    "c",
    "rc",
    "alpha",
    "beta",
    "snapshot",
    "final",
    "ga",
    "sp",
    "dev",
    "post",
    "pre",
    "patch",
    "p",
    "u",
    "x",
    "redhat",
    "v",
    "go1.",
    "el8",
    "Final",
    "RC",
];

fn ordered() -> impl Iterator<Item = Scheme> {
    Scheme::ALL
        .iter()
        .copied()
        .filter(|scheme| scheme.is_ordered())
}

fn compare(a: &Version<'_>, b: &Version<'_>) -> Ordering {
    a.compare(b).expect("one scheme, and an order")
}

/// Sorts, which finds most circles, and then holds every pair and near triples against the sorted row.
fn check(scheme: Scheme, texts: &[String]) -> usize {
    let versions: Vec<Version<'_>> = texts
        .iter()
        .filter_map(|text| Version::parse(scheme, text).ok())
        .collect();
    let mut sorted: Vec<&Version<'_>> = Vec::new();
    for version in &versions {
        let place = sorted.partition_point(|other| compare(other, version).is_lt());
        sorted.insert(place, version);
    }
    for (place, a) in sorted.iter().enumerate() {
        assert_eq!(compare(a, a), Ordering::Equal);
        for b in &sorted[place..] {
            let order = compare(a, b);
            assert_ne!(order, Ordering::Greater, "{scheme}: {a:?} {b:?}");
            assert_eq!(compare(b, a), order.reverse(), "{scheme}: {a:?} {b:?}");
            // What equals `a` compares to `b` as `a` does.
            let twin = sorted
                .get(place + 1)
                .filter(|twin| compare(a, twin).is_eq());
            if let Some(twin) = twin {
                assert_eq!(compare(twin, b), order, "{scheme}: {a:?} {twin:?} {b:?}");
            }
        }
    }
    versions.len()
}

#[test]
fn generated_versions_have_an_order() {
    let mut numbers = Numbers::new(20_260_801);
    for scheme in ordered() {
        let texts: Vec<String> = (0..3000)
            .map(|_| {
                let mut text = String::from(["", "1", "1.0", "v2."][numbers.below(4)]);
                for _ in 0..1 + numbers.below(5) {
                    text.push_str(PIECES[numbers.below(PIECES.len())]);
                }
                text
            })
            .collect();
        let read: usize = texts.chunks(300).map(|texts| check(scheme, texts)).sum();
        assert!(read > 150, "{scheme}: only {read} of them were read");
    }
}

#[test]
fn versions_of_real_names_have_an_order() {
    let Some(names) = read("cpe/cpe_strings_seen.txt.xz") else {
        return;
    };
    let mut texts: Vec<String> = names
        .lines()
        .filter_map(|name| name.split(':').nth(5))
        .map(|version| version.replace('\\', ""))
        .collect();
    texts.sort();
    texts.dedup();
    assert!(texts.len() > 1000);
    for scheme in ordered() {
        // Every 32nd, so that each share has versions of all kinds.
        let share = |first: usize| {
            texts
                .iter()
                .skip(first)
                .step_by(32)
                .cloned()
                .collect::<Vec<_>>()
        };
        let read: usize = (0..32).map(|first| check(scheme, &share(first))).sum();
        assert!(read > 500, "{scheme}: only {read} of them were read");
    }
}
