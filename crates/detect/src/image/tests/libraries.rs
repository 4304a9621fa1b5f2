//! Searches, held against looking at all samples.

use super::{
    super::{Hash, Library, MATCH, Near},
    Chance, text,
};

fn hashes(name: &str) -> Option<Vec<Hash>> {
    let lines = text(name)?;
    let all = lines.lines().filter(|line| !line.trim().is_empty());
    Some(
        all.map(|line| line.trim().parse().expect("a hash"))
            .collect(),
    )
}

#[test]
fn needles_are_found_in_the_haystack() {
    let (Some(needles), Some(haystack)) =
        (hashes("index/needles.txt"), hashes("index/haystack.txt"))
    else {
        return;
    };
    let library: Library = haystack.iter().copied().collect();
    assert_eq!((library.len(), library.is_empty()), (1_350, false));
    let mut found = 0;
    for needle in needles.iter().chain(&haystack) {
        for within in [0, 1, 10, MATCH, MATCH + 1, 64] {
            let near = library.near(needle, within);
            assert_eq!(
                near,
                library.near_by_looking_at_all(needle, within),
                "{needle}"
            );
            found += near.len();
        }
    }
    assert!(found > 1_350 * 6);
}

#[test]
fn lists_of_hashes_are_searched() {
    for name in [
        "index/short256.dat",
        "index/long256.dat",
        "index/order256.dat",
    ] {
        let Some(all) = hashes(name) else { return };
        let library: Library = all.iter().copied().collect();
        for (sample, hash) in all.iter().enumerate() {
            let near = library.near(hash, 0);
            assert!(
                near.contains(&Near {
                    distance: 0,
                    sample
                }),
                "{name}"
            );
            assert_eq!(
                library.near(hash, MATCH),
                library.near_by_looking_at_all(hash, MATCH),
                "{name}"
            );
        }
    }
}

/// Samples by chance, so many that the tables are used, and near ones of some of them.
#[test]
fn near_duplicates_are_found_at_every_distance() {
    let mut chance = Chance(20_261_127);
    let all: Vec<Hash> = (0..50_000).map(|_| chance.hash()).collect();
    let mut library: Library = all.iter().copied().collect();
    for distance in 0..=MATCH + 3 {
        for _ in 0..8 {
            let sample = usize::try_from(chance.next() % 50_000).unwrap();
            let near = chance.flipped(all[sample], distance);
            assert_eq!(near.distance(&all[sample]), distance);
            let found = library.near(&near, MATCH);
            let expected: &[Near] = &[Near { distance, sample }];
            let expected = if distance <= MATCH { expected } else { &[] };
            assert_eq!(found, expected, "{distance}");
        }
    }
    // Samples that come later are found, too, before and after they are sorted in.
    for number in 50_000..70_000 {
        let hash = chance.hash();
        assert_eq!(library.add(hash), Some(number));
        if number % 1_000 == 0 {
            let near = chance.flipped(hash, MATCH);
            assert_eq!(
                library.near(&near, MATCH),
                [Near {
                    distance: MATCH,
                    sample: number
                }]
            );
        }
    }
    assert_eq!(library.len(), 70_000);
}

#[test]
fn what_is_found_is_sorted_by_distance() {
    let mut chance = Chance(9);
    let one = chance.hash();
    let others = [9, 3, 3, 31, 0].map(|bits| chance.flipped(one, bits));
    let library: Library = others.into_iter().collect();
    let found: Vec<(u32, usize)> = library
        .near(&one, MATCH)
        .iter()
        .map(|near| (near.distance, near.sample))
        .collect();
    assert_eq!(found, [(0, 4), (3, 1), (3, 2), (9, 0), (31, 3)]);
    assert_eq!(Library::default().near(&one, MATCH), []);
}

/// Samples that are all alike fill one run of every table.
#[test]
fn samples_that_share_their_words_are_all_looked_at_once() {
    let mut chance = Chance(3);
    let one = chance.hash();
    let library: Library = (0..5_000).map(|_| one).collect();
    assert_eq!(library.near(&one, MATCH).len(), 5_000);
    let other = chance.flipped(one, 40);
    assert_eq!(library.near(&other, MATCH), []);
}
